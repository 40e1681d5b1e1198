import { compareVersions } from "../../../catalog/sparkVersion.ts";
import type { ColumnExpression } from "../../column.ts";
import { callTree, functionCall, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

/** Python's operators, as SQL calls them. */
const operators: ReadonlyMap<string, string> = new Map([
  ["+", "+"],
  ["-", "-"],
  ["*", "*"],
  ["/", "/"],
  ["%", "%"],
  ["**", "power"],
  ["==", "="],
  ["!=", "="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
  ["&", "and"],
  ["|", "or"],
]);

/** What the operator becomes when Python asks the right operand for it, since the left one is no Column. */
const mirrored: ReadonlyMap<string, string> = new Map([
  ["+", "+"],
  ["*", "*"],
  ["&", "&"],
  ["|", "|"],
  ["==", "=="],
  ["!=", "!="],
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
]);

export const isOperator = (name: string): boolean => name === "~" || operators.has(name);

/** An operator between Columns, or a Column and a value. */
export function operatorCall(call: CallExpression, resolution: Resolution): Typed {
  const { function: operator, args, site } = call;
  const [left, right] = args;
  if (left && !right && operator === "-") return negated(resolution, resolution.of(left), site);
  if (left && !right && operator === "~") return functionCall(resolution, "not", [resolution.of(left)], site);
  if (!left || !right) return unknownCall(left ? [resolution.of(left)] : []);
  const flipped = isValue(left) && !isValue(right) ? mirrored.get(operator) : undefined;
  const [one, other] = flipped === undefined ? [left, right] : [right, left];
  const name = operators.get(flipped ?? operator);
  const operands = [resolution.of(one), resolution.of(other)];
  if (name === undefined) return unknownCall(operands);
  const result = functionCall(resolution, name, operands, site);
  if (operator !== "!=") return result;
  return { ...result, tree: callTree("not", [result]) };
}

const isValue = ({ kind }: ColumnExpression): boolean => kind === "literal";

/** Called `negative(a)` from 4.0, `(- a)` before. */
function negated(resolution: Resolution, operand: Typed, site: CallExpression["site"]): Typed {
  const { version } = resolution.scope.session;
  const tree = callTree(compareVersions(version, "4.0") < 0 ? "-" : "negative", [operand]);
  return functionCall(resolution, "negative", [operand], site, { tree });
}
