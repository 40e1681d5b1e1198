import { readExpression } from "./expression.ts";
import { namePart, nameParts } from "./names.ts";
import { readQuery } from "./query.ts";
import type { NamePart, SqlExpression } from "./sqlExpression.ts";
import type { SqlQuery } from "./sqlQuery.ts";
import type { SqlScript, SqlStatement } from "./sqlStatement.ts";
import { childOf, nodesBelow, type SqlNode } from "./tree.ts";

/** What a script does at a place. */
export type SqlScriptPart = {
  /** It runs whenever the script does. */
  readonly certain: boolean;
} & (
  | { readonly kind: "statement"; readonly statement: SqlStatement }
  /** Conditions, and values that variables are set to. */
  | {
      readonly kind: "values";
      readonly values: readonly SqlExpression[];
      readonly targets: readonly NamePart[];
    }
  /** `FOR row AS query DO …`: the row and its columns are variables from here on. */
  | { readonly kind: "loop"; readonly row: NamePart | null; readonly query: SqlQuery }
);

/** Blocks that nest deeper are left out. */
const deepest = 60;

interface Reading {
  readonly text: string;
  readonly statement: (node: SqlNode) => SqlStatement;
  readonly parts: SqlScriptPart[];
  readonly labels: NamePart[];
  /** A handler may catch mistakes, and LEAVE may skip what follows. */
  catches: boolean;
  leaves: boolean;
}

/** `BEGIN … END` (from 4.0): its parts in the order of the text. `statement` reads the statements in it. */
export function readScript(node: SqlNode, text: string, statement: Reading["statement"]): SqlScript {
  const reading: Reading = { text, statement, parts: [], labels: [], catches: false, leaves: false };
  readBlock(node, reading, true, 0);
  const { parts, labels, catches } = reading;
  return { kind: "script", parts, labels, catches, span: { start: node.start, end: node.end } };
}

function readBlock(node: SqlNode, reading: Reading, certain: boolean, depth: number): void {
  if (depth > deepest) return;
  const { text, parts } = reading;
  const into = (each: SqlNode, isCertain: boolean): void => readBlock(each, reading, isCertain, depth + 1);
  const isCertain = (): boolean => certain && !reading.leaves;
  const valuesOf = (each: SqlNode, targets: readonly NamePart[] = []): void => {
    parts.push({ kind: "values", values: [readExpression(each, text)], targets, certain: isCertain() });
  };
  let isFirst = true;
  for (const child of node.children) {
    if (child.kind === "token") continue;
    switch (child.rule) {
      case "statement":
        parts.push({ kind: "statement", statement: reading.statement(child), certain: isCertain() });
        break;
      case "beginLabel": {
        const label = childOf(child, "multipartIdentifier", "strictIdentifier", "identifier");
        if (label !== null) reading.labels.push(...nameParts(label, text).slice(0, 1));
        break;
      }
      case "setStatementInsideSqlScript":
      case "setStatementWithOptionalVarKeyword":
        for (const each of nodesBelow(child))
          if (each.rule === "assignment") {
            const [target] = each.children;
            const value = childOf(each, "expression");
            if (value !== null) valuesOf(value, target?.kind === "node" ? nameParts(target, text) : []);
          }
        break;
      case "declareHandlerStatement":
        reading.catches = true;
        into(child, false);
        break;
      case "leaveStatement":
        reading.leaves = true;
        break;
      case "booleanExpression":
      case "expression":
        // The first condition is looked at in any case.
        parts.push({
          kind: "values",
          values: [readExpression(child, text)],
          targets: [],
          certain: isFirst && isCertain(),
        });
        isFirst = false;
        break;
      case "query":
        if (node.rule === "forStatement") {
          const row = childOf(node, "strictIdentifier", "multipartIdentifier");
          parts.push({
            kind: "loop",
            row: row && namePart(row, text),
            query: readQuery(child, text),
            certain: isCertain(),
          });
        }
        break;
      case "compoundBody":
      case "compoundStatement":
      case "beginEndCompoundBlock":
        into(child, certain && (plainBlocks.has(node.rule) || child.rule === "beginEndCompoundBlock"));
        break;
      default:
        if (controls.has(child.rule)) into(child, certain);
    }
  }
}

/** Rules whose blocks run whenever they are reached. */
const plainBlocks = new Set([
  "singleCompoundStatement",
  "beginEndCompoundBlock",
  "compoundBody",
  "compoundStatement",
  "repeatStatement",
]);

const controls = new Set([
  "ifElseStatement",
  "caseStatement",
  "whileStatement",
  "repeatStatement",
  "loopStatement",
  "forStatement",
]);
