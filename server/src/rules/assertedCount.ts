import type { CallFact } from "../plan/facts.ts";
import type { Expression, Statement } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";

/** `rows = frame.collect()` and behind it `assert len(rows) == 1`, or a raise if not: the program sees to it that rows are few. */
export function isCountAsserted({ context, node }: CallFact): boolean {
  const { statement, block } = context;
  if (statement.kind !== "Assign" || statement.value !== node) return false;
  const [target] = statement.targets;
  if (target?.kind !== "Name") return false;
  return block.slice(block.indexOf(statement) + 1).some((each) => {
    const test = testOf(each);
    return test !== null && countsTo(test, target.id);
  });
}

/** What a statement holds the program to; null where it goes on in any case. */
function testOf(statement: Statement): Expression | null {
  if (statement.kind === "Assert") return statement.test;
  return statement.kind === "If" && statement.body.at(-1)?.kind === "Raise" ? statement.test : null;
}

/** `len(rows)` beside a number. */
function countsTo(test: Expression, name: string): boolean {
  let found = false;
  walkExpressions(test, (node) => {
    if (node.kind !== "Comparison" || node.operands.length !== 1) return;
    const sides = [node.first, ...node.operands];
    found ||=
      sides.some((side) => side.kind === "Number" && side.value !== 0) &&
      sides.some((side) => isLength(side, name));
  });
  return found;
}

const isLength = (node: Expression, name: string): boolean =>
  node.kind === "Call" &&
  node.callee.kind === "Name" &&
  node.callee.id === "len" &&
  node.args[0]?.value.kind === "Name" &&
  node.args[0].value.id === name;
