import { arrayOf, atomic, decimal, mapOf, type DataType, type Field } from "../../catalog/dataType.ts";
import { fieldsOfSchemaJson } from "./sparkSchemaJson.ts";

/** A node of a Parquet schema, in the order of the footer: each group is followed by its children. */
export interface ParquetElement {
  readonly name: string;
  readonly type?: string | undefined;
  readonly repetition_type?: string | undefined;
  readonly num_children?: number | undefined;
  readonly converted_type?: string | undefined;
  readonly logical_type?:
    | {
        readonly type: string;
        readonly isAdjustedToUTC?: boolean;
        readonly bitWidth?: number;
        readonly isSigned?: boolean;
      }
    | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
}

export interface ParquetFooter {
  readonly schema: readonly ParquetElement[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where Spark keeps the schema of what it has written. */
const sparkKey = "org.apache.spark.sql.parquet.row.metadata";

/** The columns as Spark reads them (ParquetToSparkSchemaConverter, 4.3): nulls allowed. Null for types that it refuses. */
export function parquetFields(footer: ParquetFooter): readonly Field[] | null {
  const own = footer.metadata[sparkKey];
  const written = own === undefined ? null : fieldsOfSchemaJson(own);
  if (written) return written;
  const [root, ...elements] = footer.schema;
  return root ? new ElementReader(elements).fields(root.num_children ?? 0) : null;
}

/** Walks the flat list of elements. */
class ElementReader {
  readonly #elements: readonly ParquetElement[];
  #at = 0;

  constructor(elements: readonly ParquetElement[]) {
    this.#elements = elements;
  }

  fields(count: number): readonly Field[] | null {
    const fields: Field[] = [];
    for (let index = 0; index < count; index++) {
      const field = this.#field();
      if (field === null) return null;
      fields.push(field);
    }
    return fields;
  }

  #field(): Field | null {
    const element = this.#elements[this.#at++];
    if (!element) return null;
    const dataType = this.#type(element);
    if (dataType === null) return null;
    const repeated = element.repetition_type === "REPEATED";
    return { name: element.name, dataType: repeated ? arrayOf(dataType) : dataType, nullable: true };
  }

  #type(element: ParquetElement): DataType | null {
    const kind = element.logical_type?.type ?? element.converted_type;
    if (element.num_children === undefined || element.num_children === 0) return primitive(element);
    if (kind === "LIST") return this.#list();
    if (kind === "MAP" || kind === "MAP_KEY_VALUE") return this.#map();
    const fields = this.fields(element.num_children);
    return fields && { type: "struct", fields };
  }

  /** The repeated group of a list holds the element, or is it itself in old files. */
  #list(): DataType | null {
    const repeated = this.#elements[this.#at++];
    if (!repeated) return null;
    const children = repeated.num_children ?? 0;
    if (children !== 1 || /^array$|_tuple$/.test(repeated.name)) {
      this.#at--;
      const inner = this.#elements[this.#at++];
      const type = inner
        ? this.#type({ ...inner, logical_type: undefined, converted_type: inner.converted_type })
        : null;
      return type && arrayOf(type);
    }
    const element = this.#field();
    return element && arrayOf(element.dataType);
  }

  #map(): DataType | null {
    this.#at++;
    const [key, value] = [this.#field(), this.#field()];
    return key && value && mapOf(key.dataType, value.dataType);
  }
}

function primitive({
  type,
  converted_type,
  logical_type,
  precision,
  scale,
}: ParquetElement): DataType | null {
  const kind = logical_type?.type ?? converted_type;
  if (kind === "DECIMAL" && precision !== undefined) return decimal(precision, scale ?? 0);
  switch (type) {
    case "BOOLEAN":
      return atomic("boolean");
    case "FLOAT":
      return atomic("float");
    case "DOUBLE":
      return atomic("double");
    case "INT32":
      return int32(kind, logical_type);
    case "INT64":
      return int64(kind, logical_type);
    case "INT96":
      return atomic("timestamp");
    case "BYTE_ARRAY":
      return kind === "STRING" || kind === "UTF8" || kind === "ENUM" || kind === "JSON"
        ? atomic("string")
        : atomic("binary");
    case "FIXED_LEN_BYTE_ARRAY":
      return kind === undefined || kind === "UUID" ? atomic("binary") : null;
    default:
      return null;
  }
}

function int32(kind: string | undefined, logical: ParquetElement["logical_type"]): DataType | null {
  if (kind === "DATE") return atomic("date");
  if (kind === "INT_8") return atomic("tinyint");
  if (kind === "INT_16" || kind === "UINT_8") return atomic("smallint");
  if (kind === "UINT_32") return atomic("bigint");
  if (kind === "INTEGER") return integer(logical?.bitWidth ?? 32, logical?.isSigned ?? true);
  return kind === undefined || kind === "INT_32" || kind === "UINT_16" ? atomic("int") : null;
}

function int64(kind: string | undefined, logical: ParquetElement["logical_type"]): DataType | null {
  if (kind === "TIMESTAMP") return atomic(logical?.isAdjustedToUTC === false ? "timestamp_ntz" : "timestamp");
  if (kind === "TIMESTAMP_MICROS" || kind === "TIMESTAMP_MILLIS") return atomic("timestamp");
  if (kind === "INTEGER") return integer(logical?.bitWidth ?? 64, logical?.isSigned ?? true);
  if (kind === "UINT_64") return decimal(20, 0);
  return kind === undefined || kind === "INT_64" ? atomic("bigint") : null;
}

/** Unsigned numbers take the next wider type. */
function integer(bits: number, signed: boolean): DataType {
  if (!signed && bits === 64) return decimal(20, 0);
  const width = signed ? bits : bits * 2;
  return atomic(width <= 8 ? "tinyint" : width <= 16 ? "smallint" : width <= 32 ? "int" : "bigint");
}
