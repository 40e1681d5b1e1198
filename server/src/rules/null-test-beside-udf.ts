import type { Expression } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { columnParts, type ColumnExpression } from "../plan/column.ts";
import type { CallFact } from "../plan/facts.ts";
import { sparkAlternatives, type FunctionValue, type UdfDefinition } from "../plan/value.ts";
import { defineRule } from "./rule.ts";

/** A null test that is meant to keep nulls from a UDF, which Spark calls for all rows. */
export const nullTestBesideUdf = defineRule({
  id: "null-test-beside-udf",
  summary: "Null test that does not keep nulls from a UDF",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["functions.when", "Column.when", "DataFrame.filter", "DataFrame.where"],
    check(call, { report }) {
      for (const { test, guarded } of guards(call)) {
        const names = new Set(test.map((reference) => reference.toLowerCase()));
        for (const part of columnParts(guarded)) {
          if (part.kind !== "call" || part.function !== "udf" || !part.udf?.function) continue;
          const tested = part.args.findIndex(
            (argument) => argument.kind === "reference" && names.has(argument.name.toLowerCase()),
          );
          if (tested < 0 || !failsOnNone(part.udf.function, tested)) continue;
          report({
            site: part.site,
            message: `${nameOf(part.udf)} is called for every row, also where the null test beside it says no, and its body fails on None. Handle None in the UDF, or filter the rows before.`,
            ...(call.receiver && { evidence: call.receiver.evidence }),
            ...(!call.receiver && {
              evidence: { level: "certain", site: part.udf.site, because: "made a UDF here" },
            }),
          });
        }
      }
    },
  },
});

const nameOf = ({ name }: UdfDefinition): string => (name === null ? "The UDF" : `\`${name}\``);

interface Guard {
  /** The columns that are tested. */
  readonly test: readonly string[];
  /** What the test is meant to guard. */
  readonly guarded: ColumnExpression;
}

/** `when(c.isNotNull(), …)`, and `c.isNull() | …` in a filter. Spark itself filters by `c.isNotNull() & …` first. */
function guards(call: CallFact): Guard[] {
  if (call.name.endsWith(".when")) {
    const [condition, value] = call.args.map((each) => sparkAlternatives(each.value)[0]?.column ?? null);
    return condition && value ? [{ test: tested(condition, "Column.isNotNull"), guarded: value }] : [];
  }
  const [condition] = call.args.map((each) => sparkAlternatives(each.value)[0]?.column ?? null);
  if (condition?.kind !== "call" || condition.function !== "|") return [];
  const [left, right] = condition.args;
  if (!left || !right) return [];
  return [
    { test: tested(left, "Column.isNull"), guarded: right },
    { test: tested(right, "Column.isNull"), guarded: left },
  ];
}

/** The names that a condition asks for null. */
const tested = (condition: ColumnExpression, test: string): string[] =>
  columnParts(condition).flatMap((part) =>
    part.kind === "call" && part.function === test && part.args[0]?.kind === "reference"
      ? [part.args[0].name]
      : [],
  );

/** Whether a body does with a parameter what None cannot, and nowhere asks whether it is None. */
function failsOnNone({ node }: FunctionValue, index: number): boolean {
  const name = node.parameters[index]?.name.id;
  if (name === undefined) return false;
  const is = (expression: Expression | undefined): boolean =>
    expression?.kind === "Name" && expression.id === name;
  const seen = { fails: false, asks: false };
  for (const part of node.kind === "Lambda" ? [node.body] : node.body)
    walk(part, (inner) => {
      switch (inner.kind) {
        case "Attribute":
        case "Subscript":
          seen.fails ||= is(inner.object);
          break;
        case "Binary":
          seen.fails ||= is(inner.left) || is(inner.right);
          break;
        case "Call":
          seen.fails ||=
            inner.callee.kind === "Name" &&
            /^(len|int|float|abs|sum|sorted|round|set|list|tuple)$/.test(inner.callee.id)
              ? is(inner.args[0]?.value)
              : false;
          break;
        // Any test of it may be one for None.
        case "Comparison":
          seen.asks ||= is(inner.first) || inner.operands.some(is);
          break;
        case "Conditional":
        case "If":
        case "While":
          seen.asks ||= is(inner.test);
          break;
        case "Boolean":
          seen.asks ||= is(inner.left) || is(inner.right);
          break;
        case "Unary":
          seen.asks ||= is(inner.operand);
          break;
        case "Try":
        case "Assign":
        case "Match":
          seen.asks = true;
          break;
        default:
      }
      return true;
    });
  return seen.fails && !seen.asks;
}
