import { rankingFunctions } from "../catalog/windowText.ts";
import type { ColumnExpression } from "../plan/column.ts";
import { operatorOf } from "../plan/conditionOperators.ts";
import { keepingOperators, type PlanNode } from "../plan/logicalPlan.ts";
import { conjuncts } from "../plan/physical/lowering/conjuncts.ts";
import { sameName } from "../plan/session.ts";

/**
 * Whether a function over a window reads its neighbours in one series, as the code below says: the rows are those of
 * one thing (`country == "France"`), or what orders them is also what they are joined or made different by (`date`).
 * A partition for each series would be the one partition that there is.
 */
export function isOfOneSeries(over: ColumnExpression, input: PlanNode): boolean {
  const window = over.kind === "call" ? over.args[1] : undefined;
  const name = functionOver(over);
  // A number or a rank depends on all rows before it.
  if (window?.kind !== "window" || window.order.length === 0 || rankingFunctions.has(name)) return false;
  const order = window.order.flatMap(plainNames);
  for (const step of rowsBelow(input)) {
    if (step.operator === "Filter" && neighbouring.has(name) && takesOneThing(step)) return true;
    if (isKeyOf(order, step)) return true;
  }
  return false;
}

/** The name of what is computed over a window, in lower case; empty for what is no call. */
export function functionOver(over: ColumnExpression): string {
  const called = over.kind === "call" && over.function === "Column.over" ? over.args[0] : undefined;
  return called?.kind === "call" ? called.function.replace(/^.*\./, "").toLowerCase() : "";
}

const neighbouring: ReadonlySet<string> = new Set([
  "lag",
  "lead",
  "first",
  "first_value",
  "last",
  "last_value",
  "nth_value",
]);

/** The steps that a frame's rows come through, down to the first that makes other rows. */
function* rowsBelow(frame: PlanNode): Generator<PlanNode> {
  for (let step: PlanNode | undefined = frame; step; [step] = step.inputs) {
    yield step;
    if (!keepingOperators.has(step.operator) && !/^(Project|Window|Join|Either)$/.test(step.operator)) return;
  }
}

/** `country == "France"`, `country.startswith("Fr")`: one thing of many. */
const takesOneThing = ({ columns, session }: PlanNode): boolean =>
  columns
    .flatMap((column) => conjuncts(column, session))
    .some(
      (part) =>
        part.kind === "call" &&
        /^(==|Column\.(startswith|eqNullSafe))$/.test(operatorOf(part)) &&
        part.args[0]?.kind === "reference" &&
        isText(part.args[1]),
    );

const isText = (part: ColumnExpression | undefined): boolean =>
  part?.kind === "literal" && typeof part.value === "string";

/** Whether rows are joined, or made different, by nothing but what orders them. */
function isKeyOf(order: readonly string[], { operator, columns, session }: PlanNode): boolean {
  if (operator !== "Join" && operator !== "Deduplicate") return false;
  const keys = columns.flatMap((column) => conjuncts(column, session)).flatMap(keyNames);
  return keys.length > 0 && keys.every((key) => order.some((name) => sameName(session, name, key)));
}

/** The name of a key; an empty one for a condition that compares no columns of one name. */
function keyNames(part: ColumnExpression): readonly string[] {
  if (part.kind === "reference") return [part.name];
  const sides = part.kind === "call" && operatorOf(part) === "==" ? part.args.flatMap(plainNames) : [];
  return sides.length === 2 ? sides : [""];
}

/** A column as it is, or in the direction of a sort. */
const plainNames = (part: ColumnExpression): readonly string[] =>
  part.kind === "reference"
    ? [part.name.slice(part.name.lastIndexOf(".") + 1)]
    : part.kind === "call" && /^(functions|Column)\.(asc|desc)/.test(part.function)
      ? part.args.slice(0, 1).flatMap(plainNames)
      : [];
