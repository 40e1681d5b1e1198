import assert from "node:assert/strict";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import { attributesOf } from "../../../server/src/plan/schema/schema.ts";
import { schemaText } from "../schemaText.ts";
import { declaredCases } from "./localData/declaredCases.ts";
import { generatedCases } from "./localData/generatedCases.ts";
import { inferredCases } from "./localData/inferredCases.ts";
import { columnsIn, ourSchema, type LocalDataCase } from "./localData/localDataCase.ts";
import { objectCases } from "./localData/objectCases.ts";
import { pandasCases } from "./localData/pandasCases.ts";

/** Fails unless we say what Spark says; where it raises, nothing; of a pending case, nothing that contradicts it. */
function check(entry: LocalDataCase, version: "3.5" | "4.1" | "4.3"): void {
  const schema = ourSchema(entry, version);
  const expected = columnsIn(entry, version);
  const where = `${version}: ${schema.kind === "closed" ? "" : schema.reason.text}`;
  if (entry.pending) {
    if (expected.startsWith("error ")) return;
    for (const { name, dataType } of attributesOf(schema)) {
      const type = simpleString(dataType);
      assert.ok(
        type.includes("?") || ` ${expected}`.includes(` ${schemaText([{ name, dataType, nullable: true }])}`),
        `${where} ${name} ${type}, Spark ${expected}`,
      );
    }
  } else if (expected.startsWith("error ")) assert.equal(schema.kind, "unknown", where);
  else {
    assert.equal(schema.kind, "closed", where);
    assert.equal(schemaText(attributesOf(schema)), expected, where);
  }
}

for (const [title, cases] of Object.entries({
  inferredCases,
  generatedCases,
  objectCases,
  declaredCases,
  pandasCases,
}))
  describe(`local data, ${title.replace("Cases", "")}`, () => {
    for (const entry of cases)
      it(`${entry.about}: ${entry.code.split("\n").join("; ")}`, () => {
        for (const version of ["3.5", "4.1", "4.3"] as const) check(entry, version);
      });
  });
