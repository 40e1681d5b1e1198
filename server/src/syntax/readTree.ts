import type { Span } from "./ast.ts";
import type { ConcreteNode, ConcreteTree } from "./concreteTree.ts";
import type { Comment } from "./module.ts";

/** Views of the parser's memory. The runtime replaces them whenever that memory grows. */
export interface ParserMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/** What a tree's nodes refer to in the memory of the parser. */
export interface Grammar {
  /** Names by symbol; "keyword:" before the text of a word. */
  readonly types: readonly string[];
  readonly isNamed: readonly boolean[];
  /** Symbols that only close or open what the node around them says already: brackets and the dot. */
  readonly isPlain: readonly boolean[];
  /** Symbols as the grammar shows them, by their own number: a table of 16-bit numbers. */
  readonly publicSymbols: number;
  /** Symbols that stand in place of a child's own, by production and child: a table of 16-bit numbers. */
  readonly aliases: number;
  readonly aliasesPerProduction: number;
}

/** Finds the grammar's tables at the address of its TSLanguage (tree-sitter 0.25 to 0.27, 32 bits). */
export function grammarAt(
  memory: ParserMemory,
  language: number,
  names: readonly (string | null)[],
): Grammar {
  const { HEAPU16, HEAPU32 } = memory;
  const word = (offset: number): number => HEAPU32[(language + offset) >>> 2] ?? 0;
  const metadata = word(72);
  const isNamed = names.map((_, symbol) => memory.HEAPU8[metadata + symbol * 3 + 1] === 1);
  return {
    types: names.map((name, symbol) => nodeType(name ?? "", isNamed[symbol] ?? false)),
    isNamed,
    isPlain: names.map((name, symbol) => isNamed[symbol] !== true && plainTokens.has(name ?? "")),
    publicSymbols: word(76) >>> 1,
    aliases: word(84) >>> 1,
    aliasesPerProduction: HEAPU16[(language + 36) >>> 1] ?? 0,
  };
}

const plainTokens = new Set(["(", ")", "[", "]", "{", "}", "."]);

function nodeType(name: string, isNamed: boolean): string {
  return !isNamed && /^[a-z]/u.test(name) ? `keyword:${name}` : name;
}

interface MutableNode extends ConcreteNode {
  type: string;
  children: readonly ConcreteNode[];
}

/** Rules that may end with text of their own behind their last token. */
const ownEndTypes = new Set(["format_specifier", "ERROR"]);
const errorSymbol = 65535;

/**
 * Copies a tree out of the parser's memory, without recursion, since its depth has no bound. It reads the structures
 * of tree-sitter's subtree.h directly: asking for each node through WebAssembly calls took ten times as long. A test
 * compares its nodes with those of tree-sitter's own cursor. Brackets and dots are left out. `tree` is the address of
 * the TSTree.
 */
export function readTree(memory: ParserMemory, grammar: Grammar, tree: number, text: string): ConcreteTree {
  const { HEAPU8, HEAPU16, HEAPU32 } = memory;
  const { types, isNamed, isPlain, publicSymbols, aliases, aliasesPerProduction } = grammar;
  const comments: Comment[] = [];
  const errors: Span[] = [];
  /** End of the last token that is written; a missing one stands there, not behind the blanks that follow. */
  let written = 0;
  /** The same, with the ends of rules that end behind their last token. */
  let reached = 0;
  let byte = 0;
  /** The level being read: its next child, where its children end, its production, the child's number without extras. */
  let slot = 0;
  let last = 0;
  let production = 0;
  let place = 0;
  let owner: MutableNode = { type: "module", isNamed: true, start: 0, end: 0, children: noChildren };
  const root = owner;
  const levels: number[] = [];
  const owners: MutableNode[] = [];
  /** Children of the nodes being read, those of the innermost one last: how many there are, and where its own begin. */
  const children: ConcreteNode[] = [];
  let filled = 0;
  let first = 0;

  function enter(heap: number, into: MutableNode): void {
    levels.push(slot, last, production, place, first);
    owners.push(owner);
    if (into !== owner) first = filled;
    const count = HEAPU32[(heap + 36) >>> 2] ?? 0;
    slot = heap - count * 8;
    last = heap;
    production = HEAPU16[(heap + 66) >>> 1] ?? 0;
    place = 0;
    owner = into;
  }

  const top = HEAPU32[tree >>> 2] ?? 0;
  const hasError = (top & 1) === 0 && (HEAPU32[(top + 32) >>> 2] ?? 0) > 0;
  if ((top & 1) === 0) {
    root.start = written = (HEAPU32[(top + 4) >>> 2] ?? 0) >>> 1;
    root.end = root.start + ((HEAPU32[(top + 16) >>> 2] ?? 0) >>> 1);
    enter(top, root);
  }
  while (owners.length > 0) {
    if (slot === last) {
      const finished = owner;
      const begin = first;
      first = levels.pop() ?? 0;
      place = levels.pop() ?? 0;
      production = levels.pop() ?? 0;
      last = levels.pop() ?? 0;
      slot = levels.pop() ?? 0;
      owner = owners.pop() ?? root;
      if (finished !== owner) {
        finished.children = children.slice(begin, filled);
        filled = begin;
        if (finished.children.length === 0) written = finishLeaf(finished, written);
        else finishNode(finished, reached);
        if (finished.end > reached) reached = finished.end;
      }
      continue;
    }
    const word = HEAPU32[slot >>> 2] ?? 0;
    const isInline = (word & 1) === 1;
    const flags = isInline ? word : ((HEAPU8[word + 44] ?? 0) << 1) | ((HEAPU8[word + 45] ?? 0) << 9);
    const padding = isInline ? (HEAPU8[slot + 6] ?? 0) : (HEAPU32[(word + 4) >>> 2] ?? 0);
    const size = isInline ? (HEAPU8[slot + 7] ?? 0) : (HEAPU32[(word + 16) >>> 2] ?? 0);
    const count = isInline ? 0 : (HEAPU32[(word + 36) >>> 2] ?? 0);
    const own = isInline ? (HEAPU8[slot + 1] ?? 0) : (HEAPU16[(word + 40) >>> 1] ?? 0);
    slot += 8;
    const isExtra = (flags & 8) !== 0;
    const alias =
      isExtra || production === 0 ? 0 : (HEAPU16[aliases + production * aliasesPerProduction + place] ?? 0);
    if (!isExtra) place++;
    if ((flags & 2) === 0 && alias === 0) {
      if (count > 0) enter(word, owner);
      else byte += padding + size;
      continue;
    }
    const start = (byte + padding) >>> 1;
    const end = start + (size >>> 1);
    const symbol = own === errorSymbol ? own : (HEAPU16[publicSymbols + (alias === 0 ? own : alias)] ?? 0);
    const type = symbol === errorSymbol ? "ERROR" : (types[symbol] ?? "ERROR");
    if (type === "comment" || type === "line_continuation") {
      byte += padding + size;
      // The grammar counts the CR of CRLF to the comment.
      const commentEnd = end - (text.charCodeAt(end - 1) === 13 ? 1 : 0);
      if (type === "comment") comments.push({ start, end: commentEnd, text: text.slice(start, commentEnd) });
      continue;
    }
    const isMissing = (flags & (isInline ? 32 : 1024)) !== 0;
    if (count === 0 && isPlain[symbol] === true && symbol !== errorSymbol) {
      byte += padding + size;
      if (end > start) written = reached = end;
      else if (isMissing) errors.push({ start: written, end: written });
      continue;
    }
    const node: MutableNode = {
      type,
      isNamed: type === "ERROR" || (isNamed[symbol] ?? true),
      start,
      end,
      children: noChildren,
    };
    children[filled++] = node;
    if (type === "ERROR") errors.push({ start, end });
    if (count > 0) {
      enter(word, node);
      continue;
    }
    byte += padding + size;
    if (isMissing && end === start) errors.push({ start: written, end: written });
    written = finishLeaf(node, written);
    if (node.end > reached) reached = node.end;
  }
  root.children = children.slice(0, filled);
  if (filled > 0) finishNode(root, reached);
  // The root itself is the error where nothing at all fits; it has no node of its own in the copy.
  if (hasError && errors.length === 0) errors.push({ start: root.start, end: root.end });
  errors.sort((a, b) => a.start - b.start || b.end - a.end);
  return { root, comments, errors };
}

const noChildren: readonly ConcreteNode[] = [];

/** Gives the end of the last token written so far. */
function finishLeaf(node: MutableNode, written: number): number {
  if (node.end > node.start) return node.end;
  node.start = node.end = written;
  return written;
}

/** A rule ends where its last written token does, without the blanks and line ends that the grammar adds to it. */
function finishNode(node: MutableNode, reached: number): void {
  const first = node.children[0];
  if (first !== undefined && first.start < node.start) node.start = first.start;
  if (!ownEndTypes.has(node.type)) node.end = Math.max(node.start, reached);
  else if (node.type === "ERROR" && reached > node.start) node.end = reached;
  if (operatorTypes.has(node.type)) raiseSplat(node);
}

/** The grammar at times reads `*a.b()` as a call of `*a.b`; the star belongs outside. */
function raiseSplat(node: MutableNode): void {
  const splat = node.children[0];
  if (splat?.type !== "list_splat") return;
  const others = node.children.slice(1);
  const [star, operand] = splat.children;
  if (star === undefined || operand === undefined) return;
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
