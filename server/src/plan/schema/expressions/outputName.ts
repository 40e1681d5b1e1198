import {
  prettyName,
  prettyText,
  type NameSource,
  type PrettyExpression,
} from "../../../catalog/prettySql.ts";
import type { Session } from "../../session.ts";

export type NameTree = PrettyExpression;

/** Names of more parts or deeper than this are read by nobody; they count as not known. */
const largest = 4000;
const deepest = 250;

/** The name that Spark gives a column without an alias; null where it cannot be known. */
export function outputName(tree: NameTree | null, session: Session): string | null {
  return tree !== null && isSmall(tree) ? prettyName(tree, sourceOf(session)) : null;
}

/** An expression as names write it inside of others. */
export function expressionText(tree: NameTree | null, session: Session): string | null {
  return tree !== null && isSmall(tree) ? prettyText(tree, sourceOf(session)) : null;
}

const sourceOf = ({ catalog, version }: Session): NameSource => ({ outputs: catalog.outputs, version });

function isSmall(root: NameTree): boolean {
  let level = innerTrees(root);
  let count = 1;
  for (let depth = 1; level.length > 0; depth++) {
    count += level.length;
    if (depth > deepest || count > largest) return false;
    level = level.flatMap(innerTrees);
  }
  return true;
}

function innerTrees(tree: NameTree): readonly NameTree[] {
  switch (tree.kind) {
    case "call":
    case "udf":
      return tree.args;
    case "cast":
    case "field":
    case "alias":
    case "order":
      return [tree.input];
    case "case":
      return [...tree.branches.flat(), ...(tree.otherwise ? [tree.otherwise] : [])];
    case "lambda":
      return [tree.body];
    case "window":
      return [tree.input, ...tree.partition, ...tree.order];
    default:
      return noTrees;
  }
}

const noTrees: readonly NameTree[] = [];

export const unknownTree: NameTree = { kind: "unknown" };
