import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { addressOf } from "../../../scripts/editor/address.mjs";
import { installExtension, startEditor, type EditorServer } from "../../../scripts/editor/codeServer.mjs";
import { packageExtension } from "../../../scripts/package.mjs";
import { prepareEditorBox } from "../../../scripts/prepare/editorBox.mjs";
import { out } from "../../../scripts/prepare/paths.mjs";
import { launchBrowser, newPage } from "./browser.ts";
import { temporaryFolder, workspaceOf } from "./workspace.ts";

export interface WindowOptions {
  /** A folder to copy, or file names with their texts. */
  readonly workspace: string | Readonly<Record<string, string>>;
  /** "ask" opens the folder in restricted mode. */
  readonly trust?: "off" | "ask";
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}

/** A window of the real editor with the packaged extension, in words of what a user does and sees. */
export type EditorWindow = Awaited<ReturnType<typeof openWindow>>;

/**
 * Starts an editor of its own on a copy of the workspace. Close it after the tests.
 * @throws {Error} with the editor's own words when it does not come up in two tries
 */
export async function openWindow(options: WindowOptions) {
  const folder = workspaceOf(options.workspace);
  // A hook is not tried again by mocha, and on a busy machine an editor may need a second try.
  const { base, browser, page, server } = await tryToOpen(folder, options).catch((error: unknown) => {
    process.stderr.write(`The editor did not come up and is started again: ${String(error)}\n`);
    return tryToOpen(folder, options);
  });
  return {
    page,
    folder,
    base,
    ...editing(page, folder),
    ...findings(page),
    ...workbench(page),
    screenshot: (name: string) => screenshot(page, name),
    close: async () => {
      await close(browser, server);
      // All windows of a run together, some with a PySpark of their own, would take gigabytes.
      for (const made of [base, folder]) rmSync(made, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function tryToOpen(folder: string, { trust = "off", settings = {}, env = {} }: WindowOptions) {
  const base = temporaryFolder("sw-vs-");
  const box = await prepareEditorBox();
  await installExtension(box, base, process.env.SHUFFLEWISE_VSIX ?? (await packageExtension()));
  const restricted = {
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
  };
  const server = await startEditor({
    box,
    base,
    trust,
    env: { ...process.env, HOME: base, ...env },
    // without a GPU the terminal draws letters that can be read
    settings: {
      "terminal.integrated.gpuAcceleration": "off",
      "git.enabled": false,
      // else a notice about the Spark UI's port covers what is looked at
      "remote.autoForwardPorts": false,
      ...restricted,
      ...settings,
    },
  });
  let browser: Browser | null = null;
  try {
    browser = await launchBrowser();
    const { page } = await newPage(browser, server.url);
    await page.goto(addressOf(server.url, folder));
    await page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first().waitFor();
    return { base, browser, page, server };
  } catch (error) {
    await close(browser, server);
    throw new Error(`${String(error)}\n${readFileSync(path.join(base, "server.log"), "utf8").slice(-4000)}`, {
      cause: error,
    });
  }
}

/** Editors of files, and of the cells of notebooks. */
const editors = ":is(.editor-instance, .notebookOverlay) .monaco-editor";

/** Files and text. */
function editing(page: Page, folder: string) {
  const lines = page.locator(`${editors} .view-line`);
  const line = (text: string): Locator => lines.filter({ hasText: text }).first();
  /** Where the editor draws this text, in pixels of the page: its tokens may hold more text, or less. */
  const middleOf = (text: string) =>
    line(text).evaluate((element, wanted) => {
      const begin = element.textContent.indexOf(wanted);
      const range = document.createRange();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let offset = 0;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const { length } = node.textContent ?? "";
        const [first, last] = [begin - offset, begin + wanted.length - offset];
        if (first >= 0 && first < length) range.setStart(node, first);
        if (last > 0 && last <= length) range.setEnd(node, last);
        offset += length;
      }
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, text);
  return {
    line,
    /** Opens a workspace of several folders by its file. */
    async openWorkspace(name: string): Promise<void> {
      const address = new URL("/", page.url());
      address.searchParams.set("workspace", path.join(folder, name));
      const open = async (): Promise<void> => {
        await page.goto(address.href);
        await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
      };
      // A busy machine may load the window halfway.
      await open().catch(open);
    },
    async openFile(name: string): Promise<void> {
      await page.keyboard.press("Control+p");
      const input = page.locator(".quick-input-widget input");
      await input.fill(name);
      await page
        .locator(".quick-input-list .monaco-list-row", { hasText: path.basename(name) })
        .first()
        .click();
      await page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    },
    async putCursor(text: string): Promise<void> {
      // A click before the editor is ready is lost, so it is repeated until the text has the focus and the cursor.
      await poll(async () => {
        const { x, y } = await middleOf(text);
        await page.mouse.click(x, y);
        const focused = page.locator(`${editors}.focused`);
        if ((await focused.count()) === 0) return false;
        const current = await line(text).boundingBox();
        const cursor = await focused.locator(".cursor").first().boundingBox();
        return current && cursor && Math.abs(current.y - cursor.y) < current.height / 2;
      }, `the cursor in ${text}`);
    },
    /** The hover over this code. */
    async hover(text: string): Promise<Locator> {
      const shown = page.locator(".monaco-hover:not(.hidden)").first();
      // An editor that is not ready does not notice the mouse, which then has to come again.
      return poll(async () => {
        const { x, y } = await middleOf(text);
        await page.mouse.move(0, 0);
        await page.mouse.move(x, y);
        return (await appears(shown)) ? shown : null;
      }, `a hover over ${text}`);
    },
    async type(text: string): Promise<void> {
      await page.keyboard.type(text, { delay: 20 });
    },
    async press(keys: string): Promise<void> {
      await page.keyboard.press(keys);
    },
    /** Saves and waits until the editor says that nothing is left to save. */
    async save(): Promise<void> {
      await page.keyboard.press("Control+s");
      await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    },
    /** A file of the workspace as it lies on the disk. */
    read: (name: string): string => readFileSync(path.join(folder, name), "utf8"),
    exists: (name: string): boolean => existsSync(path.join(folder, name)),
    /** The titles that completion offers where the cursor is. */
    async complete(): Promise<string[]> {
      await page.keyboard.press("Control+Space");
      const rows = page.locator(".suggest-widget.visible .monaco-list-row");
      await rows.first().waitFor();
      return rows.locator(".label-name").allTextContents();
    },
  };
}

/** What the extension shows on the code. */
function findings(page: Page) {
  const menu = page.locator(".action-widget .monaco-list-row.action");
  const lightbulb = page.locator(
    ".monaco-editor [class*=codicon-gutter-lightbulb]:visible, .monaco-editor .lightBulbWidget:visible",
  );
  /** Opens the menu until it holds the title: it follows the cursor with a delay and closes on any change of focus. */
  const chooseFrom = async (open: () => Promise<void>, title: string) => {
    const row = menu.filter({ hasText: title }).first();
    await poll(async () => {
      await open();
      const isThere = await appears(row);
      if (!isThere) await page.keyboard.press("Escape");
      return isThere;
    }, `the menu to offer ${title}`);
    await row.click();
    await menu.first().waitFor({ state: "detached" });
  };
  return {
    squiggles: (severity: "error" | "warning" | "info" | "hint"): Locator =>
      page.locator(`${editors} .squiggly-${severity}`),
    applyByKeyboard: (title: string): Promise<void> =>
      chooseFrom(() => page.keyboard.press("Control+."), title),
    applyByLightbulb: (title: string): Promise<void> =>
      chooseFrom(async () => {
        // It follows the cursor with a delay, to its line or the one beside it: until then it is that of the old line.
        await poll(async () => {
          const bulb = await lightbulb
            .first()
            .boundingBox({ timeout: 1000 })
            .catch(() => null);
          const cursor = await page.locator(".monaco-editor.focused .cursor").first().boundingBox();
          return bulb !== null && cursor !== null && Math.abs(bulb.y - cursor.y) < 1.5 * cursor.height;
        }, "the lightbulb at the cursor");
        await lightbulb.first().click();
      }, title),
  };
}

/** Everything around the code. */
function workbench(page: Page) {
  const terminal = page.locator(".terminal-wrapper.active .xterm-rows");
  const runCommand = async (title: string): Promise<void> => {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
  };
  return {
    /** Runs a command by the title that the palette shows. */
    palette: runCommand,
    /** The rows of an open quick pick. */
    picks: page.locator(".quick-input-list .monaco-list-row"),
    notification: (text: string): Locator =>
      page.locator(".notifications-toasts .notification-toast", { hasText: text }),
    statusBar: (text: string): Locator => page.locator(".statusbar-item", { hasText: text }),
    async sideBar(container: string): Promise<void> {
      await page.locator(`.activitybar [aria-label^="${container}"]`).first().click();
    },
    treeRow: (text: string): Locator =>
      page.locator(".sidebar .pane-body .monaco-list-row", { hasText: text }).first(),
    problem: (text: string): Locator =>
      page.locator(".markers-panel .monaco-list-row", { hasText: text }).first(),
    /** The rows of the terminal that is shown. */
    terminal,
    /** Opens a new terminal, waits for its prompt and types a command. */
    async runInTerminal(command: string): Promise<void> {
      await runCommand("Terminal: Create New Terminal");
      await terminal.filter({ hasText: /[#$%] *$/ }).waitFor();
      // after a click into a webview the keys would go there
      await page.locator(".terminal-wrapper.active .xterm-screen").first().click();
      await page.keyboard.type(`${command}\n`);
    },
    /** The inside of the webview that shows this text: webviews lie apart from the view they belong to. */
    async webview(text: string) {
      return poll(async () => {
        for (const frame of await page.locator("iframe.webview.ready").all()) {
          const inside = frame.contentFrame().frameLocator("#active-frame");
          if ((await inside.locator("body", { hasText: text }).count()) > 0) return inside;
        }
        return undefined;
      }, `a webview that shows ${text}`);
    },
  };
}

/** Whether something comes up within three seconds. */
const appears = (locator: Locator): Promise<boolean> =>
  locator.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  );

/** Asks until there is an answer. Throws with `what` after 20 seconds. */
export async function poll<T>(
  ask: () => T | Promise<T>,
  what: string,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited ${timeoutMs} ms for ${what}`);
}

/** Leaves a picture in out/screenshots. Returns its path. */
async function screenshot(page: Page, name: string): Promise<string> {
  const file = path.join(out, "screenshots", `${name.replaceAll(/[^\w-]+/g, "-")}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  return file;
}

async function close(browser: Browser | null, server: EditorServer): Promise<void> {
  await browser?.close();
  await server.stop();
}
