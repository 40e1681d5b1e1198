import fs from "node:fs";
import path from "node:path";

/** The files that the engine needs beside its code: WebAssembly, facts about Spark, rule pages. */
export interface Assets {
  readonly runtime: () => Uint8Array;
  readonly grammar: () => Uint8Array;
  /** The text of a file of server/data. */
  readonly data: (name: string) => string;
  /** A rule's page as it is written, or null. */
  readonly rulePage: (id: string) => string | null;
}

/** In a build everything lies in `assets/` beside the bundle; run from its sources, in the repository. */
export function findAssets(): Assets {
  const built = path.join(import.meta.dirname, "assets");
  return fs.existsSync(built)
    ? assetsIn(built, path.join(built, "data"), path.join(built, "rules"))
    : sourceAssets();
}

function sourceAssets(): Assets {
  const server = path.resolve(import.meta.dirname, "../..");
  const modules = path.resolve(server, "../node_modules");
  const files = assetsIn(modules, path.join(server, "data"), path.join(server, "src/rules"));
  const bytes = (name: string): Uint8Array => fs.readFileSync(path.join(modules, name));
  return {
    ...files,
    runtime: () => bytes("web-tree-sitter/web-tree-sitter.wasm"),
    grammar: () => bytes("tree-sitter-python/tree-sitter-python.wasm"),
  };
}

function assetsIn(folder: string, data: string, rules: string): Assets {
  return {
    runtime: () => fs.readFileSync(path.join(folder, "web-tree-sitter.wasm")),
    grammar: () => fs.readFileSync(path.join(folder, "tree-sitter-python.wasm")),
    data: (name) => fs.readFileSync(path.join(data, name), "utf8"),
    rulePage(id) {
      const file = path.join(rules, `${id}.md`);
      return /^[a-z][a-z-]*$/.test(id) && fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
    },
  };
}
