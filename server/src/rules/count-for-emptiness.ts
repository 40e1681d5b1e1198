import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact } from "../plan/facts.ts";
import type { ComparisonExpression, ComparisonOperator, Expression, Statement } from "../syntax/ast.ts";
import { hasComment, outerSpan, replace } from "./edits.ts";
import { bothRun, frameUses, type FrameUses } from "./frameUses.ts";
import { defineRule, type Edit } from "./rule.ts";
import { isInTest } from "./testCode.ts";
import { nameOfReceiver, parentOf } from "./surroundings.ts";

/** A full count that only asks whether there is a row. */
export const countForEmptiness = defineRule({
  id: "count-for-emptiness",
  summary: "count() only to learn whether there are rows",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  spark: { from: "3.3" },
  frames(facts, { catalog, report }) {
    for (const call of callsNamed(facts, ["DataFrame.count", "RDD.count"])) {
      if (call.node.args.length > 0) continue;
      // Counting a handful of rows is what older code did before isEmpty() was there.
      if (typeof call.receiver?.plan?.maxRows === "number" || isListing(call)) continue;
      if (isInTest(call)) continue;
      const test = emptinessTest(call.context.statement, call.node);
      if (!test || fillsCache(call, frameUses(facts, catalog.api))) continue;
      const frame = nameOfReceiver(call, "the DataFrame");
      report({
        site: call.nameSite,
        message: `\`count()\` computes every row of ${frame} to learn whether there is one. Use \`isEmpty()\`, which stops at the first.`,
        evidence: callEvidence(call),
        fix: {
          title: `Ask \`${test.negated ? "not " : ""}isEmpty()\` instead`,
          safety: "safe",
          edits: () => rewritten(call, test),
        },
      });
    }
  },
});

/** The first action on a cached frame stores the rows, which the actions behind it would have to compute otherwise. */
function fillsCache(call: CallFact, { keepings, usersOf }: FrameUses): boolean {
  const plan = call.receiver?.plan;
  if (!plan || call.name !== "DataFrame.count" || keepings.every((each) => each.plan !== plan)) return false;
  const users = usersOf(plan);
  const counted = users.find((each) => each.call === call);
  return counted !== undefined && users.some((each) => bothRun(counted, each) && each.order > counted.order);
}

/** What SHOW and DESCRIBE give lies in the driver. */
const isListing = ({ receiver }: CallFact): boolean =>
  receiver?.plan?.operator === "SqlQuery" && receiver.plan.inputs[0]?.method === "SQL.Listing";

interface EmptinessTest {
  /** The expression that isEmpty() replaces. */
  readonly whole: Expression;
  /** Whether it is true when there are rows. */
  readonly negated: boolean;
}

/** Whether a count of a Spark object is only asked whether it is zero. */
function emptinessTest(statement: Statement, count: Expression): EmptinessTest | null {
  const parent = parentOf(statement, count);
  if (parent?.kind === "Comparison") {
    const meaning = comparisonMeaning(parent, count);
    if (meaning === null) return null;
    const outer = parentOf(statement, parent);
    return outer?.kind === "Unary" && outer.operator === "not"
      ? { whole: outer, negated: meaning === "empty" }
      : { whole: parent, negated: meaning === "filled" };
  }
  if (parent?.kind === "Unary" && parent.operator === "not") return { whole: parent, negated: false };
  return isTruthTest(statement, parent, count) ? { whole: count, negated: true } : null;
}

/** What it means when `count() operator number` is true. */
const meanings: Readonly<Partial<Record<`${ComparisonOperator} ${number}`, "empty" | "filled">>> = {
  "== 0": "empty",
  "<= 0": "empty",
  "< 1": "empty",
  "!= 0": "filled",
  "> 0": "filled",
  ">= 1": "filled",
};

const mirrored: Readonly<Partial<Record<ComparisonOperator, ComparisonOperator>>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function comparisonMeaning(node: ComparisonExpression, count: Expression): "empty" | "filled" | null {
  const [operator, ...moreOperators] = node.operators;
  const [operand] = node.operands;
  if (!operator || !operand || moreOperators.length > 0) return null;
  const isFirst = node.first === count;
  const number = isFirst ? operand : node.first;
  if (number.kind !== "Number" || number.value === null || number.type !== "int") return null;
  const seen = isFirst ? operator.operator : (mirrored[operator.operator] ?? operator.operator);
  return meanings[`${seen} ${number.value}`] ?? null;
}

/** Whether Python asks the number for its truth: `if df.count():`, `while`, `assert`, `… if df.count() else …`. */
function isTruthTest(statement: Statement, parent: Expression | null, node: Expression): boolean {
  if (parent === null)
    return (
      (statement.kind === "If" || statement.kind === "While" || statement.kind === "Assert") &&
      statement.test === node
    );
  if (parent.kind === "Conditional") return parent.test === node;
  if (parent.kind === "Comprehension")
    return parent.clauses.some((clause) => clause.conditions.includes(node));
  if (parent.kind === "Boolean") return isTruthTest(statement, parentOf(statement, parent), parent);
  return false;
}

/** `count` becomes `isEmpty`; what stands around the call in the test goes, `not` comes where it is needed. */
function rewritten(call: CallFact, { whole, negated }: EmptinessTest): Edit[] {
  const { unit, node } = call;
  const kept = outerSpan(node);
  const { start, end } = whole === node ? kept : whole;
  const before = { start, end: kept.start };
  const behind = { start: kept.end, end };
  if (hasComment(unit, before) || hasComment(unit, behind)) return [];
  return [
    replace(unit, before, negated ? "not " : ""),
    { site: call.nameSite, newText: "isEmpty" },
    replace(unit, behind, ""),
  ];
}
