import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { arrayOf, atomic, mapOf, type DataType } from "../../server/src/catalog/dataType.ts";
import { simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { generatorOutputs, lambdaParameters } from "../../server/src/catalog/generatorOutputs.ts";
import type { OutputArgument } from "../../server/src/catalog/nullabilityRule.ts";

const [int, string] = [atomic("int"), atomic("string")];
const argument = (type: DataType): OutputArgument => ({ type, nullable: false });
const array = (element: DataType, containsNull: boolean): OutputArgument =>
  argument({ type: "array", element, containsNull });
const map = argument({ type: "map", key: string, value: int, valueContainsNull: false });
const rows = (containsNull: boolean): OutputArgument =>
  array(
    {
      type: "struct",
      fields: [
        { name: "p", dataType: int, nullable: true },
        { name: "q", dataType: string, nullable: false },
      ],
    },
    containsNull,
  );

/** As Spark 3.4.4 and 4.3.0 said of columns that are not null themselves; "!" is NOT NULL. */
const cases: readonly (readonly [name: string, args: readonly OutputArgument[], columns: string])[] = [
  ["explode", [array(int, false)], "col int!"],
  ["explode", [array(int, true)], "col int"],
  ["explode", [map], "key string!, value int!"],
  ["explode_outer", [map], "key string, value int"],
  ["posexplode", [array(int, true)], "pos int!, col int"],
  ["posexplode_outer", [array(int, false)], "pos int, col int"],
  ["inline", [rows(false)], "p int, q string!"],
  ["inline", [rows(true)], "p int, q string"],
  ["json_tuple", [argument(string), argument(string), argument(string)], "c0 string, c1 string"],
  ["stack", [int, string, int, string].map(argument), "col0 int, col1 string"],
  ["stack", [int, atomic("void"), int, string].map(argument), "col0 int, col1 string"],
];

describe("generators", () => {
  for (const [name, args, columns] of cases) {
    it(`${name} makes ${columns}`, () => {
      const fields = generatorOutputs(name, args, 2) ?? [];
      const text = fields.map(
        (field) => `${field.name} ${simpleString(field.dataType)}${field.nullable ? "" : "!"}`,
      );
      assert.equal(text.join(", "), columns);
    });
  }

  it("are not guessed for other types", () => {
    assert.equal(generatorOutputs("explode", [argument({ type: "unknown" })]), null);
    assert.equal(generatorOutputs("stack", [argument(int)]), null);
  });
});

describe("parameters of lambda functions", () => {
  const whole = argument(mapOf(string, int));
  const parameters: readonly (readonly [name: string, args: readonly OutputArgument[], text: string])[] = [
    ["transform", [array(int, false)], "int!, int!"],
    ["transform", [array(int, true)], "int, int!"],
    ["zip_with", [array(int, false), array(string, false)], "int, string"],
    ["aggregate", [array(int, false), argument(string)], "string, int!"],
    ["transform_values", [whole], "string!, int"],
    ["map_zip_with", [whole, argument(mapOf(string, arrayOf(int)))], "string!, int, array<int>"],
  ];
  for (const [name, args, expected] of parameters) {
    it(`of ${name} are ${expected}`, () => {
      const text = lambdaParameters(name, args)?.map(
        ({ type, nullable }) => `${simpleString(type)}${nullable ? "" : "!"}`,
      );
      assert.equal(text?.join(", "), expected);
    });
  }
});
