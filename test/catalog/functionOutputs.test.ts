import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { DataType } from "../../server/src/catalog/dataType.ts";
import { parseDataType } from "../../server/src/catalog/dataTypeText.ts";
import { rebuilt, type OutputArgument } from "../../server/src/catalog/nullabilityRule.ts";
import { catalog } from "./catalogFixture.ts";

type Answer = readonly [
  name: string,
  kinds: readonly string[],
  on: readonly string[],
  type: string,
  bits: string,
];
const answers = JSON.parse(
  readFileSync(new URL("data/function-nulls.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly Answer[]>>;

function typeOf(text: string): DataType {
  const type = parseDataType(text);
  assert.ok(type, text);
  return type;
}

/** An argument whose nullable parts are those of `on` that begin with its place: "2" itself, "2.e" its elements. */
function argument(kind: string, place: number, on: readonly string[]): OutputArgument {
  const type = rebuilt(typeOf(kind === "lambda" ? "int" : kind), [], (path) =>
    on.includes(`${place}.${path.join(".")}`),
  );
  return {
    type: kind === "lambda" ? { type: "lambda", result: type } : type,
    nullable: kind === "void" || on.includes(String(place)),
  };
}

/** A bit for the result and for each part inside of it. */
function bitsOf(nullable: boolean, type: DataType): string {
  const own = nullable ? "1" : "0";
  switch (type.type) {
    case "array":
      return own + bitsOf(type.containsNull, type.element);
    case "map":
      return own + bitsOf(false, type.key).slice(1) + bitsOf(type.valueContainsNull, type.value);
    case "struct":
      return own + type.fields.map((field) => bitsOf(field.nullable, field.dataType)).join("");
    default:
      return own;
  }
}

describe("what may be null in the results of SQL functions", () => {
  for (const [title, rows] of Object.entries(answers)) {
    it(`is as Spark ${title} said`, () => {
      const [version = "", mode] = title.split(" ");
      let open = 0;
      const wrong: string[] = [];
      for (const [name, kinds, on, type, bits] of rows) {
        const resultType = parseDataType(type);
        if (resultType === null) continue;
        const args = kinds.map((kind, at) => argument(kind, at + 1, on));
        const said = catalog.outputs.nullable(name, args, resultType, { version, ansi: mode === "ansi" });
        if (said.nullable === null || !said.exact) open++;
        else if (bitsOf(said.nullable, said.type) !== bits)
          wrong.push(
            `${name}(${kinds.join(", ")}) with ${on.join(" ")}: ${bitsOf(said.nullable, said.type)}, Spark ${bits}`,
          );
      }
      assert.deepEqual(wrong, []);
      assert.ok(open <= rows.length * 0.02, `${open} of ${rows.length} not known`);
    });
  }

  const casts: readonly (readonly [from: string, to: string, kind: "cast" | "try", nullable: boolean])[] = [
    ["string", "int", "cast", true],
    ["int", "string", "cast", false],
    ["int", "decimal(10,0)", "cast", false],
    ["int", "decimal(9,0)", "cast", true],
    ["decimal(10,2)", "decimal(9,1)", "cast", true],
    ["decimal(10,2)", "decimal(12,1)", "cast", false],
    ["double", "int", "cast", true],
    ["date", "timestamp", "cast", false],
    ["array<string>", "array<int>", "cast", false],
    ["int", "tinyint", "cast", false],
    ["int", "tinyint", "try", true],
  ];
  for (const [from, to, kind, nullable] of casts) {
    it(`${kind} of ${from} to ${to} is ${nullable ? "" : "not "}nullable`, () => {
      for (const ansi of [true, false])
        assert.equal(
          catalog.outputs.castNullable(typeOf(from), typeOf(to), false, { version: "4.3", ansi }, kind),
          nullable,
        );
    });
  }

  it("does not guess for functions and types that it does not know", () => {
    const mode = { version: "4.3", ansi: true };
    const int = { type: typeOf("int"), nullable: false };
    assert.equal(catalog.outputs.nullable("no_such", [int], typeOf("int"), mode).nullable, null);
    const unknown = { type: { type: "unknown" }, nullable: false } as const;
    assert.equal(catalog.outputs.nullable("+", [int, unknown], typeOf("int"), mode).nullable, null);
    assert.equal(catalog.outputs.nullable("count", [unknown], typeOf("bigint"), mode).nullable, false);
  });
});
