import type { Choices } from "./choices.ts";
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
  type Column,
  type Frame,
  type Kind,
  type NamedColumn,
} from "./model.ts";

/** A Column expression of Python, with its type as far as the generator follows it. */
export interface Expression {
  readonly code: string;
  readonly kind: Kind;
  /** The name of a column that is only referred to, or an alias; null for a name that Spark makes. */
  readonly name: string | null;
}

type Maker = (choices: Choices, frame: Frame, depth: number) => Expression | null;

/** A random expression over a frame; now and then one that Spark refuses. */
export function expression(choices: Choices, frame: Frame, depth = 2): Expression {
  if (choices.once(60)) return wrongReference(choices, frame);
  if (depth <= 0 || choices.once(3)) return reference(choices, frame) ?? literal(choices);
  for (let tries = 0; tries < 6; tries += 1) {
    const made = choices.pick(makers)(choices, frame, depth);
    if (made) return made;
  }
  return reference(choices, frame) ?? literal(choices);
}

/** The expression under a new name. */
export const aliased = ({ code, kind }: Expression, name: string): Expression => ({
  code: `${wrapped(code)}.alias("${name}")`,
  kind,
  name,
});

const wrapped = (code: string): string =>
  /^[\w.]+(?:\([^()]*\)|\[[^[\]]*\])?$/.test(code) ? code : `(${code})`;

export const columnOf = ({ name, kind }: Expression): Column => ({ name, kind });

/** A way to refer to the column. */
export function refer(choices: Choices, frame: Frame, { name }: NamedColumn): string {
  const ways = [
    `F.col("${name}")`,
    `F.col("${name}")`,
    `${frame.variable}["${name}"]`,
    `F.col("${name.toUpperCase()}")`,
    ...(/^\w+$/.test(name) ? [`${frame.variable}.${name}`] : []),
  ];
  const way = choices.pick(ways);
  return /\.(?:count|index|first|key|value|max|min)$/.test(way) ? `F.col("${name}")` : way;
}

function reference(choices: Choices, frame: Frame, fits?: (kind: Kind) => boolean): Expression | null {
  const columns = namedColumns(frame).filter(({ kind }) => fits?.(kind) ?? true);
  const column = choices.pickMaybe(columns);
  if (column === undefined) return null;
  const code = refer(choices, frame, column);
  const name = code.includes(`"${column.name.toUpperCase()}"`) ? column.name.toUpperCase() : column.name;
  return { code, kind: column.kind, name };
}

const wrongReference = (choices: Choices, frame: Frame): Expression => ({
  code: choices.pick([`F.col("missing")`, `${frame.variable}["absent"]`, `F.col("nothing.x")`]),
  kind: int,
  name: "missing",
});

function literal(choices: Choices): Expression {
  const [value, kind] = choices.pick([
    ["1", int],
    ["3000000000", bigint],
    ["2.5", double],
    ['"x"', string],
    ["True", boolean],
    ["None", string],
  ] as const);
  return { code: `F.lit(${value})`, kind, name: null };
}

/** An expression of a fitting type: mostly a column, else a literal or a cast. */
function fitting(choices: Choices, frame: Frame, kind: Kind): string {
  const found = reference(choices, frame, (each) => ddl(each) === ddl(kind));
  if (found && !choices.once(8)) return found.code;
  if (isAtom(kind, "string")) return `F.lit("x")`;
  if (isNumber(kind)) return choices.pick(["F.lit(2)", "F.lit(1.5)"]);
  if (isAtom(kind, "boolean")) return "F.lit(True)";
  if (isAtom(kind, "date")) return "F.current_date()";
  if (isAtom(kind, "timestamp")) return "F.current_timestamp()";
  return `F.lit(None).cast("${ddl(kind)}")`;
}

const number = (choices: Choices, frame: Frame): Expression | null => reference(choices, frame, isNumber);
const text = (choices: Choices, frame: Frame): Expression | null =>
  reference(choices, frame, (kind) => isAtom(kind, "string"));
const list = (choices: Choices, frame: Frame): Expression | null =>
  reference(choices, frame, (kind) => kind.type === "array");
const some = (code: string, kind: Kind): Expression => ({ code, kind, name: null });

const makers: readonly Maker[] = [
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
  function nullTest(choices, frame, depth) {
    const inner = expression(choices, frame, depth - 1);
    return some(`${wrapped(inner.code)}.${choices.pick(["isNull", "isNotNull"])}()`, boolean);
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
  function cast(choices, frame, depth) {
    const from = choices.once(2) ? number(choices, frame) : expression(choices, frame, depth - 1);
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
];

const literalNumber = (choices: Choices): Expression =>
  choices.pick([some("F.lit(2)", int), some("2", int), some("0.5", double), some("F.lit(1.5)", double)]);

/** A condition over the frame. */
export function condition(choices: Choices, frame: Frame): string {
  if (choices.once(40)) return choices.pick([`F.col("missing") > 1`, `F.lit("x") + 1`]);
  const value = reference(choices, frame, (kind) => kind.type === "atom");
  if (!value) return "F.lit(True)";
  const fit = fitting(choices, frame, value.kind);
  return choices.pick([
    `${value.code} == ${fit}`,
    `${value.code} < ${fit}`,
    `${value.code}.isNotNull()`,
    `${value.code}.isNull()`,
  ]);
}

/** An aggregate under a name of its own or of Spark's making. */
export function aggregate(choices: Choices, frame: Frame, name: string): Expression {
  const value = choices.pickMaybe(namedColumns(frame));
  if (value === undefined) return some(`F.count("*")`, bigint);
  const numeric = isNumber(value.kind);
  const functions: readonly (readonly [code: string, kind: Kind])[] = [
    [`F.count("${value.name}")`, bigint],
    [`F.count("*")`, bigint],
    [`F.collect_list("${value.name}")`, { type: "array", element: value.kind }],
    [`F.first("${value.name}")`, value.kind],
    [`F.countDistinct("${value.name}")`, bigint],
    ...(value.kind.type === "atom" ? ([[`F.max("${value.name}")`, value.kind]] as const) : []),
    ...(numeric || choices.once(25)
      ? ([
          [`F.sum("${value.name}")`, value.kind],
          [`F.avg("${value.name}")`, double],
          [`F.stddev("${value.name}")`, double],
          [`F.sum(F.col("${value.name}") * 2)`, value.kind],
        ] as const)
      : []),
  ];
  const [code, kind] = choices.pick(functions);
  return choices.once(3) ? some(code, kind) : { code: `${code}.alias("${name}")`, kind, name };
}
