import { isKnown } from "../../../server/src/catalog/dataType.ts";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import { callsNamed, type CallFact } from "../../../server/src/plan/facts.ts";
import { planNodes, type PlanNode } from "../../../server/src/plan/logicalPlan.ts";
import { embeddedSqlIn } from "../../../server/src/plan/query/embeddedSql.ts";
import { analysisOf } from "../../../server/src/plan/schema/analysis.ts";
import type { Schema } from "../../../server/src/plan/schema/schema.ts";
import { sparkAlternatives } from "../../../server/src/plan/value.ts";
import { evaluated } from "../../plan/evaluated.ts";
import type { GoldenFile, GoldenStatement } from "./goldenFiles.ts";

/** What we say of a statement beside what Spark says. */
export interface StatementOutcome {
  readonly file: string;
  readonly statement: GoldenStatement;
  /** As Spark prints it; null where ours is not closed. */
  readonly schema: string | null;
  /** Why it is not closed. */
  readonly reason: string | null;
  readonly problems: readonly { readonly condition: string; readonly text: string }[];
}

/** Runs a file's statements through our analyser, as one program. */
export function outcomesOf(file: GoldenFile, line: string): readonly StatementOutcome[] {
  const statements = file.statements.filter((each) => !isRefusedChange(each));
  const start = ["from pyspark.sql import SparkSession", "spark = SparkSession.builder.getOrCreate()"];
  const settings = [...duringTests, ...file.settings].map(
    ([key, value]) => `spark.conf.set(${JSON.stringify(key)}, ${JSON.stringify(value)})`,
  );
  const tables = Object.entries(testTables).map(
    ([name, columns]) => `spark.createDataFrame([], "${columns}").createOrReplaceTempView("${name}")`,
  );
  const runs = statements.map(({ sql }) => `spark.sql(${JSON.stringify(sql)})`);
  const facts = evaluated(
    [...start, ...settings, ...tables, ...runs, ""].join("\n"),
    undefined,
    undefined,
    line,
  );
  const calls = callsNamed(facts, ["SparkSession.sql"]);
  const refused = new Map(
    embeddedSqlIn(facts).flatMap(({ call, certainProblems }) =>
      call === null ? [] : [[call.node, certainProblems] as const],
    ),
  );
  return statements.map((statement, index) => {
    const call = calls[index];
    const plan = call === undefined ? null : planOf(call);
    const analysed = plan === null ? [] : planNodes(plan).flatMap((node) => analysisOf(node).problems);
    const parsed = (call && refused.get(call.node)) ?? [];
    const schema = plan === null ? null : analysisOf(plan).schema;
    return {
      file: file.name,
      statement,
      schema: schema && catalogString(schema),
      reason: schema === null ? "no plan" : schema.kind === "closed" ? null : schema.reason.text,
      problems: distinct([
        ...parsed.map(({ condition, message }) => ({ condition, text: message })),
        ...analysed.map(({ condition, text }) => ({ condition, text })),
      ]),
    };
  });
}

/** Steps tell the mistakes below them too. */
const distinct = (problems: StatementOutcome["problems"]): StatementOutcome["problems"] => [
  ...new Map(problems.map((each) => [`${each.condition} ${each.text}`, each])).values(),
];

const planOf = ({ result }: CallFact): PlanNode | null => sparkAlternatives(result)[0]?.plan ?? null;

/** What would change the session had Spark taken it. */
const isRefusedChange = ({ sql, error }: GoldenStatement): boolean =>
  error !== null &&
  !/^\s*(?:\/\*[^]*?\*\/\s*|--.*\n\s*)*(?:\(|select|with|values|from|table|insert)/i.test(sql);

/** Names and types as StructType.catalogString prints them; null unless all are known. */
function catalogString(schema: Schema): string | null {
  if (schema.kind !== "closed") return null;
  const types = schema.attributes.map(({ name, dataType }) => `${name}:${simpleString(dataType)}`);
  return schema.attributes.some(({ dataType }) => !isKnown(dataType)) ? null : `struct<${types.join(",")}>`;
}

/** What is on while Spark tests itself only (Utils.isTesting). */
const duringTests: readonly (readonly [string, string])[] = [
  ["spark.sql.collation.schemaLevel.enabled", "true"],
];

const numbers = "unique1 unique2 two four ten twenty hundred thousand twothousand fivethous tenthous odd even"
  .split(" ")
  .map((name) => `${name} int`)
  .join(", ");
const thousand = `${numbers}, stringu1 string, stringu2 string, string4 string`;

/** The tables that are there before any file runs (SQLQueryTestHelper, 3.5 to 4.2). */
const testTables: Readonly<Record<string, string>> = {
  testdata: "key int, value string",
  arraydata: "arraycol array<int>, nestedarraycol array<array<int>>",
  mapdata: "mapcol map<int,string>",
  aggtest: "a int, b float",
  onek: thousand,
  tenk1: thousand,
};
