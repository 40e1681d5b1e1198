import type { ComparisonOperator } from "../../syntax/ast.ts";
import { isKnown } from "../../catalog/dataType.ts";
import { sameValue } from "../joinedValues.ts";
import { unknown, type Value } from "../value.ts";

/** Whether Python takes a value for true; null when the code does not tell. */
export function truthOf(value: Value): boolean | null {
  switch (value.kind) {
    case "none":
      return false;
    case "boolean":
      return value.value;
    case "string":
      return value.value === null ? null : value.value !== "";
    case "number":
      return value.value === null ? null : value.value !== 0;
    case "sequence":
      return value.exact ? value.elements.length > 0 : null;
    case "dict":
      return value.exact ? value.entries.length > 0 : null;
    case "function":
    case "method":
    case "ownMethod":
    case "module":
    case "class":
      return true;
    case "library":
      return value.type === "re.Match" || value.type === "pathlib.Path" ? true : null;
    case "instance":
      return value.class.members.has("__bool__") || value.class.members.has("__len__") ? null : true;
    case "spark":
      return value.type === "DataFrame" || value.type === "SparkSession" ? true : null;
    case "union": {
      const truths = new Set(value.values.map(truthOf));
      const [only = null] = truths;
      return truths.size === 1 ? only : null;
    }
    default:
      return null;
  }
}

/** `left operator right`, where both are known; null when the code does not tell. */
export function compared(operator: ComparisonOperator, left: Value, right: Value): boolean | null {
  switch (operator) {
    case "is":
      return isSame(left, right);
    case "is not":
      return negated(isSame(left, right));
    case "==":
      return equals(left, right);
    case "!=":
      return negated(equals(left, right));
    case "in":
      return contains(right, left);
    case "not in":
      return negated(contains(right, left));
    default:
      return ordered(operator, left, right);
  }
}

/** Whether Python compares such a value to True or False: values of libraries and own classes may answer otherwise. */
export function comparesToTruth(value: Value): boolean {
  return value.kind === "union"
    ? value.values.every(comparesToTruth)
    : /^(none|boolean|number|string|sequence|dict)$/.test(value.kind);
}

const negated = (value: boolean | null): boolean | null => (value === null ? null : !value);

/** What certainly is not None. */
const isSomething = (value: Value): boolean =>
  value.kind === "union" ? value.values.every(isSomething) : !/^(unknown|none|api)$/.test(value.kind);

function isSame(left: Value, right: Value): boolean | null {
  if (right.kind === "none") return left.kind === "none" ? true : isSomething(left) ? false : null;
  if (left.kind === "none") return isSomething(right) ? false : null;
  return left.kind === right.kind && (left.kind === "boolean" || left.kind === "api")
    ? equals(left, right)
    : null;
}

/** Whether two values are equal; null when the code does not tell. */
export function equals(left: Value, right: Value): boolean | null {
  if (isConstant(left) && isConstant(right)) {
    if (left.kind === right.kind) return sameContent(left, right);
    const [one, other] = [numberOf(left), numberOf(right)];
    return one !== null && other !== null ? one === other : false;
  }
  if (left.kind === "none" || right.kind === "none") return isSame(left, right);
  if (/^(api|function|class|instance)$/.test(left.kind) && sameValue(left, right)) return true;
  return null;
}

/** A value whose content is known in full. */
export function isConstant(value: Value): boolean {
  switch (value.kind) {
    case "none":
      return true;
    case "string":
    case "number":
    case "boolean":
      return value.value !== null;
    case "sequence":
      return value.exact && value.elements.length <= 100 && value.elements.every(isConstant);
    case "api":
      // Parameters of machine learning stages are keys of dicts, and so are types.
      return /^(pyspark\.(ml|sql\.types)\.|builtins\.(str|int|float|bool|list|tuple|set|dict)$)/.test(
        value.name,
      );
    case "spark":
      return value.data?.kind === "type" && isKnown(value.data.dataType);
    default:
      return false;
  }
}

function sameContent(left: Value, right: Value): boolean {
  if (left.kind === "sequence" && right.kind === "sequence") {
    if (left.type !== right.type || left.elements.length !== right.elements.length) return false;
    if (left.type === "set") return left.elements.every((one) => contains(right, one) === true);
    return left.elements.every((one, index) => equals(one, right.elements[index] ?? unknown) === true);
  }
  if (left.kind === "api" && right.kind === "api") return left.name === right.name;
  if (left.kind === "spark" && right.kind === "spark")
    return JSON.stringify(left.data) === JSON.stringify(right.data);
  return "value" in left && "value" in right ? left.value === right.value : left.kind === right.kind;
}

/** Python's numbers; truth values are numbers too. */
export function numberOf(value: Value): number | null {
  if (value.kind === "number") return value.value;
  return value.kind === "boolean" && value.value !== null ? Number(value.value) : null;
}

function contains(container: Value, value: Value): boolean | null {
  if (container.kind === "string")
    return container.value !== null && value.kind === "string" && value.value !== null
      ? container.value.includes(value.value)
      : null;
  if ((container.kind !== "sequence" && container.kind !== "dict") || !container.exact) return null;
  const elements =
    container.kind === "sequence" ? container.elements : container.entries.map((entry) => entry.key);
  if (elements.length > 2000) return null;
  let certain = true;
  for (const element of elements) {
    const same = equals(element, value);
    if (same === true) return true;
    if (same === null) certain = false;
  }
  return certain ? false : null;
}

function ordered(operator: ComparisonOperator, left: Value, right: Value): boolean | null {
  const order = orderOf(left, right);
  if (order === null) return null;
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return null;
  }
}

/** How two constants are sorted: below, at or above zero; null when Python would refuse, or the code does not tell. */
export function orderOf(left: Value, right: Value): number | null {
  if (left.kind === "string" && right.kind === "string") {
    if (left.value === null || right.value === null) return null;
    return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  }
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== null && other !== null) return one - other;
  if (left.kind !== "sequence" || right.kind !== "sequence" || !left.exact || !right.exact) return null;
  for (const [index, element] of left.elements.entries()) {
    const partner = right.elements[index];
    if (partner === undefined) return 1;
    const order = orderOf(element, partner);
    if (order !== 0) return order;
  }
  return left.elements.length - right.elements.length;
}
