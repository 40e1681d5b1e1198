import assert from "node:assert/strict";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import { jsonType } from "../../../server/src/plan/schema/expressions/jsonSchema.ts";
import { nameParts, writtenName } from "../../../server/src/plan/schema/expressions/nameParts.ts";

describe("types of JSON texts", () => {
  const cases: readonly (readonly [text: string, type: string | null])[] = [
    ['{"b": 1, "a": "x"}', "struct<a:string,b:bigint>"],
    [
      '{"a": [1.5, 2.5], "c": {"d": true, "e": null}}',
      "struct<a:array<double>,c:struct<d:boolean,e:string>>",
    ],
    ['[{"k": 1}]', "array<struct<k:bigint>>"],
    ["[]", "array<string>"],
    ['{"a": 1.0}', null],
    ['[1, "x"]', null],
    ["{", null],
  ];
  for (const [text, type] of cases)
    it(text, () => {
      const found = jsonType(text);
      assert.equal(found && simpleString(found), type);
    });
});

describe("parts of names", () => {
  const cases: readonly (readonly [name: string, parts: readonly string[] | null])[] = [
    ["a", ["a"]],
    ["a.b", ["a", "b"]],
    ["`a.b`.c", ["a.b", "c"]],
    ["`a``b`", ["a`b"]],
    ["a b", ["a b"]],
    ["a.", null],
    [".a", null],
    ["a..b", null],
    ["a`b`", null],
    ["`a", null],
  ];
  for (const [name, parts] of cases)
    it(name, () => {
      assert.deepEqual(nameParts(name), parts);
      if (parts) assert.deepEqual(nameParts(writtenName(parts)), parts);
    });
});
