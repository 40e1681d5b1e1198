import { arrayOf, atomic, decimal, mapOf, type DataType, type Field } from "./dataType.ts";

/** As `DataType.simpleString`: "array<int>", "struct<a:int,b:string>"; "?" where a part is not known. */
export function simpleString(type: DataType): string {
  switch (type.type) {
    case "atomic":
      return type.name;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "array":
      return `array<${simpleString(type.element)}>`;
    case "map":
      return `map<${simpleString(type.key)},${simpleString(type.value)}>`;
    case "struct":
      return `struct<${type.fields.map(({ name, dataType }) => `${name}:${simpleString(dataType)}`).join(",")}>`;
    case "unknown":
      return "?";
  }
}

/** As `DataType.sql`: "ARRAY<INT>", "STRUCT<a: INT NOT NULL>". */
export function sqlString(type: DataType): string {
  switch (type.type) {
    case "array":
      return `ARRAY<${sqlString(type.element)}>`;
    case "map":
      return `MAP<${sqlString(type.key)}, ${sqlString(type.value)}>`;
    case "struct":
      return `STRUCT<${type.fields.map((field) => `${quoted(field.name)}: ${fieldText(field)}`).join(", ")}>`;
    default:
      return simpleString(type).toUpperCase();
  }
}

/** As `StructType.toDDL`: "a INT NOT NULL,b STRING". */
export const ddlString = (fields: readonly Field[]): string =>
  fields.map((field) => `${quoted(field.name)} ${fieldText(field)}`).join(",");

const fieldText = ({ dataType, nullable }: Field): string =>
  `${sqlString(dataType)}${nullable ? "" : " NOT NULL"}`;

const quoted = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;

const synonyms: Readonly<Record<string, string>> = {
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
  real: "float",
  null: "void",
  timestamp_ltz: "timestamp",
};
const names = new Set(
  "boolean tinyint smallint int bigint float double string binary date timestamp timestamp_ntz void variant".split(
    " ",
  ),
);
const intervalUnits = ["year", "month", "day", "hour", "minute", "second"];

/** Reads one type in any of Spark's spellings; null when it is none. */
export function parseDataType(text: string, listener?: FieldListener): DataType | null {
  const reader = new TypeReader(text, listener);
  const type = reader.dataType();
  return type !== null && reader.atEnd() ? type : null;
}

/** Takes the place of each field's name, in the text that is read. */
export type FieldListener = (field: Field, start: number, end: number) => void;

/** Reads columns as in "a INT, b: STRING NOT NULL COMMENT 'x'"; null when they are none. */
export function parseColumns(text: string, listener?: FieldListener): readonly Field[] | null {
  const reader = new TypeReader(text, listener);
  const fields = reader.fields(null);
  return fields !== null && reader.atEnd() ? fields : null;
}

/** A recursive descent over the words and marks of a type. */
class TypeReader {
  readonly #tokens: readonly string[];
  /** Where each token starts. */
  readonly #places: readonly number[];
  readonly #listener: FieldListener | undefined;
  #at = 0;

  constructor(text: string, listener?: FieldListener) {
    const found = [
      ...text.matchAll(/`(?:[^`]|``)*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\p{L}\p{N}_$]+|[^\s]/gu),
    ];
    this.#tokens = found.map(([token]) => token);
    this.#places = found.map(({ index }) => index);
    this.#listener = listener;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #peek(): string {
    return this.#tokens[this.#at]?.toLowerCase() ?? "";
  }

  #take(wanted: string): boolean {
    if (this.#peek() !== wanted) return false;
    this.#at++;
    return true;
  }

  dataType(): DataType | null {
    const word = this.#peek();
    this.#at++;
    const name = synonyms[word] ?? word;
    if (name === "decimal" || name === "dec" || name === "numeric") return this.#decimal();
    if (name === "array") return this.#array();
    if (name === "map") return this.#map();
    if (name === "struct") return this.#struct();
    if (name === "interval") return this.#interval();
    if (name === "char" || name === "character" || name === "varchar") return this.#sized(name);
    if (name === "time") return atomic(`time(${this.#numbers()?.[0] ?? 6})`);
    if (name === "timestamp" && this.#take("without")) return this.#zone("timestamp_ntz");
    if (name === "timestamp" && this.#take("with")) return this.#zone("timestamp");
    if (name === "string" && this.#take("collate")) {
      const collation = this.#tokens[this.#at++];
      return collation === undefined ? null : atomic(`string collate ${collationName(collation)}`);
    }
    return names.has(name) ? atomic(name) : null;
  }

  #zone(name: string): DataType | null {
    this.#take("local");
    return this.#take("time") && this.#take("zone") ? atomic(name) : null;
  }

  /** Numbers in parentheses; null when there are none. */
  #numbers(): readonly number[] | null {
    if (!this.#take("(")) return null;
    const found: number[] = [];
    do {
      const value = Number(this.#tokens[this.#at++]);
      if (!Number.isInteger(value)) return null;
      found.push(value);
    } while (this.#take(","));
    return this.#take(")") ? found : null;
  }

  #decimal(): DataType | null {
    if (this.#peek() !== "(") return decimal(10, 0);
    const [precision, scale = 0] = this.#numbers() ?? [];
    if (precision === undefined || precision < 1 || precision > 38 || scale > precision) return null;
    return decimal(precision, scale);
  }

  #sized(name: string): DataType | null {
    const [length] = this.#numbers() ?? [];
    return length === undefined ? null : atomic(`${name === "varchar" ? "varchar" : "char"}(${length})`);
  }

  #array(): DataType | null {
    if (!this.#take("<")) return null;
    const element = this.dataType();
    return element !== null && this.#take(">") ? arrayOf(element) : null;
  }

  #map(): DataType | null {
    if (!this.#take("<")) return null;
    const key = this.dataType();
    if (key === null || !this.#take(",")) return null;
    const value = this.dataType();
    return value !== null && this.#take(">") ? mapOf(key, value) : null;
  }

  #struct(): DataType | null {
    if (!this.#take("<")) return null;
    const fields = this.fields(">");
    return fields !== null && this.#take(">") ? { type: "struct", fields } : null;
  }

  #interval(): DataType | null {
    const from = this.#peek();
    if (!intervalUnits.includes(from)) return atomic("interval");
    this.#at++;
    if (!this.#take("to")) return atomic(`interval ${from}`);
    const to = this.#peek();
    this.#at++;
    return intervalUnits.includes(to) ? atomic(`interval ${from} to ${to}`) : null;
  }

  /** Fields up to `end`, which stays; null for a mistake. */
  fields(end: string | null): readonly Field[] | null {
    const found: Field[] = [];
    if (end !== null && this.#peek() === end) return found;
    do {
      const place = this.#places[this.#at] ?? 0;
      const word = this.#tokens[this.#at++];
      if (word === undefined || !/^[`\p{L}\p{N}_$]/u.test(word)) return null;
      const name = word.startsWith("`") ? word.slice(1, -1).replaceAll("``", "`") : word;
      this.#take(":");
      const dataType = this.dataType();
      if (dataType === null) return null;
      const nullable = !(this.#take("not") && this.#take("null"));
      if (this.#take("comment")) this.#at++;
      const field = { name, dataType, nullable };
      found.push(field);
      this.#listener?.(field, place, place + word.length);
    } while (this.#take(","));
    return found;
  }
}

/**
 * A collation as Spark writes it: its own in capitals, a language small, a script as a name, a country and what is left
 * out of account in capitals; that case and accents count is not written (CollationFactory, 4.0 to 4.3).
 */
export function collationName(written: string): string {
  const name = written.replaceAll("`", "");
  if (/^(?:utf8|unicode)/i.test(name)) return name.toUpperCase().replace(/_(?:CS|AS)(?=_|$)/g, "");
  const [language = "", ...parts] = name.split("_");
  const others = parts.filter((part) => !/^(?:cs|as)$/i.test(part));
  const spelled = others.map((part) =>
    part.length === 4 ? part.charAt(0).toUpperCase() + part.slice(1).toLowerCase() : part.toUpperCase(),
  );
  return [language.toLowerCase(), ...spelled].join("_");
}
