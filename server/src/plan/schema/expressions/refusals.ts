import { isKnown, kindOf, unknownType } from "../../../catalog/dataType.ts";
import { kindGroups } from "../../../catalog/kindGroups.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { Site } from "../../../syntax/module.ts";
import type { Problem } from "../resolved.ts";
import { expressionText } from "./outputName.ts";
import { typeMismatch } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

const arithmetic = new Set(["+", "-", "*", "/", "%"]);
const comparisons = new Set(["=", "==", "<", "<=", ">", ">=", "<=>"]);
const logical = new Set(["and", "or"]);
const meeting = new Set(["coalesce", "array", "greatest", "least", "concat", "in"]);
const inArray = new Set([
  ..."array_contains array_position array_remove array_append array_prepend".split(" "),
]);
/** Kinds that the rules were probed with thoroughly: what they refuse there, Spark refuses. */
const plain = new Set(
  "tinyint smallint int bigint float double decimal string boolean date timestamp binary array map struct".split(
    " ",
  ),
);
const nested = new Set(["array", "map", "struct"]);

/** Whether a function of arrays is asked for text among numbers, or for a number among texts; nothing casts them. */
export function mixesText(name: string, [array, value]: readonly Typed[]): boolean {
  if (!inArray.has(name) || array?.dataType.type !== "array" || !value) return false;
  const kinds = [kindOf(array.dataType.element), kindOf(value.dataType)];
  return (
    kinds.includes("string") &&
    kinds.some((kind) => kind !== "string" && plain.has(kind) && !nested.has(kind))
  );
}

/** Kinds that meet each other; those of different groups never do, in IN and IF (TypeCoercion, 3.3 to 4.3). */
const groups = kindGroups({
  number: "tinyint smallint int bigint float double decimal",
  time: "date timestamp",
  truth: "boolean",
  bytes: "binary",
});

/** Whether values that should be of one type are of kinds that have none in common. */
export function mixesKinds(name: string, args: readonly Typed[]): boolean {
  const values = name === "in" ? args : name === "if" ? args.slice(1) : [];
  const found = values.map(({ dataType }) => groups.get(kindOf(dataType)));
  return found.length > 1 && !found.includes(undefined) && new Set(found).size > 1;
}

/**
 * The mistake of calling a function with types that it does not take. Only where that is certain: a mistake that Spark
 * does not see is worse than none.
 */
export function refusal(
  resolution: Resolution,
  name: string,
  args: readonly Typed[],
  site: Site,
): Problem | null {
  if (resolution.ansi === null) return null;
  if (!args.every(({ dataType }) => isKnown(dataType) && plain.has(kindOf(dataType)))) return null;
  const texts = args.map(({ tree }) => expressionText(tree, resolution.scope.session) ?? "…");
  const types = args.map(({ dataType }) => simpleString(dataType));
  const mistake = (condition: string, text: string): Problem =>
    typeMismatch(`DATATYPE_MISMATCH.${condition}`, texts.join(", "), text, site);
  const kinds = args.map(({ dataType }) => kindOf(dataType));
  const [one = "", other = ""] = kinds;
  if (args.length === 1) {
    if (!takesCount(resolution, name, 1)) return null;
    const [text = "", type = ""] = [texts[0], types[0]];
    const unordered = one === "map" && /^(?:max|min|array_max|array_min|sort_array)$/.test(name);
    return mistake(
      unordered ? "INVALID_ORDERING_TYPE" : "UNEXPECTED_INPUT_TYPE",
      `\`${name}\` does not take ${type} (\`${text}\`)`,
    );
  }
  if (args.length === 2 && (arithmetic.has(name) || comparisons.has(name) || logical.has(name))) {
    if (comparisons.has(name) && one === "map" && other === "map")
      return mistake("INVALID_ORDERING_TYPE", "maps cannot be compared");
    // Nested types of one kind meet in too many ways.
    if (nested.has(one) && one === other) return null;
    const condition =
      one === "date" && arithmetic.has(name)
        ? "UNEXPECTED_INPUT_TYPE"
        : one === other
          ? "BINARY_OP_WRONG_TYPE"
          : "BINARY_OP_DIFF_TYPES";
    return mistake(
      condition,
      `\`${name}\` does not take ${types[0] ?? ""} (\`${texts[0] ?? ""}\`) and ${types[1] ?? ""} (\`${texts[1] ?? ""}\`)`,
    );
  }
  if (mixesKinds(name, args))
    return mistake(
      "DATA_DIFF_TYPES",
      `\`${name}\` takes values of one type, and these are ${typeList(name === "if" ? types.slice(1) : types)}`,
    );
  const mixes = kinds.some((kind) => nested.has(kind)) && kinds.some((kind) => !nested.has(kind));
  const isSure = mixes || /^(?:greatest|least|in)$/.test(name) || args.length === 2;
  if (meeting.has(name) && isSure && kinds.some((kind) => kind !== one))
    return mistake(
      "DATA_DIFF_TYPES",
      `\`${name}\` takes values of one type, and these are ${typeList(types)}`,
    );
  const [array] = args;
  const isOfKind = array?.dataType.type === "array" && kindOf(array.dataType.element) === other;
  if (inArray.has(name) && args.length === 2 && !nested.has(other) && !isOfKind) {
    if (one !== "array")
      return mistake(
        "UNEXPECTED_INPUT_TYPE",
        `\`${name}\` takes an array, and \`${texts[0] ?? ""}\` is ${types[0] ?? ""}`,
      );
    return mistake(
      "ARRAY_FUNCTION_DIFF_TYPES",
      `\`${texts[0] ?? ""}\` is ${types[0] ?? ""} and \`${texts[1] ?? ""}\` is ${types[1] ?? ""}`,
    );
  }
  if (cast.has(name) && takesCount(resolution, name, args.length))
    return mistake(
      "UNEXPECTED_INPUT_TYPE",
      `\`${name}\` does not take ${types.join(", ")} (\`${texts.join("`, `")}\`)`,
    );
  return null;
}

/** Functions that cast each argument to the type that they ask for, so that what they refuse is one of them. */
const cast = new Set(
  "add_months bround date_add date_format date_sub date_trunc datediff from_unixtime instr locate lpad months_between next_day regexp_replace repeat round rpad split substring translate trunc unix_timestamp".split(
    " ",
  ),
);

const typeList = (types: readonly string[]): string => [...new Set(types)].join(" and ");

/** Whether the function takes that many arguments at all. */
function takesCount({ scope: { session }, ansi }: Resolution, name: string, count: number): boolean {
  const some = Array.from({ length: count }, () => unknownType);
  const { catalog, version } = session;
  return catalog.types.functionResult(name, some, version, { ansi: ansi ?? true }).kind !== "refused";
}
