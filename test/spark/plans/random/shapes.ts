import { namedColumns, boolean, bigint, isNumber, string, type Column } from "./model.ts";
import type { Made } from "./sources.ts";
import type { StepMaker } from "./steps.ts";

const made = (variable: string, columns: readonly Column[], lines: readonly string[]): Made => ({
  frame: { variable, columns },
  code: lines.join("\n"),
});

/** Steps in the shapes that Python gives them: functions, loops, comprehensions, classes, SQL over views. */
export const shapes: readonly StepMaker[] = [
  function viaFunction(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const add = { name: "added", kind: boolean };
    return made(
      variable,
      [...frame.columns.filter(({ name }) => name !== "added"), add],
      [
        `def step_${variable}(frame, column, new="added"):`,
        `    out = frame.drop(new).withColumn(new, F.col(column).isNull())`,
        `    return out`,
        choices.pick([
          `${variable} = step_${variable}(${frame.variable}, "${column.name}")`,
          `${variable} = ${frame.variable}.transform(step_${variable}, "${column.name}")`,
          `${variable} = ${frame.variable}.transform(lambda f: step_${variable}(f, column="${column.name}"))`,
        ]),
      ],
    );
  },
  function viaLoop(choices, [frame], variable) {
    if (!frame) return null;
    const columns = choices.some(namedColumns(frame), 1, 3);
    if (columns.length === 0) return null;
    const added = columns.map(({ name }) => ({ name: `${name}_null`, kind: boolean }));
    const list = columns.map(({ name }) => `"${name}"`).join(", ");
    return made(
      variable,
      [...frame.columns, ...added],
      [
        `${variable} = ${frame.variable}`,
        `for name in [${list}]:`,
        choices.pick([
          `    ${variable} = ${variable}.withColumn(f"{name}_null", F.col(name).isNull())`,
          `    ${variable} = ${variable}.withColumn(name + "_null", ${variable}[name].isNull())`,
          `    ${variable} = ${variable}.withColumn("%s_null" % name, F.isnull(name))`,
        ]),
      ],
    );
  },
  function viaComprehension(choices, [frame], variable) {
    if (!frame) return null;
    const columns = namedColumns(frame);
    if (columns.length !== frame.columns.length) return null;
    const renamed = columns.map(({ name, kind }) => ({ name: `x_${name}`, kind }));
    return made(variable, renamed, [
      choices.pick([
        `${variable} = ${frame.variable}.select([F.col(c).alias("x_" + c) for c in ${frame.variable}.columns])`,
        `${variable} = ${frame.variable}.select(*[${frame.variable}[c].alias(f"x_{c}") for c in ${frame.variable}.columns])`,
        `${variable} = ${frame.variable}.toDF(*[f"x_{c}" for c in ${frame.variable}.columns])`,
      ]),
    ]);
  },
  function viaReduce(choices, [frame], variable) {
    if (!frame) return null;
    const columns = choices.some(namedColumns(frame), 1, 2);
    if (columns.length === 0) return null;
    const list = columns.map(({ name }) => `"${name}"`).join(", ");
    const gone = columns.map(({ name }) => name);
    const kept = frame.columns.map((column) =>
      column.name !== null && gone.includes(column.name) ? { ...column, kind: string } : column,
    );
    return made(variable, kept, [
      `${variable} = reduce(lambda acc, c: acc.withColumn(c, F.col(c).cast("string")), [${list}], ${frame.variable})`,
    ]);
  },
  function viaAggregates(choices, [frame], variable) {
    if (!frame) return null;
    const columns = choices.some(
      namedColumns(frame).filter(({ kind }) => isNumber(kind)),
      1,
      3,
    );
    if (columns.length === 0) return null;
    const list = columns.map(({ name }) => `"${name}"`).join(", ");
    return made(
      variable,
      columns.map(({ name, kind }) => ({ name: `max_${name}`, kind })),
      [`${variable} = ${frame.variable}.agg(*[F.max(c).alias("max_" + c) for c in (${list},)])`],
    );
  },
  function viaBranch(choices, [frame], variable) {
    if (!frame) return null;
    const [first, second] = choices.pick([
      ["limit(3)", "distinct()"],
      ['withColumn("n", F.lit(1))', 'withColumn("n", F.lit(2))'],
    ] as const);
    const added = first.startsWith("with")
      ? [
          ...frame.columns.filter(({ name }) => name !== "n"),
          { name: "n", kind: { type: "atom", ddl: "int" } as const },
        ]
      : frame.columns;
    return made(variable, added, [
      `if len(sys.argv) > 3:`,
      `    ${variable} = ${frame.variable}.${first}`,
      `else:`,
      `    ${variable} = ${frame.variable}.${second}`,
    ]);
  },
  function viaClass(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    return made(
      variable,
      [column, { name: "count", kind: bigint }],
      [
        `class Job_${variable}:`,
        `    KEY = "${column.name}"`,
        `    def __init__(self, frame):`,
        `        self.frame = frame`,
        `    def run(self):`,
        `        return self.frame.groupBy(self.KEY).count()`,
        `${variable} = Job_${variable}(${frame.variable}).run()`,
      ],
    );
  },
  function viaSql(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ name }) => /^\w+$/.test(name)));
    if (!frame || !column) return null;
    const { name, kind } = column;
    const view = `${frame.variable}_view`;
    const [text, columns] = choices.pick<readonly [string, readonly Column[]]>([
      [`SELECT ${name}, count(*) AS n FROM ${view} GROUP BY ${name}`, [column, { name: "n", kind: bigint }]],
      [`SELECT *, ${name} IS NULL AS gone FROM ${view}`, [...frame.columns, { name: "gone", kind: boolean }]],
      [`SELECT t.${name} AS k FROM ${view} t WHERE t.${name} IS NOT NULL`, [{ name: "k", kind }]],
      [`SELECT max(${name}) FROM ${view}`, [{ name: null, kind }]],
      [
        `WITH q AS (SELECT ${name} FROM ${view}) SELECT a.${name} AS l, b.${name} AS r FROM q a LEFT JOIN q b ON a.${name} = b.${name}`,
        [
          { name: "l", kind },
          { name: "r", kind },
        ],
      ],
    ]);
    return made(variable, columns, [
      `${frame.variable}.createOrReplaceTempView("${view}")`,
      `${variable} = spark.sql("${text}")`,
    ]);
  },
];
