import { readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { out, root } from "../../../scripts/prepare/paths.mjs";

/** Bundles test/vscode/suite for the extension host. Returns the path that `extensionTestsPath` takes. */
export async function bundleSuite(): Promise<string> {
  const source = path.join(root, "test/vscode/suite");
  const outdir = path.join(out, "test/vscode");
  const tests = readdirSync(source).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  await build({
    entryPoints: tests.map((name) => path.join(source, name)),
    outdir,
    // VS Code goes by this ending, else by the package.json of the extension that is developed, ours: it says "module".
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "mocha"],
    define: { "import.meta.dirname": "__dirname" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  return path.join(outdir, "index.cjs");
}
