import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { declaredCases } from "../plan/schema/localData/declaredCases.ts";
import { generatedCases } from "../plan/schema/localData/generatedCases.ts";
import { inferredCases } from "../plan/schema/localData/inferredCases.ts";
import { columnsIn, imports } from "../plan/schema/localData/localDataCase.ts";
import { objectCases } from "../plan/schema/localData/objectCases.ts";
import { pandasCases } from "../plan/schema/localData/pandasCases.ts";
import { schemaText } from "../plan/schemaText.ts";
import { fieldsOfJson } from "./plans/sparkFields.ts";
import type { FrameDescription } from "./session/protocol.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** Runs each program by itself, and prints the schema that it makes, or what it raises. */
const runner = (programs: readonly string[]): string => `${imports}
import json, logging, os, tempfile
logging.disable(logging.CRITICAL)
pq, part = tempfile.mkdtemp(), tempfile.mkdtemp()
spark.range(1).selectExpr("cast(id as int) id").write.parquet(part + "/p=1")
conf = ["spark.sql.pyspark.inferNestedDictAsStruct.enabled", "spark.sql.timestampType",
    "spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled",
    "spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled", "spark.sql.execution.arrow.pyspark.enabled"]
found = []
for program in json.loads(${JSON.stringify(JSON.stringify(programs))}):
    names = dict(globals())
    try:
        exec(program, names)
        found.append(json.loads(names["df"]._jdf.schema().json()))
    except Exception as problem:
        condition = None
        for asked in ("getCondition", "getErrorClass"):
            condition = condition or getattr(problem, asked, lambda: None)()
        found.append(condition or type(problem).__name__)
    for key in conf:
        spark.conf.unset(key)
print(json.dumps(found))
`;

describe("the columns of local data in Spark", function () {
  this.timeout(450_000);

  it("are those of the table", async () => {
    const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
    assert.ok(version === "3.5" || version === "4.1" || version === "4.3", `no answers for ${version}`);
    const cases = [...inferredCases, ...generatedCases, ...objectCases, ...declaredCases, ...pandasCases];
    const answer = await spark.run({
      prelude: false,
      code: runner(cases.map(({ code }) => code)),
      timeoutMs: 400_000,
    });
    assert.equal(answer.error, undefined, answer.error?.message);
    const found = JSON.parse(answer.stdout.trim().split("\n").at(-1) ?? "") as readonly (
      string | FrameDescription["schema"]
    )[];
    const wrong = cases.flatMap((entry, index) => {
      const theirs = found[index];
      const said =
        theirs === undefined || typeof theirs === "string"
          ? `error ${theirs}`
          : schemaText(fieldsOfJson(theirs));
      const expected = columnsIn(entry, version);
      return said === expected ? [] : [`${entry.code}\n  table ${expected}\n  Spark ${said}`];
    });
    assert.deepEqual(wrong, []);
  });
});
