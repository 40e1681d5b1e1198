import assert from "node:assert/strict";
import { analyze, type Analysis } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnHover } from "../../server/src/features/columnHover.ts";
import { columnDefinition } from "../../server/src/features/columnNavigation.ts";
import { columnRename } from "../../server/src/features/columnRename.ts";
import { joinHovers } from "../../server/src/features/hoverText.ts";
import { sqlHover } from "../../server/src/features/sqlHover.ts";
import { sqlDefinition, sqlPlaces } from "../../server/src/features/sqlNavigation.ts";
import { prepareSqlRename, sqlRename } from "../../server/src/features/sqlRename.ts";
import { sqlSignatureHelp } from "../../server/src/features/sqlSignatureHelp.ts";
import { testEngine } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const program = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
people = spark.createDataFrame([], "id bigint, name string")
people.createOrReplaceTempView("p")
`;

interface Place {
  readonly analysis: Analysis;
  readonly offset: number;
  readonly lineOf: (range: { readonly start: number }) => string;
}

/** The program and a text with a mark; lines count from the text on, negative ones are the program's. */
function at(marked: string, before = program): Place {
  const mark = marked.indexOf("‸");
  const text = before + marked.replace("‸", "");
  const lines = before.split("\n").length - 1;
  return {
    analysis: analyze(testEngine, text, { ...defaultOptions, sparkVersion: "4.1" }),
    offset: before.length + mark,
    lineOf: ({ start }) => `line ${text.slice(0, start).split("\n").length - lines}`,
  };
}

function hoverAt(marked: string): string {
  const { analysis, offset, lineOf } = at(marked);
  const found = joinHovers([
    columnHover(analysis, offset, lineOf),
    sqlHover(catalog, analysis, offset, lineOf),
  ]);
  return found?.markdown ?? "";
}

describe("hovers in SQL", () => {
  const cases: readonly (readonly [marked: string, expected: RegExp])[] = [
    ['spark.sql("SELECT na‸me FROM p")', /^\*\*Column\*\* `name`: `string`.*From line -1/s],
    ['spark.sql("SELECT x.na‸me FROM p x")', /^\*\*Column\*\* `name`: `string`/],
    ['spark.sql("SELECT name FROM ‸p")', /^\*\*View\*\* `p` — 2 columns.*`bigint`.*Made at line 0/s],
    ['people.createOrReplaceTempView("‸q")', /^\*\*View\*\* `q` — 2 columns/],
    ['spark.sql("SELECT a FROM els‸ewhere")', /^\*\*Table\*\* `elsewhere` — columns not known/],
    [
      'spark.sql("WITH c AS (SELECT id AS i FROM p) SELECT * FROM ‸c")',
      /^\*\*Query of WITH\*\* `c` — 1 column\n.*`i`/s,
    ],
    ['spark.sql("WITH ‸c AS (SELECT id AS i FROM p) SELECT * FROM c")', /`c` — 1 column/],
    ['spark.sql("SELECT ‸x.name FROM p x")', /^\*\*Alias\*\* `x` — 2 columns/],
    ['spark.sql("SELECT up‸per(name) FROM p")', /upper\(str\).*Since Spark 1/s],
    ['spark.sql("SELECT /*+ broad‸cast(p) */ name FROM p")', /^\*\*Hint\*\* `BROADCAST`: takes tables/],
    ['spark.sql("SELECT /*+ map‸join(p) */ name FROM p")', /Sends the whole table/],
    ['spark.sql("SELECT CAST(name AS in‸t) FROM p")', /^\*\*Type\*\* `INT`/],
    ['spark.sql("SET spark.sql.an‸si.enabled = true")', /^\*\*spark\.sql\.ansi\.enabled\*\*/],
    ['spark.sql("SELECT * FROM p WHERE id > :lo‸w", args={"low": 3})', /^\*\*Parameter\*\* `low`: `3`/],
    [
      'spark.sql("SELECT sum(id) OVER ‸w FROM p WINDOW w AS (ORDER BY name)")',
      /^\*\*Window\*\* `w`: .*ORDER BY name/,
    ],
    // Text that does not parse still tells of its names.
    ['spark.sql("SELECT na‸me, FROM p WHERE (")', /^\*\*Column\*\* `name`: `string`/],
    ['people.filter("na‸me > 1")', /^\*\*Column\*\* `name`/],
    ['people.filter("len‸gth(name) > 1")', /length\(expr\)/],
    ["spark.sql(\"SELECT 'na‸me' FROM p\")", /^$/],
    ['spark.sql("SEL‸ECT name FROM p")', /^$/],
  ];
  for (const [marked, expected] of cases)
    it(marked, () => {
      assert.match(hoverAt(marked), expected);
    });
});

describe("definitions in SQL", () => {
  const cases: readonly (readonly [marked: string, target: string])[] = [
    ['spark.sql("SELECT name FROM ‸p")', 'createOrReplaceTempView("|p")'],
    ['spark.sql("SELECT p‸.name FROM p")', 'createOrReplaceTempView("|p")'],
    ['spark.table("p‸")', 'createOrReplaceTempView("|p")'],
    ['spark.sql("CREATE TEMP VIEW v AS SELECT 1 AS a")\nspark.sql("SELECT a FROM ‸v")', "VIEW |v AS"],
    ['people.write.saveAsTable("kept")\nspark.sql("SELECT id FROM ke‸pt")', 'saveAsTable("|kept")'],
    ['people.write.saveAsTable("kept")\nspark.sql("SELECT na‸me FROM kept")', "bigint, |name string"],
    [
      'people.write.mode("append").saveAsTable("kept")\nspark.table("kept").select("na‸me")',
      "bigint, |name string",
    ],
    ['people.writeTo("kept").create()\nspark.table("ke‸pt")', 'writeTo("|kept")'],
    [
      'spark.sql("CREATE TABLE kept AS SELECT name FROM p")\nspark.sql("SELECT na‸me FROM kept")',
      "bigint, |name string",
    ],
    ['spark.sql("WITH c AS (SELECT 1 AS a) SELECT a FROM ‸c")', "WITH |c AS"],
    ['spark.sql("WITH c AS (SELECT 1 AS a) SELECT c‸.a FROM c")', "WITH |c AS"],
    ['spark.sql("SELECT x‸.name FROM p AS x")', "p AS |x"],
    ['spark.sql("SELECT sum(id) OVER ‸w FROM p WINDOW w AS (ORDER BY name)")', "WINDOW |w AS"],
    ['spark.sql("SELECT * FROM p WHERE id > :lo‸w", args={"low": 3})', 'args={|"low"'],
    ['spark.sql("SELECT * FROM {o‸rders}", orders=people)', "orders=|people"],
    // Columns, to where Python names them.
    ['spark.sql("SELECT na‸me FROM p")', "bigint, |name string"],
    ['d = spark.sql("SELECT id AS number FROM p")\nd.select("num‸ber")', "id AS |number"],
  ];
  for (const [marked, target] of cases)
    it(marked, () => {
      const { analysis, offset } = at(marked);
      const found = sqlDefinition(catalog, analysis, offset) ?? columnDefinition(analysis.facts, offset);
      const mark = target.indexOf("|");
      assert.deepEqual(
        found?.targets.map(({ start }) => start),
        [analysis.text.indexOf(target.replace("|", "")) + mark],
      );
    });
});

describe("references in SQL", () => {
  const cases: readonly (readonly [marked: string, places: number])[] = [
    ['spark.sql("SELECT name FROM ‸p")\nspark.table("p")\nspark.sql("SELECT p.id FROM P")', 5],
    ['spark.table("‸p")', 2],
    ['spark.sql("WITH c AS (SELECT 1 a) SELECT c.a FROM c WHERE ‸c.a > 0")', 4],
    ['spark.sql("SELECT x.id, x.name FROM p ‸x")', 3],
    ['spark.sql("SELECT * FROM p WHERE id > :lo‸w OR id < :low", args={"low": 3})', 3],
  ];
  for (const [marked, places] of cases)
    it(marked, () => {
      const { analysis, offset } = at(marked);
      assert.equal(sqlPlaces(catalog, analysis, offset)?.length, places);
    });
});

describe("rename in SQL", () => {
  const renamed = (marked: string, newName: string): string => {
    const { analysis, offset, lineOf } = at(marked);
    const result =
      sqlRename(catalog, analysis, offset, newName, lineOf) ??
      columnRename(catalog, analysis, offset, newName, lineOf);
    assert.ok(result);
    if ("refusal" in result) return `refused: ${result.refusal}`;
    return result.edits
      .toReversed()
      .reduce(
        (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
        analysis.text,
      )
      .slice(program.indexOf("people ="));
  };
  const people = 'people = spark.createDataFrame([], "id bigint, name string")\n';
  const view = 'people.createOrReplaceTempView("p")\n';
  const cases: readonly (readonly [marked: string, newName: string, result: string | RegExp])[] = [
    [
      'spark.sql("SELECT p.name FROM ‸p")\nspark.table("p")',
      "persons",
      `${people}people.createOrReplaceTempView("persons")\nspark.sql("SELECT persons.name FROM persons")\nspark.table("persons")`,
    ],
    [
      'spark.sql(f"SELECT name FROM ‸p WHERE id > {3}")',
      "all people",
      `${people}people.createOrReplaceTempView("\`all people\`")\nspark.sql(f"SELECT name FROM \`all people\` WHERE id > {3}")`,
    ],
    [
      'spark.sql("WITH c AS (SELECT 1 a) SELECT c.a FROM ‸c")',
      "first",
      `${people}${view}spark.sql("WITH first AS (SELECT 1 a) SELECT first.a FROM first")`,
    ],
    ['spark.sql("SELECT x.id FROM p ‸x")', "y", `${people}${view}spark.sql("SELECT y.id FROM p y")`],
    [
      'd = spark.sql("SELECT p.na‸me FROM p WHERE name > \'a\'")\nd.select("name")',
      "title",
      `${people.replace("name", "title")}${view}d = spark.sql("SELECT p.title FROM p WHERE title > 'a'")\nd.select("title")`,
    ],
    ['spark.sql("SELECT x.id FROM p ‸x JOIN p y")', "y", /^refused: There is y in this text already/],
    ['spark.sql("SELECT name FROM ‸elsewhere")', "x", /^refused: The program does not make elsewhere/],
    ['people.write.saveAsTable("kept")\nspark.sql("SELECT id FROM ke‸pt")', "x", /^refused: kept is a table/],
    // What is stored keeps its names for others.
    [
      'people.select("na‸me")\npeople.write.saveAsTable("kept")\nspark.sql("SELECT name FROM kept")',
      "x",
      /^refused: .* reads it from data that fixes its name/,
    ],
    ['spark.sql("SELECT id FROM ‸p")\nspark.sql(input())', "x", /^refused: .* runs SQL that is not known/],
    [
      'spark.sql("SELECT id FROM ‸p")\nspark.sql(f"SELECT * FROM {input()}")',
      "x",
      /^refused: .* line 2 runs SQL/,
    ],
    ['spark.sql("SELECT id FROM ‸p")', "a.b", /^refused: The new name must/],
    [
      'spark.sql("SELECT na‸me FROM p")\nspark.sql(f"SELECT {input()} FROM p")',
      "x",
      /^refused: .* line 2 leads to columns that are not known/,
    ],
  ];
  for (const [marked, newName, result] of cases)
    it(`${marked} to ${newName}`, () => {
      const text = renamed(marked, newName);
      if (typeof result === "string") assert.equal(text, result);
      else assert.match(text, result);
    });

  it("is prepared at the name alone", () => {
    const { analysis, offset, lineOf } = at('spark.sql("SELECT name FROM ‸p")');
    const found = prepareSqlRename(catalog, analysis, offset, lineOf);
    assert.deepEqual(found, { start: offset, end: offset + 1, name: "p" });
  });
});

describe("signatures in SQL", () => {
  const cases: readonly (readonly [marked: string, label: string | null, active: string | null])[] = [
    ['spark.sql("SELECT upper(‸) FROM p")', "upper(str)", "str"],
    ['spark.sql("SELECT substring_index(name, ‸) FROM p")', "substring_index(str, delim, count)", "delim"],
    ["spark.sql(\"SELECT concat_ws(',', upper(name), ‸) FROM p\")", "concat_ws(sep, str)", null],
    ['spark.sql("SELECT upper(name) ‸ FROM p")', null, null],
    ['people.filter("length(‸")', "length(expr)", "expr"],
    ['spark.sql("SELECT (‸ FROM p")', null, null],
  ];
  for (const [marked, label, active] of cases)
    it(marked, () => {
      const { analysis, offset } = at(marked);
      const form = sqlSignatureHelp(catalog, analysis, offset)?.forms[0];
      assert.equal(form?.label ?? null, label);
      const parameter = form?.parameters[form.activeParameter ?? -1];
      if (active !== null) assert.equal(form?.label.slice(parameter?.start, parameter?.end), active);
    });
});
