import { columnParts } from "../plan/column.ts";
import { isUnbounded } from "../plan/facts.ts";
import { isBatchOfStream, keepingOperators, planNodes, type PlanNode } from "../plan/logicalPlan.ts";

/**
 * Whether a plan hands on rows from outside the program with nothing in the code to make them few: no limit, no
 * sample, no grouping, no distinct values of chosen columns, no SQL text that may do any of it.
 */
export function bringsAllRows(root: PlanNode | null): root is PlanNode {
  if (!isUnbounded(root)) return false;
  const waiting: PlanNode[] = [root];
  const seen = new Set<PlanNode>(waiting);
  for (const node of waiting) {
    if (!isUnbounded(node) || reducesRows(node) || isBoundedBatch(node)) continue;
    if (node.inputs.length === 0) {
      if (node.operator !== "Unknown") return true;
      continue;
    }
    for (const input of rowInputs(node))
      if (!seen.has(input)) {
        seen.add(input);
        waiting.push(input);
      }
  }
  return false;
}

/** Whether rows are groups for certain, one row for each. */
export function bringsGroups(frame: PlanNode): boolean {
  for (let step: PlanNode | undefined = frame; step; [step] = step.inputs) {
    if (step.operator === "Aggregate" || step.operator === "Pivot") return true;
    if (!keepingOperators.has(step.operator) && step.operator !== "Project") return false;
  }
  return false;
}

function reducesRows(node: PlanNode): boolean {
  switch (node.operator) {
    case "Aggregate":
    case "Pivot":
    case "Limit":
    case "Sample":
      return true;
    case "Deduplicate":
      return isOfChosenColumns(node.inputs[0]);
    case "Relation":
      return asksForFewer(node);
    case "MapInPython":
      return node.method.startsWith("GroupedData.");
    case "Project":
      return node.columns.some((column) =>
        columnParts(column).some(
          (part) =>
            // SQL text may aggregate; the name of a column has no call in it.
            part.kind === "sql" ||
            (node.method === "DataFrame.selectExpr" && part.kind === "reference" && part.name.includes("(")),
        ),
      );
    default:
      return false;
  }
}

/** Whether a database is asked by a query that makes its rows fewer, or by one that the code does not tell. */
function asksForFewer({ args, builder, details: { options, format } }: PlanNode): boolean {
  if (options?.has("query")) return mayReduce(options.get("query") ?? null);
  const isMethod = format === "jdbc" && !builder.some(({ method }) => method === "format");
  const given = isMethod ? (args.find(({ name }) => name === "table") ?? args[1]) : undefined;
  const table = given?.value.kind === "string" ? given.value.value : (options?.get("dbtable") ?? null);
  return table?.trimStart().startsWith("(") === true && mayReduce(table);
}

const mayReduce = (query: string | null): boolean =>
  query === null || /\b(group\s+by|distinct|limit|top|fetch|(count|sum|min|max|avg)\s*\()/i.test(query);

/** Whether rows are those of a `select`, perhaps filtered or sorted since. */
function isOfChosenColumns(node: PlanNode | undefined): boolean {
  let below = node;
  while (below && keepingOperators.has(below.operator)) [below] = below.inputs;
  return (
    below !== undefined && choosing.has(below.method) && below.columns.every(({ kind }) => kind !== "star")
  );
}

/** Steps that leave no columns but those that they name. */
const choosing: ReadonlySet<string> = new Set([
  "DataFrame.select",
  "DataFrame.selectExpr",
  "DataFrame.__getitem__",
  "SQL.Project",
]);

/**
 * A batch of a stream that takes no more at once than its sources are told (Kafka's option, those of files and Delta),
 * or that an unseen step has grouped: without groups `complete` is refused, and `update` is the same as `append`.
 */
function isBoundedBatch(node: PlanNode): boolean {
  if (!isBatchOfStream(node)) return false;
  const mode = node.builder.findLast(({ method }) => method === "outputMode")?.args[0]?.value;
  const isGrouped = mode?.kind === "string" && /^(update|complete)$/i.test(mode.value ?? "");
  if (isGrouped && planNodes(node).some(({ inputs, streaming }) => inputs.length === 0 && !streaming))
    return true;
  const sources = planNodes(node).filter(({ inputs, streaming }) => inputs.length === 0 && streaming);
  return (
    sources.length > 0 && sources.every(({ details }) => limits.some((key) => details.options?.has(key)))
  );
}

const limits = ["maxoffsetspertrigger", "maxfilespertrigger", "maxbytespertrigger"];

/** The inputs whose rows come through. */
function rowInputs(node: PlanNode): readonly PlanNode[] {
  const type = node.details.joinType;
  const leftOnly = node.operator === "SetOperation" || type === "left_semi" || type === "left_anti";
  return leftOnly ? node.inputs.slice(0, 1) : node.inputs;
}
