import type { Choices } from "./choices.ts";
import { aliased, columnOf, condition, expression, refer, type Expression } from "./expressions.ts";
import { int, isNumber, namedColumns, string, type Column, type Frame } from "./model.ts";
import type { Made } from "./sources.ts";

/** Makes a frame of earlier ones; null where they do not allow it. */
export type StepMaker = (choices: Choices, frames: readonly Frame[], variable: string) => Made | null;

const newNames = ["a", "b", "c", "total", "flagged", "Value", "key", "rank", "x y"] as const;

export const made = (variable: string, columns: readonly Column[], code: string): Made => ({
  frame: { variable, columns },
  code: `${variable} = ${code}`,
});

/** Under a new name, mostly. */
const item = (choices: Choices, frame: Frame): Expression => {
  const found = expression(choices, frame);
  return choices.once(3) ? found : aliased(found, choices.pick(newNames));
};

const names = (frame: Frame): readonly string[] => namedColumns(frame).map(({ name }) => name);
export const quoted = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(", ");
export const without = (columns: readonly Column[], gone: readonly string[]): readonly Column[] =>
  columns.filter(({ name }) => name === null || !gone.includes(name));

/** The columns after one is set: it keeps the place of one of that name. */
export function setTo(
  columns: readonly Column[],
  added: { readonly name: string; readonly kind: Column["kind"] },
): readonly Column[] {
  const same = (column: Column): boolean => column.name?.toLowerCase() === added.name.toLowerCase();
  return columns.some(same)
    ? columns.map((column) => (same(column) ? { ...column, kind: added.kind } : column))
    : [...columns, added];
}

/** Steps on one frame that give other columns. */
export const projections: readonly StepMaker[] = [
  function select(choices, [frame], variable) {
    if (!frame) return null;
    const items = Array.from({ length: 1 + choices.below(4) }, () => item(choices, frame));
    const star = choices.once(3);
    const codes = [...(star ? ['"*"'] : []), ...items.map(({ code }) => code)];
    const columns = [...(star ? frame.columns : []), ...items.map(columnOf)];
    const list = codes.join(", ");
    return made(variable, columns, `${frame.variable}.select(${choices.once(5) ? `[${list}]` : list})`);
  },
  function selectNames(choices, [frame], variable) {
    if (!frame) return null;
    const columns = choices.some(namedColumns(frame), 1, 4);
    if (columns.length === 0) return null;
    return made(variable, columns, `${frame.variable}.select(${quoted(columns.map(({ name }) => name))})`);
  },
  function setColumn(choices, [frame], variable) {
    if (!frame) return null;
    const { code, kind } = expression(choices, frame);
    const name = choices.pick([...newNames, ...names(frame)]);
    return made(
      variable,
      setTo(frame.columns, { name, kind }),
      `${frame.variable}.withColumn("${name}", ${code})`,
    );
  },
  function setColumns(choices, [frame], variable) {
    if (!frame) return null;
    const added = choices.some(newNames, 1, 3).map((name) => ({ ...expression(choices, frame), name }));
    const entries = added.map(({ name, code }) => `"${name}": ${code}`);
    return made(
      variable,
      added.reduce<readonly Column[]>((columns, each) => setTo(columns, each), frame.columns),
      `${frame.variable}.withColumns({${entries.join(", ")}})`,
    );
  },
  function rename(choices, [frame], variable) {
    const old = frame && choices.pickMaybe(names(frame));
    if (!frame || old === undefined) return null;
    const name = choices.pick(newNames);
    const columns = frame.columns.map((each) => (each.name === old ? { ...each, name } : each));
    const call = choices.pick([
      `withColumnRenamed("${old}", "${name}")`,
      `withColumnsRenamed({"${old}": "${name}"})`,
      `withColumnRenamed("${old.toUpperCase()}", "${name}")`,
    ]);
    return made(variable, columns, `${frame.variable}.${call}`);
  },
  function drop(choices, [frame], variable) {
    if (!frame) return null;
    const gone = choices.some(namedColumns(frame), 1, 2);
    if (gone.length === 0 || gone.length === frame.columns.length) return null;
    const [first] = gone;
    const code =
      first && choices.once(3)
        ? `drop(${refer(choices, frame, first)})`
        : `drop(${quoted(gone.map(({ name }) => name))})`;
    const dropped = code.includes('drop("') ? gone : gone.slice(0, 1);
    return made(
      variable,
      without(
        frame.columns,
        dropped.map(({ name }) => name),
      ),
      `${frame.variable}.${code}`,
    );
  },
  function toDF(choices, [frame], variable) {
    if (!frame) return null;
    const columns = frame.columns.map((each, index) => ({ ...each, name: `c${index}` }));
    if (choices.once(20)) return made(variable, columns, `${frame.variable}.toDF("one", "two", "three")`);
    return made(variable, columns, `${frame.variable}.toDF(${quoted(columns.map(({ name }) => name))})`);
  },
  function selectExpr(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    if (!frame || !column) return null;
    const { name, kind } = column;
    const items = choices.some<readonly [string, Column]>(
      [
        [`${name} * 2 AS twice`, { name: "twice", kind }],
        [`${name} % 3`, { name: null, kind }],
        [`cast(${name} AS decimal(10, 1)) AS price`, { name: "price", kind }],
        [`nvl(${name}, -1) AS filled`, { name: "filled", kind }],
        [`${name} > 1 AS big`, { name: "big", kind: { type: "atom", ddl: "boolean" } }],
        [`array(${name}, 1) AS list`, { name: "list", kind: { type: "array", element: kind } }],
        [`concat('n', ${name}) AS text`, { name: "text", kind: string }],
      ],
      1,
      3,
    );
    const columns = items.map(([, each]) => each);
    return made(
      variable,
      columns,
      `${frame.variable}.selectExpr(${items.map(([text]) => `"${text}"`).join(", ")})`,
    );
  },
  function generate(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type !== "atom"));
    if (!frame || !column) return null;
    const { name, kind } = column;
    const [key] = choices.some(namedColumns(frame), 1, 1);
    const start = key ? `"${key.name}", ` : "";
    const before = key ? [key] : [];
    const outer = choices.pick(["", "_outer"]);
    if (kind.type === "array")
      return choices.pick([
        made(
          variable,
          [...before, { name: "item", kind: kind.element }],
          `${frame.variable}.select(${start}F.explode${outer}("${name}").alias("item"))`,
        ),
        made(
          variable,
          [...before, { name: "pos", kind: int }, { name: "col", kind: kind.element }],
          `${frame.variable}.select(${start}F.posexplode${outer}("${name}"))`,
        ),
        made(
          variable,
          setTo(frame.columns, { name: "one", kind: kind.element }),
          `${frame.variable}.withColumn("one", F.explode${outer}("${name}"))`,
        ),
      ]);
    if (kind.type === "map")
      return made(
        variable,
        [...before, { name: "key", kind: string }, { name: "value", kind: kind.value }],
        `${frame.variable}.select(${start}F.explode${outer}("${name}"))`,
      );
    if (kind.type !== "struct") return null;
    const fields = kind.fields.map(([field, type]) => ({ name: field, kind: type }));
    return made(variable, [...before, ...fields], `${frame.variable}.select(${start}"${name}.*")`);
  },
];

/** Steps that keep the columns, though not always their nullability. */
export const passings: readonly StepMaker[] = [
  function filter(choices, [frame], variable) {
    if (!frame) return null;
    const method = choices.pick(["filter", "where"]);
    return made(variable, frame.columns, `${frame.variable}.${method}(${condition(choices, frame)})`);
  },
  function keep(choices, [frame], variable) {
    if (!frame) return null;
    const [column] = choices.some(
      namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
      1,
      1,
    );
    const calls = [
      "distinct()",
      "limit(5)",
      "cache()",
      "dropDuplicates()",
      "coalesce(1)",
      "repartition(3)",
      'hint("broadcast")',
      'alias("t")',
      "dropna()",
      "sample(0.5, seed=1)",
      "persist()",
      "offset(1)",
      'hint("merge")',
      'hint("shuffle_hash")',
      "repartition(1)",
      "orderBy(F.rand(1))",
      "transform(lambda f: f)",
      "unpersist()",
      'select("*")',
      ...(column
        ? [
            `orderBy("${column.name}")`,
            `sort(F.desc("${column.name}"))`,
            `dropDuplicates(["${column.name}"])`,
            `dropna(subset=["${column.name}"])`,
            `repartition("${column.name}")`,
            `fillna({"${column.name}": 1})`,
            `replace(1, 2, "${column.name}")`,
            `repartition(5, "${column.name}")`,
            `repartitionByRange(3, "${column.name}")`,
            `repartitionByRange("${column.name}")`,
            `sortWithinPartitions("${column.name}")`,
            `orderBy("${column.name}").limit(3)`,
            `orderBy(F.col("${column.name}").asc_nulls_last(), ascending=False)`,
            `filter(F.col("${column.name}").isNotNull()).dropDuplicates(["${column.name}"])`,
            `na.replace({"a": "b"}, subset=["${column.name}"])`,
            `na.fill("z", subset=["${column.name}"])`,
            `na.drop(how="all", subset=["${column.name}"])`,
            `where("${column.name} IS NOT NULL")`,
            `sampleBy("${column.name}", {1: 0.5}, 1)`,
          ]
        : []),
      "fillna(0)",
      'fillna("x")',
      "na.fill(1.5)",
    ];
    return made(variable, frame.columns, `${frame.variable}.${choices.pick(calls)}`);
  },
];
