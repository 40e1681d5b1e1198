import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseDataType, simpleString } from "../../server/src/catalog/dataTypeText.ts";
import type { DataType } from "../../server/src/catalog/dataType.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { withSpark } from "./session/sparkSession.ts";
import { seededNumbers } from "../../scripts/catalog/seededNumbers.mjs";

const spark = withSpark();

const columns = [
  "boolean",
  "tinyint",
  "int",
  "bigint",
  "float",
  "double",
  "decimal(7,3)",
  "decimal(12,0)",
  "decimal(38,10)",
  "string",
  "binary",
  "date",
  "timestamp",
  "timestamp_ntz",
  "interval day to second",
  "array<bigint>",
  "array<string>",
  "array<decimal(9,2)>",
  "array<array<date>>",
  "map<string,double>",
  "map<int,string>",
  "struct<p:int,q:date>",
];
/** They read files, fail when analysed, or are kept from views. */
const left =
  /^(java_method|reflect|try_reflect|raise_error|assert_true|input_file.*|current_.*|session_user|user|grouping.*|window.*|session_window|when|case|parse_json|try_parse_json|is_variant_null|schema_of.*|st_.*|.*_protobuf|.*_avro)$/;

interface Expression {
  readonly text: string;
  /** What we say of it: a type, "refused" or "unknown". */
  readonly verdict: string;
}

/** Nested calls over columns; most are made so that we believe that Spark takes them. */
function expressions(count: number, version: string, ansi: boolean): readonly Expression[] {
  const random = seededNumbers(ansi ? 11 : 13);
  const names = catalog.sqlFunctions
    .names(version)
    .filter((name) => catalog.sqlFunctions.find(name, version)?.kind === "scalar" && !left.test(name));
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const leaf = (): { text: string; type: DataType } => {
    const at = random(columns.length);
    const type = parseDataType(columns[at] ?? "");
    assert.ok(type);
    return { text: `c${at}`, type };
  };
  const call = (depth: number): { text: string; type: DataType | null; verdict: string } => {
    for (let tries = 0; ; tries++) {
      const name = pick(names);
      const args = Array.from({ length: 1 + random(3) }, () => {
        const inner = depth > 0 && random(3) === 0 ? call(depth - 1) : leaf();
        return inner.type === null ? leaf() : { text: inner.text, type: inner.type };
      });
      const result = catalog.types.functionResult(
        name,
        args.map(({ type }) => type),
        version,
        { ansi },
      );
      const text = `\`${name}\`(${args.map((arg) => arg.text).join(", ")})`;
      if (result.kind === "type") return { text, type: result.type, verdict: simpleString(result.type) };
      if (tries > 60 || random(200) === 0) return { text, type: null, verdict: result.kind };
    }
  };
  return Array.from({ length: count }, () => call(2));
}

/** Spark's verdicts: a type, or "!" and the condition. */
async function ask(texts: readonly string[], ansi: boolean): Promise<readonly string[]> {
  const casts = columns.map((type, at) => `CAST(NULL AS ${type}) AS c${at}`).join(", ");
  const answer = await spark.run({
    prelude: false,
    code: [
      "import json, logging",
      "logging.disable(logging.CRITICAL)",
      `spark.conf.set('spark.sql.ansi.enabled', '${ansi}')`,
      `table = spark.sql(${JSON.stringify(`SELECT ${casts}`)})`,
      "found = []",
      `for text in json.loads(${JSON.stringify(JSON.stringify(texts))}):`,
      "    try:",
      "        found.append(table.selectExpr(text).schema[0].dataType.simpleString())",
      "    except Exception as problem:",
      "        found.append('!' + str(getattr(problem, 'getCondition', lambda: problem)()))",
      "print(json.dumps(found))",
    ].join("\n"),
  });
  assert.equal(answer.error, undefined, answer.error?.message);
  return JSON.parse(answer.stdout) as readonly string[];
}

/** Spark takes these types, but wants a literal or another value. */
const aboutValues =
  /FOLDABLE|LITERAL|ESCAPE|OPTIONS|VALUE|PARAMETER|FORMAT|CONSTANT|NONDETERMINISTIC|STRUCT|SCHEMA|INVALID_ARG/;

describe("the types of SQL functions in Spark", function () {
  this.timeout(240_000);

  for (const ansi of [true, false]) {
    it(`equal ours for random expressions, ANSI ${ansi ? "on" : "off"}`, async () => {
      const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
      const asked = expressions(1000, version, ansi);
      const answers = await ask(
        asked.map(({ text }) => text),
        ansi,
      );
      const wrong: string[] = [];
      let [unknown, values] = [0, 0];
      for (const [index, { text, verdict }] of asked.entries()) {
        const theirs = answers[index] ?? "";
        if (verdict === "unknown") unknown++;
        else if (theirs.startsWith("!") && aboutValues.test(theirs)) values++;
        else if (verdict !== (theirs.startsWith("!") ? "refused" : theirs))
          wrong.push(`${text}: ${verdict}, Spark ${theirs}`);
      }
      console.log(`      ${asked.length} asked, ${unknown} unknown, ${values} decided by values`);
      // Where containers of text meet containers of numbers, Spark is stricter than our formula.
      assert.ok(wrong.length <= asked.length * 0.005, wrong.join("\n"));
      assert.ok(unknown < asked.length * 0.1);
    });
  }

  for (const ansi of [true, false]) {
    it(`says which casts are legal, ANSI ${ansi ? "on" : "off"}`, async () => {
      const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
      const pairs = columns.flatMap((from, at) =>
        columns.map((to) => ({ from, to, text: `CAST(c${at} AS ${to})` })),
      );
      const answers = await ask(
        pairs.map(({ text }) => text),
        ansi,
      );
      const wrong = pairs.filter(({ from, to }, index) => {
        const types = [parseDataType(from), parseDataType(to)] as const;
        assert.ok(types[0] && types[1]);
        const legal = catalog.types.canCast(types[0], types[1], ansi ? "ansi" : "legacy", version);
        return legal !== null && legal === (answers[index] ?? "").startsWith("!");
      });
      assert.deepEqual(wrong, []);
    });
  }
});
