import type { Module } from "../../server/src/syntax/module.ts";
import { walk, type AstNode } from "../../server/src/syntax/walk.ts";

/** Kind, start, end and a detail, as test/syntax/cpython_nodes.py prints them. */
export type NodeEntry = readonly [kind: string, start: number, end: number, detail: string | number | null];

/** The nodes of a module that CPython's tree has too, in the same form and order. */
export function nodeEntries(module: Module): readonly NodeEntry[] {
  const entries: NodeEntry[] = [];
  module.units.forEach((unit, index) => {
    const offset = module.offsets[index] ?? 0;
    for (const statement of unit.body) {
      walk(statement, (node) => {
        const entry = nodeEntry(node, offset);
        if (entry !== null) entries.push(entry);
        return node.kind !== "FormattedString";
      });
    }
  });
  return entries.sort((a, b) => a[1] - b[1] || a[2] - b[2] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

function nodeEntry(node: AstNode, offset: number): NodeEntry | null {
  const start = node.start + offset;
  const end = node.end + offset;
  switch (node.kind) {
    case "Name":
      return ["Name", start, end, node.id];
    case "Attribute":
      return ["Attribute", start, end, node.name.id];
    case "Call":
      return ["Call", start, end, node.args.length];
    case "Subscript":
      return ["Subscript", start, end, null];
    case "Function":
    case "Class": {
      const last = node.decorators.at(-1);
      return last === undefined ? ["Definition", start, end, node.name.id] : null;
    }
    case "String": {
      const isFormatted = node.parts.some(({ prefix }) => prefix.includes("f"));
      return isFormatted ? null : ["String", start, end, isWellFormed(node.value) ? node.value : null];
    }
    default:
      return null;
  }
}

function isWellFormed(value: string | null): boolean {
  return value === null || !/[\ud800-\udfff]/u.test(value);
}
