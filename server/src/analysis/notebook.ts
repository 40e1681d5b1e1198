import { findNodeAtLocation, parseTree, type Node, type ParseError } from "jsonc-parser";
import { sqlLineMark } from "../plan/conventions/sqlMagics.ts";
import { changedSources, joinCells } from "./notebookText.ts";

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

/** Whether a file of this name is a Jupyter notebook. */
export const isNotebookName = (name: string): boolean => /\.ipynb$/i.test(name);

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

/** The JSON strings of a code cell's source, as nodes. */
interface CellSource {
  readonly source: Node;
  readonly strings: readonly Node[];
}

function notebookOf(json: string, sources: readonly CellSource[]): Notebook {
  const joined = joinCells(sources.map(({ strings }) => strings.map(({ value }) => String(value)).join("")));
  const place = (offset: number): NotebookPlace | null => {
    const found = joined.place(offset);
    const cell = found && joined.cells[found.index];
    const nodes = found && sources[found.index];
    if (!cell || !nodes) return null;
    return {
      cell: found.index + 1,
      line: cell.source.slice(0, found.offset).split("\n").length,
      offset: jsonOffset(json, nodes, found.offset),
      marked: cell.isSql ? sqlLineMark.length : 0,
    };
  };
  const withText = (changed: string): ReturnType<Notebook["withText"]> => {
    const texts = changedSources(joined, changed);
    if ("problem" in texts) return texts;
    const edits = sources.flatMap((nodes, index) => {
      const text = texts[index] ?? null;
      return text === null ? [] : [{ node: nodes.source, json: sourceJson(text, nodes, json) }];
    });
    return {
      json: edits.reduceRight(
        (result, { node, json }) =>
          result.slice(0, node.offset) + json + result.slice(node.offset + node.length),
        json,
      ),
    };
  };
  return { text: joined.text, place, withText };
}

function readCell(node: Node): CellSource[] {
  const source = findNodeAtLocation(node, ["source"]);
  if (findNodeAtLocation(node, ["cell_type"])?.value !== "code" || !source) return [];
  const strings = (source.type === "array" ? (source.children ?? []) : [source]).filter(
    ({ type }) => type === "string",
  );
  return [{ source, strings }];
}

function sourceJson(text: string, { source, strings }: CellSource, json: string): string {
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
function jsonOffset(json: string, { strings, source }: CellSource, inCell: number): number {
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
