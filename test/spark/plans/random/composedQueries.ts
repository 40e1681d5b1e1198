import type { Choices } from "./choices.ts";
import { bigint, int, namedColumns, type Column, type NamedColumn } from "./model.ts";
import type { StepMaker } from "./steps.ts";

/** What one step makes of the columns before it, said twice: in SQL over a table, and by methods of a DataFrame. */
interface BothForms {
  readonly sql: (table: string) => string;
  readonly frame: (frame: string) => string;
  readonly columns: readonly NamedColumn[];
}

type Maker = (choices: Choices, columns: readonly NamedColumn[], suffix: string) => BothForms | null;

const isPlain = ({ name }: NamedColumn): boolean => /^[a-z]\w*$/i.test(name);
const isAtom = ({ kind }: NamedColumn): boolean => kind.type === "atom" && kind.ddl !== "?";
const atoms = (columns: readonly NamedColumn[]): readonly NamedColumn[] => columns.filter(isAtom);
const quoted = (columns: readonly NamedColumn[]): string => columns.map(({ name }) => `"${name}"`).join(", ");
const listed = (columns: readonly NamedColumn[]): string => columns.map(({ name }) => name).join(", ");
const keyFirst = (key: NamedColumn, columns: readonly NamedColumn[]): readonly NamedColumn[] => [
  key,
  ...columns.filter(({ name }) => name !== key.name),
];

const makers: readonly Maker[] = [
  function filtered(choices, columns) {
    const { name } = choices.pick(columns);
    return {
      sql: (table) => `SELECT * FROM ${table} WHERE ${name} IS NOT NULL`,
      frame: (frame) => `${frame}.filter(F.col("${name}").isNotNull())`,
      columns,
    };
  },
  function projected(choices, columns, suffix) {
    const kept = choices.some(columns, 1, 4);
    const { name } = choices.pick(kept);
    return {
      sql: (table) =>
        `SELECT ${listed(kept)}, CASE WHEN ${name} IS NULL THEN 1 ELSE 0 END AS n${suffix} FROM ${table}`,
      frame: (frame) =>
        `${frame}.select(${quoted(kept)}, F.when(F.col("${name}").isNull(), 1).otherwise(0).alias("n${suffix}"))`,
      columns: [...kept, { name: `n${suffix}`, kind: int }],
    };
  },
  function grouped(choices, columns, suffix) {
    const [key, value] = choices.some(atoms(columns), 2, 2);
    if (!key || !value) return null;
    const having = choices.pick(["", ` HAVING count(*) > 1`]);
    return {
      sql: (table) =>
        `SELECT ${key.name}, count(*) AS n${suffix}, max(${value.name}) AS m${suffix} FROM ${table} GROUP BY ${key.name}${having}`,
      frame: (frame) =>
        `${frame}.groupBy("${key.name}").agg(F.count("*").alias("n${suffix}"), F.max("${value.name}").alias("m${suffix}"))` +
        (having === "" ? "" : `.filter("n${suffix} > 1")`),
      columns: [key, { name: `n${suffix}`, kind: bigint }, { name: `m${suffix}`, kind: value.kind }],
    };
  },
  function numbered(choices, columns, suffix) {
    const [key, order] = choices.some(atoms(columns), 2, 2);
    if (!key || !order) return null;
    return {
      sql: (table) =>
        `SELECT *, row_number() OVER (PARTITION BY ${key.name} ORDER BY ${order.name}) AS r${suffix} FROM ${table}`,
      frame: (frame) =>
        `${frame}.withColumn("r${suffix}", F.row_number().over(Window.partitionBy("${key.name}").orderBy("${order.name}")))`,
      columns: [...columns, { name: `r${suffix}`, kind: int }],
    };
  },
  function united(_, columns) {
    return {
      sql: (table) => `SELECT * FROM ${table} UNION ALL SELECT ${listed(columns)} FROM ${table}`,
      frame: (frame) => `${frame}.unionAll(${frame}.select(${quoted(columns)}))`,
      columns,
    };
  },
  function joinedByName(choices, columns) {
    const key = choices.pickMaybe(atoms(columns));
    if (!key) return null;
    const [word, how] = choices.pick([
      ["JOIN", "inner"],
      ["LEFT JOIN", "left"],
      ["LEFT SEMI JOIN", "left_semi"],
    ] as const);
    return {
      sql: (table) =>
        `SELECT * FROM ${table} ${word} (SELECT DISTINCT ${key.name} FROM ${table}) USING (${key.name})`,
      frame: (frame) => `${frame}.join(${frame}.select("${key.name}").distinct(), "${key.name}", "${how}")`,
      columns: keyFirst(key, columns),
    };
  },
  function among(choices, columns) {
    const key = choices.pickMaybe(atoms(columns));
    if (!key) return null;
    const subquery = choices.pick([
      (table: string) => `${key.name} IN (SELECT ${key.name} FROM ${table})`,
      (table: string) => `EXISTS (SELECT 1 FROM ${table} i WHERE i.${key.name} = o.${key.name})`,
    ]);
    return {
      sql: (table) => `SELECT * FROM ${table} o WHERE ${subquery(table)}`,
      frame: (frame) =>
        `${frame}.join(${frame}.select("${key.name}"), "${key.name}", "left_semi").select(${quoted(columns)})`,
      columns,
    };
  },
  function withTop(choices, columns, suffix) {
    const value = choices.pickMaybe(atoms(columns));
    if (!value) return null;
    return {
      sql: (table) => `SELECT *, (SELECT max(${value.name}) FROM ${table}) AS t${suffix} FROM ${table}`,
      frame: (frame) => `${frame}.crossJoin(${frame}.agg(F.max("${value.name}").alias("t${suffix}")))`,
      columns: [...columns, { name: `t${suffix}`, kind: value.kind }],
    };
  },
  function unnested(choices, columns, suffix) {
    const [kept, value = kept] = choices.some(columns, 1, 2);
    if (!kept || !value) return null;
    const sql = choices.pick([
      (table: string) =>
        `SELECT ${kept.name}, e${suffix} FROM ${table} LATERAL VIEW explode(array(${value.name})) v AS e${suffix}`,
      (table: string) =>
        `SELECT ${kept.name}, e${suffix} FROM ${table} o, LATERAL explode(array(o.${value.name})) AS v(e${suffix})`,
      (table: string) => `SELECT ${kept.name}, explode(array(${value.name})) AS e${suffix} FROM ${table}`,
    ]);
    return {
      sql,
      frame: (frame) =>
        `${frame}.select("${kept.name}", F.explode(F.array("${value.name}")).alias("e${suffix}"))`,
      columns: [kept, { name: `e${suffix}`, kind: value.kind }],
    };
  },
  function cut(choices, columns) {
    const order = choices.pickMaybe(atoms(columns));
    if (!order) return null;
    return {
      sql: (table) => `SELECT * FROM ${table} ORDER BY ${order.name} DESC LIMIT 5`,
      frame: (frame) => `${frame}.orderBy(F.desc("${order.name}")).limit(5)`,
      columns,
    };
  },
  function distinct(choices, columns) {
    const kept = choices.some(atoms(columns), 1, 2);
    if (kept.length === 0) return null;
    return {
      sql: (table) => `SELECT DISTINCT ${listed(kept)} FROM ${table}`,
      frame: (frame) => `${frame}.select(${quoted(kept)}).distinct()`,
      columns: kept,
    };
  },
];

/** The variable that holds the same rows made by DataFrame's methods. */
export const sameFrame = (variable: string): string => `${variable}_frame`;

/** One query of several steps, as CTEs or one inside the other, beside the same steps as DataFrame code. */
export const composedQueries: readonly StepMaker[] = [
  function composed(choices, [frame], variable) {
    const start = frame ? namedColumns(frame).filter(isPlain).slice(0, 6) : [];
    if (!frame || start.length === 0) return null;
    const view = `base_${variable}`;
    const steps: BothForms[] = [];
    let columns: readonly NamedColumn[] = start;
    const count = 1 + choices.below(4);
    for (let tries = 0; steps.length < count && tries < 12; tries += 1) {
      const made = choices.pick(makers)(choices, columns, `${steps.length}${variable.replace(/\D/g, "")}`);
      if (made === null) continue;
      steps.push(made);
      columns = made.columns;
    }
    const first = `SELECT ${listed(start)} FROM ${view}`;
    const isNested = choices.once(3);
    const sql = isNested ? nested(first, steps) : withCtes(first, steps);
    const lines = [
      `${frame.variable}.createOrReplaceTempView("${view}")`,
      `${sameFrame(variable)} = ${frame.variable}.select(${quoted(start)})`,
      ...steps.map(({ frame: step }) => `${sameFrame(variable)} = ${step(sameFrame(variable))}`),
      `${variable} = spark.sql("${sql}")`,
    ];
    const result: readonly Column[] = columns;
    return { frame: { variable, columns: result }, code: lines.join("\n") };
  },
];

function withCtes(first: string, steps: readonly BothForms[]): string {
  const ctes = [first, ...steps.map(({ sql }, index) => sql(`s${index}`))];
  return `WITH ${ctes.map((text, index) => `s${index} AS (${text})`).join(", ")} SELECT * FROM s${steps.length}`;
}

/** Each step reads the query before it in parentheses; steps that name their table often, or by an alias, give it a name. */
const nested = (first: string, steps: readonly BothForms[]): string =>
  steps.reduce((text, { sql }) => {
    const mark = "?";
    const isOnce = sql(mark).split(mark).length === 2 && !sql(mark).includes(`${mark} o`);
    return isOnce ? sql(`(${text}) q`) : `WITH s AS (${text}) ${sql("s")}`;
  }, first);
