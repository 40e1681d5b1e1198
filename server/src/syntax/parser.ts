import { Language, Parser } from "web-tree-sitter";
import type { Span } from "./ast.ts";
import type { ConcreteTree } from "./concreteTree.ts";
import { patch, type Insertion } from "./insertions.ts";
import { parsingShare, type Budget } from "./module.ts";
import { readableText } from "./readableText.ts";
import { grammarAt, readTree, type Grammar, type ParserMemory } from "./readTree.ts";

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
  readonly memory: ParserMemory;
  readonly language: Language;
  readonly grammar: Grammar;
  parser: Parser;
}

let runtime: Promise<ParserMemory> | null = null;

/** Loads the parser from the bytes that the caller read. Rejects when they are no WebAssembly of a known version. */
export async function createParser(bytes: ParserBytes): Promise<PythonParser> {
  runtime ??= startRuntime(bytes.runtime);
  const memory = await runtime;
  const language = await Language.load(bytes.grammar);
  const grammar = grammarAt(memory, addressOf(language), language.types);
  return { [internals]: { memory, language, grammar, parser: newParser(language) } };
}

/** The runtime keeps the views of its memory in the options that it is started with. */
async function startRuntime(wasmBinary: Uint8Array): Promise<ParserMemory> {
  const none = { HEAPU8: new Uint8Array(), HEAPU16: new Uint16Array(), HEAPU32: new Uint32Array() };
  const memory: ParserMemory & { readonly wasmBinary: Uint8Array } = { wasmBinary, ...none };
  await Parser.init(memory);
  return memory;
}

/** Where an object of the runtime lies in its memory. */
function addressOf(handle: object): number {
  return Number(Reflect.get(handle, 0));
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
  const source = readableText(patched.text);
  let asked = 0;
  try {
    const tree = state.parser.parse(source, null, {
      // Asked every hundred steps of the parser, which is more often than a clock need be read.
      progressCallback: () => ++asked % 16 === 0 && (budget?.expired(parsingShare) ?? false),
    });
    if (tree === null) {
      state.parser.reset();
      return null;
    }
    try {
      const copy = readTree(state.memory, state.grammar, addressOf(tree), patched.text);
      return patched.toOriginal === null ? copy : moved(copy, text, patched.toOriginal);
    } finally {
      tree.delete();
    }
  } catch {
    // A trap inside WebAssembly leaves the parser in an unknown state.
    state.parser = newParser(state.language);
    return null;
  }
}

function newParser(language: Language): Parser {
  return new Parser().setLanguage(language);
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
