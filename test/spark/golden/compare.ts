/**
 * Compares our analysis with the golden files of Spark's own SQL tests:
 * `node --import=tsx test/spark/golden/compare.ts [3.5|4.2] [--only NAME] [--false] [--different N] [--missed] [--open]`.
 * The tests' jar is fetched from Maven Central once, into .cache.
 */
import { parseArgs } from "node:util";
import { goldenFiles } from "./goldenFiles.ts";
import { outcomesOf, type StatementOutcome } from "./goldenOutcome.ts";
import { isAnalysed, tallyOf, verdictOf, type Verdict } from "./goldenTally.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    false: { type: "boolean", default: false },
    different: { type: "string", default: "0" },
    missed: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
  },
});

async function main(line: string): Promise<void> {
  const files = (await goldenFiles(line)).filter(
    ({ name }) => isAnalysed(name) && name.includes(values.only),
  );
  const outcomes = files.flatMap((file) => outcomesOf(file, line));
  const of = (verdict: Verdict): readonly StatementOutcome[] =>
    outcomes.filter((each) => verdictOf(each) === verdict);
  console.log(`Spark ${line}: ${outcomes.length} statements of ${files.length} files`);
  for (const [verdict, count] of tallyOf(outcomes)) console.log(`  ${verdict}: ${count}`);
  if (values.false)
    for (const { file, statement, problems } of [...of("false error"), ...of("other error")])
      console.log(
        `\n${file}\n${statement.sql}\n  ours: ${problems.map(({ condition, text }) => `${condition} (${text})`).join("; ")}\n  Spark: ${statement.error?.condition ?? statement.schema}`,
      );
  for (const { file, statement, schema } of of("other schema").slice(0, Number(values.different)))
    console.log(`\n${file}\n${statement.sql}\n  ours:  ${schema}\n  Spark: ${statement.schema}`);
  if (values.missed) printCounts(of("missed error"), ({ statement }) => statement.error?.condition ?? "?");
  if (values.open) printCounts(of("not known"), ({ reason }) => reason ?? "a type is not known");
}

function printCounts(outcomes: readonly StatementOutcome[], key: (each: StatementOutcome) => string): void {
  const groups = new Map<string, StatementOutcome[]>();
  for (const each of outcomes) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  for (const [name, found] of [...groups].toSorted(([, left], [, right]) => right.length - left.length)) {
    console.log(`\n${found.length} ${name}`);
    for (const { file, statement } of found.slice(0, 3))
      console.log(`    ${file}: ${statement.sql.replaceAll(/\s+/g, " ").slice(0, 150)}`);
  }
}

await main(positionals[0] ?? "4.2");
