import { findNodeAtLocation, parseTree, type Node, type ParseError } from "jsonc-parser";

/** A Jupyter notebook read as one Python text: its code cells, each below a comment that begins it. */
export interface Notebook {
  readonly text: string;
  /** Where an offset of the text stands; null on the comments that we put between cells. */
  readonly place: (offset: number) => NotebookPlace | null;
  /** The notebook with another text in its cells, or why it cannot be written back, as half a sentence. */
  readonly withText: (text: string) => { readonly json: string } | { readonly problem: string };
}

export interface NotebookPlace {
  /** From 1, code cells only. */
  readonly cell: number;
  /** From 1, in the cell. */
  readonly line: number;
  /** The offset in the notebook's JSON. */
  readonly offset: number;
  /** How many characters of our own stand before the line in the text. */
  readonly marked: number;
}

/** Reads a notebook. A broken one gives the problem as half a sentence; one in another language has no text. */
export function readNotebook(json: string): Notebook | { readonly problem: string } {
  const errors: ParseError[] = [];
  const root = parseTree(json, errors);
  const [broken] = errors;
  if (broken)
    return { problem: `its JSON is broken in line ${json.slice(0, broken.offset).split("\n").length}` };
  const cells = root && findNodeAtLocation(root, ["cells"]);
  if (!root || cells?.type !== "array")
    return { problem: "it is no notebook of format 4 (its JSON has no `cells`)" };
  const language: unknown =
    findNodeAtLocation(root, ["metadata", "language_info", "name"])?.value ??
    findNodeAtLocation(root, ["metadata", "kernelspec", "language"])?.value;
  if (typeof language === "string" && !/python/i.test(language)) return notebookOf(json, []);
  return notebookOf(json, (cells.children ?? []).flatMap(readCell));
}

/** One code cell: the JSON strings of its source, as nodes, and the text they make. */
interface Cell {
  readonly source: Node;
  readonly strings: readonly Node[];
  readonly text: string;
  /** The text without what only IPython understands; as long as the text, line by line, but for cells of SQL. */
  readonly python: string;
  /** The cell is SQL: its lines stand as Databricks writes them in Python files. */
  readonly isSql: boolean;
}

const border = "# %% cell ";

function notebookOf(json: string, cells: readonly Cell[]): Notebook {
  const starts: number[] = [];
  let text = "";
  for (const [index, { python }] of cells.entries()) {
    text += `${border}${index + 1}\n`;
    starts.push(text.length);
    text += python.endsWith("\n") || python === "" ? python : `${python}\n`;
  }
  const place = (offset: number): NotebookPlace | null => {
    const index = starts.findLastIndex((start) => start <= offset);
    const cell = cells[index];
    if (!cell) return null;
    const inText = offset - (starts[index] ?? 0);
    const inCell = cell.isSql ? inSqlCell(cell, inText) : inText;
    if (inCell > cell.text.length) return null;
    const line = cell.text.slice(0, inCell).split("\n").length;
    const marked = cell.isSql ? sqlMark.length : 0;
    return { cell: index + 1, line, offset: jsonOffset(json, cell, inCell), marked };
  };
  const withText = (changed: string): ReturnType<Notebook["withText"]> => {
    const parts = changed.split(/^# %% cell \d+\n/m).slice(1);
    if (parts.length !== cells.length) return { problem: "a fix reaches over the border between two cells" };
    const edits: { readonly node: Node; readonly json: string }[] = [];
    for (const [index, cell] of cells.entries()) {
      let part = parts[index] ?? "";
      if (!cell.python.endsWith("\n")) part = part.replace(/\n$/, "");
      if (part === cell.python) continue;
      const restored = cell.isSql ? withoutMarks(part, cell) : withMagics(part, cell);
      if (restored === null) return { problem: `a fix touches a magic command in cell ${index + 1}` };
      edits.push({ node: cell.source, json: sourceJson(restored, cell, json) });
    }
    return {
      json: edits.reduceRight(
        (result, { node, json }) =>
          result.slice(0, node.offset) + json + result.slice(node.offset + node.length),
        json,
      ),
    };
  };
  return { text, place, withText };
}

function readCell(node: Node): Cell[] {
  const source = findNodeAtLocation(node, ["source"]);
  if (findNodeAtLocation(node, ["cell_type"])?.value !== "code" || !source) return [];
  const strings = (source.type === "array" ? (source.children ?? []) : [source]).filter(
    ({ type }) => type === "string",
  );
  const text = strings.map(({ value }) => String(value)).join("");
  const isSql = sqlMagic.test(text);
  return [{ source, strings, text, python: isSql ? asComments(text) : withoutMagics(text), isSql }];
}

const sqlMagic = /^[ \t]*%%(spark)?sql\b/;

/** What stands before each line of a cell of SQL. */
const sqlMark = "# MAGIC ";

const asComments = (text: string): string =>
  text
    .split("\n")
    .map((line, index) => (index === 0 ? `${sqlMark}%sql` : sqlMark + line))
    .join("\n");

/** The offset in a cell of SQL of one in its lines with their marks. */
function inSqlCell({ text, python }: Cell, offset: number): number {
  const before = python.slice(0, offset).split("\n");
  const lines = text.split("\n");
  const start = lines.slice(0, before.length - 1).reduce((length, line) => length + line.length + 1, 0);
  const column = (before.at(-1)?.length ?? 0) - sqlMark.length;
  return start + Math.min(Math.max(0, column), lines[before.length - 1]?.length ?? 0);
}

/** The lines of a cell of SQL without their marks; null when one has lost its own. */
function withoutMarks(part: string, { text }: Cell): string | null {
  const [, ...lines] = part.split("\n");
  if (!lines.every((line) => line.startsWith(sqlMark))) return null;
  return [text.split("\n")[0] ?? "", ...lines.map((line) => line.slice(sqlMark.length))].join("\n");
}

/** Cell magics below which the cell is Python all the same. */
const pythonMagics = /^%%(time|timeit|capture|prun|pyspark|python3?|spark)\b/;

function withoutMagics(text: string): string {
  const isForeign = /^\s*%%/.test(text) && !pythonMagics.test(text.trimStart());
  return text
    .split("\n")
    .map((line) => {
      if (isForeign || /^\s*(%{1,2}[A-Za-z_]|!(?!=)|\?)/.test(line) || /^\s*[\w.]+\?{1,2}\s*$/.test(line))
        return line.replace(/^(\s*)\S/, "$1#");
      return line.replace(/^(\s*[\w, ]+=\s*)((?:%[A-Za-z_]|!).*)$/, (_, target: string, magic: string) =>
        magic.length === 1 ? `${target}0` : `${target}0#${magic.slice(2)}`,
      );
    })
    .join("\n");
}

/** Puts magics back where their stand-ins are; null when one is gone. */
function withMagics(part: string, { text, python }: Cell): string | null {
  const originals = text.split("\n");
  const hidden = python
    .split("\n")
    .map((line, index) => ({ line, original: originals[index] ?? "" }))
    .filter(({ line, original }) => line !== original);
  const lines = part.split("\n").map((line) => {
    if (line !== hidden[0]?.line) return line;
    return hidden.shift()?.original ?? line;
  });
  return hidden.length === 0 ? lines.join("\n") : null;
}

function sourceJson(text: string, { source, strings }: Cell, json: string): string {
  if (source.type !== "array") return JSON.stringify(text);
  const items = text.split(/(?<=\n)/).filter((line) => line !== "");
  const [first] = strings;
  const indent = first ? json.slice(json.lastIndexOf("\n", first.offset) + 1, first.offset) : "";
  const isSpread =
    first !== undefined && indent.trim() === "" && json.slice(source.offset, first.offset).includes("\n");
  const texts = items.map((line) => JSON.stringify(line));
  if (!isSpread || items.length === 0) return `[${texts.join(", ")}]`;
  const end = source.offset + source.length - 1;
  const closing = json.slice(json.lastIndexOf("\n", end) + 1, end);
  return `[\n${texts.map((each) => indent + each).join(",\n")}\n${closing}]`;
}

/** The JSON offset of a character of a cell, over the escapes of its string. */
function jsonOffset(json: string, { strings, source }: Cell, inCell: number): number {
  let rest = inCell;
  for (const [index, node] of strings.entries()) {
    const length = String(node.value).length;
    const isLast = index === strings.length - 1;
    if (rest >= length && !isLast) {
      rest -= length;
      continue;
    }
    let at = node.offset + 1;
    for (let count = 0; count < rest && at < node.offset + node.length - 1; count++)
      at += json[at] === "\\" ? (json[at + 1] === "u" ? 6 : 2) : 1;
    return at;
  }
  return source.offset;
}
