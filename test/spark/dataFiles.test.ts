import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ddlString } from "../../server/src/catalog/dataTypeText.ts";
import { openDataFiles } from "../../server/src/host/dataFiles.ts";
import { fileSchema } from "../../server/src/plan/dataFiles/dataFiles.ts";
import { fileCases, write } from "../plan/dataFiles/dataFileCases.ts";
import { schemaText } from "../plan/schemaText.ts";
import { fieldsOfJson } from "./plans/sparkFields.ts";
import type { FrameDescription } from "./session/protocol.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

describe("data files, asked of Spark", function () {
  this.timeout(180_000);
  let folder = "";
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-spark-data-"));
    for (const [index, { files }] of fileCases.entries()) write(path.join(folder, String(index)), files);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const schemasOf = async (readers: readonly string[]): Promise<readonly FrameDescription["schema"][]> => {
    const answer = await spark.run({
      prelude: false,
      timeoutMs: 120_000,
      code: `import json\nprint(json.dumps([json.loads(df._jdf.schema().json()) for df in [${readers.join(", ")}]]))`,
    });
    assert.equal(answer.error, undefined, answer.error?.message);
    return JSON.parse(
      answer.stdout.trim().split("\n").at(-1) ?? "[]",
    ) as readonly FrameDescription["schema"][];
  };

  it("infers the columns that the table says", async () => {
    const found = await schemasOf(
      fileCases.map(({ format, options = {} }, index) => {
        const set = Object.entries(options).map(([key, value]) => `.option("${key}", "${value}")`);
        return `spark.read.format("${format}")${set.join("")}.load(${JSON.stringify(path.join(folder, String(index)))})`;
      }),
    );
    assert.deepEqual(
      found.map((schema) => ddlString(fieldsOfJson(schema))),
      fileCases.map(({ expected }) => expected),
    );
  });

  it("writes Parquet whose footers we read as Spark does", async () => {
    const written = path.join(folder, "written");
    const foreign = path.join(folder, "foreign.parquet");
    const made = await spark.run({
      prelude: false,
      timeoutMs: 120_000,
      code: `
import pyarrow, pyarrow.parquet, datetime, decimal
spark.sql("""select 1Y a, 2S b, 3 c, 4L d, 1.5F e, 2.5D f, 1.23BD g, 'x' h, true i, date'2024-01-01' j, timestamp'2024-01-01 00:00:00' k,
  timestamp_ntz'2024-01-01 00:00:00' l, array(1, 2) m, map('k', 1) n, named_struct('x', 1, 'y', array('z')) o, X'00' p""").write.parquet(${JSON.stringify(written)})
pyarrow.parquet.write_table(pyarrow.table({
    "a": pyarrow.array([1], pyarrow.int8()), "b": pyarrow.array([1], pyarrow.uint16()), "c": pyarrow.array([1], pyarrow.uint32()),
    "d": pyarrow.array([1], pyarrow.uint64()), "e": pyarrow.array([1.0], pyarrow.float32()), "f": pyarrow.array(["x"]),
    "g": pyarrow.array([b"x"]), "h": pyarrow.array([datetime.date(2024, 1, 1)]), "i": pyarrow.array([datetime.datetime(2024, 1, 1)]),
    "j": pyarrow.array([decimal.Decimal("1.23")]), "k": pyarrow.array([[1, 2]]), "l": pyarrow.array([[{"x": 1, "y": ["z"]}]]),
    "m": pyarrow.array([[("k", 1)]], pyarrow.map_(pyarrow.string(), pyarrow.int64())), "n": pyarrow.array([True]),
}), ${JSON.stringify(foreign)})
`,
    });
    assert.equal(made.error, undefined, made.error?.message);
    const paths = [written, foreign];
    const found = await schemasOf(paths.map((file) => `spark.read.parquet(${JSON.stringify(file)})`));
    const files = openDataFiles([folder]);
    for (const [index, location] of paths.entries()) {
      const ours = fileSchema(files, { format: "parquet", location, options: new Map(), prefersDates: true });
      const schema = found[index];
      assert.ok(ours && "fields" in ours && schema);
      assert.equal(
        ddlString(ours.fields).replaceAll(" NOT NULL", ""),
        ddlString(fieldsOfJson(schema)),
        schemaText(fieldsOfJson(schema)),
      );
    }
  });
});
