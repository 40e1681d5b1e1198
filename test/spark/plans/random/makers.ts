import type { Choices } from "./choices.ts";
import { catalogFunctions } from "./catalogFunctions.ts";
import {
  bigint,
  boolean,
  date,
  ddl,
  double,
  int,
  isAtom,
  isNumber,
  namedColumns,
  string,
  timestamp,
  unknownKind,
  type Frame,
} from "./model.ts";
import {
  condition,
  fitting,
  list,
  literalNumber,
  number,
  reference,
  some,
  text,
  wrapped,
  type Expression,
} from "./operands.ts";

/** Makes an expression of a kind; null where the frame does not allow it. `inner` gives one that is less deep. */
export type Maker = (choices: Choices, frame: Frame, inner: () => Expression) => Expression | null;

/** One maker for each kind of expression. */
export const makers: readonly Maker[] = [
  function arithmetic(choices, frame) {
    const left = number(choices, frame);
    const right = choices.once(3) ? literalNumber(choices) : number(choices, frame);
    if (!left || !right) return null;
    const operator = choices.pick(["+", "-", "*", "/", "%"]);
    return some(`${left.code} ${operator} ${right.code}`, operator === "/" ? double : left.kind);
  },
  function comparison(choices, frame) {
    const left = reference(choices, frame, (kind) => kind.type === "atom");
    if (!left) return null;
    return some(
      `${left.code} ${choices.pick(["==", "!=", "<", ">="])} ${fitting(choices, frame, left.kind)}`,
      boolean,
    );
  },
  function logic(choices, frame) {
    const [left, right] = [condition(choices, frame), condition(choices, frame)];
    return some(choices.pick([`(${left}) & (${right})`, `(${left}) | (${right})`, `~(${left})`]), boolean);
  },
  function nullTest(choices, _frame, inner) {
    return some(`${wrapped(inner().code)}.${choices.pick(["isNull", "isNotNull"])}()`, boolean);
  },
  function cases(choices, frame) {
    const value = reference(choices, frame, (kind) => kind.type === "atom");
    if (!value) return null;
    const start = `F.when(${condition(choices, frame)}, ${value.code})`;
    if (choices.once(3)) return some(start, value.kind);
    return some(`${start}.otherwise(${fitting(choices, frame, value.kind)})`, value.kind);
  },
  function coalesce(choices, frame) {
    const value = reference(choices, frame);
    if (!value) return null;
    return some(`F.coalesce(${value.code}, ${fitting(choices, frame, value.kind)})`, value.kind);
  },
  function cast(choices, frame, inner) {
    const from = choices.once(2) ? number(choices, frame) : inner();
    if (!from || from.kind.type !== "atom") return null;
    const target = choices.pick([
      int,
      bigint,
      double,
      string,
      { type: "atom", ddl: "decimal(12,3)" } as const,
    ]);
    return { code: `${wrapped(from.code)}.cast("${ddl(target)}")`, kind: target, name: from.name };
  },
  function texts(choices, frame) {
    const value = text(choices, frame);
    if (!value) return null;
    return choices.pick([
      some(`F.upper(${value.code})`, string),
      some(`F.concat(${value.code}, F.lit("-"), ${fitting(choices, frame, string)})`, string),
      some(`F.concat_ws("-", ${value.code}, ${fitting(choices, frame, string)})`, string),
      some(`F.length(${value.code})`, int),
      some(`F.substring(${value.code}, 1, 2)`, string),
      some(`${value.code}.substr(1, 2)`, string),
      some(`F.split(${value.code}, ",")`, { type: "array", element: string }),
      some(`F.regexp_replace(${value.code}, "a", "b")`, string),
      some(`${value.code}.like("a%")`, boolean),
      some(`${value.code}.isin("a", "b")`, boolean),
      some(`F.to_date(${value.code})`, date),
      some(`F.trim(${value.code})`, string),
    ]);
  },
  function dates(choices, frame) {
    const value = reference(choices, frame, (kind) => isAtom(kind, "date") || isAtom(kind, "timestamp"));
    if (!value) return null;
    return choices.pick([
      some(`F.year(${value.code})`, int),
      some(`F.date_add(${value.code}, 1)`, date),
      some(`F.datediff(${value.code}, F.current_date())`, int),
      some(`F.date_format(${value.code}, "yyyy")`, string),
      some(`F.date_trunc("day", ${value.code})`, timestamp),
      some(`F.months_between(${value.code}, F.current_date())`, double),
      some(`F.unix_timestamp(${value.code})`, bigint),
    ]);
  },
  function numbers(choices, frame) {
    const value = number(choices, frame);
    if (!value) return null;
    return choices.pick([
      some(`F.abs(${value.code})`, value.kind),
      some(`F.round(${value.code}, 1)`, value.kind),
      some(`F.sqrt(${value.code})`, double),
      some(`F.floor(${value.code})`, bigint),
      some(`F.greatest(${value.code}, ${fitting(choices, frame, value.kind)})`, value.kind),
      some(`-${value.code}`, value.kind),
      some(`${value.code}.between(1, 5)`, boolean),
      some(`F.pow(${value.code}, 2)`, double),
      some(`F.nvl(${value.code}, F.lit(0))`, value.kind),
    ]);
  },
  function lists(choices, frame) {
    const value = list(choices, frame);
    if (value?.kind.type !== "array") return null;
    const { element } = value.kind;
    return choices.pick([
      some(`F.size(${value.code})`, int),
      some(`${value.code}[0]`, element),
      some(`${value.code}.getItem(1)`, element),
      some(`F.element_at(${value.code}, 1)`, element),
      some(`F.filter(${value.code}, lambda x: x.isNotNull())`, value.kind),
      some(`F.transform(${value.code}, lambda x: x.isNull())`, { type: "array", element: boolean }),
      some(`F.array_distinct(${value.code})`, value.kind),
      some(`F.concat(${value.code}, ${value.code})`, value.kind),
      some(`F.slice(${value.code}, 1, 2)`, value.kind),
      some(`F.exists(${value.code}, lambda x: x.isNull())`, boolean),
    ]);
  },
  function maps(choices, frame) {
    const value = reference(choices, frame, (kind) => kind.type === "map");
    if (value?.kind.type !== "map") return null;
    return choices.pick([
      some(`${value.code}["k"]`, value.kind.value),
      some(`F.map_keys(${value.code})`, { type: "array", element: string }),
      some(`F.map_values(${value.code})`, { type: "array", element: value.kind.value }),
      some(`F.map_contains_key(${value.code}, "k")`, boolean),
    ]);
  },
  function fields(choices, frame) {
    const value = reference(choices, frame, (kind) => kind.type === "struct");
    if (value?.kind.type !== "struct" || value.name === null) return null;
    const [name, kind] = choices.pick(value.kind.fields);
    return choices.pick<Expression>([
      { code: `F.col("${value.name}.${name}")`, kind, name },
      some(`${value.code}.${name}`, kind),
      some(`${value.code}["${name}"]`, kind),
      some(`${value.code}.getField("${name}")`, kind),
    ]);
  },
  function made(choices, frame) {
    const columns = choices.some(namedColumns(frame), 1, 3);
    const [first] = columns;
    if (first === undefined) return null;
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    return choices.pick([
      some(`F.struct(${names})`, {
        type: "struct",
        fields: columns.map(({ name, kind }) => [name, kind] as const),
      }),
      some(`F.array("${first.name}", ${fitting(choices, frame, first.kind)})`, {
        type: "array",
        element: first.kind,
      }),
      some(`F.create_map(F.lit("k"), "${first.name}")`, { type: "map", value: first.kind }),
    ]);
  },
  function sql(choices, frame) {
    const column = choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    if (column === undefined) return null;
    const { name, kind } = column;
    return choices.pick([
      some(`F.expr("${name} + 1")`, kind),
      some(`F.expr("CASE WHEN ${name} > 1 THEN 'x' ELSE 'y' END")`, string),
      some(`F.expr("cast(${name} AS string)")`, string),
      some(`F.expr("${name} IS NULL OR ${name} IN (1, 2)")`, boolean),
      some(`F.expr("coalesce(${name}, 0)")`, kind),
      some(`F.expr("if(${name} > 1, ${name}, NULL)")`, kind),
      some(`F.expr("${name} / 2 + 1.5")`, unknownKind),
      some(`F.expr("${name} * 1.25BD")`, unknownKind),
      some(`F.expr("try_divide(${name}, 0)")`, unknownKind),
      some(`F.expr("named_struct('a', ${name}, 'b', 'x')")`, unknownKind),
      some(`F.expr("${name} BETWEEN 1 AND 3 AND NOT ${name} <=> 2")`, boolean),
      some(`F.expr("sum(${name}) OVER (PARTITION BY ${name} ORDER BY ${name} DESC)")`, unknownKind),
      some(`F.expr("transform(array(${name}, 1), x -> x + 1)")`, unknownKind),
      some(`F.expr("date_add(DATE'2024-01-01', int(${name}))")`, date),
      some(`F.expr("TIMESTAMP'2024-01-01 00:00:00' + INTERVAL 2 HOURS")`, timestamp),
    ]);
  },
  function windowed(choices, frame) {
    const [key, order] = choices.some(
      namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
      2,
      2,
    );
    if (key === undefined || order === undefined) return null;
    const window = `Window.partitionBy("${key.name}").orderBy("${order.name}")`;
    return choices.pick([
      some(`F.row_number().over(${window})`, int),
      some(`F.lag("${key.name}").over(${window})`, key.kind),
      some(`F.lead("${key.name}", 2).over(${window})`, key.kind),
      some(`F.max("${key.name}").over(${window})`, key.kind),
      some(`F.count("*").over(Window.partitionBy("${key.name}"))`, bigint),
      some(`F.first("${order.name}").over(${window}.rowsBetween(-1, 1))`, order.kind),
      some(`F.percent_rank().over(${window})`, double),
    ]);
  },
  function catalogued(choices, frame) {
    const { name, parameters } = choices.pick(catalogFunctions("scalar"));
    const columns = Array.from({ length: parameters }, () => choices.pickMaybe(namedColumns(frame)));
    if (columns.includes(undefined)) return null;
    return some(`F.${name}(${columns.map((column) => `"${column?.name}"`).join(", ")})`, unknownKind);
  },
  function decimals(choices, frame) {
    const column = choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    if (column === undefined) return null;
    const precision = 1 + choices.below(38);
    const cast = `F.col("${column.name}").cast("decimal(${precision},${choices.below(precision + 1)})")`;
    const other = number(choices, frame)?.code ?? "F.lit(3)";
    return some(`${cast} ${choices.pick(["+", "-", "*", "/", "%"])} ${other}`, unknownKind);
  },
  function anyOperator(choices, frame) {
    const [left, right] = [reference(choices, frame), reference(choices, frame)];
    if (!left || !right || !choices.once(3)) return null;
    return some(`${left.code} ${choices.pick(["+", "-", "*", "==", "<"])} ${right.code}`, unknownKind);
  },
  function nested(choices, _frame, inner) {
    const value = inner();
    return choices.pick([
      some(`F.coalesce(${value.code}, ${inner().code})`, unknownKind),
      some(
        `F.when(${wrapped(value.code)}.isNull(), ${inner().code}).otherwise(${inner().code})`,
        unknownKind,
      ),
      some(`F.array(${value.code}, ${value.code})`, { type: "array", element: value.kind }),
      some(`F.struct(${wrapped(value.code)}.alias("x"), F.lit(1).alias("y"))`, {
        type: "struct",
        fields: [
          ["x", value.kind],
          ["y", int],
        ],
      }),
      some(`F.to_json(F.struct(${wrapped(value.code)}.alias("v")))`, string),
      some(`${wrapped(value.code)}.cast("string")`, string),
      some(`F.greatest(${value.code}, ${value.code})`, value.kind),
      some(`F.nullif(${value.code}, ${value.code})`, value.kind),
    ]);
  },
  function structs(choices, frame) {
    const value = reference(choices, frame, (kind) => kind.type === "struct");
    if (value?.kind.type !== "struct") return null;
    const { fields } = value.kind;
    const [name] = choices.pick(fields);
    return choices.pick([
      some(`${value.code}.withField("z", F.lit(1))`, { type: "struct", fields: [...fields, ["z", int]] }),
      some(`${value.code}.withField("${name}", F.lit("x"))`, unknownKind),
      some(`${value.code}.dropFields("${name}")`, unknownKind),
    ]);
  },
  function combinedLists(choices, frame) {
    const [left, right] = [list(choices, frame), list(choices, frame)];
    if (left?.kind.type !== "array" || right?.kind.type !== "array") return null;
    return choices.pick([
      some(`F.arrays_zip(${left.code}, ${right.code})`, unknownKind),
      some(`F.array_union(${left.code}, ${right.code})`, left.kind),
      some(`F.array_except(${left.code}, ${right.code})`, left.kind),
      some(`F.concat(${left.code}, ${right.code})`, left.kind),
      some(`F.zip_with(${left.code}, ${right.code}, lambda a, b: F.coalesce(a, b))`, left.kind),
      some(`F.transform(${left.code}, lambda x, i: F.struct(x.alias("v"), i.alias("at")))`, unknownKind),
      some(`F.aggregate(${left.code}, F.lit(0), lambda acc, x: acc + 1)`, int),
      some(`F.map_from_arrays(${left.code}, ${right.code})`, unknownKind),
      some(`F.sort_array(${left.code})`, left.kind),
      some(`F.array_max(${left.code})`, left.kind.element),
      some(`F.forall(${left.code}, lambda x: x.isNull())`, boolean),
    ]);
  },
  function windowAggregates(choices, frame) {
    const [key, value] = choices.some(namedColumns(frame), 2, 2);
    if (key === undefined || value === undefined) return null;
    const over = choices.pick([
      `Window.partitionBy("${key.name}")`,
      `Window.orderBy(F.desc("${key.name}"))`,
      `Window.partitionBy("${key.name}").orderBy("${value.name}").rangeBetween(Window.unboundedPreceding, 0)`,
      `Window.partitionBy(F.col("${key.name}")).orderBy(F.col("${value.name}").asc_nulls_last()).rowsBetween(-2, Window.currentRow)`,
    ]);
    const call = choices.pick([
      "sum",
      "avg",
      "min",
      "count",
      "collect_list",
      "last",
      "dense_rank",
      "ntile",
      "lag",
    ]);
    const inside = call === "dense_rank" ? "" : call === "ntile" ? "3" : `"${value.name}"`;
    return some(`F.${call}(${inside}).over(${over})`, unknownKind);
  },
];
