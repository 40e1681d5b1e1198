import type { DataType, Field } from "../catalog/dataType.ts";
import { typeClasses } from "../plan/spark/dataTypeClasses.ts";

/**
 * Columns as Python code, one on a line: `T.StructType([T.StructField("a", T.LongType()), …])`. `spell` says how the
 * module names a class of pyspark.sql.types; `lineBreak` is a line's end and the indentation of the code around. Null
 * where a type has no class that says all of it.
 */
export function structTypeCode(
  fields: readonly Field[],
  spell: (name: string) => string,
  lineBreak: string,
): string | null {
  const inner = `${lineBreak}    `;
  const lines = fields.map(({ name, dataType, nullable }) => {
    const type = typeCode(dataType, spell, inner);
    const isRequired = nullable ? "" : ", nullable=False";
    return type && `${spell("StructField")}(${JSON.stringify(name)}, ${type}${isRequired}),`;
  });
  if (lines.includes(null)) return null;
  return `${spell("StructType")}([${lines.map((line) => inner + (line ?? "")).join("")}${lineBreak}])`;
}

function typeCode(type: DataType, spell: (name: string) => string, lineBreak: string): string | null {
  const [name] = typeClasses(type) ?? [];
  if (name === undefined) return null;
  const made = (...parts: readonly (string | null)[]): string | null =>
    parts.includes(null) ? null : `${spell(name)}(${parts.join(", ")})`;
  const flag = (keyword: string, value: boolean): readonly string[] => (value ? [] : [`${keyword}=False`]);
  switch (type.type) {
    case "struct":
      return structTypeCode(type.fields, spell, lineBreak);
    case "array":
      return made(typeCode(type.element, spell, lineBreak), ...flag("containsNull", type.containsNull));
    case "map":
      return made(
        typeCode(type.key, spell, lineBreak),
        typeCode(type.value, spell, lineBreak),
        ...flag("valueContainsNull", type.valueContainsNull),
      );
    case "decimal":
      return made(`${type.precision}`, `${type.scale}`);
    default:
      return made();
  }
}
