import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { atomic, type DataType } from "../../server/src/catalog/dataType.ts";
import { simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { prettyName, type PrettyExpression } from "../../server/src/catalog/prettySql.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { columns, RandomExpressions } from "./randomExpressions.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** The type with its nulls: "array<int!>!" has none. */
function withNulls(type: DataType, nullable: boolean): string {
  const mark = nullable ? "" : "!";
  switch (type.type) {
    case "array":
      return `array<${withNulls(type.element, type.containsNull)}>${mark}`;
    case "map":
      return `map<${withNulls(type.key, false)},${withNulls(type.value, type.valueContainsNull)}>${mark}`;
    case "struct":
      return `struct<${type.fields.map((field) => `${field.name}:${withNulls(field.dataType, field.nullable)}`).join(",")}>${mark}`;
    default:
      return `${simpleString(type)}${mark}`;
  }
}

/** Spark's JSON form of a type. */
function jsonType(type: DataType): unknown {
  switch (type.type) {
    case "array":
      return { type: "array", elementType: jsonType(type.element), containsNull: type.containsNull };
    case "map":
      return {
        type: "map",
        keyType: jsonType(type.key),
        valueType: jsonType(type.value),
        valueContainsNull: type.valueContainsNull,
      };
    case "struct":
      return {
        type: "struct",
        fields: type.fields.map((field) => ({
          name: field.name,
          type: jsonType(field.dataType),
          nullable: field.nullable,
          metadata: {},
        })),
      };
    default: {
      const names: Readonly<Record<string, string>> = { int: "integer", bigint: "long", tinyint: "byte" };
      const name = simpleString(type);
      return names[name] ?? name;
    }
  }
}

/** What Spark answers: name and type with nulls, or "!" and its condition. */
async function ask(texts: readonly string[], ansi: boolean): Promise<readonly (readonly [string, string])[]> {
  const schema = JSON.stringify({
    type: "struct",
    fields: columns.map(({ name, type, nullable }) => ({
      name,
      type: jsonType(type),
      nullable,
      metadata: {},
    })),
  });
  const answer = await spark.run({
    prelude: false,
    timeoutMs: 200_000,
    code: [
      "import json, logging",
      "from pyspark.sql.types import StructType",
      "logging.disable(logging.CRITICAL)",
      `spark.conf.set('spark.sql.ansi.enabled', '${ansi}')`,
      `schema = StructType.fromJson(json.loads(${JSON.stringify(schema)}))`,
      "spark.createDataFrame([], schema).createOrReplaceTempView('probe')",
      "def shown(t, nullable):",
      "    mark = '' if nullable else '!'",
      "    if t['type'] == 'array' if isinstance(t, dict) else False:",
      "        return f\"array<{shown(t['elementType'], t['containsNull'])}>{mark}\"",
      "    if isinstance(t, dict) and t['type'] == 'map':",
      "        return f\"map<{shown(t['keyType'], False)},{shown(t['valueType'], t['valueContainsNull'])}>{mark}\"",
      "    if isinstance(t, dict) and t['type'] == 'struct':",
      "        return 'struct<' + ','.join(f['name'] + ':' + shown(f['type'], f['nullable']) for f in t['fields']) + '>' + mark",
      "    names = {'integer': 'int', 'long': 'bigint', 'byte': 'tinyint', 'short': 'smallint'}",
      "    return names.get(t, t) + mark",
      "found = []",
      `for text in json.loads(${JSON.stringify(JSON.stringify(texts))}):`,
      "    try:",
      "        field = json.loads(spark._jsparkSession.sql('SELECT ' + text + ' FROM probe').schema().json())['fields'][0]",
      "        found.append([field['name'], shown(field['type'], field['nullable'])])",
      "    except Exception as problem:",
      "        found.append(['!', str(getattr(problem, 'getCondition', lambda: problem)())[:80]])",
      "print(json.dumps(found))",
    ].join("\n"),
  });
  assert.equal(answer.error, undefined, answer.error?.message);
  return JSON.parse(answer.stdout) as readonly (readonly [string, string])[];
}

describe("names and nullability of output columns in Spark", function () {
  this.timeout(240_000);

  for (const ansi of [true, false]) {
    const seed = Number(process.env.SHUFFLEWISE_SEED ?? (ansi ? 101 : 103));
    it(`equal ours for random expressions, ANSI ${ansi ? "on" : "off"}, seed ${seed}`, async () => {
      const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
      const made = new RandomExpressions(seed, version, ansi);
      const said = Array.from({ length: 400 }, () => made.any(2));
      const answers = await ask(
        said.map(({ sql }) => sql),
        ansi,
      );
      const [wrongNames, wrongNulls]: [string[], string[]] = [[], []];
      let [asked, open, nameless] = [0, 0, 0];
      for (const [index, each] of said.entries()) {
        const [name = "", type = ""] = answers[index] ?? [];
        if (name === "!") continue;
        asked++;
        const ours = prettyName(each.pretty, { outputs: catalog.outputs, version, place: "query" });
        if (ours === null) nameless++;
        else if (ours !== name) wrongNames.push(`${each.sql}\n    ours  ${ours}\n    Spark ${name}`);
        const shownType = each.nullable === null || !each.exact ? null : withNulls(each.type, each.nullable);
        if (shownType === null) open++;
        else if (shownType.replace(/[^!<>,]/g, "") !== type.replace(/[^!<>,]/g, ""))
          wrongNulls.push(`${each.sql}\n    ours  ${shownType}\n    Spark ${type}`);
      }
      console.log(
        `      ${asked} asked; names: ${nameless} unknown, ${wrongNames.length} wrong; nulls: ${open} unknown, ${wrongNulls.length} wrong`,
      );
      assert.ok(asked > 250, `${asked} of 400 taken`);
      assert.deepEqual([wrongNames.join("\n"), wrongNulls.join("\n")], ["", ""]);
      assert.ok(nameless < asked * 0.02 && open < asked * 0.03);
    });
  }

  it("are those of the SQL functions that pyspark.sql.functions call", async () => {
    const version = spark.greeting().sparkVersion.split(".").slice(0, 2).join(".");
    const asked: readonly (readonly [name: string, args: readonly string[]])[] = [
      ["mean", ["i"]],
      ["pow", ["i", "i"]],
      ["log", ["i"]],
      ["countDistinct", ["i", "s"]],
      ["count_distinct", ["i"]],
      ["sum_distinct", ["i"]],
      ["bitwise_not", ["i"]],
      ["create_map", ["s", "i"]],
      ["negate", ["i"]],
      ["toDegrees", ["i"]],
      ["trim", ["s", "t"]],
      ["ltrim", ["s", "t"]],
      ["listagg_distinct", ["s"]],
      ["variance", ["i"]],
      ["now", []],
      ["upper", ["s"]],
      ["ceil", ["i"]],
      ["rand", []],
    ];
    const answer = await spark.run({
      prelude: false,
      code: [
        "import json",
        "from pyspark.sql import functions as F",
        "table = spark.createDataFrame([], 'i int, s string, t string')",
        `asked = json.loads(${JSON.stringify(JSON.stringify(asked))})`,
        "print(json.dumps([table.select(getattr(F, name)(*args)).columns[0] for name, args in asked]))",
      ].join("\n"),
    });
    assert.equal(answer.error, undefined, answer.error?.message);
    const names = JSON.parse(answer.stdout) as readonly string[];
    for (const [index, [name, args]] of asked.entries()) {
      const call = catalog.pythonCalls(name, args.length, version);
      if (call.kind === "seeded") continue;
      const columns = call.args.map((at) => (typeof at === "number" ? (args[at] ?? "") : ""));
      const pretty: PrettyExpression = {
        kind: "call",
        function: call.function,
        args: columns.map((path) => ({ kind: "column", path: [path] })),
        types: columns.map((path) => atomic(path === "i" ? "int" : "string")),
        distinct: call.distinct,
      };
      assert.equal(prettyName(pretty, { outputs: catalog.outputs, version }), names[index]);
    }
  });
});
