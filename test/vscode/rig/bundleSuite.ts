import { readdirSync, writeFileSync } from "node:fs";
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
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "mocha"],
    define: { "import.meta.dirname": "__dirname" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  // the repository's own package.json says that .js files are modules
  writeFileSync(path.join(outdir, "package.json"), JSON.stringify({ type: "commonjs" }));
  return path.join(outdir, "index");
}
