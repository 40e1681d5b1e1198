import type { Range } from "../analysis/finding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Span, Statement } from "../syntax/ast.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { programOutline } from "./programOutline.ts";
import { sqlOutline } from "./sqlOutline.ts";

/** A part of a document as an outline shows it. */
export interface OutlineItem {
  readonly name: string;
  /** Beside the name, paler: "← orders, customers · 5 columns". */
  readonly detail: string;
  readonly kind:
    "function" | "class" | "frame" | "view" | "table" | "write" | "statement" | "namedQuery" | "column";
  /** All that belongs to it. */
  readonly range: Range;
  /** The name itself, inside of `range`. */
  readonly nameRange: Range;
  readonly children: readonly OutlineItem[];
}

/** Which documents have an outline of ours: Python has other tools for that, SQL has none. */
export type OutlineKind = "off" | "sql" | "all";

/**
 * The frames, views, tables and writes of a program with what flows into each, in the functions and classes where they
 * stand; of a file of SQL its statements.
 */
export function outline(facts: ModuleFacts, kind: OutlineKind): readonly OutlineItem[] {
  if (facts.module.language === "sql") return kind === "off" ? [] : sqlOutline(facts);
  return kind === "all" && facts.usesSpark ? nested(facts, programOutline(facts)) : [];
}

/** The items in the functions and classes around them, in order of place. */
function nested(facts: ModuleFacts, items: readonly OutlineItem[]): readonly OutlineItem[] {
  const roots: OutlineItem[] = [];
  const blocks = new Map<Statement, OutlineItem & { readonly children: OutlineItem[] }>();
  for (const item of [...items].sort((left, right) => left.range.start - right.range.start)) {
    let around = roots;
    const placed = unitAt(facts.module, item.range.start);
    for (const node of placed ? nodeAt(placed.unit, item.range.start - placed.offset) : []) {
      if ((node.kind !== "Function" && node.kind !== "Class") || !placed) continue;
      let block = blocks.get(node);
      if (!block) {
        const rangeOf = ({ start, end }: Span): Range | null =>
          documentRange(facts.module, { unit: placed.unit, start, end });
        const [range, nameRange] = [rangeOf(node), rangeOf(node.name)];
        if (!range || !nameRange) continue;
        const kind = node.kind === "Function" ? "function" : "class";
        block = { name: node.name.id, detail: "", kind, range, nameRange, children: [] };
        blocks.set(node, block);
        around.push(block);
      }
      around = block.children;
    }
    around.push(item);
  }
  return roots;
}
