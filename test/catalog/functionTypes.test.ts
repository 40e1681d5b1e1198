import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { parseDataType, simpleString } from "../../server/src/catalog/dataTypeText.ts";
import type { FunctionArgument } from "../../server/src/catalog/functionTypes.ts";
import { catalog } from "./catalogFixture.ts";

type Answer = readonly [name: string, type: string | null, ...argumentTypes: string[]];
const answers = JSON.parse(
  readFileSync(new URL("data/function-answers.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly Answer[]>>;

function argument(text: string): FunctionArgument {
  const body = /^lambda<(.*)>$/.exec(text)?.[1];
  const type = parseDataType(body ?? text);
  assert.ok(type, text);
  return body === undefined ? type : { type: "lambda", result: type };
}

function answer(name: string, argumentTypes: readonly string[], version: string, ansi: boolean): string {
  const result = catalog.types.functionResult(name, argumentTypes.map(argument), version, { ansi });
  return result.kind === "type" ? simpleString(result.type) : result.kind;
}

describe("the types of SQL functions", () => {
  for (const [title, rows] of Object.entries(answers)) {
    it(`are as Spark ${title} said`, () => {
      const [version = "", mode] = title.split(" ");
      let open = 0;
      const wrong: string[] = [];
      for (const [name, type, ...argumentTypes] of rows) {
        const ours = answer(name, argumentTypes, version, mode === "ansi");
        if (ours === "unknown") open++;
        else if (ours !== (type ?? "refused"))
          wrong.push(`${name}(${argumentTypes.join(", ")}): ${ours}, Spark ${type ?? "refuses"}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(open < rows.length * 0.1, `${open} of ${rows.length} unknown`);
    });
  }

  const cases: readonly (readonly [call: string, on: string, off: string])[] = [
    ["abs(decimal(7,3))", "decimal(7,3)", "decimal(7,3)"],
    ["sum(decimal(7,3))", "decimal(17,3)", "decimal(17,3)"],
    ["sum(decimal(30,3))", "decimal(38,3)", "decimal(38,3)"],
    ["+(decimal(7,3), decimal(9,1))", "decimal(12,3)", "decimal(12,3)"],
    ["coalesce(int, string)", "bigint", "string"],
    ["coalesce(int, date)", "refused", "refused"],
    ["array(array<int>, array<double>)", "array<array<double>>", "array<array<double>>"],
    ["map_keys(map<date,struct<a:int>>)", "array<date>", "array<date>"],
    ["transform(array<int>, lambda<date>)", "array<date>", "array<date>"],
    ["upper(map<int,int>)", "refused", "refused"],
    ["UPPER(string)", "string", "string"],
    ["no_such_function(int)", "unknown", "unknown"],
    ["from_json(string, string)", "unknown", "unknown"],
  ];
  for (const [call, on, off] of cases) {
    it(call, () => {
      const open = call.indexOf("(");
      const types = call.slice(open + 1, -1).split(/, (?![^<]*>)/);
      for (const [ansi, expected] of [
        [true, on],
        [false, off],
      ] as const)
        assert.equal(answer(call.slice(0, open), types, "4.3", ansi), expected, `ansi ${ansi}`);
    });
  }

  it("says what does not depend on an unknown argument", () => {
    const unknown = { type: "unknown" } as const;
    const of = (name: string): unknown =>
      catalog.types.functionResult(name, [unknown], "4.3", { ansi: true });
    assert.deepEqual(of("upper"), { kind: "type", type: { type: "atomic", name: "string" } });
    assert.deepEqual(of("abs"), { kind: "unknown" });
  });
});
