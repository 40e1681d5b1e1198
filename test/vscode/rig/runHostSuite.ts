/**
 * Runs test/vscode/suite inside an extension host, against the installed .vsix, and leaves mocha's JSON report in
 * SHUFFLEWISE_REPORT. `--electron` takes a desktop VS Code (`npm run test:electron`), else the embedded editor serves.
 * The last line is `N passed, N failed, N skipped`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { buildIfStale } from "../../../scripts/build.mjs";
import { addressOf } from "../../../scripts/editor/address.mjs";
import { installExtension, startEditor } from "../../../scripts/editor/codeServer.mjs";
import { packageExtension } from "../../../scripts/package.mjs";
import { prepareEditorBox } from "../../../scripts/prepare/editorBox.mjs";
import { cache, out, root } from "../../../scripts/prepare/paths.mjs";
import { preparePython, sparkEnvironment } from "../../../scripts/prepare/python.mjs";
import { conclude } from "../../../scripts/report/steps.mjs";
import { injectSuite, launchBrowser, newPage } from "./browser.ts";
import { bundleSuite } from "./bundleSuite.ts";
import { temporaryFolder, workspaceOf } from "./workspace.ts";

const report = path.resolve(process.env.SHUFFLEWISE_REPORT ?? path.join(out, "reports/vscode-host.json"));

async function main(): Promise<void> {
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const folder = workspaceOf(path.join(root, "examples"));
  const suite = await bundleSuite();
  if (process.argv.includes("--electron")) await runElectron(suite, folder);
  else await runEmbedded(suite, process.env.SHUFFLEWISE_VSIX ?? (await packageExtension()), folder);
}

/** Runs the suite in a desktop VS Code: that of VSCODE_EXECUTABLE, else one that is downloaded. */
async function runElectron(suite: string, folder: string): Promise<void> {
  const { VSCODE_EXECUTABLE, VSCODE_VERSION = "stable" } = process.env;
  const vscodeExecutablePath = VSCODE_EXECUTABLE ?? (await download(VSCODE_VERSION));
  await buildIfStale();
  const spark = sparkEnvironment(await preparePython());
  const base = temporaryFolder("sw-vs-");
  const profile = [
    `--user-data-dir=${path.join(base, "data")}`,
    `--extensions-dir=${path.join(base, "extensions")}`,
  ];
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [folder, ...profile, "--disable-extensions"],
      extensionTestsEnv: { ...spark, SHUFFLEWISE_REPORT: report },
    });
  } catch (error) {
    // Failed tests are told by the report; without one, VS Code itself has failed.
    if (!existsSync(report))
      throw new Error(`${vscodeExecutablePath} did not run the suite: ${String(error)}`);
  }
}

async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(cache, "vscode") });
  } catch (error) {
    throw new Error(
      `VS Code ${version} cannot be downloaded (${String(error)}). Set VSCODE_EXECUTABLE to the program of an ` +
        "installed one. The same suite runs in the embedded editor: npm test does that.",
    );
  }
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
function tell(): void {
  if (!existsSync(report)) throw new Error("The extension host went away without a report.");
  const { stats, tests } = JSON.parse(readFileSync(report, "utf8")) as {
    stats: { passes: number; failures: number; pending: number };
    tests: { fullTitle: string; err: { message?: string } }[];
  };
  for (const { fullTitle, err } of tests) {
    console.log(
      `${err.message === undefined ? "✓" : "✗"} ${fullTitle}${err.message === undefined ? "" : `\n    ${err.message}`}`,
    );
  }
  if (stats.passes + stats.failures === 0) throw new Error("The suite ran no test.");
  concludeWith(stats.passes, stats.failures, stats.pending);
}

const concludeWith = (passed: number, failed: number, skipped: number): void =>
  conclude([{ name: "vscode host", passed, failed, skipped, failures: [] }]);

try {
  await main();
  tell();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  concludeWith(0, 1, 0);
}
