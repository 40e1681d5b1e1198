import type { PlanNode } from "../../logicalPlan.ts";
import { fileBytes } from "../../dataFiles/dataFiles.ts";
import { givenArguments, givenValue } from "../../schema/step.ts";
import type { Value } from "../../value.ts";
import { outputTokens } from "../columnKey.ts";
import type { Partitioning } from "../partitioning.ts";
import { emptyRelation, type Relation, type RelationOf } from "../relation.ts";
import type { Lower, Lowering } from "./lowering.ts";
import { narrow } from "./construct.ts";
import { rowBytes, sizeText } from "./sizes.ts";

/** Frames made out of nothing. */
export const sourceRelations: Readonly<Record<string, (lowering: Lowering) => Relation>> = {
  "SparkSession.range": range,
  "SparkSession.createDataFrame": created,
  "SQLContext.createDataFrame": created,
  "SparkSession.emptyDataFrame": ({ node }) => emptyRelation(node, []),
};

/** A scan of what the program does not show. */
export function scan(
  node: PlanNode,
  name: string,
  more: Partial<
    Pick<RelationOf<"scan">, "details" | "sameAs" | "partitioning" | "assumes" | "maxRows" | "bytes">
  > = {},
): Relation {
  return {
    kind: "scan",
    node,
    inputs: [],
    output: outputTokens(node),
    maxRows: null,
    bytes: Infinity,
    name,
    details: "",
    sameAs: null,
    partitioning: () => [],
    assumes: null,
    ...more,
  };
}

/** Files, tables and views. */
export const reading: Lower = ({ node }, input) =>
  narrow(input, node, "SubqueryAlias", { transparent: true, output: outputTokens(node) });

/** What is read from outside: how much, only the run tells. */
export function read({ node }: Lowering): Relation {
  const { format = null, location = null } = node.details;
  const name =
    node.operator === "Relation"
      ? format === "table"
        ? "Scan table"
        : format === "jdbc"
          ? "Scan JDBCRelation"
          : `FileScan ${format ?? ""}`.trim()
      : node.operator === "SqlQuery"
        ? "SQL"
        : "Scan";
  const { files } = node.session;
  const bytes =
    files && format !== null && location !== null && !node.streaming
      ? fileBytes(files, format, location)
      : null;
  return scan(node, name, {
    bytes: bytes ?? Infinity,
    details: location ?? "",
    sameAs: location === null || node.operator === "SqlQuery" ? null : `${format ?? ""} ${location}`,
    assumes:
      node.operator === "SqlQuery"
        ? "the steps inside the SQL text are not counted"
        : node.operator === "Relation" && bytes !== null
          ? `its files in the workspace have ${sizeText(bytes)}`
          : node.operator === "Relation"
            ? "the size of what is read is not known before it runs: it counts as large"
            : "the frame comes from elsewhere: how it is made is not known",
  });
}

const numberOf = (value: Value | undefined): number | null => (value?.kind === "number" ? value.value : null);

/** Its rows lie in ranges of `id` already (RangeExec), and 8 bytes a row tell its size. */
function range({ node, step }: Lowering): Relation {
  const given = givenArguments(step);
  const first = numberOf(givenValue(given, "start")?.value);
  const second = givenValue(given, "end")?.value;
  const stepBy = givenValue(given, "step")?.value;
  const by = stepBy === undefined ? 1 : numberOf(stepBy);
  const slices = givenValue(given, "numPartitions")?.value;
  const parts = slices === undefined || slices.kind === "none" ? null : numberOf(slices);
  const one = second === undefined || second.kind === "none";
  const start = one ? 0 : first;
  const end = one ? first : numberOf(second);
  const rows = start === null || end === null || !by ? null : Math.max(0, Math.ceil((end - start) / by));
  if (rows === 0) return emptyRelation(node, outputTokens(node));
  const [id = "#"] = outputTokens(node) ?? [];
  const partitioning = (token: string): readonly Partitioning[] =>
    parts === 1
      ? [{ kind: "single" }]
      : [
          {
            kind: "range",
            keys: [[{ id: token, tokens: [token], name: "id", foldable: false, nullable: false }]],
            directions: [" ASC NULLS FIRST"],
            partitions: parts ?? -1,
          },
        ];
  const bounds = `(${start ?? "?"}, ${end ?? "?"}, step=${by ?? "?"})`;
  return scan(node, "Range", {
    details: bounds,
    sameAs: rows === null ? null : `range ${bounds} ${parts ?? ""}`,
    partitioning: () => partitioning(id),
    maxRows: rows,
    bytes: rows === null ? Infinity : rows * 8,
  });
}

/** Rows of Python's: Spark does not look at their number, unless a pandas frame comes as Arrow (from 4.2). */
function created({ node, step, settings }: Lowering): Relation {
  const data = givenValue(givenArguments(step), "data")?.value;
  if (data?.kind === "library" && data.type === "pandas.DataFrame" && settings.usesArrow) {
    const rows = pandasRows(data.args[0]?.value);
    return scan(node, "LocalTableScan", {
      maxRows: rows,
      bytes: rows === null ? 0 : rows * rowBytes(node),
      assumes: rows === null ? "the pandas frame is small" : null,
    });
  }
  return scan(node, "Scan ExistingRDD");
}

function pandasRows(value: Value | undefined): number | null {
  if (value?.kind === "sequence") return value.exact ? value.elements.length : null;
  if (value?.kind !== "dict" || !value.exact) return null;
  const column = value.entries[0]?.value;
  return column?.kind === "sequence" && column.exact ? column.elements.length : null;
}
