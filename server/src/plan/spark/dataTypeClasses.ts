import { kindOf, type DataType } from "../../catalog/dataType.ts";

/** The class of pyspark.sql.types for each kind of type, and the classes that it is derived from (types.py, 3.3 to 4.3). */
const classes: Readonly<Record<string, string>> = {
  tinyint: "ByteType IntegralType NumericType AtomicType",
  smallint: "ShortType IntegralType NumericType AtomicType",
  int: "IntegerType IntegralType NumericType AtomicType",
  bigint: "LongType IntegralType NumericType AtomicType",
  float: "FloatType FractionalType NumericType AtomicType",
  double: "DoubleType FractionalType NumericType AtomicType",
  decimal: "DecimalType FractionalType NumericType AtomicType",
  string: "StringType AtomicType",
  boolean: "BooleanType AtomicType",
  binary: "BinaryType AtomicType",
  date: "DateType AtomicType",
  timestamp: "TimestampType AtomicType",
  timestamp_ntz: "TimestampNTZType AtomicType",
  variant: "VariantType AtomicType",
  void: "NullType",
  array: "ArrayType",
  map: "MapType",
  struct: "StructType",
};

/** All classes of pyspark.sql.types that say something of a type that they are given. */
export const typeClassNames: ReadonlySet<string> = new Set([
  "DataType",
  ...Object.values(classes).flatMap((names) => names.split(" ")),
]);

/** The names of a type's class and of those it is derived from, its own first; null for types that we do not follow. */
export function typeClasses(type: DataType): readonly string[] | null {
  // A text of limited length is of a class of its own.
  const names = isLimited(type) ? undefined : classes[kindOf(type)];
  return names === undefined ? null : [...names.split(" "), "DataType"];
}

const isLimited = (type: DataType): boolean =>
  type.type === "atomic" && /^(?:char|varchar|string collate)\b/.test(type.name);

/** What `dataType.typeName()` gives; null where we do not follow it. */
export function typeName(type: DataType): string | null {
  const [own] = typeClasses(type) ?? [];
  if (own === undefined) return null;
  if (own === "NullType") return "void";
  return own === "TimestampNTZType" ? "timestamp_ntz" : own.slice(0, -"Type".length).toLowerCase();
}

/** What `str(dataType)` gives: "ArrayType(IntegerType(), True)"; null where we do not follow it. */
export function typeText(type: DataType): string | null {
  const [own] = typeClasses(type) ?? [];
  if (own === undefined) return null;
  switch (type.type) {
    case "decimal":
      return `DecimalType(${type.precision},${type.scale})`;
    case "array":
      return called(own, [typeText(type.element), flag(type.containsNull)]);
    case "map":
      return called(own, [typeText(type.key), typeText(type.value), flag(type.valueContainsNull)]);
    case "struct": {
      const fields = type.fields.map(({ name, dataType, nullable }) =>
        /^[\w ]*$/.test(name)
          ? called("StructField", [`'${name}'`, typeText(dataType), flag(nullable)])
          : null,
      );
      return fields.includes(null) ? null : `StructType([${fields.join(", ")}])`;
    }
    default:
      return `${own}()`;
  }
}

const flag = (value: boolean): string => (value ? "True" : "False");

const called = (name: string, parts: readonly (string | null)[]): string | null =>
  parts.includes(null) ? null : `${name}(${parts.join(", ")})`;
