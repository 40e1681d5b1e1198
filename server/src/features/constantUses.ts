import type { ModuleFacts } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import { nodeAt, walkExpressions, type AstNode } from "../syntax/walk.ts";
import { stringsIn } from "./columnText.ts";
import { callFactIn, heldAt } from "./heldValues.ts";
import type { RenamedFamily, RenameObstacle } from "./renamedFamily.ts";

/** A constant that names the column, and that something else than Spark reads too. */
export function usesOfConstants({ facts, occurrences }: RenamedFamily): RenameObstacle | null {
  const constants = occurrences.flatMap(({ text: { site, form } }) =>
    form === "attribute" || form === "sql" || isArgument(site) ? [] : [site],
  );
  if (constants.length === 0) return null;
  for (const unit of facts.module.units) {
    const other = namesIn(unit).find(
      (node) => holds(facts, node, constants) && !isForSpark(facts, unit, node),
    );
    if (other)
      return {
        text: "uses the constant with its name for something else too",
        site: { unit, start: other.start, end: other.end },
      };
  }
  return null;
}

function namesIn(unit: Unit): readonly Expression[] {
  const names: Expression[] = [];
  for (const statement of unit.body)
    walkExpressions(statement, (node) => {
      if (node.kind === "Name" || node.kind === "Attribute") names.push(node);
    });
  return names;
}

/** Whether a literal stands in the call that it is for. */
function isArgument(site: Site): boolean {
  const around = nodeAt(site.unit, site.start).slice(0, -1);
  return around.some(({ kind }) => kind === "Call" || kind === "Subscript");
}

function holds(facts: ModuleFacts, node: Expression, constants: readonly Site[]): boolean {
  const places = stringsIn(heldAt(facts, node)).flatMap(({ site }) => site ?? []);
  return constants.some((constant) =>
    places.some(
      (place) => place.unit === constant.unit && place.start <= constant.start && constant.end <= place.end,
    ),
  );
}

/** Whether a name stands, itself or in a container, in a call of Spark's, in `df[…]`, or where it is bound. */
function isForSpark(facts: ModuleFacts, unit: Unit, node: Expression): boolean {
  const around = nodeAt(unit, node.start);
  const at = around.lastIndexOf(node);
  for (const outer of around.slice(0, Math.max(at, 0)).toReversed()) {
    if (outer.kind === "Call") return callFactIn(facts, outer) !== null || callsOwnFunction(facts, outer);
    if (outer.kind === "Subscript") return true;
    if (outer.kind === "Assign" || outer.kind === "AnnotatedAssign" || outer.kind === "For") return true;
    if (!/^(List|Tuple|Set|Dict|Starred|Comprehension)$/.test(outer.kind)) return false;
  }
  return false;
}

/** A function of the program's own is followed: what it does with the text is seen inside it. */
function callsOwnFunction(facts: ModuleFacts, call: AstNode): boolean {
  if (call.kind !== "Call" || call.callee.kind !== "Name") return false;
  const { id } = call.callee;
  return facts.module.units.some(({ body }) =>
    body.some((statement) => statement.kind === "Function" && statement.name.id === id),
  );
}
