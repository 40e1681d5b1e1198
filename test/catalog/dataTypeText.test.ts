import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  ddlString,
  parseColumns,
  parseDataType,
  simpleString,
  sqlString,
} from "../../server/src/catalog/dataTypeText.ts";

describe("the text of data types", () => {
  const types: readonly (readonly [text: string, simple: string | null, sql?: string])[] = [
    ["INT", "int", "INT"],
    ["long", "bigint", "BIGINT"],
    ["decimal", "decimal(10,0)", "DECIMAL(10,0)"],
    ["Numeric( 12 , 3 )", "decimal(12,3)", "DECIMAL(12,3)"],
    [
      "array< map<string, array<double>> >",
      "array<map<string,array<double>>>",
      "ARRAY<MAP<STRING, ARRAY<DOUBLE>>>",
    ],
    [
      "struct<a int, `b c`: string NOT NULL COMMENT 'x, y'>",
      "struct<a:int,b c:string>",
      "STRUCT<a: INT, `b c`: STRING NOT NULL>",
    ],
    ["struct<>", "struct<>", "STRUCT<>"],
    ["interval day to second", "interval day to second", "INTERVAL DAY TO SECOND"],
    ["interval", "interval", "INTERVAL"],
    ["timestamp without time zone", "timestamp_ntz"],
    ["varchar(10)", "varchar(10)"],
    ["string collate UTF8_LCASE", "string collate UTF8_LCASE"],
    ["decimal(39,0)", null],
    ["array<int", null],
    ["array<int>>", null],
    ["struct<a>", null],
    ["word", null],
    ["", null],
  ];
  for (const [text, simple, sql] of types) {
    it(text === "" ? "nothing" : text, () => {
      const type = parseDataType(text);
      assert.equal(type && simpleString(type), simple);
      if (type !== null && sql !== undefined) assert.equal(sqlString(type), sql);
    });
  }

  it("reads and prints columns", () => {
    const fields = parseColumns("id BIGINT NOT NULL, `order date`: date, tags array<string> COMMENT 'a'");
    assert.ok(fields);
    assert.equal(ddlString(fields), "id BIGINT NOT NULL,`order date` DATE,tags ARRAY<STRING>");
    assert.equal(parseColumns("id BIGINT,, x INT"), null);
    assert.equal(parseColumns("id"), null);
  });
});
