import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ddlString } from "../../../server/src/catalog/dataTypeText.ts";
import { openDataFiles } from "../../../server/src/host/dataFiles.ts";
import { fileSchema } from "../../../server/src/plan/dataFiles/dataFiles.ts";
import { describePlan } from "../../../server/src/plan/physical/planTree.ts";
import { evaluated } from "../evaluated.ts";
import { fileCases, write } from "./dataFileCases.ts";

describe("data files of the workspace", () => {
  let folder = "";
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-data-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  fileCases.forEach(({ name, files, format, options = {}, expected }, index) =>
    it(name, () => {
      const root = path.join(folder, String(index));
      write(root, files);
      const schema = fileSchema(openDataFiles([folder]), {
        format,
        location: String(index),
        options: new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value])),
        prefersDates: true,
      });
      assert.equal(schema && ("fields" in schema ? ddlString(schema.fields) : schema.reason), expected);
    }),
  );

  it("looks nowhere else", () => {
    const files = openDataFiles([path.join(folder, "0")]);
    assert.equal(files.find("../1/a.csv"), null);
    assert.equal(files.find(path.join(folder, "1", "a.csv")), null);
    assert.equal(files.find("missing"), null);
    assert.equal(files.find("*.csv"), null);
  });

  it("takes damaged files for unknown", () => {
    write(path.join(folder, "bad"), { "a.parquet": "PAR1 no footer PAR1", "b.csv": "" });
    fs.writeFileSync(path.join(folder, "bad", "c.csv"), new Uint8Array([0xff, 0xfe, 0x41]));
    const files = openDataFiles([folder]);
    const reasonOf = (format: string, location: string): string => {
      const schema = fileSchema(files, { format, location, options: new Map(), prefersDates: true });
      return schema && "reason" in schema ? schema.reason : "none";
    };
    assert.equal(reasonOf("parquet", "bad/a.parquet"), "its Parquet file cannot be read");
    assert.equal(reasonOf("csv", "bad/c.csv"), "its file is not text in UTF-8");
  });

  it("have sizes that decide joins", () => {
    write(path.join(folder, "shop"), {
      "small.csv": "id,name\n1,x\n",
      "large.csv": `id,amount\n${"1,2.5\n".repeat(2_000_000)}`,
    });
    const planOf = (code: string): string => {
      const facts = evaluated(
        `from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n${code}\n`,
        undefined,
        "structural",
        "4.3",
        openDataFiles([path.join(folder, "shop")]),
      );
      const plan = facts.units.flatMap(({ frames }) => frames).at(-1)?.value.plan;
      return plan ? describePlan(plan).map(({ operator, details }) => `${operator} ${details}`)[1]! : "";
    };
    const read = (name: string): string => `spark.read.csv("${name}", header=True)`;
    assert.equal(
      planOf(`j = ${read("large.csv")}.join(${read("small.csv")}, "id")`),
      "BroadcastHashJoin inner on id",
    );
    assert.equal(
      planOf(`j = ${read("large.csv")}.join(${read("large.csv")}, "id")`),
      "SortMergeJoin inner on id",
    );
    assert.equal(
      planOf(`j = ${read("large.csv")}.join(${read("missing.csv")}, "id")`),
      "Exchange hashpartitioning(id, 200)",
    );
  });
});
