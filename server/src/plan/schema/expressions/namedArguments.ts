import { atomic } from "../../../catalog/dataType.ts";
import type { Site } from "../../../syntax/module.ts";
import type { ColumnExpression } from "../../column.ts";

/** A parameter that a call may name, and the text that stands for it where it is left out: null for NULL. */
interface Parameter {
  readonly name: string;
  readonly standard?: string | null;
}

const parameters = (...names: readonly string[]): readonly Parameter[] => names.map((name) => ({ name }));

/** The functions whose arguments may be named (3.5: the first two; 4.0 to 4.3: all, asked of Spark). */
const functions: Readonly<Record<string, readonly Parameter[]>> = {
  mask: [
    { name: "str" },
    { name: "upperChar", standard: "X" },
    { name: "lowerChar", standard: "x" },
    { name: "digitChar", standard: "n" },
    { name: "otherChar", standard: null },
  ],
  count_min_sketch: parameters("column", "epsilon", "confidence", "seed"),
  explode: parameters("collection"),
  explode_outer: parameters("collection"),
  inline: parameters("input"),
  inline_outer: parameters("input"),
  posexplode: parameters("collection"),
  posexplode_outer: parameters("collection"),
  variant_explode: parameters("input"),
  variant_explode_outer: parameters("input"),
};

/**
 * The arguments of a call in the order of the function's parameters, with what those that are left out before others
 * stand for. Null where a name is not known.
 */
export function argumentsInPlace(
  name: string,
  args: readonly ColumnExpression[],
  names: readonly (string | null)[],
  site: Site,
): readonly ColumnExpression[] | null {
  if (names.every((each) => each === null)) return args;
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) return null;
  const placed: (ColumnExpression | undefined)[] = [];
  for (const [at, argument] of args.entries()) {
    const wanted = names[at]?.toLowerCase();
    const place = wanted === undefined ? at : known.findIndex((each) => each.name.toLowerCase() === wanted);
    if (place < 0 || placed[place] !== undefined) return null;
    placed[place] = argument;
  }
  const filled = Array.from(placed, (argument, at) => argument ?? standardOf(known[at], site));
  return filled.every((each) => each !== null) ? filled : null;
}

function standardOf(parameter: Parameter | undefined, site: Site): ColumnExpression | null {
  const value = parameter?.standard;
  if (value === undefined) return null;
  return { kind: "literal", value, dataType: atomic(value === null ? "void" : "string"), site };
}
