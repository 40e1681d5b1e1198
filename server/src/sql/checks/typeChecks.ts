import { childOf, childrenOf, tokenOf, type SqlNode } from "../tree.ts";
import {
  isSince,
  named,
  refused,
  sourceOf,
  type Check,
  type CheckContext,
  type Checks,
  type Refusal,
} from "./check.ts";
import { closestName } from "../../catalog/closestName.ts";

/** Types by their words in SQL, with how many numbers each may have in brackets. */
const parameters: Readonly<Record<string, number>> = {
  boolean: 0,
  tinyint: 0,
  byte: 0,
  smallint: 0,
  short: 0,
  int: 0,
  integer: 0,
  bigint: 0,
  long: 0,
  float: 0,
  real: 0,
  double: 0,
  date: 0,
  timestamp: 0,
  timestamp_ntz: 0,
  timestamp_ltz: 0,
  string: 0,
  character: 1,
  char: 1,
  varchar: 1,
  binary: 0,
  decimal: 2,
  dec: 2,
  numeric: 2,
  void: 0,
  interval: 0,
};
const sized = new Set(["character", "char", "varchar"]);
const nested = new Set(["array", "map", "struct"]);
/** Types that a later version has brought. */
const newer: Readonly<Record<string, string>> = {
  timestamp_ntz: "3.4",
  timestamp_ltz: "3.4",
  variant: "4.0",
  time: "4.1",
  geography: "4.1",
  geometry: "4.1",
};
const mostDigits = 38;

function unsupported(node: SqlNode, name: string, version: string): Refusal {
  const since = newer[name.toLowerCase()];
  const known = [
    ...Object.keys(parameters),
    ...nested,
    ...Object.keys(newer).filter((each) => isSince(version, newer[each] ?? "")),
  ];
  const meant = closestName(name.toLowerCase(), known);
  const advice =
    since !== undefined && !isSince(version, since)
      ? `${name} is there since Spark ${since}.`
      : meant === null
        ? "Write one of Spark's types, such as STRING, INT or DECIMAL(10, 2)."
        : `Did you mean ${meant.toUpperCase()}?`;
  return {
    ...refused(node, "UNSUPPORTED_DATATYPE", `Spark ${version} has no type ${name}. ${advice}`),
    ...(meant === null
      ? {}
      : { fix: { start: node.start, end: node.start + name.length, text: meant.toUpperCase() } }),
  };
}

/** Types that Spark's parser does not read: to 4.1 those of CREATE FUNCTION, later only `RETURNS TABLE`. */
const isUnread = (word: string, { parents, version }: CheckContext): boolean =>
  parents.some(
    ({ rule, children }) =>
      rule === "statement" &&
      children.some((child) => child.kind === "token" && child.type === "FUNCTION") &&
      (!isSince(version, "4.2") || /^table$/i.test(word)),
  );

/** A type with its numbers, by the words that stand there. */
function checkWords(
  node: SqlNode,
  word: SqlNode["children"][number],
  { text, version }: CheckContext,
): Refusal | null {
  const name = sourceOf(text, word);
  const lower = name.toLowerCase();
  const numbers = node.children.flatMap((child) =>
    child.kind === "token"
      ? child.type === "INTEGER_VALUE"
        ? [Number(sourceOf(text, child))]
        : []
      : child.rule === "integerValue"
        ? [Number(sourceOf(text, child))]
        : [],
  );
  if (nested.has(lower) && numbers.length === 0) return incomplete(node, lower);
  if (sized.has(lower) && numbers.length === 0)
    return refused(
      node,
      "DATATYPE_MISSING_SIZE",
      `${name.toUpperCase()} needs its length, as in ${name.toUpperCase()}(10). Or write STRING.`,
    );
  const most = isSince(version, newer[lower] ?? "3.3") ? parameters[lower] : undefined;
  if (most === undefined || numbers.length > most) return unsupported(node, name, version);
  const [precision = 0, scale = 0] = numbers;
  if (most < 2) return null;
  return checkDecimal(node, precision, scale, version);
}

/** Digits of seconds in a TIME: nanoseconds since 4.3. */
const mostTimeDigits = (version: string): number => (isSince(version, "4.3") ? 9 : 6);

function checkDecimal(node: SqlNode, digits: number, scale: number, version: string): Refusal | null {
  if (digits > mostDigits)
    return refused(
      node,
      "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
      `A DECIMAL has at most ${mostDigits} digits.`,
    );
  return scale <= digits || digits === 0
    ? null
    : refused(
        node,
        named(version, "4.3", "DECIMAL_SCALE_EXCEEDS_PRECISION", "DECIMAL_CANNOT_GREATER_THAN_PRECISION"),
        `Of ${digits} digits at most ${digits} stand behind the point.`,
      );
}

const incomplete = (node: SqlNode, name: string): Refusal =>
  refused(
    node,
    `INCOMPLETE_TYPE_DEFINITION.${name.toUpperCase()}`,
    name === "array"
      ? "Say what is in the array, as in ARRAY<STRING>."
      : name === "map"
        ? "Say what is in the map, as in MAP<STRING, INT>."
        : "Say what is in the struct, as in STRUCT<a: INT>.",
  );

/** Types of grammars to 4.0: words of any kind, which the parser looks up itself. */
const checkType: Check = (node, context) => {
  const [first] = node.children;
  if (first === undefined) return null;
  if (first.kind === "token" && nested.has(first.type.toLowerCase()))
    return node.children.length === 1 ? incomplete(node, first.type.toLowerCase()) : null;
  if (first.kind === "token" || (first.rule !== "type" && first.rule !== "identifier")) return null;
  return isUnread(sourceOf(context.text, first), context) ? null : checkWords(node, first, context);
};

/** Types of grammars since 4.1: all that Spark has are words of the grammar; a name is none. */
const checkPrimitive: Check = (node, context) => {
  const { text, version } = context;
  const name = childOf(node, "identifier");
  if (name !== null && isUnread(sourceOf(text, name), context)) return null;
  if (name !== null) return unsupported(node, sourceOf(text, name), version);
  const inner = childOf(node, "nonTrivialPrimitiveType");
  if (inner === null) return null;
  const word = tokenOf(inner, "CHAR", "CHARACTER", "VARCHAR");
  const sizes = childrenOf(inner, "integerValue");
  if (word !== null && sizes.length === 0)
    return refused(
      node,
      "DATATYPE_MISSING_SIZE",
      `${word.type} needs its length, as in ${word.type}(10). Or write STRING.`,
    );
  const [digits, scale = 0] = sizes.map((size) => Number(sourceOf(text, size)));
  if (digits === undefined) return null;
  if (tokenOf(inner, "DECIMAL", "DEC", "NUMERIC") !== null) return checkDecimal(node, digits, scale, version);
  if (tokenOf(inner, "TIME") !== null && digits > mostTimeDigits(version))
    return refused(
      node,
      "UNSUPPORTED_TIME_PRECISION",
      `A TIME has 0 to ${mostTimeDigits(version)} digits of seconds.`,
    );
  return tokenOf(inner, "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ") === null ||
    (digits >= 7 && digits <= 9)
    ? null
    : refused(
        node,
        "INVALID_TIMESTAMP_PRECISION",
        "A TIMESTAMP has microseconds: leave the number out. Only 7 to 9 digits are written.",
      );
};

/** Checks of types. */
export const typeChecks: Checks = { dataType: checkType, primitiveType: checkPrimitive };
