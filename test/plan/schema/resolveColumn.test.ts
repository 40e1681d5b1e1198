import assert from "node:assert/strict";
import { atomic, arrayOf, structOf, type DataType } from "../../../server/src/catalog/dataType.ts";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import type { ColumnExpression } from "../../../server/src/plan/column.ts";
import { analysisOf } from "../../../server/src/plan/schema/analysis.ts";
import { resolveColumn } from "../../../server/src/plan/schema/resolveColumn.ts";
import type { ResolutionScope, Resolved } from "../../../server/src/plan/schema/resolved.ts";
import { attribute, type Attribute } from "../../../server/src/plan/schema/schema.ts";
import type { Site, Unit } from "../../../server/src/syntax/module.ts";
import { catalog, evaluated } from "../evaluated.ts";

/** What Spark's own programs cannot show: identities, reads, places, candidates, and what huge expressions cost. */
describe("resolved columns", () => {
  const unit: Unit = { text: "", body: [], comments: [], errors: [] };
  const site: Site = { unit, start: 0, end: 0 };
  const int = atomic("int");
  const column = (name: string, dataType: DataType, qualifier: readonly string[] = []): Attribute => ({
    ...attribute({ name, dataType, nullable: true }),
    qualifier,
  });
  const address = structOf([
    ["city", atomic("string")],
    ["zip", int],
  ]);
  const attributes = [
    column("id", int, ["a"]),
    column("name", atomic("string"), ["a"]),
    column("id", int, ["b"]),
    column("address", address, ["b"]),
    column("visits", arrayOf(address), ["b"]),
  ];
  const scopeOf = (
    more: Partial<ResolutionScope> = {},
    conf: readonly [string, string][] = [],
  ): ResolutionScope => ({
    session: { catalog, version: "4.3", grammar: null, conf: new Map(conf), files: null },
    attributes,
    open: null,
    ...more,
  });
  const scope = scopeOf();
  const reference = (name: string): ColumnExpression => ({ kind: "reference", name, of: null, site });
  const literal = (value: string | number): ColumnExpression => ({
    kind: "literal",
    value,
    dataType: atomic(typeof value === "string" ? "string" : "int"),
    site,
  });
  const call = (name: string, ...args: readonly ColumnExpression[]): ColumnExpression => ({
    kind: "call",
    function: name,
    args,
    site,
  });
  const sql = (text: string, place: Site = site): ColumnExpression => ({ kind: "sql", text, site: place });
  const outputs = ({ columns }: Resolved): readonly string[] =>
    columns.map(({ name, dataType }) => `${name ?? "?"} ${simpleString(dataType)}`);
  const conditions = ({ problems }: Resolved): readonly string[] =>
    problems.map(({ condition }) => condition);

  describe("names", () => {
    const cases: readonly (readonly [name: string, answer: string])[] = [
      ["a.id", "id int"],
      ["B.ID", "ID int"],
      ["name", "name string"],
      ["`name`", "name string"],
      ["address.city", "city string"],
      ["b.address.ZIP", "ZIP int"],
      ["visits.city", "city array<string>"],
      ["id", "AMBIGUOUS_REFERENCE"],
      ["nam", "UNRESOLVED_COLUMN.WITH_SUGGESTION"],
      ["c.name", "UNRESOLVED_COLUMN.WITH_SUGGESTION"],
      ["address.street", "FIELD_NOT_FOUND"],
      ["name.x", "INVALID_EXTRACT_BASE_FIELD_TYPE"],
      ["name..x", "INVALID_ATTRIBUTE_NAME_SYNTAX"],
      ["`name", "INVALID_ATTRIBUTE_NAME_SYNTAX"],
      ["current_date", "current_date() date"],
    ];
    for (const [name, answer] of cases)
      it(name, () => {
        const found = resolveColumn(reference(name), scope);
        assert.equal(conditions(found)[0] ?? outputs(found)[0], answer);
      });

    it("keep the column's identity", () => {
      const [found] = resolveColumn(reference("NAME"), scope).columns;
      assert.equal(found?.attribute, attributes[1]);
      assert.equal(
        resolveColumn(call("functions.upper", reference("name")), scope).columns[0]?.attribute,
        null,
      );
    });

    it("are told apart by case where the session says so", () => {
      const strict = scopeOf({}, [["spark.sql.caseSensitive", "true"]]);
      assert.deepEqual(conditions(resolveColumn(reference("NAME"), strict)), [
        "UNRESOLVED_COLUMN.WITH_SUGGESTION",
      ]);
    });

    it("that are near come first", () => {
      const [problem] = resolveColumn(reference("nmae"), scope).problems;
      assert.equal(problem?.candidates[0], "name");
    });

    it("that are not known in an open schema are no mistake", () => {
      const found = resolveColumn(
        reference("other"),
        scopeOf({ open: { text: "read from files", site: null } }),
      );
      assert.deepEqual([conditions(found), outputs(found)], [[], ["other ?"]]);
    });

    it("without any column have nothing to suggest", () =>
      assert.deepEqual(conditions(resolveColumn(reference("x"), scopeOf({ attributes: [] }))), [
        "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
      ]));

    it("are looked up among hidden columns last", () => {
      const hidden = [[column("secret", int), column("name", int)]];
      assert.deepEqual(outputs(resolveColumn(reference("secret"), scopeOf({ hidden }))), ["secret int"]);
      assert.deepEqual(outputs(resolveColumn(reference("name"), scopeOf({ hidden }))), ["name string"]);
    });
  });

  it("read each column once", () => {
    const twice = call("+", reference("a.id"), call("*", reference("a.id"), reference("b.id")));
    assert.deepEqual(resolveColumn(twice, scope).reads, [attributes[0], attributes[2]]);
  });

  it("aggregate outside windows only", () => {
    const sum = call("functions.sum", reference("a.id"));
    const over = (inner: ColumnExpression): ColumnExpression =>
      call("Column.over", inner, {
        kind: "window",
        partition: [reference("name")],
        order: [],
        frame: null,
        site,
      });
    const flags = [sum, over(sum), over(call("functions.sum", sum)), call("+", sum, literal(1))].map(
      (expression) => resolveColumn(expression, scope).aggregates,
    );
    assert.deepEqual(flags, [true, false, true, true]);
  });

  it("have an answer where the code does not tell the mode, if both give the same", () => {
    const open = {
      session: {
        catalog,
        version: "4.3",
        grammar: null,
        conf: new Map([["spark.sql.ansi.enabled", null]]),
        files: null,
      },
    };
    const type = (expression: ColumnExpression): string | undefined =>
      outputs(resolveColumn(expression, scopeOf(open)))[0];
    assert.equal(type(call("+", reference("a.id"), literal(1))), "(id + 1) int");
    assert.equal(type(call("+", reference("a.id"), reference("name"))), "(id + name) ?");
  });

  describe("text of SQL", () => {
    it("has its mistakes where they stand in the literal", () => {
      const program = [
        "from pyspark.sql import SparkSession",
        "spark = SparkSession.builder.getOrCreate()",
        'found = spark.createDataFrame([], "id int").filter("nope > 1")',
      ];
      const frame = evaluated(program.join("\n"))
        .units.flatMap(({ frames }) => frames)
        .at(-1)?.held;
      const [problem] = frame ? analysisOf(frame).problems : [];
      assert.equal(problem?.site.unit.text.slice(problem.site.start, problem.site.end), "nope");
    });

    it("is refused as Spark's parser refuses it", () =>
      assert.deepEqual(conditions(resolveColumn(sql("name +"), scope)), ["PARSE_SYNTAX_ERROR"]));
  });

  describe("huge expressions", () => {
    const sum = (terms: number, operand: (index: number) => ColumnExpression): ColumnExpression => {
      let all = operand(0);
      for (let index = 1; index < terms; index++) all = call("+", all, operand(index));
      return all;
    };

    it("a sum of 10,000 terms", () => {
      const wide = Array.from({ length: 5000 }, (_, index) => column(`c${index}`, int));
      const found = resolveColumn(
        sum(10_000, (index) => reference(`c${index % 5000}`)),
        scopeOf({ attributes: wide }),
      );
      assert.deepEqual([found.columns[0]?.dataType, found.reads.length], [int, 5000]);
    });

    it("a product that doubles a thousand times", () => {
      let all = reference("a.id");
      for (let times = 0; times < 1000; times++) all = call("*", all, all);
      assert.deepEqual(outputs(resolveColumn(all, scope)), ["? int"]);
    });

    it("a thousand conditions", () => {
      const condition = call("==", reference("a.id"), literal(1));
      let all = call("functions.when", condition, literal("x"));
      for (let times = 1; times < 1000; times++) all = call("Column.when", all, condition, literal("y"));
      const found = resolveColumn(call("Column.alias", all, literal("c")), scope);
      assert.deepEqual(outputs(found), ["c string"]);
    });

    it("600 lambdas in each other", () => {
      let body: ColumnExpression = reference("name");
      for (let depth = 0; depth < 600; depth++)
        body = call("functions.transform", call("functions.array", reference("a.id")), {
          kind: "lambda",
          parameters: [{ name: "x" }],
          body,
          site,
        });
      assert.deepEqual(resolveColumn(body, scope).problems, []);
    });
  });
});
