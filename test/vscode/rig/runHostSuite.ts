/**
 * Runs test/vscode/suite inside an extension host, against the installed .vsix, and leaves mocha's JSON report in
 * SHUFFLEWISE_REPORT. `--electron` takes a VS Code that @vscode/test-electron downloads, else the embedded editor serves.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { installExtension, startEditor } from "../../../scripts/editor/codeServer.mjs";
import { packageExtension } from "../../../scripts/package.mjs";
import { prepareEditorBox } from "../../../scripts/prepare/editorBox.mjs";
import { out, root } from "../../../scripts/prepare/paths.mjs";
import { addressOf, injectSuite, launchBrowser, newPage } from "./browser.ts";
import { bundleSuite } from "./bundleSuite.ts";
import { temporaryFolder, workspaceOf } from "./workspace.ts";

const report = path.resolve(process.env.SHUFFLEWISE_REPORT ?? path.join(out, "reports/vscode-host.json"));

async function main(): Promise<number> {
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const [suite, vsix] = await Promise.all([
    bundleSuite(),
    process.env.SHUFFLEWISE_VSIX ?? packageExtension(),
  ]);
  const folder = workspaceOf(path.join(root, "examples"));
  if (process.argv.includes("--electron")) {
    const extensionTestsEnv = { SHUFFLEWISE_REPORT: report };
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [folder],
      extensionTestsEnv,
    });
  } else {
    await runEmbedded(suite, vsix, folder);
  }
  return verdict();
}

/** Opens the workbench, which starts the suite, and waits for its word that the suite has ended. */
async function runEmbedded(suite: string, vsix: string, folder: string): Promise<void> {
  const base = temporaryFolder("sw-vs-");
  const box = await prepareEditorBox();
  const extension = await installExtension(box, path.join(base, "vsix"), vsix);
  const env = { ...process.env, HOME: base, SHUFFLEWISE_REPORT: report };
  const [server, browser] = await Promise.all([startEditor({ box, base, env }), launchBrowser()]);
  try {
    const { page } = await newPage(browser, server.url);
    const log: string[] = [];
    await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) =>
      log.push(args.join(" ")),
    );
    const ended = new Promise<string>((resolve) => {
      void page.exposeFunction("codeAutomationExit", () => resolve("ended"));
      page.on("crash", () => resolve("the page crashed"));
      setTimeout(() => resolve("no answer within 5 minutes"), 300_000).unref();
    });
    await injectSuite(page, server.url, extension, suite);
    await page.goto(addressOf(server.url, folder));
    const how = await ended;
    if (process.env.SHUFFLEWISE_VERBOSE || !existsSync(report)) console.log(log.join("\n"));
    if (how !== "ended") {
      await page.screenshot({ path: path.join(out, "screenshots/host-suite.png") }).catch(() => undefined);
      console.error(`The suite in the extension host: ${how}.`);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The workbench reports success even when the extension host was killed, so only the report counts. */
function verdict(): number {
  if (!existsSync(report)) {
    console.error("The extension host went away without a report.");
    return 1;
  }
  const { stats, tests } = JSON.parse(readFileSync(report, "utf8")) as {
    stats: { tests: number; failures: number };
    tests: { fullTitle: string; err: { message?: string } }[];
  };
  for (const { fullTitle, err } of tests) {
    console.log(
      `${err.message === undefined ? "✓" : "✗"} ${fullTitle}${err.message === undefined ? "" : `\n    ${err.message}`}`,
    );
  }
  return stats.tests > 0 && stats.failures === 0 ? 0 : 1;
}

process.exitCode = await main();
