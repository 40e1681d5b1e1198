import { isKnown, kindOf } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { Site } from "../../../syntax/module.ts";
import type { Problem } from "../resolved.ts";
import { expressionText } from "./outputName.ts";
import { typeMismatch } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

const arithmetic = new Set(["+", "-", "*", "/", "%"]);
const comparisons = new Set(["=", "==", "<", "<=", ">", ">=", "<=>"]);
const ofNumbers = new Set(["sum", "avg", "mean", "stddev", "variance", "abs", "negative"]);
/** Kinds that the rules were probed with thoroughly: what they refuse there, Spark refuses. */
const plain = new Set([
  ..."tinyint smallint int bigint float double decimal string boolean date timestamp binary".split(" "),
  ..."array map struct".split(" "),
]);

/**
 * The mistake of calling a function with types that it does not take. Only for operators and functions of which that
 * is certain: a mistake that Spark does not see is worse than none.
 */
export function refusal(
  resolution: Resolution,
  name: string,
  args: readonly Typed[],
  site: Site,
): Problem | null {
  if (resolution.ansi === null) return null;
  if (!args.every(({ dataType }) => isKnown(dataType) && plain.has(kindOf(dataType)))) return null;
  const written = args.map(({ tree }) => expressionText(tree, resolution.scope.session) ?? "…");
  const [left, right] = args.map(({ dataType }) => simpleString(dataType));
  const nested = args.some(({ dataType }) => ["array", "map", "struct"].includes(dataType.type));
  if (args.length === 2 && (arithmetic.has(name) || comparisons.has(name))) {
    // What two types of one kind make of each other is left to the tables; nested types meet in too many ways.
    if (nested && args.every(({ dataType }) => dataType.type === args[0]?.dataType.type)) return null;
    const [one, other] = args.map(({ dataType }) => kindOf(dataType));
    const condition =
      one === other ? "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE" : "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES";
    return typeMismatch(
      condition,
      written.join(` ${name} `),
      `\`${name}\` does not take ${left ?? ""} (\`${written[0] ?? ""}\`) and ${right ?? ""} (\`${written[1] ?? ""}\`)`,
      site,
    );
  }
  if (ofNumbers.has(name) && args.length === 1)
    return typeMismatch(
      "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
      written[0] ?? "",
      `\`${name}\` takes numbers, and \`${written[0] ?? ""}\` is ${left ?? ""}`,
      site,
    );
  return null;
}
