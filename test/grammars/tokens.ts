import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const root = path.resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

const files: Readonly<Record<string, string>> = {
  "source.python": require.resolve("tm-grammars/grammars/python.json"),
  "source.sparksql": path.join(root, "syntaxes/spark-sql.tmLanguage.json"),
  "source.python.sparksql": path.join(root, "syntaxes/spark-sql-injection.tmLanguage.json"),
  "source.spark-defaults": path.join(root, "syntaxes/spark-defaults.tmLanguage.json"),
};

const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(new Uint8Array(wasm));

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: (scope) => {
    const file = files[scope];
    return Promise.resolve(
      file === undefined ? null : textmate.parseRawGrammar(fs.readFileSync(file, "utf8"), file),
    );
  },
  getInjections: (scope) => (scope === "source.python" ? ["source.python.sparksql"] : []),
});

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** The tokens of a text under a grammar, line by line; blank ones left out. */
export async function tokenize(scope: string, text: string): Promise<Token[][]> {
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`No grammar for ${scope}`);
  let state = textmate.INITIAL;
  return text.split("\n").map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }))
      .filter((token) => token.text.trim() !== "");
  });
}
