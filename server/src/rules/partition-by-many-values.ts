import { columnParts } from "../plan/column.ts";
import { constantString } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import { sameName } from "../plan/session.ts";
import { defineRule } from "./rule.ts";
import { makingWrites, partitionColumns } from "./writerCalls.ts";

/** Folders by a column that has nearly as many values as there are rows: as many files, each next to empty. */
export const partitionByManyValues = defineRule({
  id: "partition-by-many-values",
  summary: "Folders by a column with a value for each row",
  category: "partitioning",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: makingWrites,
    check(call, { report }) {
      const plan = call.receiver?.plan;
      if (!plan || plan.maxRows !== null) return;
      const names = partitionColumns(call).filter((name) => name !== null);
      for (const name of names) {
        const column = attributesOf(schemaOf(plan)).find((each) => sameName(plan.session, each.name, name));
        const why = column ? (manyValues(column) ?? uniqueKey(plan, names)) : null;
        if (why === null) continue;
        report({
          site: call.nameSite,
          message: `\`${name}\` ${why}, and every value becomes a folder with its own file. Partition by something coarse, such as a date.`,
          evidence: call.receiver.evidence,
        });
      }
    },
  },
});

/** Functions that give each row a value of its own. */
const unique = /^functions\.(uuid|monotonically_increasing_id|rand|randn|random)$/;

/** Why a column has many values by itself; continues "`name`". */
function manyValues({ dataType, id }: Attribute): string | null {
  const made = id.expression;
  const source = made?.kind === "call" && made.function === "Column.alias" ? made.args[0] : made;
  if (source?.kind === "call" && unique.test(source.function))
    return `is made by \`${source.function.slice("functions.".length)}()\` with a value for each row`;
  if (dataType.type !== "atomic" || (made !== null && isCoarse(made))) return null;
  if (/^timestamp/.test(dataType.name)) return "is a timestamp, down to the microsecond";
  return /^(float|double)$/.test(dataType.name) ? `is a ${dataType.name}` : null;
}

const cuts =
  /^functions\.(date_trunc|trunc|window|session_window|window_time|round|bround|floor|ceil|ceiling)$/;

/** Times that are cut to hours or days, and values that are the same for all rows. */
const isCoarse = (column: NonNullable<Attribute["id"]["expression"]>): boolean =>
  columnParts(column).some(
    (part) => part.kind === "sql" || (part.kind === "call" && cuts.test(part.function)),
  ) || columnParts(column).every(({ kind }) => kind !== "reference");

/** The frame was grouped by just these columns: then each has a single row for each of its values. */
function uniqueKey(plan: PlanNode, names: readonly string[]): string | null {
  const group = planNodes(plan).find(({ operator }) => operator === "Aggregate" || operator === "Join");
  if (group?.operator !== "Aggregate" || group.method === "DataFrame.distinct") return null;
  const keys = group.builder
    .filter(({ method }) => /^group[bB]y$/.test(method))
    .flatMap(({ args }) => args)
    .flatMap(({ value }) => (value.kind === "sequence" ? value.elements : [value]))
    .map((value) => constantString(value));
  return keys.length > 0 &&
    keys.every((key) => key !== null && names.some((each) => sameName(plan.session, each, key)))
    ? "is what the rows are grouped by: each value has one row"
    : null;
}
