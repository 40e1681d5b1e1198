import type { CallExpression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import type { StoredTable } from "../query/queryStep.ts";
import { setting, type Session } from "../session.ts";
import type { BuilderCall, BuilderState, SparkValue, Value } from "../value.ts";
import { textOf } from "./optionText.ts";
import { placedArguments } from "./placedArguments.ts";
import { sessionOf } from "./sessionState.ts";
import { emptyState } from "./spark.ts";
import { mayChangeTables } from "./untoldStatements.ts";
import {
  bindStored,
  bindTable,
  changeAnyTable,
  isDropped,
  tableNamed,
  useCatalog,
  useDatabase,
} from "./views.ts";

/** What a write does to a table that is there already. */
type Mode = "error" | "replace" | "keep" | "append";

interface TableWrite {
  /** Null where the code does not tell. */
  readonly name: string | null;
  /** Null where the code does not tell. */
  readonly mode: Mode | null;
  /** As given; null where none is, undefined where the code does not tell. */
  readonly format: string | null | undefined;
  /** Names of columns that the table's folders are named by; null where the code does not tell. */
  readonly partitions: readonly string[] | null;
}

/**
 * Notes the tables that a method of a writer or of the catalog makes or changes, with the columns that they are read
 * back with. Tried with 3.3 and 4.3 on tables of files.
 */
export function noteTables(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  { node, result }: { readonly node: CallExpression; readonly result: Value },
): void {
  const name = textOf(args[0]?.value);
  switch (`${receiver.type}.${method}`) {
    case "SparkSession.sql":
    case "SQLContext.sql": {
      // Spark's grammar does not have what Databricks has here.
      const catalog = /^\s*use\s+catalog\s+([\w`]+)/i.exec(name ?? "")?.[1];
      if (catalog !== undefined) useCatalog(evaluation, catalog);
      // A statement that the code does not tell may change tables; a query's result would be used.
      const { statement } = evaluation.context;
      const isAlone = statement.kind === "Expression" && statement.value === node;
      if (name === null && isAlone && mayChangeTables(args[0]?.value, !isUnread(result)))
        changeAnyTable(evaluation);
      return;
    }
    case "Catalog.setCurrentDatabase":
      useDatabase(evaluation, name);
      return;
    case "Catalog.setCurrentCatalog":
      useCatalog(evaluation, name);
      return;
    case "Catalog.createTable":
      // A table that is there already makes Spark refuse it.
      if (name !== null && result.kind === "spark") bindTable(evaluation, name, result);
      return;
    case "DataFrameWriter.saveAsTable":
      noteWrite(evaluation, receiver, savedTable(receiver.state ?? emptyState, args), node);
      return;
    case "DataStreamWriter.toTable":
      noteWrite(evaluation, receiver, { name, mode: "append", format: undefined, partitions: null }, node);
      return;
    default: {
      const mode = receiver.type === "DataFrameWriterV2" ? modesOfV2[method] : undefined;
      if (mode) noteWrite(evaluation, receiver, { ...tableOfV2(receiver.state ?? emptyState), mode }, node);
    }
  }
}

const isUnread = (result: Value): boolean => result.kind !== "spark" || result.plan?.inputs.length === 0;

const modesOfV2: Readonly<Record<string, Mode>> = {
  create: "error",
  createOrReplace: "replace",
  replace: "replace",
  append: "append",
  overwrite: "append",
  overwritePartitions: "append",
};

function noteWrite(
  evaluation: Evaluation,
  { plan, evidence, state }: SparkValue,
  write: TableWrite,
  node: CallExpression,
): void {
  const { name, mode } = write;
  if (name === null) {
    if (mode !== "error" && mode !== "keep") changeAnyTable(evaluation);
    return;
  }
  const session = sessionOf(evaluation);
  const known = tableNamed(evaluation, name)?.plan ?? null;
  const isMade = known?.details.query?.table !== undefined && known.details.query.table.perhaps !== true;
  if (isMade && (mode === "keep" || (mode === "append" && !mayAddColumns(session, state)))) return;
  if (plan === null) {
    bindTable(evaluation, name, null);
    return;
  }
  const isOfFiles = storesFiles(evaluation, session, write);
  const isCertain =
    !(isMade && mode === "append") &&
    (mode === "error" || (mode !== null && isDropped(evaluation, name)) || (mode === "replace" && isOfFiles));
  const table: StoredTable = {
    from: plan,
    // Tables of files have these columns last, others where they were.
    ...(isOfFiles && write.partitions && { partitions: write.partitions }),
    ...(!(isCertain && (write.partitions || !isOfFiles)) && { perhaps: true }),
  };
  const site = siteOf(evaluation, node);
  bindStored(evaluation, name, table, { site, nameSite: nameSiteOf(evaluation, node), session, evidence });
}

/** Whether rows that are added may bring columns with them, as Delta allows. */
export const mayAddColumns = ({ conf }: Session, state: BuilderState | null): boolean =>
  state?.options.has("mergeschema") === true || conf.has("spark.databricks.delta.schema.autoMerge.enabled");

/** `saveAsTable(name, format, mode, partitionBy, **options)` and what was said to the writer before. */
function savedTable(state: BuilderState, args: readonly BoundArgument[]): TableWrite {
  const own = args.filter(({ name, unpack }) => unpack !== "" || name === null || parameters.includes(name));
  const placed = placedArguments(own, parameters);
  if (placed === null) return { name: null, mode: null, format: undefined, partitions: null };
  const given = (key: string): Value | undefined => {
    const value = placed.get(key);
    return value?.kind === "none" ? undefined : value;
  };
  const mode = given("mode") ?? last(state, "mode")?.args[0]?.value;
  const format = given("format") ?? last(state, "format")?.args[0]?.value;
  const columns = given("partitionBy");
  return {
    name: textOf(placed.get("name")),
    mode: mode === undefined ? "error" : (saveModes[textOf(mode)?.toLowerCase() ?? ""] ?? null),
    format: format === undefined ? null : (textOf(format)?.toLowerCase() ?? undefined),
    partitions: columns
      ? namesOf([columns])
      : namesOf(last(state, "partitionBy")?.args.map(({ value }) => value) ?? []),
  };
}

const parameters = ["name", "format", "mode", "partitionBy"];

/** DataFrameWriter.mode (3.3 to 4.3). */
const saveModes: Readonly<Record<string, Mode>> = {
  overwrite: "replace",
  append: "append",
  ignore: "keep",
  error: "error",
  errorifexists: "error",
  default: "error",
};

/** `writeTo(name).using(format).partitionedBy(…)`. */
function tableOfV2(state: BuilderState): Omit<TableWrite, "mode"> {
  const format = last(state, "using")?.args[0]?.value;
  return {
    name: textOf(last(state, "writeTo")?.args[0]?.value),
    format: format === undefined ? null : (textOf(format)?.toLowerCase() ?? undefined),
    partitions: namesOf(last(state, "partitionedBy")?.args.map(({ value }) => value) ?? []),
  };
}

const last = (state: BuilderState, method: string): BuilderCall | undefined =>
  state.calls.findLast((call) => call.method === method);

/** The columns that values name, lists taken apart; null where the code does not tell. */
function namesOf(values: readonly Value[]): readonly string[] | null {
  const names: string[] = [];
  for (const value of values.flatMap((each) =>
    each.kind === "sequence" && each.exact ? each.elements : [each],
  )) {
    const column = value.kind === "spark" ? value.column : null;
    const name = column?.kind === "reference" ? column.name : textOf(value);
    if (name === null) return null;
    names.push(name);
  }
  return names;
}

/**
 * Whether a table is one of plain files, which an overwrite makes anew. Delta keeps the columns of the table that was
 * there; where the format is not said, what the program sets and imports tells whether Delta may be the default.
 */
function storesFiles(evaluation: Evaluation, session: Session, { format, name }: TableWrite): boolean {
  if (format === undefined || name === null || name.replace(/^spark_catalog\./, "").split(".").length > 2)
    return false;
  if (format !== null) return fileFormats.has(format);
  const isPlain = [...session.conf.keys()].every(
    (key) => !/^spark\.(databricks|sql\.extensions|sql\.catalog\.)/.test(key),
  );
  return (
    isPlain &&
    !evaluation.file.isNotebook &&
    fileFormats.has(setting(session, "spark.sql.sources.default")?.toLowerCase() ?? "")
  );
}

const fileFormats: ReadonlySet<string> = new Set(["parquet", "orc", "csv", "json", "text", "avro"]);
