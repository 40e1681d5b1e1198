import assert from "node:assert/strict";
import { readExpression } from "../../server/src/sql/expression.ts";
import { parseSql, rootOf, spelt } from "./sqlFixture.ts";
import { size } from "../portion.ts";

/** A text, and what it is. */
const cases: Readonly<Record<string, string>> = {
  "a + b * 2 - -3 as total": "[- [+ a, [* b, 2:int]], -3:int] as total",
  "(a + b) * 2": "[* [+ a, b], 2:int]",
  "t.`weird ``col`.c[0].d": "t.weird `col.c[0:int].d",
  "1 = 1 and a or not b": "[or [and [== 1:int, 1:int], a], [not b]]",
  "a and b and c": "[and a, b, c]",
  "a || b || c": "[|| a, b, c]",
  "a <> b or a != c": "[or [!= a, b], [!= a, c]]",
  "a !< 3": "[>= a, 3:int]",
  "1 << 2 & 4 | 5 ^ ~6": "[| [& [<< 1:int, 2:int], 4:int], [^ 5:int, [~ 6:int]]]",
  "a div b % c": "[% [div a, b], c]",
  "-a": "[negative a]",
  "!a": "[not a]",
  "x not in (1, 2)": "[not [in x, 1:int, 2:int]]",
  "x in (select y from t)": "[in x, <query>]",
  "y is not null": "[not [is null y]]",
  "a is not distinct from b": "[<=> a, b]",
  "a is distinct from b": "[not [<=> a, b]]",
  "a is unknown or b is not true": "[or [is null a], [not [is true b]]]",
  "z not between 1 and 2.50": '[not [between z, 1:int, "2.50":decimal(3,2)]]',
  "a like 'x%' escape '!'": '[like a, "x%":string, "!":string]',
  "a not ilike all ('x', 'y')": '[not [ilike all a, "x":string, "y":string]]',
  "a regexp 'z'": '[rlike a, "z":string]',
  "exists (select 1)": "[exists <query>]",
  "exists(arr, x -> x > 1)": "exists(arr, (x -> [> x, 1:int]))",
  "transform(arr, (x, i) -> x + i)": "transform(arr, (x, i -> [+ x, i]))",
  "cast(a as decimal(10,2))::string": "cast(cast(a as decimal(10,2)) as string)",
  "try_cast('x' as array<struct<a:int,b:map<string,double>>>)":
    'try_cast("x":string as array<struct<a:int,b:map<string,double>>>)',
  "case when a = 1 then 'x' else null end": 'case([== a, 1:int] -> "x":string | null:void)',
  "case a when 1 then 2 when 3 then 4 end": "case(a: 1:int -> 2:int; 3:int -> 4:int)",
  "count(*)": "count(*)",
  "count(distinct a, b) filter (where x > 1)": "count(distinct a, b) filter <[> x, 1:int]>",
  "sum(x) over (partition by p, q order by r desc nulls last rows between 2 preceding and current row)":
    "sum(x) over <by p, q; order r desc nulls last; rows -2..0>",
  "sum(x) over (order by r range unbounded preceding)": "sum(x) over <order r; range -Infinity..0>",
  "sum(x) over w": "sum(x) over <w>",
  "lag(x) ignore nulls over (order by y)": "lag(x) ignore over <order y>",
  "percentile_cont(0.5) within group (order by v desc)":
    'percentile_cont("0.5":decimal(1,1)) within <v desc>',
  "f(a => 1, b => 2)": "f(a=>1:int, b=>2:int)",
  "db.f(x)": "db.f(x)",
  "left(a, 2)": "left(a, 2:int)",
  current_date: "current_date()",
  "first(a ignore nulls)": "first(a) ignore",
  "extract(year from d)": 'extract("year":string, d)',
  "trim(leading 'x' from s)": 'ltrim("x":string, s)',
  "trim(s)": "trim(s)",
  "substring(a from 2 for 3)": "substring(a, 2:int, 3:int)",
  "position('a' in b)": 'locate("a":string, b)',
  "overlay(a placing b from 1)": "overlay(a, b, 1:int)",
  "timestampadd(hour, 3, ts)": 'timestampadd("hour":string, 3:int, ts)',
  "struct(a as x, b)": "struct(a as x, b)",
  "(a, b) = (1, 2)": "[== (a, b), (1:int, 2:int)]",
  "explode(m) as (k, v)": "explode(m) as k, v",
  "* except (a, b.c)": "* except a, b.c",
  "t.*": "t.*",
  "(select max(x) from t) > 3": "[> <query>, 3:int]",
  ":p + ?": "[+ :p, :?]",
  "named_struct('a', 1).a": 'named_struct("a":string, 1:int).a',
  "j:a.b::int": 'cast(variant_get(j, "$.a.b":string) as b as int)',
  "s collate UTF8_LCASE": 'collate(s, "UTF8_LCASE":string)',
  "a b": "a as b",
};

/** Literals, by what they are in Spark. */
const literals: Readonly<Record<string, string>> = {
  "1": "1:int",
  "-2147483648": "-2147483648:int",
  "2147483648": "2147483648:bigint",
  "9223372036854775807": '"9223372036854775807":bigint',
  "9223372036854775808": '"9223372036854775808":decimal(19,0)',
  "1L": "1:bigint",
  "2S": "2:smallint",
  "3Y": "3:tinyint",
  "1.5D": "1.5:double",
  "2F": "2:float",
  "1e3": "1000:double",
  "1.0": '"1.0":decimal(2,1)',
  "0.50": '"0.50":decimal(2,2)',
  ".5": '".5":decimal(1,1)',
  "12.": '"12.":decimal(2,0)',
  "1.50BD": '"1.50":decimal(3,2)',
  "1e3BD": '"1e3":decimal(4,0)',
  "'it''s'": '"it\'s":string',
  "'a' 'b'": '"ab":string',
  "'x\\ty\\u0041\\101\\%'": '"x\\tyAA\\\\%":string',
  "r'a\\n'": '"a\\\\n":string',
  '"double"': '"double":string',
  true: "true:boolean",
  NULL: "null:void",
  "DATE'2020-01-01'": '"2020-01-01":date',
  "TIMESTAMP'2020-01-01 00:00:00'": '"2020-01-01 00:00:00":timestamp',
  "TIMESTAMP_NTZ'2020-01-01'": '"2020-01-01":timestamp_ntz',
  "X'1F'": '"1F":binary',
  "INTERVAL 1 DAY 2 HOURS": '"INTERVAL 1 DAY 2 HOURS":interval day to hour',
  "INTERVAL 3 WEEKS": '"INTERVAL 3 WEEKS":interval day',
  "INTERVAL '1-2' YEAR TO MONTH": "\"INTERVAL '1-2' YEAR TO MONTH\":interval year to month",
  "INTERVAL '3 months'": '"3 months":interval month',
};

describe("expressions of SQL", () => {
  for (const [text, expected] of [...Object.entries(cases), ...Object.entries(literals)])
    it(text, () => {
      assert.deepEqual(parseSql(text, "expression", "4.3").problems, []);
      assert.equal(spelt(readExpression(rootOf(text, "expression"), text)), expected);
    });

  it("have the quotes of each version", () => {
    const text = "'it''s'";
    for (const [version, expected] of [
      ["3.5", '"its":string'],
      ["4.1", '"it\'s":string'],
    ] as const)
      assert.equal(spelt(readExpression(rootOf(text, "expression", version), text)), expected);
  });

  it("know where each name stands", () => {
    const text = "upper( t.`a b` ) AS x";
    const alias = readExpression(rootOf(text, "expression"), text);
    assert.ok(alias.kind === "alias" && alias.operand.kind === "call");
    const [name] = alias.operand.args;
    assert.ok(name?.kind === "name");
    assert.deepEqual(
      [...alias.operand.name, ...name.parts, ...alias.names].map(({ span }) =>
        text.slice(span.start, span.end),
      ),
      ["upper", "t", "`a b`", "x"],
    );
  });

  it("may nest without end", () => {
    const deep = size(5000, 1000);
    for (const text of [
      `${"(".repeat(deep)}1${")".repeat(deep)}`,
      `${"f(".repeat(deep)}1${")".repeat(deep)}`,
      `${"not ".repeat(deep)}a`,
      Array.from({ length: deep }, () => "a").join(" + "),
      Array.from({ length: deep }, () => "a").join(" and "),
    ]) {
      const { root, problems } = parseSql(text, "expression", "4.3");
      assert.deepEqual(problems, []);
      assert.ok(root !== null);
      spelt(readExpression(root, text));
    }
  }).timeout(60_000);
});
