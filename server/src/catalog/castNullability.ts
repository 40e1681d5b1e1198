import { kindOf, type DataType } from "./dataType.ts";
import { simpleString } from "./dataTypeText.ts";

/** From one kind of type: casts to which kinds make null of values that are not. */
export interface CastNullRow {
  readonly to: readonly string[];
}

/** The most digits before the point of integers, as Spark turns them into decimals. */
const integerDigits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, int: 10, bigint: 20 };

/**
 * Whether a cast may be null, as `Cast.nullable` of Spark 3.3 to 4.3 says. `rowFor` gives what is known from asking
 * Spark; what decides casts to decimals is their size, so that is computed here.
 */
export function castNullable(
  from: DataType,
  to: DataType,
  nullable: boolean,
  isTry: boolean,
  rowFor: (source: string) => CastNullRow | null,
): boolean | null {
  if (nullable) return true;
  const [source, target] = [kindOf(from), kindOf(to)];
  if (source === "unknown" || target === "unknown") return null;
  if (source === "variant") return target !== "variant";
  if (to.type === "decimal") {
    const digits = from.type === "decimal" ? from.precision - from.scale : integerDigits[source];
    const scale = from.type === "decimal" ? from.scale : 0;
    const plain = rowFor(source)?.to.includes("decimal") ?? false;
    if (plain || digits === undefined) return plain;
    // Rounding to fewer decimal places may need one more digit before the point.
    const room = to.precision - to.scale;
    if (isTry) return room < digits || to.scale < scale;
    return to.scale < scale ? room <= digits : room < digits;
  }
  if (from.type === "array" || from.type === "map" || from.type === "struct") {
    if (!isTry) return false;
    return simpleString(from) === simpleString(to) ? false : to.type === "atomic" ? true : null;
  }
  const row = rowFor(source);
  return row === null ? false : row.to.includes(target);
}
