import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * What the extension host calls (`extensionTestsPath`), under @vscode/test-electron and in the embedded editor alike.
 * Writes mocha's JSON report to SHUFFLEWISE_REPORT; rejects when a test failed.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const output = process.env.SHUFFLEWISE_REPORT;
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false });
  if (output === undefined) mocha.reporter("spec");
  else mocha.reporter("json", { output });
  for (const file of readdirSync(import.meta.dirname)) {
    if (file.endsWith(".test.cjs")) mocha.addFile(path.join(import.meta.dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests in the extension host failed`);
}
