import { arrayOf, atomic, decimal, unknownType, type DataType, type Field } from "../../catalog/dataType.ts";
import { parseDataType } from "../../catalog/dataTypeText.ts";
import type { BoundArgument } from "../facts.ts";
import { noteFieldSite } from "../schema/fieldSites.ts";
import type { Evidence, SparkValue, Value } from "../value.ts";
import { placedArguments } from "./placedArguments.ts";
import { spark } from "./spark.ts";

/**
 * What a call of a class of pyspark.sql.types makes: a type, or a field. Null for other classes. What the code does
 * not tell is of unknown type.
 */
export function typeObject(
  type: string,
  args: readonly BoundArgument[],
  evidence: Evidence,
): SparkValue | null {
  if (type === "StructField") return fieldValue(fieldOf(args), evidence);
  const make = makers[type];
  if (make === undefined) return null;
  const given = placedArguments(args, make.parameters);
  return spark(type, evidence, {
    data: { kind: "type", dataType: (given && make.type(given)) ?? unknownType },
  });
}

type Given = ReadonlyMap<string, Value>;

interface Maker {
  readonly parameters: readonly string[];
  /** Null where the arguments do not tell. */
  readonly type: (given: Given) => DataType | null;
}

const atoms: Readonly<Record<string, string>> = {
  NullType: "void",
  BooleanType: "boolean",
  ByteType: "tinyint",
  ShortType: "smallint",
  IntegerType: "int",
  LongType: "bigint",
  FloatType: "float",
  DoubleType: "double",
  BinaryType: "binary",
  DateType: "date",
  TimestampType: "timestamp",
  TimestampNTZType: "timestamp_ntz",
  CalendarIntervalType: "interval",
  VariantType: "variant",
};

const sized = (name: string): Maker => ({
  parameters: ["length"],
  type: (given) => {
    const length = integer(given, "length");
    return length === null ? null : atomic(`${name}(${length})`);
  },
});

const interval = (units: readonly string[]): Maker => ({
  parameters: ["startField", "endField"],
  type: (given) => intervalOf(given, units),
});

/** The classes of pyspark.sql.types by their parameters (types.py, 3.3 to 4.3). */
const makers: Readonly<Record<string, Maker>> = {
  ...Object.fromEntries(
    Object.entries(atoms).map(([type, name]): [string, Maker] => [
      type,
      { parameters: [], type: () => atomic(name) },
    ]),
  ),
  StringType: {
    parameters: ["collation"],
    type: (given) => {
      const collation = given.get("collation");
      if (collation === undefined) return atomic("string");
      if (collation.kind !== "string" || collation.value === null) return null;
      return atomic(collation.value === "UTF8_BINARY" ? "string" : `string collate ${collation.value}`);
    },
  },
  CharType: sized("char"),
  VarcharType: sized("varchar"),
  DecimalType: {
    parameters: ["precision", "scale"],
    type: (given) => {
      const precision = integer(given, "precision", 10);
      const scale = integer(given, "scale", 0);
      return precision === null || scale === null ? null : decimal(precision, scale);
    },
  },
  TimeType: {
    parameters: ["precision"],
    type: (given) => {
      const precision = integer(given, "precision", 6);
      return precision === null ? null : atomic(`time(${precision})`);
    },
  },
  DayTimeIntervalType: interval(["day", "hour", "minute", "second"]),
  YearMonthIntervalType: interval(["year", "month"]),
  ArrayType: {
    parameters: ["elementType", "containsNull"],
    type: (given) => ({
      ...(arrayOf(typeOf(given.get("elementType"))) as Extract<DataType, { type: "array" }>),
      containsNull: truth(given.get("containsNull")),
    }),
  },
  MapType: {
    parameters: ["keyType", "valueType", "valueContainsNull"],
    type: (given) => ({
      type: "map",
      key: typeOf(given.get("keyType")),
      value: typeOf(given.get("valueType")),
      valueContainsNull: truth(given.get("valueContainsNull")),
    }),
  },
  StructType: { parameters: ["fields"], type: (given) => structOf(given.get("fields")) },
};

/** The class that a type is an object of, by its name in pyspark.sql.types. */
export function classOfType(type: DataType): string {
  switch (type.type) {
    case "array":
      return "ArrayType";
    case "map":
      return "MapType";
    case "struct":
      return "StructType";
    case "decimal":
      return "DecimalType";
    case "unknown":
      return "DataType";
    case "atomic": {
      const { name } = type;
      if (name.startsWith("interval ")) return /year|month/.test(name) ? yearMonth : "DayTimeIntervalType";
      const sizedClass = /^(char|varchar|time|string)\b/.exec(name)?.[1];
      if (sizedClass !== undefined) return `${sizedClass.charAt(0).toUpperCase()}${sizedClass.slice(1)}Type`;
      return Object.keys(atoms).find((key) => atoms[key] === name) ?? "DataType";
    }
  }
}

const yearMonth = "YearMonthIntervalType";

/** A type as a Python object. */
export const typeValue = (dataType: DataType, evidence: Evidence): SparkValue =>
  spark(classOfType(dataType), evidence, { data: { kind: "type", dataType } });

/** A field as a Python object; null for one of which not even the name is known. */
export const fieldValue = (field: Field | null, evidence: Evidence): SparkValue =>
  spark("StructField", evidence, field ? { data: { kind: "field", field } } : {});

/** The type that a value is; unknown for what is none. */
export const typeOf = (value: Value | undefined): DataType =>
  value?.kind === "spark" && value.data?.kind === "type" ? value.data.dataType : unknownType;

/** `StructField(name, dataType, nullable, metadata)`. */
function fieldOf(args: readonly BoundArgument[]): Field | null {
  const given = placedArguments(args, ["name", "dataType", "nullable", "metadata"]);
  return given && namedField(given.get("name"), typeOf(given.get("dataType")), given.get("nullable"));
}

function namedField(name: Value | undefined, dataType: DataType, nullable: Value | undefined): Field | null {
  if (name?.kind !== "string" || name.value === null) return null;
  return noteFieldSite({ name: name.value, dataType, nullable: truth(nullable) }, name.site ?? null);
}

/**
 * The field that `StructType.add` adds: a StructField, or a name with a type, which may be text in the form that JSON
 * has (`_parse_datatype_json_value`, 3.3 to 4.3).
 */
export function addedField(args: readonly BoundArgument[]): Field | null {
  const given = placedArguments(args, ["field", "data_type", "nullable", "metadata"]);
  const field = given?.get("field");
  if (field?.kind === "spark") return field.data?.kind === "field" ? field.data.field : null;
  const type = given?.get("data_type");
  const dataType =
    type?.kind === "string" ? (type.value === null ? null : typeOfJsonName(type.value)) : typeOf(type);
  return given && namedField(field, dataType ?? unknownType, given.get("nullable"));
}

const jsonNames: Readonly<Record<string, string>> = {
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
};

/** A type by the name that Spark's JSON has for it: "integer", "long", "decimal(10,2)"; null for others, as "int". */
export function typeOfJsonName(name: string): DataType | null {
  const sql = jsonNames[name];
  if (sql !== undefined) return atomic(sql);
  if (/^(?:tinyint|smallint|int|bigint|real|numeric|dec|array|map|struct)\b/.test(name)) return null;
  return name === name.toLowerCase() || name.startsWith("string collate ") ? parseDataType(name) : null;
}

function structOf(fields: Value | undefined): DataType | null {
  if (fields === undefined || fields.kind === "none") return { type: "struct", fields: [] };
  if (fields.kind !== "sequence" || !fields.exact) return null;
  const found: Field[] = [];
  for (const each of fields.elements) {
    if (each.kind !== "spark" || each.data?.kind !== "field") return null;
    found.push(each.data.field);
  }
  return { type: "struct", fields: found };
}

/** Whether a flag is set; it is where the code does not tell, as flags of types are unless the code says otherwise. */
function truth(value: Value | undefined): boolean {
  if (value === undefined) return true;
  if (value.kind === "none") return false;
  return !((value.kind === "boolean" || value.kind === "number") && value.value !== null && !value.value);
}

function integer(given: Given, name: string, otherwise: number | null = null): number | null {
  const value = given.get(name);
  if (value === undefined) return otherwise;
  return value.kind === "number" && Number.isInteger(value.value) ? value.value : null;
}

/** An interval between two units, given by number or as `DayTimeIntervalType.DAY`. */
function intervalOf(given: Given, units: readonly string[]): DataType | null {
  const unit = (name: string): string | null | undefined => {
    const value = given.get(name);
    if (value === undefined || value.kind === "none") return undefined;
    if (value.kind === "number") return units[value.value ?? -1] ?? null;
    const named = value.kind === "api" ? value.name.slice(value.name.lastIndexOf(".") + 1).toLowerCase() : "";
    return units.includes(named) ? named : null;
  };
  const [start, end] = [unit("startField"), unit("endField")];
  if (start === null || end === null || (start === undefined && end !== undefined)) return null;
  const [from, to] =
    start === undefined ? [units[0] ?? "", units.at(-1) ?? ""] : [start, end === undefined ? start : end];
  return atomic(from === to ? `interval ${from}` : `interval ${from} to ${to}`);
}
