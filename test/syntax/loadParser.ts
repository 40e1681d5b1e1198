import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createParser, type PythonParser } from "../../server/src/syntax/parser.ts";

const require = createRequire(import.meta.url);

/** The parser with the WebAssembly files of the installed packages; one for the process. */
export function loadParser(): Promise<PythonParser> {
  return (loaded ??= createParser({
    runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammar: readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  }));
}

let loaded: Promise<PythonParser> | null = null;
