import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.resolve(import.meta.dirname, "../..");
const bundleFile = path.join(root, "l10n/bundle.l10n.json");

/** The texts that the client shows: the first argument of every `vscode.l10n.t(…)`. */
function shownTexts(): string[] {
  const folder = path.join(root, "client/src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const texts = files.flatMap((name) => {
    const source = ts.createSourceFile(
      name,
      readFileSync(path.join(folder, name), "utf8"),
      ts.ScriptTarget.ES2023,
    );
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText(source).endsWith("l10n.t")) {
        const [text] = node.arguments;
        assert.ok(text !== undefined && ts.isStringLiteralLike(text), `${name}: ${node.getText(source)}`);
        found.push(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
  return [...new Set(texts)].toSorted();
}

describe("the texts for translators", () => {
  it("are those that the client shows", () => {
    const bundle = JSON.parse(readFileSync(bundleFile, "utf8")) as Record<string, string>;
    assert.deepEqual(Object.keys(bundle), shownTexts());
    assert.deepEqual(Object.values(bundle), Object.keys(bundle));
  });
});
