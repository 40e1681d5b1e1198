import assert from "node:assert/strict";
import {
  casePrelude,
  countsText,
  exchangeCases,
  newest,
  type ExchangeCase,
} from "../../plan/physical/exchangeCases.ts";
import { withSpark } from "../session/sparkSession.ts";

const spark = withSpark();

/** The cases as one program that binds a name for each. */
function programOf(cases: readonly ExchangeCase[]): string {
  const lines = cases.flatMap(({ before, frame }, index) => {
    const keys = before.flatMap((line) => /^spark\.conf\.set\("([^"]+)"/.exec(line)?.[1] ?? []);
    return [
      "spark.catalog.clearCache()",
      ...before,
      `out_${index} = ${frame}`,
      ...keys.map((key) =>
        key === "spark.sql.shuffle.partitions"
          ? `spark.conf.set("${key}", "200")`
          : `spark.conf.unset("${key}")`,
      ),
    ];
  });
  return `${casePrelude}${lines.join("\n")}\n`;
}

describe("exchanges that a real Spark plans", function () {
  this.timeout(300_000);
  const cases = exchangeCases();

  for (const section of new Set(cases.map((each) => each.section)))
    it(section, async () => {
      const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
      const own = cases.filter((each) => each.section === section);
      const answer = await spark.run({
        code: programOf(own),
        prelude: false,
        timeoutMs: 240_000,
        record: { continueAfterErrors: true, exchanges: true },
      });
      const counts = new Map(answer.bindings?.map(({ name, exchanges }) => [name, exchanges]));
      const found = own.map(({ frame }, index) => {
        const known = counts.get(`out_${index}`);
        return `${frame}  # ${known ? countsText({ ...known }) : "no plan"}`;
      });
      assert.deepEqual(
        found,
        own.map(({ frame, exchanges }) => `${frame}  # ${exchanges.get(version) ?? exchanges.get(newest)}`),
      );
    });
});
