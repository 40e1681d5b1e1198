import { atomic, type DataType, type Field } from "../../catalog/dataType.ts";
import { compareVersions } from "../../catalog/sparkVersion.ts";
import { flag, type Session } from "../session.ts";
import { placedArguments } from "../spark/placedArguments.ts";
import type { RowName, Value } from "../value.ts";
import { arrowType } from "./arrowTypes.ts";
import { noteFieldSite } from "./fieldSites.ts";
import { arrayRows } from "./numpyArrays.ts";
import {
  agreedType,
  hasVoid,
  inferType,
  isRefusal,
  mergeTypes,
  refusal,
  type InferenceOptions,
  type Inferred,
  type Refusal,
} from "./pythonTypes.ts";
import { namedValues } from "./pythonRows.ts";

/** A pandas frame that the program spells: its columns with their values. */
export interface PandasFrame {
  /** Null where the code does not tell all of them. */
  readonly columns: readonly PandasColumn[] | null;
}

interface PandasColumn extends RowName {
  readonly values: readonly Value[];
  /** These are all the values; else each is one of these. */
  readonly exact: boolean;
}

/** The pandas frame that a value is; null for what is none. */
export function pandasFrame(data: Value): PandasFrame | null {
  if (data.kind !== "library" || data.type !== "pandas.DataFrame") return null;
  const given = placedArguments(data.args, ["data", "index", "columns", "dtype", "copy"]);
  const content = given?.get("data");
  if (!given || given.has("dtype") || content === undefined) return { columns: null };
  const names = given.get("columns");
  if (content.kind === "library" && names?.kind === "sequence" && names.exact)
    return { columns: columnsAlike(content, names.elements) };
  const columns =
    content.kind === "dict" ? columnsOfDict(content) : columnsOfRows(arrayRows(content) ?? content);
  return { columns: names === undefined || columns === null ? columns : renamed(content, columns, names) };
}

/** An array of numbers, with its columns named. */
function columnsAlike(content: Value, names: readonly Value[]): readonly PandasColumn[] | null {
  const columns = names.map((each) => {
    const name = nameOf(each);
    return name && { ...name, values: [content], exact: false };
  });
  return columns.every((each) => each !== null) ? columns : null;
}

/** `columns=` names the columns of rows; of a dict it picks some. */
function renamed(
  content: Value,
  columns: readonly PandasColumn[],
  names: Value,
): readonly PandasColumn[] | null {
  if (names.kind !== "sequence" || !names.exact) return null;
  const found: PandasColumn[] = [];
  const picks = content.kind === "dict";
  if (!picks && names.elements.length !== columns.length) return null;
  for (const [index, each] of names.elements.entries()) {
    const name = nameOf(each);
    const column = picks ? columns.find((other) => other.name === name?.name) : columns[index];
    if (!name || !column) return null;
    found.push({ ...column, ...name });
  }
  return found;
}

/** The name that Spark gives a pandas column: its text. */
const nameOf = (label: Value): RowName | null =>
  label.kind === "string" && label.value !== null
    ? { name: label.value, site: label.site ?? null }
    : label.kind === "number" && label.value !== null && !label.isFloat
      ? { name: String(label.value), site: null }
      : null;

function columnsOfDict(dict: Extract<Value, { kind: "dict" }>): readonly PandasColumn[] | null {
  if (!dict.exact) return null;
  const columns = new Map<string, PandasColumn>();
  for (const { key, value } of dict.entries) {
    const name = nameOf(key);
    if (!name) return null;
    columns.set(name.name, { ...name, ...valuesOf(value) });
  }
  return [...columns.values()];
}

function valuesOf(value: Value): Pick<PandasColumn, "values" | "exact"> {
  if (value.kind === "sequence") return { values: value.elements, exact: value.exact };
  if (value.kind === "library" && /^(?:pandas\.Series|numpy\.array)$/.test(value.type)) {
    const [first] = value.args;
    if (first?.value.kind === "sequence" && value.args.length === 1) return valuesOf(first.value);
  }
  return { values: [value], exact: false };
}

/** Rows as tuples, lists, dicts, named tuples or single values. */
function columnsOfRows(rows: Value): readonly PandasColumn[] | null {
  if (rows.kind !== "sequence" || rows.elements.length === 0) return null;
  const columns = new Map<string, { readonly name: RowName; readonly values: (Value | undefined)[] }>();
  for (const [index, row] of rows.elements.entries()) {
    const cells = cellsOf(row);
    if (cells === null) return null;
    for (const { value, ...name } of cells) {
      let column = columns.get(name.name);
      if (!column) columns.set(name.name, (column = { name, values: [] }));
      column.values[index] = value;
    }
  }
  return [...columns.values()].map(({ name, values }) => ({
    ...name,
    values: Array.from(rows.elements, (_, index): Value => values[index] ?? { kind: "none" }),
    exact: rows.exact,
  }));
}

/** The cells of a row: dicts in their own order, others by number. */
function cellsOf(row: Value): readonly (RowName & { readonly value: Value })[] | null {
  if (row.kind === "dict") {
    if (!row.exact) return null;
    const cells = row.entries.map(({ key, value }) => {
      const name = nameOf(key);
      return name && { ...name, value };
    });
    return cells.every((each) => each !== null) ? cells : null;
  }
  const values = namedValues(row, []);
  if (values === "no row") return [{ name: "0", site: null, value: row }];
  if (values === null) return null;
  const isPlain = row.kind === "sequence";
  return isPlain ? values.map(({ value }, index) => ({ name: String(index), site: null, value })) : values;
}

/**
 * The fields that Spark makes of a pandas frame's columns: by Arrow where that is on and takes all of them, else as of
 * Python's own values (`SparkConversionMixin.createDataFrame`, 3.3 to 4.3). Null where the code does not tell.
 */
export function pandasFields(
  { columns }: PandasFrame,
  session: Session,
  options: InferenceOptions,
): readonly Field[] | Refusal | null {
  if (columns === null) return null;
  if (columns.some(({ values, exact }) => exact && values.length === 0))
    return refusal("CANNOT_INFER_EMPTY_SCHEMA", "there is none to tell the columns");
  const plain = (): (DataType | Refusal)[] =>
    columns.map((column) => {
      const type = plainType(column, options);
      return !isRefusal(type) && column.exact && hasVoid(type)
        ? refusal("CANNOT_DETERMINE_TYPE", `nothing tells the type of the column ${column.name}`)
        : type;
    });
  const byArrow = usesArrow(session);
  const arrow = columns.map((column) => arrowType(column, plainType(column, options), session));
  const types = byArrow === false || arrow.some((type) => type === "refused") ? plain() : arrow;
  const fields: Field[] = [];
  for (const [index, column] of columns.entries()) {
    const type = types[index];
    if (type === undefined || type === "refused") return null;
    if (isRefusal(type)) return type;
    const dataType = byArrow === null && !isSimple(type) ? ({ type: "unknown" } as const) : type;
    fields.push(noteFieldSite({ name: column.name, dataType, nullable: true }, column.site));
  }
  return fields;
}

/** Types that are the same with Arrow and without. */
const isSimple = (type: DataType): boolean => type.type === "atomic" && type.name !== "void";

/** Whether pandas frames go through Arrow; null where the code does not tell. */
function usesArrow(session: Session): boolean | null {
  const key = "spark.sql.execution.arrow.pyspark.enabled";
  return session.conf.has(key) ? flag(session, key) : flag(session, "spark.sql.execution.arrow.enabled");
}

/** The type of a column's values as pandas hands them out; numbers with gaps are floats. */
function plainType({ values, exact }: PandasColumn, options: InferenceOptions): Inferred {
  const types = values.map((value) => cellType(value, options));
  const isNumeric = types.every(
    (type) => type.type === "atomic" && /^(?:bigint|double|void)$/.test(type.name),
  );
  const names = types.flatMap((type) => (type.type === "atomic" ? [type.name] : []));
  if (isNumeric && names.includes("bigint") && names.some((name) => name !== "bigint"))
    return atomic("double");
  if (!exact) return agreedType(types);
  return types.reduce<Inferred>(
    (left, right) => (isRefusal(left) ? left : isRefusal(right) ? right : mergeTypes(left, right, options)),
    atomic("void"),
  );
}

function cellType(value: Value, options: InferenceOptions): Inferred {
  if (value.kind === "library" && /^pandas\.(?:Timestamp|to_datetime|date_range)$/.test(value.type))
    return inferType({ ...value, type: "datetime.datetime" }, options);
  if (
    value.kind === "library" &&
    /^numpy\.(?:zeros|ones|linspace|random\.(?:rand|randn|random|normal|uniform))$/.test(value.type)
  )
    return value.args.some((each) => each.name === "dtype") ? { type: "unknown" } : atomic("double");
  return inferType(value, options);
}

/** The fields that Spark makes of `numpy.array(…)`; null for what is none, and where the code does not tell. */
export function numpyFields(
  data: Value,
  session: Session,
  options: InferenceOptions,
): readonly Field[] | null {
  if (data.kind !== "library" || data.type !== "numpy.array" || data.args.length !== 1) return null;
  if (compareVersions(session.version, "3.4") < 0) return null;
  const rows = data.args[0]?.value;
  const columns = rows && columnsOfRows(rows);
  if (!columns) return null;
  const types = columns.map((column) => plainType(column, options));
  const type = types.some((each) => each.type === "atomic" && each.name === "double")
    ? atomic("double")
    : atomic("bigint");
  const isNumeric = types.every((each) => each.type === "atomic" && /^(?:bigint|double)$/.test(each.name));
  if (!isNumeric) return null;
  return columns.map((_, index) => ({
    name: columns.length === 1 ? "value" : `_${index + 1}`,
    dataType: type,
    nullable: true,
  }));
}
