import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { DataType } from "../../server/src/catalog/dataType.ts";
import { parseDataType } from "../../server/src/catalog/dataTypeText.ts";
import { decimalText, javaDouble, javaFloat, literalText } from "../../server/src/catalog/literalText.ts";
import {
  prettyName,
  type NameSource,
  type PrettyExpression,
  type PrettyOrder,
} from "../../server/src/catalog/prettySql.ts";
import { catalog } from "./catalogFixture.ts";

function typeOf(text: string): DataType {
  const type = parseDataType(text);
  assert.ok(type, text);
  return type;
}

const column = (name: string): PrettyExpression => ({ kind: "column", path: name.split(".") });
const literal = (value: string | number | null, type: string): PrettyExpression => ({
  kind: "literal",
  value,
  dataType: typeOf(type),
});
const one = literal(1, "int");
const [a, b, s] = ["a", "b", "s"].map(column) as [PrettyExpression, PrettyExpression, PrettyExpression];
/** A call; types are ints where nothing else is said. */
const call = (name: string, args: readonly PrettyExpression[], types = ""): PrettyExpression => ({
  kind: "call",
  function: name,
  args,
  types: args.map((_, at) => typeOf(types.split("; ")[at] || "int")),
});
const cast = (input: PrettyExpression, to: string, isTry = false): PrettyExpression => ({
  kind: "cast",
  input,
  to: typeOf(to),
  isTry,
});
const order = (input: PrettyExpression, descending = false): PrettyOrder => ({
  kind: "order",
  input,
  descending,
  nullsFirst: null,
});
const over = (input: PrettyExpression, ...orders: readonly PrettyOrder[]): PrettyExpression => ({
  kind: "window",
  input,
  partition: [a],
  order: orders,
  frame: null,
});
const field = (input: PrettyExpression, name: string): PrettyExpression => ({ kind: "field", input, name });

/** As Spark 4.3.0 and 3.5.9 said; one name where both agree. */
const cases: readonly (readonly [expression: PrettyExpression, name: string | null, older?: string])[] = [
  [column("st.q.r"), "r"],
  [call("upper", [column("st.q.r")], "string"), "upper(st.q.r)"],
  [call("+", [a, one]), "(a + 1)"],
  [call("-", [a]), "(- a)"],
  [call("!=", [a, one]), "(NOT (a = 1))"],
  [call("not", [a], "boolean"), "(NOT a)"],
  [call("isnull", [a]), "(a IS NULL)"],
  [call("in", [a, one, literal(2, "int")]), "(a IN (1, 2))"],
  [call("between", [a, one, b]), "between(a, 1, b)", "((a >= 1) AND (a <= b))"],
  [call(">", [a, literal("1.5", "decimal(2,1)")], "int; decimal(2,1)"), "(a > 1)"],
  [call("+", [a, one], "date; int"), "date_add(a, 1)"],
  [call("[]", [a, one], "array<int>; int"), "a[1]"],
  [field(call("struct", [a, b]), "a"), "struct(a, b).a"],
  [cast(a, "string"), "a"],
  [cast(cast(a, "string"), "int"), "a"],
  [cast(call("+", [a, one]), "int"), "CAST((a + 1) AS INT)"],
  [cast(column("st.p"), "string"), "CAST(st.p AS STRING)"],
  [call("abs", [cast(s, "int", true)]), "abs(TRY_CAST(s AS INT))"],
  [{ kind: "case", branches: [[a, one]], otherwise: null }, "CASE WHEN a THEN 1 END"],
  [{ kind: "case", branches: [[a, s]], otherwise: literal("y", "string") }, "CASE WHEN a THEN s ELSE y END"],
  [call("ceil", [a], "double"), "CEIL(a)"],
  [call("round", [a], "double"), "round(a, 0)"],
  [call("split", [s, literal(",", "string")], "string; string"), "split(s, ,, -1)"],
  [call("concat", [s, literal(" ", "string"), s], "string; string; string"), "concat(s,  , s)"],
  [call("count", [{ kind: "star" }]), "count(1)"],
  [{ kind: "call", function: "count", args: [a, b], types: [], distinct: true }, "count(DISTINCT a, b)"],
  [
    { kind: "call", function: "sum", args: [a], types: [typeOf("int")], filter: call(">", [b, one]) },
    "sum(a) FILTER (WHERE (b > 1))",
  ],
  [
    {
      kind: "call",
      function: "from_json",
      args: [s],
      types: [typeOf("string")],
      resultType: typeOf("map<string,int>"),
    },
    "entries",
  ],
  [call("struct", [{ kind: "alias", input: a, name: "z" }, call("+", [b, one])]), "struct(a AS z, (b + 1))"],
  [{ kind: "alias", input: call("upper", [s]), name: "z" }, "z"],
  [{ kind: "udf", name: "<lambda>", args: [call("+", [a, one])] }, "<lambda>((a + 1))"],
  [
    {
      kind: "call",
      function: "transform",
      args: [a, { kind: "lambda", parameters: 1, body: call("+", [{ kind: "variable" }, one]) }],
      types: [typeOf("array<int>"), { type: "lambda", result: typeOf("int") }],
    },
    "transform(a, lambdafunction((namedlambdavariable() + 1), namedlambdavariable()))",
  ],
  [
    over(call("row_number", []), order(b, true)),
    "row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
  ],
  [
    over(call("sum", [b])),
    "sum(b) OVER (PARTITION BY a ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
  ],
  [
    over(call("sum", [b]), order(b)),
    "sum(b) OVER (PARTITION BY a ORDER BY b ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
  ],
  [
    over(call("lag", [b, literal(2, "int")]), order(b)),
    "lag(b, 2, NULL) OVER (PARTITION BY a ORDER BY b ASC NULLS FIRST ROWS BETWEEN -2 FOLLOWING AND -2 FOLLOWING)",
  ],
  [call("rand", [{ kind: "unknown" }]), null],
];

describe("names of output columns", () => {
  for (const [expression, name, older] of cases) {
    it(name ?? "a random seed has no name", () => {
      const named = (version: string): string | null =>
        prettyName(expression, { outputs: catalog.outputs, version } satisfies NameSource);
      assert.equal(named("4.3"), name);
      assert.equal(named("3.5"), older ?? name);
    });
  }

  it("name casts as the place does", () => {
    const twice = cast(cast(a, "string"), "int");
    const named = (
      expression: PrettyExpression,
      place: NameSource["place"],
      version: string,
    ): string | null =>
      prettyName(expression, { outputs: catalog.outputs, version, ...(place ? { place } : {}) });
    assert.equal(named(twice, "query", "4.3"), "CAST(CAST(a AS STRING) AS INT)");
    assert.equal(named(cast(a, "int"), "query", "4.3"), "a");
    assert.equal(named(cast(a, "int"), "aggregate", "3.5"), "CAST(a AS INT)");
    assert.equal(named(cast(a, "int"), "aggregate", "4.3"), "a");
  });

  const literals: readonly (readonly [
    value: Parameters<typeof literalText>[0],
    type: string,
    text: string,
  ])[] = [
    [1e10, "double", "1.0E10"],
    [1e-5, "double", "1.0E-5"],
    [0.001, "double", "0.001"],
    [123456789, "double", "1.23456789E8"],
    [1234567, "double", "1234567.0"],
    [-0, "double", "-0.0"],
    [0.1, "float", "0.1"],
    ["0.0000001", "decimal(7,7)", "1E-7"],
    ["1.50", "decimal(3,2)", "1.50"],
    ["1E+3", "decimal(4,0)", "1000"],
    ["-.5", "decimal(1,1)", "-0.5"],
    ["2020-01-02 03:04:05.600", "timestamp", "TIMESTAMP '2020-01-02 03:04:05.6'"],
    ["2020-01-02", "date", "DATE '2020-01-02'"],
    ["4a4b", "binary", "X'4A4B'"],
    [93_784_500_000, "interval day to second", "INTERVAL '1 02:03:04.5' DAY TO SECOND"],
    [7_200_000_000, "interval hour", "INTERVAL '02' HOUR"],
    [-14, "interval year to month", "INTERVAL '-1-2' YEAR TO MONTH"],
    [null, "int", "NULL"],
    [true, "boolean", "true"],
    ["u'v", "string", "u'v"],
  ];
  for (const [value, type, text] of literals)
    it(`shows ${text}`, () => {
      assert.equal(literalText(value, typeOf(type)), text);
    });

  it("writes numbers as Java does", () => {
    assert.deepEqual([Number.NaN, Infinity, -Infinity, 1e7, 9999999.5, 0.00099].map(javaDouble), [
      "NaN",
      "Infinity",
      "-Infinity",
      "1.0E7",
      "9999999.5",
      "9.9E-4",
    ]);
    assert.equal(javaFloat(16777216), "1.6777216E7");
    assert.equal(decimalText("12.345", 5), "12.34500");
  });
});
