/** The texts of the client for translators: the first argument of every `vscode.l10n.t(…)` in client/src. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "./prepare/paths.mjs";

/**
 * @returns {Record<string, string>} each text by itself, as VS Code's l10n bundles are, in alphabetical order
 * @throws {Error} naming the place of a text that is no literal or has other places than it gets arguments
 */
export function messages() {
  const folder = path.join(root, "client/src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const texts = files.flatMap((name) => messagesIn(path.join(folder, name))).sort();
  return Object.fromEntries(texts.map((text) => [text, text]));
}

/** @param {string} file */
function messagesIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023);
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText(source)))
      found.push(messageOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.CallExpression} call @param {ts.SourceFile} source */
function messageOf(call, source) {
  const [text, ...args] = call.arguments;
  const { line } = source.getLineAndCharacterOfPosition(call.getStart(source));
  const place = `${path.relative(root, source.fileName)}:${line + 1}`;
  if (text === undefined || !ts.isStringLiteralLike(text))
    throw new Error(`${place}: the text for l10n.t is to be a literal, so that it can be translated`);
  const places = new Set([...text.text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
  const isComplete = places.size === args.length && [...places].every((index) => index < args.length);
  if (!isComplete)
    throw new Error(`${place}: "${text.text}" gets ${args.length} arguments for ${places.size} places`);
  return text.text;
}
