import {
  arrayOf,
  atomic,
  decimal,
  kindOf,
  mapOf,
  unknownType,
  type DataType,
  type Field,
} from "./dataType.ts";
import { rowIn, type Versioned } from "./versioned.ts";
import { mergedInterval } from "./intervalType.ts";

/** How Spark brings types together and what it lets be cast; each of Spark's two modes has tables of its own. */
export interface Coercion {
  /** What coalesce, CASE, IN and a union make of two types; null when nothing. `unknown` when a part is not known. */
  readonly commonType: (left: DataType, right: DataType, mode: CoercionMode) => DataType | null;
  /** The same, but text never meets another type: what greatest and least do. */
  readonly commonTypeWithoutString: (left: DataType, right: DataType, mode: CoercionMode) => DataType | null;
  /** The same, where decimals meet nothing that needs more digits: what the functions of arrays and maps do. */
  readonly tightestCommonType: (left: DataType, right: DataType, mode: CoercionMode) => DataType | null;
  /** The type of an arithmetic operator's result; null when the types do not fit. */
  readonly arithmeticType: (
    operator: ArithmeticOperator,
    left: DataType,
    right: DataType,
    mode: CoercionMode,
  ) => DataType | null;
  /** Whether CAST, or one of its relatives, is legal; null when a part of a type is not known. */
  readonly canCast: (from: DataType, to: DataType, kind: CastKind, version: string) => boolean | null;
}

export interface CoercionMode {
  /** A Spark version of the tables, such as "4.1". */
  readonly version: string;
  /** What spark.sql.ansi.enabled says. */
  readonly ansi: boolean;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/** "ansi" and "legacy" are CAST in the two modes, "up" a cast that loses nothing, "store" what an INSERT does in ANSI mode. */
export type CastKind = "ansi" | "legacy" | "try" | "up" | "store";

type MeetingRow = Versioned<Record<string, string>>;
interface CastRow {
  readonly to: readonly string[];
}

interface CoercionData {
  readonly versions: readonly string[];
  readonly tightestLegacy: Readonly<Record<string, MeetingRow>>;
  readonly tightestAnsi: Readonly<Record<string, MeetingRow>>;
  readonly widerLegacy: Readonly<Record<string, MeetingRow>>;
  readonly widerAnsi: Readonly<Record<string, MeetingRow>>;
  readonly castLegacy: Readonly<Record<string, Versioned<CastRow>>>;
  readonly castAnsi: Readonly<Record<string, Versioned<CastRow>>>;
  readonly tryCast: Readonly<Record<string, Versioned<CastRow>>>;
  readonly upCast: Readonly<Record<string, Versioned<CastRow>>>;
  readonly storeAssignment: Readonly<Record<string, Versioned<CastRow>>>;
}

const castTables = {
  ansi: "castAnsi",
  legacy: "castLegacy",
  try: "tryCast",
  up: "upCast",
  store: "storeAssignment",
} as const satisfies Record<CastKind, keyof CoercionData>;

/** Builds the look-ups from the text of type-coercion.json. */
export function createCoercion(text: string): Coercion {
  const data = JSON.parse(text) as CoercionData;
  const meeting = createMeeting(data);
  return {
    commonType: (left, right, mode) => commonOf(left, right, mode, meeting("wider")),
    commonTypeWithoutString: (left, right, mode) => commonOf(left, right, mode, meeting("tightest")),
    tightestCommonType: (left, right, mode) =>
      commonOf(left, right, mode, meeting("tightest"), tightestDecimal),
    arithmeticType(operator, left, right, mode) {
      const numbers = [left, right].map(kindOf);
      if (numbers.includes("unknown")) return unknownType;
      const decimals = [decimalFor(left), decimalFor(right)] as const;
      if (numbers.includes("decimal") && decimals[0] !== null && decimals[1] !== null)
        return decimalArithmetic(operator, decimals[0], decimals[1]);
      const common = commonOf(left, right, mode, meeting("tightest"));
      if (common === null || !numericKinds.has(kindOf(common))) return null;
      return operator === "/" ? atomic("double") : common;
    },
    canCast(from, to, kind, version) {
      const rows = data[castTables[kind]];
      const legal = (a: string, b: string): boolean => {
        const row = rows[a];
        return row !== undefined && (rowIn(row, data.versions, version)?.to.includes(b) ?? false);
      };
      return castable(from, to, legal, kind === "legacy" || kind === "try");
    },
  };
}

type Meeting = (left: string, right: string, mode: CoercionMode) => string | undefined;

function createMeeting(data: CoercionData): (table: "wider" | "tightest") => Meeting {
  const rows = new Map<string, Record<string, string> | null>();
  return (table) => (left, right, mode) => {
    const name = `${table}${mode.ansi ? "Ansi" : "Legacy"}` as const;
    const key = `${name} ${mode.version} ${left}`;
    let row = rows.get(key);
    if (row === undefined) {
      const stored = data[name][left];
      row = stored === undefined ? null : rowIn(stored, data.versions, mode.version);
      rows.set(key, row);
    }
    return row?.[right];
  };
}

const numericKinds = new Set(["tinyint", "smallint", "int", "bigint", "float", "double", "decimal"]);

/** The decimal that holds every value of an integral type; a decimal as it is; null for other types. */
export function decimalFor(type: DataType): Decimal | null {
  if (type.type === "decimal") return type;
  const digits = { tinyint: 3, smallint: 5, int: 10, bigint: 20 }[kindOf(type)];
  return digits === undefined ? null : { type: "decimal", precision: digits, scale: 0 };
}

type Decimal = Extract<DataType, { type: "decimal" }>;

function commonOf(
  left: DataType,
  right: DataType,
  mode: CoercionMode,
  meeting: Meeting,
  decimals: (left: DataType, right: DataType) => DataType | null = meetingDecimal,
): DataType | null {
  if (left.type === "unknown" || right.type === "unknown") return unknownType;
  const go = (a: DataType, b: DataType): DataType | null => commonOf(a, b, mode, meeting, decimals);
  if (left.type === "array" && right.type === "array") {
    const element = go(left.element, right.element);
    return element && arrayOf(element);
  }
  if (left.type === "map" && right.type === "map") {
    const [key, value] = [go(left.key, right.key), go(left.value, right.value)];
    return key && value && mapOf(key, value);
  }
  if (left.type === "struct" && right.type === "struct") return commonStruct(left.fields, right.fields, go);
  if (isVoid(left)) return right;
  if (isVoid(right)) return left;
  if (left.type === "atomic" && right.type === "atomic" && left.name === right.name) return left;
  const [a, b] = [kindOf(left), kindOf(right)];
  if (a === b && a === "string") return unknownType;
  if (a === b && a.startsWith("interval ")) return mergedInterval(left, right);
  if (a === "decimal" || b === "decimal") {
    const met = decimals(left, right);
    if (met !== null || decimals === tightestDecimal) return met;
  }
  const met = meeting(a, b, mode);
  if (met === undefined) return null;
  if (met === b) return right;
  if (met === a) return left;
  return atomic(met);
}

/** What a decimal and another number have in common; null when there is none or the tables tell. */
function meetingDecimal(left: DataType, right: DataType): DataType | null {
  const [x, y] = [decimalFor(left), decimalFor(right)];
  if (x !== null && y !== null) return widerDecimal(x, y);
  const other = kindOf(left.type === "decimal" ? right : left);
  return other === "float" || other === "double" ? atomic("double") : null;
}

/** One of the two when it holds all values of the other; decimals of different widths do not meet. */
function tightestDecimal(left: DataType, right: DataType): DataType | null {
  const [x, y] = [decimalFor(left), decimalFor(right)];
  if (x === null || y === null) return null;
  if (left.type === "decimal" && right.type === "decimal")
    return x.precision === y.precision && x.scale === y.scale ? left : null;
  const [wide, narrow] = left.type === "decimal" ? [x, y] : [y, x];
  return wide.precision - wide.scale >= narrow.precision ? wide : null;
}

const isVoid = (type: DataType): boolean => type.type === "atomic" && type.name === "void";

function commonStruct(
  left: readonly Field[],
  right: readonly Field[],
  go: (a: DataType, b: DataType) => DataType | null,
): DataType | null {
  if (left.length !== right.length) return null;
  const fields: Field[] = [];
  for (const [index, field] of left.entries()) {
    const other = right[index];
    if (other?.name.toLowerCase() !== field.name.toLowerCase()) return null;
    const dataType = go(field.dataType, other.dataType);
    if (dataType === null) return null;
    fields.push({ name: field.name, dataType, nullable: field.nullable || other.nullable });
  }
  return { type: "struct", fields };
}

/** A decimal with the integral digits of the wider and the scale of the finer; Spark gives up digits of the scale first. */
export function widerDecimal(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  const precision = Math.max(left.precision - left.scale, right.precision - right.scale) + scale;
  const excess = Math.max(0, precision - 38);
  return { type: "decimal", precision: precision - excess, scale: Math.max(0, scale - excess) };
}

/** Precision and scale of a decimal operator's result, the SQL standard's formulas cut to 38 digits as Spark cuts them. */
export function decimalArithmetic(operator: ArithmeticOperator, left: Decimal, right: Decimal): DataType {
  const [p1, s1, p2, s2] = [left.precision, left.scale, right.precision, right.scale];
  const scale = Math.max(s1, s2);
  switch (operator) {
    case "+":
    case "-":
      return adjusted(Math.max(p1 - s1, p2 - s2) + scale + 1, scale);
    case "*":
      return adjusted(p1 + p2 + 1, s1 + s2);
    case "/": {
      const quotient = Math.max(6, s1 + p2 + 1);
      return adjusted(p1 - s1 + s2 + quotient, quotient);
    }
    case "%":
      return adjusted(Math.min(p1 - s1, p2 - s2) + scale, scale);
  }
}

/** Of a result with over 38 digits Spark keeps the integral ones, but at least six (or all) of the scale. */
function adjusted(precision: number, scale: number): DataType {
  if (precision <= 38) return decimal(precision, scale);
  return decimal(38, Math.max(38 - (precision - scale), Math.min(scale, 6)));
}

function castable(
  from: DataType,
  to: DataType,
  legal: (from: string, to: string) => boolean,
  mayGiveNull: boolean,
): boolean | null {
  if (from.type === "unknown" || to.type === "unknown") return null;
  const go = (a: DataType, b: DataType): boolean | null => castable(a, b, legal, mayGiveNull);
  const all = (parts: readonly (boolean | null)[]): boolean | null =>
    parts.includes(false) ? false : parts.includes(null) ? null : true;
  if (from.type === "array" && to.type === "array") return go(from.element, to.element);
  if (from.type === "map" && to.type === "map") {
    const key = mayGiveNull ? keyCast(kindOf(from.key), kindOf(to.key)) : true;
    return all([key, go(from.key, to.key), go(from.value, to.value)]);
  }
  if (from.type === "struct" && to.type === "struct") {
    if (from.fields.length !== to.fields.length) return false;
    return all(
      from.fields.map(({ dataType }, index) => go(dataType, to.fields[index]?.dataType ?? unknownType)),
    );
  }
  return legal(kindOf(from), kindOf(to));
}

/** A map's key must not become NULL, as text may that is no number; for the other kinds nothing is said. */
function keyCast(from: string, to: string): boolean | null {
  if (from === to || to === "string") return true;
  return from === "string" ? to === "binary" : null;
}
