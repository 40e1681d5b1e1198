import { Language, Parser, type Tree } from "web-tree-sitter";
import type { Span } from "./ast.ts";
import type { ConcreteNode, ConcreteTree } from "./concreteTree.ts";
import { patch, type Insertion } from "./insertions.ts";
import type { Budget, Comment } from "./module.ts";

/** The parser's two WebAssembly files. */
export interface ParserBytes {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly grammar: Uint8Array;
}

const internals = Symbol("parser");

/** Reads Python. Holds memory outside the JavaScript heap; one for each process or worker is enough. */
export interface PythonParser {
  /** @internal */
  readonly [internals]: Internals;
}

interface Internals {
  readonly grammar: Grammar;
  parser: Parser;
}

interface Grammar {
  readonly language: Language;
  /** By symbol number. */
  readonly types: readonly string[];
  readonly isNamed: readonly boolean[];
  /** Length of the tokens that are always written the same; 0 for all else. */
  readonly lengths: readonly number[];
}

let runtime: Promise<void> | null = null;

/** Loads the parser from the bytes that the caller read. Rejects when they are no WebAssembly of a known version. */
export async function createParser(bytes: ParserBytes): Promise<PythonParser> {
  runtime ??= Parser.init({ wasmBinary: bytes.runtime });
  await runtime;
  const grammar = describeGrammar(await Language.load(bytes.grammar));
  return { [internals]: { grammar, parser: newParser(grammar) } };
}

/**
 * Parses a text on its own and copies its tree, so that nothing of the parser's memory outlives the call. Null when
 * the budget ended, or when the parser gave up on the text.
 */
export function parseConcrete(
  python: PythonParser,
  text: string,
  insertions: readonly Insertion[],
  budget: Budget | undefined,
): ConcreteTree | null {
  const state = python[internals];
  const patched = insertions.length === 0 ? { text, toOriginal: null } : patch(text, insertions);
  const source = readable(patched.text);
  try {
    const tree = state.parser.parse(source, null, {
      progressCallback: () => budget?.expired() ?? false,
    });
    if (tree === null) {
      state.parser.reset();
      return null;
    }
    try {
      const copy = copyTree(tree, patched.text, state.grammar);
      return patched.toOriginal === null ? copy : moved(copy, text, patched.toOriginal);
    } finally {
      tree.delete();
    }
  } catch {
    // A trap inside WebAssembly leaves the parser in an unknown state.
    state.parser = newParser(state.grammar);
    return null;
  }
}

/**
 * The text as the grammar can read it, each character in its place. The grammar takes a lone CR for a blank, Python for
 * the end of a line; and it takes `type(x).y = z` for a type alias.
 */
function readable(text: string): string {
  return text.replace(/\r(?!\n)/gu, "\n").replace(/\btype(?=[ \t]*\()/gu, "_ype");
}

function newParser(grammar: Grammar): Parser {
  return new Parser().setLanguage(grammar.language);
}

function describeGrammar(language: Language): Grammar {
  const isNamed = language.types.map((_, id) => language.nodeTypeIsNamed(id));
  const types = language.types.map((type, id) =>
    isNamed[id] !== true && /^[a-z]/u.test(type) ? `keyword:${type}` : type,
  );
  const lengths = language.types.map((type, id) =>
    isNamed[id] === true || type.includes(" ") ? 0 : type.length,
  );
  return { language, types, isNamed, lengths };
}

const errorSymbol = 65535;

/** Rules without rules below them; not asking for their children saves a call into WebAssembly each. */
const leafTypes = new Set(
  (
    "identifier integer float string_start string_content string_end true false none ellipsis type_conversion " +
    "wildcard_import pass_statement break_statement continue_statement positional_separator keyword_separator"
  ).split(" "),
);
/** Rules that end with text of their own behind their last child. */
const ownEndTypes = new Set(["format_specifier"]);
const endedByParser = new Set([...ownEndTypes, "ERROR"]);

interface MutableNode extends ConcreteNode {
  type: string;
  children: ConcreteNode[];
}

/** Copies without recursion: the depth of a tree has no bound. Each call into WebAssembly counts, so it makes few. */
function copyTree(tree: Tree, text: string, grammar: Grammar): ConcreteTree {
  const comments: Comment[] = [];
  const errors: Span[] = [];
  const { hasError } = tree.rootNode;
  const cursor = tree.walk();
  const root = newNode("module", true, cursor.startIndex);
  const ancestors = [root];
  let parent = root;
  /** A token that ends where the next one starts. */
  let unended: MutableNode | null = null;
  /** End of the last token that is written; a missing one stands there, not behind the blanks that follow. */
  let written = root.start;
  let isInside = cursor.gotoFirstChild();
  if (!isInside) root.end = cursor.endIndex;
  while (isInside) {
    const symbol = cursor.nodeTypeId;
    const type = symbol === errorSymbol ? "ERROR" : (grammar.types[symbol] ?? "ERROR");
    const isNamed = type === "ERROR" || (grammar.isNamed[symbol] ?? true);
    const node = newNode(type, isNamed, cursor.startIndex);
    if (unended !== null) unended.end = node.start;
    unended = null;
    let descends = false;
    if (type === "comment") {
      // The grammar counts the CR of CRLF to the comment.
      const end = cursor.endIndex - (text[cursor.endIndex - 1] === "\r" ? 1 : 0);
      comments.push({ start: node.start, end, text: text.slice(node.start, end) });
    } else if (type !== "line_continuation") {
      parent.children.push(node);
      if (isNamed && !leafTypes.has(type)) {
        if (endedByParser.has(type)) node.end = cursor.endIndex;
        if (type === "ERROR") errors.push({ start: node.start, end: node.end });
        descends = cursor.gotoFirstChild();
        if (!descends) {
          node.end = cursor.endIndex;
          if (node.end > node.start) written = node.end;
          else node.start = node.end = written;
        }
      } else if (hasError) {
        node.end = cursor.endIndex;
        if (node.end > node.start) {
          written = node.end;
        } else {
          node.start = node.end = written;
          if (cursor.nodeIsMissing) errors.push({ start: written, end: written });
        }
      } else if (type === "string_start" || type === "string_content") {
        unended = node;
      } else {
        const length = grammar.lengths[symbol] ?? 0;
        const end = length > 0 ? node.start + length : type === "identifier" ? wordEnd(text, node.start) : -1;
        node.end = end < 0 ? cursor.endIndex : end;
      }
    }
    if (descends) {
      ancestors.push(node);
      parent = node;
      continue;
    }
    while (isInside && !cursor.gotoNextSibling()) {
      finishNode(parent);
      ancestors.pop();
      parent = ancestors.at(-1) ?? root;
      isInside = ancestors.length > 0 && cursor.gotoParent();
    }
  }
  cursor.delete();
  // The root itself is the error where nothing at all fits; it has no node of its own in the copy.
  if (hasError && errors.length === 0) errors.push({ start: root.start, end: root.end });
  errors.sort((a, b) => a.start - b.start || b.end - a.end);
  return { root, comments, errors };
}

function newNode(type: string, isNamed: boolean, start: number): MutableNode {
  return { type, isNamed, start, end: start, children: [] };
}

function finishNode(node: MutableNode): void {
  const first = node.children[0];
  if (first !== undefined && first.start < node.start) node.start = first.start;
  endAtLastToken(node);
  if (operatorTypes.has(node.type)) raiseSplat(node);
}

function endAtLastToken(node: MutableNode): void {
  if (ownEndTypes.has(node.type)) return;
  for (let index = node.children.length - 1; index >= 0; index--) {
    const child = node.children[index];
    if (child !== undefined && child.end > child.start) {
      node.end = child.end;
      return;
    }
  }
}

/** The grammar at times reads `*a.b()` as a call of `*a.b`; the star belongs outside. */
function raiseSplat(node: MutableNode): void {
  const [splat, ...others] = node.children;
  const [star, operand] = splat?.children ?? [];
  if (splat?.type !== "list_splat" || star === undefined || operand === undefined) return;
  const inner: MutableNode = { ...node, start: operand.start, children: [operand, ...others] };
  node.type = "list_splat";
  node.children = [star, inner];
}

const operatorTypes = new Set([
  "call",
  "attribute",
  "subscript",
  "binary_operator",
  "comparison_operator",
  "boolean_operator",
  "conditional_expression",
]);

/** The end of an ASCII word; -1 for others, of which the parser knows more. */
function wordEnd(text: string, start: number): number {
  for (let end = start; ; end++) {
    const code = text.charCodeAt(end);
    if (code > 127) return -1;
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (!isWord && code !== 95) return end;
  }
}

/** The tree at the offsets of the text without insertions. */
function moved(tree: ConcreteTree, text: string, toOriginal: (offset: number) => number): ConcreteTree {
  const pending = [tree.root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    node.start = toOriginal(node.start);
    node.end = toOriginal(node.end);
    for (const child of node.children) pending.push(child);
  }
  const moveSpan = ({ start, end }: Span): Span => ({ start: toOriginal(start), end: toOriginal(end) });
  const comments = tree.comments.map((comment) => {
    const { start, end } = moveSpan(comment);
    return { start, end, text: text.slice(start, end) };
  });
  return { root: tree.root, comments, errors: tree.errors.map(moveSpan) };
}
