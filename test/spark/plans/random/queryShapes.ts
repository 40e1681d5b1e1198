import { bigint, boolean, double, int, isNumber, namedColumns, string, type Column } from "./model.ts";
import { without, type StepMaker } from "./steps.ts";

const isPlain = ({ name }: { readonly name: string }): boolean => /^\w+$/.test(name);

/** Steps in SQL text, over views of earlier frames. */
export const queryShapes: readonly StepMaker[] = [
  function ofOneView(choices, [frame], variable) {
    const columns = frame ? choices.some(namedColumns(frame).filter(isPlain), 1, 2) : [];
    const [one, two = one] = columns;
    if (!frame || !one || !two) return null;
    const view = `view_${variable}`;
    const n = { name: "n", kind: bigint };
    const [text, result] = choices.pick<readonly [string, readonly Column[]]>([
      [`SELECT DISTINCT ${one.name} FROM ${view}`, [one]],
      [
        `SELECT ${one.name}, count(DISTINCT ${two.name}) AS n FROM ${view} GROUP BY ${one.name} HAVING count(*) > 1`,
        [one, n],
      ],
      [`SELECT ${one.name}, count(*) AS n FROM ${view} GROUP BY 1 ORDER BY n DESC LIMIT 3`, [one, n]],
      [`SELECT ${one.name}, count(1) AS n FROM ${view} GROUP BY ALL`, [one, n]],
      [`SELECT * FROM ${view} ORDER BY ${one.name} LIMIT 10`, frame.columns],
      [`SELECT * EXCEPT (${one.name}) FROM ${view}`, without(frame.columns, [one.name])],
      [
        `SELECT *, row_number() OVER (PARTITION BY ${one.name} ORDER BY ${two.name}) AS rn FROM ${view}`,
        [...frame.columns, { name: "rn", kind: int }],
      ],
      [
        `SELECT ${one.name}, rank() OVER w AS r, avg(1) OVER w AS m FROM ${view} WINDOW w AS (PARTITION BY ${one.name} ORDER BY ${two.name})`,
        [one, { name: "r", kind: int }, { name: "m", kind: double }],
      ],
      [
        `SELECT q.* FROM (SELECT *, row_number() OVER (ORDER BY ${one.name}) AS rn FROM ${view}) q WHERE rn = 1`,
        [...frame.columns, { name: "rn", kind: int }],
      ],
      [
        `SELECT ${one.name}, CASE WHEN ${two.name} IS NULL THEN 'none' ELSE 'some' END AS c FROM ${view}`,
        [one, { name: "c", kind: string }],
      ],
      [
        `SELECT ${one.name}, item FROM ${view} LATERAL VIEW explode(array(${two.name})) e AS item`,
        [one, { name: "item", kind: two.kind }],
      ],
      [
        `SELECT ${one.name}, pos FROM ${view} LATERAL VIEW OUTER posexplode(array(${two.name})) e AS pos, v`,
        [one, { name: "pos", kind: int }],
      ],
      [`SELECT count(*), max(${one.name}) m FROM ${view} WHERE ${two.name} IS NOT NULL`, []],
      [
        `SELECT ${one.name}, grouping_id() AS g FROM ${view} GROUP BY ROLLUP(${one.name})`,
        [one, { name: "g", kind: bigint }],
      ],
      [
        `SELECT ${one.name}, count(*) AS n FROM ${view} GROUP BY ${one.name}, ${two.name} GROUPING SETS ((${one.name}), ())`,
        [one, n],
      ],
      [`FROM ${view} SELECT ${one.name} AS k`, [{ name: "k", kind: one.kind }]],
      [`TABLE ${view}`, frame.columns],
      [
        `SELECT (SELECT max(${one.name}) FROM ${view}) AS top, * FROM ${view}`,
        [{ name: "top", kind: one.kind }, ...frame.columns],
      ],
      [`SELECT ${one.name} FROM ${view} DISTRIBUTE BY ${one.name} SORT BY ${two.name}`, [one]],
      [`SELECT /*+ REPARTITION(4, ${one.name}) */ ${one.name} FROM ${view}`, [one]],
      [`SELECT named_struct('a', ${one.name}, 'b', array(${two.name})) AS s FROM ${view}`, []],
    ]);
    return {
      frame: { variable, columns: result },
      code: `${frame.variable}.createOrReplaceTempView("${view}")\n${variable} = spark.sql("${text}")`,
    };
  },
  function ofTwoViews(choices, [left, right], variable) {
    if (!left || !right || left.variable === right.variable) return null;
    const [one] = choices.some(
      namedColumns(left)
        .filter(({ kind }) => kind.type === "atom")
        .filter(isPlain),
      1,
      1,
    );
    const other = namedColumns(right).find(
      (each) =>
        isPlain(each) &&
        each.kind.type === "atom" &&
        one?.kind.type === "atom" &&
        each.kind.ddl === one.kind.ddl,
    );
    if (!one || !other) return null;
    const [a, b] = [`left_${variable}`, `right_${variable}`];
    const on = `l.${one.name} = r.${other.name}`;
    const both = [...left.columns, ...right.columns];
    const how = choices.pick(["JOIN", "LEFT JOIN", "RIGHT OUTER JOIN", "FULL JOIN"]);
    const set = choices.pick(["UNION", "UNION ALL", "INTERSECT", "EXCEPT", "MINUS"]);
    const [text, columns] = choices.pick<readonly [string, readonly Column[]]>([
      [`SELECT * FROM ${a} l ${how} ${b} r ON ${on}`, both],
      [`SELECT l.* FROM ${a} l LEFT SEMI JOIN ${b} r ON ${on}`, left.columns],
      [`SELECT l.* FROM ${a} l LEFT ANTI JOIN ${b} r ON ${on}`, left.columns],
      [`SELECT * FROM ${a} l CROSS JOIN ${b} r`, both],
      [`SELECT * FROM ${a} l, ${b} r WHERE ${on}`, both],
      [
        `SELECT /*+ BROADCAST(r) */ l.${one.name} AS k FROM ${a} l ${how} ${b} r ON ${on}`,
        [{ name: "k", kind: one.kind }],
      ],
      [`SELECT ${one.name} FROM ${a} ${set} SELECT ${other.name} FROM ${b}`, [one]],
      [`SELECT * FROM ${a} WHERE ${one.name} IN (SELECT ${other.name} FROM ${b})`, left.columns],
      [`SELECT * FROM ${a} WHERE ${one.name} NOT IN (SELECT ${other.name} FROM ${b})`, left.columns],
      [`SELECT * FROM ${a} l WHERE EXISTS (SELECT 1 FROM ${b} r WHERE ${on})`, left.columns],
      [`SELECT * FROM ${a} l WHERE NOT EXISTS (SELECT 1 FROM ${b} r WHERE ${on})`, left.columns],
      [
        `WITH x AS (SELECT ${one.name} AS k FROM ${a}), y AS (SELECT ${other.name} AS k FROM ${b}) SELECT k, count(*) AS n FROM x ${how} y USING (k) GROUP BY k`,
        [
          { name: "k", kind: one.kind },
          { name: "n", kind: bigint },
        ],
      ],
      [
        `SELECT l.${one.name} = r.${other.name} AS same FROM ${a} l ${how} ${b} r ON ${on} AND l.${one.name} IS NOT NULL`,
        [{ name: "same", kind: boolean }],
      ],
    ]);
    return {
      frame: { variable, columns },
      code: [
        `${left.variable}.createOrReplaceTempView("${a}")`,
        `${right.variable}.createOrReplaceTempView("${b}")`,
        `${variable} = spark.sql("${text}")`,
      ].join("\n"),
    };
  },
  function ofTable(choices, [frame], variable) {
    if (!frame) return null;
    const view = `table_${variable}`;
    return {
      frame: { variable, columns: frame.columns },
      code: [
        `${frame.variable}.${choices.pick(["createOrReplaceTempView", "createTempView"])}("${view}")`,
        `${variable} = ${choices.pick([
          `spark.table("${view}")`,
          `spark.read.table("${view}")`,
          `spark.sql("SELECT * FROM {t}", t=${frame.variable})`,
          `spark.sql("SELECT * FROM ${view} WHERE 1 = :one", {"one": 1})`,
          `spark.sql(f"SELECT * FROM {'${view}'}")`,
        ])}`,
      ].join("\n"),
    };
  },
  function pivotText(choices, [frame], variable) {
    const [key] = frame
      ? choices.some(
          namedColumns(frame)
            .filter(isPlain)
            .filter(({ kind }) => isNumber(kind)),
          1,
          1,
        )
      : [];
    const rest = frame ? namedColumns(frame).filter(({ name }) => name !== key?.name) : [];
    const value = choices.pickMaybe(rest.filter(isPlain).filter(({ kind }) => isNumber(kind)));
    if (!frame || !key || !value) return null;
    const view = `pivot_${variable}`;
    return {
      frame: { variable, columns: [] },
      code: [
        `${frame.variable}.select("${key.name}", "${value.name}").createOrReplaceTempView("${view}")`,
        `${variable} = spark.sql("SELECT * FROM ${view} ${choices.pick([
          `PIVOT (sum(${value.name}) FOR ${key.name} IN (1, 2 AS two))`,
          `PIVOT (sum(${value.name}) AS s, max(${value.name}) AS m FOR ${key.name} IN (1, 2))`,
          `UNPIVOT (v FOR k IN (${key.name}, ${value.name}))`,
        ])}")`,
      ].join("\n"),
    };
  },
];
