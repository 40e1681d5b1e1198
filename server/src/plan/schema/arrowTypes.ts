import { arrayOf, decimal, unknownType, type DataType } from "../../catalog/dataType.ts";
import { flag, type Session } from "../session.ts";
import type { Value } from "../value.ts";
import { isRefusal, type Inferred } from "./pythonTypes.ts";

/**
 * The type that Arrow finds for a column of a pandas frame, given what plain Python makes of it: the same but for
 * decimals, which get the digits that they need, and dicts, which become structs. "refused": Arrow does not take it.
 */
export function arrowType(
  { values, exact }: { readonly values: readonly Value[]; readonly exact: boolean },
  plain: Inferred,
  session: Session,
): DataType | "refused" {
  if (isRefusal(plain) || isMixed(values, plain)) return "refused";
  switch (plain.type) {
    case "decimal":
      return exact ? decimalType(values) : unknownType;
    case "map":
      return exact && flag(session, "spark.sql.execution.pandas.inferPandasDictAsMap") !== true
        ? dictType(values, plain.value)
        : unknownType;
    case "array":
      return plain.element.type === "atomic" ? arrayOf(plain.element) : unknownType;
    case "struct":
      return unknownType;
    default:
      return plain;
  }
}

/** Arrow takes no texts among other values. */
const isMixed = (values: readonly Value[], plain: DataType): boolean =>
  plain.type === "atomic" &&
  plain.name === "string" &&
  values.some((value) => value.kind === "number" || value.kind === "boolean");

/** The decimal with the most digits before and the most behind the point. */
function decimalType(values: readonly Value[]): DataType {
  let [whole, scale] = [0, 0];
  for (const value of values) {
    if (value.kind === "none") continue;
    const written = value.kind === "library" && value.args.length === 1 ? value.args[0]?.value : undefined;
    const text =
      written?.kind === "string"
        ? written.value
        : written?.kind === "number" && !written.isFloat && written.value !== null
          ? String(written.value)
          : null;
    const digits = /^[+-]?0*(\d*)(?:\.(\d+))?$/.exec(text ?? "x");
    if (!digits) return unknownType;
    whole = Math.max(whole, digits[1]?.length ?? 0);
    scale = Math.max(scale, digits[2]?.length ?? 0);
  }
  return decimal(Math.max(whole + scale, 1), scale);
}

/** A struct of a dict's keys, where all dicts have the same ones. */
function dictType(values: readonly Value[], type: DataType): DataType {
  const keys = values.map((value) =>
    value.kind === "dict" && value.exact
      ? value.entries.map(({ key }) => (key.kind === "string" ? key.value : null))
      : [null],
  );
  const [first = []] = keys;
  const names = first.filter((name) => name !== null);
  const isSame = keys.every(
    (each) => each.length === names.length && each.every((name, index) => name === names[index]),
  );
  return isSame && names.length > 0 && type.type === "atomic"
    ? { type: "struct", fields: names.map((name) => ({ name, dataType: type, nullable: true })) }
    : unknownType;
}
