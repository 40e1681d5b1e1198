import type { PlanNode } from "../plan/logicalPlan.ts";
import type { ColumnExpression } from "../plan/column.ts";
import { placeInSql, sqlEvidence, sqlStepsIn } from "../plan/query/sqlSteps.ts";
import { sparkValue } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { removeMethodCall } from "./edits.ts";
import { defineRule, type Edit } from "./rule.ts";

/** `distinct()` on rows that are all different already. */
export const uselessDistinct = defineRule({
  id: "useless-distinct",
  summary: "distinct() on rows that differ already",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    for (const { step, call } of sqlStepsIn(facts)) {
      const why = differsAlready(step) ?? madeDistinctLater(step);
      if (why === null) continue;
      for (const select of why.selects) {
        const site = distinctWord(select);
        report({
          site: placeInSql(facts, call, site ?? select.site),
          message: `\`DISTINCT\` compares all rows for nothing: ${why.because}. Leave it out.`,
          evidence: sqlEvidence(call),
          ...(site && {
            fix: { title: "Remove `DISTINCT`", safety: "safe", edits: () => [removal(site)] },
          }),
        });
      }
    }
  },
  calls: {
    names: ["DataFrame.distinct", "DataFrame.dropDuplicates", "DataFrame.drop_duplicates"],
    check(call, { report }) {
      if (call.args.length > 0 || call.receiver?.plan?.streaming !== false) return;
      const source = differing(call.receiver.plan);
      if (!source || !sparkValue(call.result, "DataFrame")) return;
      const edit = removeMethodCall(call.unit, call.node);
      const why =
        source.operator === "Aggregate"
          ? "the grouping gives one row for each key"
          : "the rows were made distinct before";
      const method = `${call.name.slice("DataFrame.".length)}()`;
      report({
        site: call.nameSite,
        message: `\`${method}\` compares all rows for nothing: ${why}. Leave it out.`,
        related: [{ site: source.nameSite, message: "From here on no two rows are equal." }],
        ...(edit && {
          fix: { title: `Remove \`${method}\``, safety: "safe", edits: () => [edit] },
        }),
      });
    },
  },
});

/** The step from which on no two rows are equal, by way of steps that neither add rows nor take columns away. */
function differing(plan: PlanNode): PlanNode | null {
  for (let node: PlanNode | undefined = plan; node; node = node.inputs[0]) {
    if (node.operator === "Aggregate")
      return node.method.startsWith("GroupedData.") && !/apply|cogroup|transform/i.test(node.method)
        ? node
        : null;
    if (node.operator === "Deduplicate") return node;
    if (!keeping.has(node.operator) || node.inputs.length !== 1) return null;
  }
  return null;
}

interface NeedlessDistinct {
  readonly selects: readonly PlanNode[];
  readonly because: string;
}

/** `SELECT DISTINCT k, count(*) … GROUP BY k` */
function differsAlready(step: PlanNode): NeedlessDistinct | null {
  const [source] = step.inputs;
  if (step.method !== "SQL.Distinct" || source?.operator !== "Aggregate") return null;
  const given = new Set(source.columns.flatMap((each) => nameOf(each) ?? []));
  const keys = source.details.query?.grouping ?? [];
  const isKept =
    keys.length > 0 &&
    keys.every(({ column, kind }) => kind === "expression" && given.has(nameOf(column) ?? ""));
  return isKept ? { selects: [step], because: "the grouping gives one row for each key" } : null;
}

/** `SELECT DISTINCT … UNION SELECT DISTINCT …`: UNION compares the rows of both. */
function madeDistinctLater(step: PlanNode): NeedlessDistinct | null {
  const [union] = step.inputs;
  if (step.method !== "SQL.Distinct" || union?.method !== "SQL.union") return null;
  const selects = union.inputs.filter(
    ({ method, inputs }) => method === "SQL.Distinct" && inputs[0]?.method !== "SQL.union",
  );
  return selects.length > 0 ? { selects, because: "`UNION` removes equal rows of both sides anyway" } : null;
}

/** A plain column's name as written, in lower case; null for all else. */
function nameOf(column: ColumnExpression): string | null {
  const named = column.kind === "call" && column.function === "Column.alias" ? column.args[0] : column;
  return named?.kind === "reference" ? named.name.toLowerCase() : null;
}

/** The word behind SELECT, where a step is a query that begins so. */
function distinctWord({ site: { unit, start, end } }: PlanNode): Site | null {
  const before = /^SELECT\s+(?=DISTINCT\s)/i.exec(unit.text.slice(start, end))?.[0].length;
  return before === undefined
    ? null
    : { unit, start: start + before, end: start + before + "DISTINCT".length };
}

/** The word with one of the blanks behind it. */
const removal = ({ unit, start, end }: Site): Edit => ({ site: { unit, start, end: end + 1 }, newText: "" });

const keeping: ReadonlySet<string> = new Set([
  "Filter",
  "Sort",
  "Limit",
  "Repartition",
  "RepartitionByExpression",
]);
