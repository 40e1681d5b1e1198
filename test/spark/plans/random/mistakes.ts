import type { Choices } from "./choices.ts";
import { namedColumns, type Frame } from "./model.ts";

/** A statement that Spark mostly refuses, over frames that stand; null where they do not allow it. */
type Mistake = (choices: Choices, frames: readonly Frame[]) => string | null;

/** A slightly wrong statement. It names no frame, so that what follows does not fail with it. */
export function mistake(choices: Choices, frames: readonly Frame[]): string | null {
  return choices.pick(mistakes)(choices, frames);
}

/** With two letters exchanged, or one more. */
const misspelt = (name: string): string =>
  name.length < 3 ? `${name}${name}` : `${name[0]}${name[2]}${name[1]}${name.slice(3)}`;

const mistakes: readonly Mistake[] = [
  function misspeltName(choices, [frame]) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const name = misspelt(column.name);
    return `${frame.variable}.${choices.pick([
      `select("${name}")`,
      `select(F.col("${name}") + 1)`,
      `filter(F.col("${name}").isNull())`,
      `filter("${name} > 1")`,
      `withColumn("n", F.upper("${name}"))`,
      `groupBy("${name}").count()`,
      `groupBy("${column.name}").agg(F.max("${name}"))`,
      `orderBy("${name}")`,
      `selectExpr("${name} AS x")`,
      `dropDuplicates(["${name}"])`,
      `fillna(0, subset=["${name}"])`,
      `repartition("${name}")`,
      `select(F.row_number().over(Window.partitionBy("${name}").orderBy("${column.name}")))`,
      `na.drop(subset=["${name}"])`,
      `drop("${name}").select("${column.name}", "${name}")`,
      `unpivot("${name}", ["${column.name}"], "var", "val")`,
      `agg({"${name}": "max"})`,
      `groupBy("${column.name}").sum("${name}")`,
      `groupBy().pivot("${name}").count()`,
    ])}`;
  },
  function droppedName(choices, [frame]) {
    const [gone, kept] = frame ? choices.some(namedColumns(frame), 2, 2) : [];
    if (!frame || !gone || !kept) return null;
    return `${frame.variable}.${choices.pick([
      `drop("${gone.name}").select("${gone.name}")`,
      `select("${kept.name}").groupBy("${gone.name}").count()`,
      `withColumnRenamed("${gone.name}", "other_name").filter(F.col("${gone.name}") == 1)`,
      `groupBy("${kept.name}").count().orderBy("${gone.name}")`,
      `groupBy("${kept.name}").count().select("${gone.name}")`,
      `select("${kept.name}").distinct().orderBy("${gone.name}")`,
      `select(F.col("${kept.name}").alias("k1")).select("k1", "${gone.name}")`,
    ])}`;
  },
  function ambiguous(choices, [left, right]) {
    if (!left || !right || left.variable === right.variable) return null;
    const shared = namedColumns(left).find(({ name }) =>
      namedColumns(right).some((each) => each.name === name),
    );
    if (!shared) return null;
    const { name } = shared;
    const both = choices.pick([
      `${left.variable}.crossJoin(${right.variable})`,
      `${left.variable}.join(${right.variable}, ${left.variable}["${name}"] == ${right.variable}["${name}"])`,
      `${left.variable}.join(${right.variable}, ${left.variable}["${name}"] == ${right.variable}["${name}"], "left")`,
    ]);
    return `${both}.${choices.pick([
      `select("${name}")`,
      `filter(F.col("${name}").isNull())`,
      `groupBy("${name}").count()`,
      `withColumn("n", F.col("${name}"))`,
      `orderBy("${name}")`,
      `select(${left.variable}["${name}"])`,
      `drop("${name}").select("${name}")`,
    ])}`;
  },
  function joinNames(choices, [left, right]) {
    const column = left && choices.pickMaybe(namedColumns(left));
    if (!left || !right || !column || left.variable === right.variable) return null;
    return `${left.variable}.join(${right.variable}, ${choices.pick([
      `"${column.name}"`,
      `["${column.name}"]`,
      `"${misspelt(column.name)}"`,
      `${left.variable}["${column.name}"] == ${right.variable}["${misspelt(column.name)}"]`,
      `F.col("${column.name}") == 1`,
      `["${column.name}"], "sideways"`,
    ])})`;
  },
  function wrongType(choices, [frame]) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const { name } = column;
    return `${frame.variable}.${choices.pick([
      `select(F.explode("${name}"))`,
      `select(F.sum("${name}"))`,
      `select(F.col("${name}") + 1)`,
      `select(F.size("${name}"))`,
      `select(F.upper("${name}"))`,
      `select(F.year("${name}"))`,
      `select(F.col("${name}") & F.lit(True))`,
      `filter("${name}")`,
      `filter(F.col("${name}"))`,
      `select(F.array_contains("${name}", 1))`,
      `select(F.map_keys("${name}"))`,
      `select(F.col("${name}").getField("x"))`,
      `select("${name}.x")`,
      `select(F.col("${name}").cast("array<int>"))`,
      `select(F.col("${name}").cast("map<string,int>"))`,
      `select(F.col("${name}") == F.array(F.lit(1)))`,
      `select(F.when(F.col("${name}"), 1))`,
      `select(F.coalesce("${name}", F.array(F.lit(1))))`,
      `select(F.array("${name}", F.array(F.lit(1))))`,
      `select(F.greatest("${name}", F.lit("x")))`,
      `select(F.date_add("${name}", 1))`,
      `select(F.substring("${name}", 1, 2))`,
      `select(F.transform("${name}", lambda x: x + 1))`,
      `select(-F.col("${name}"))`,
      `select(~F.col("${name}"))`,
      `orderBy("${name}")`,
      `groupBy("${name}").count()`,
      `distinct()`,
      `unpivot([], [${namedColumns(frame)
        .map((each) => `"${each.name}"`)
        .join(", ")}], "var", "val")`,
      `select(F.sum("${name}").over(Window.partitionBy("${name}")))`,
      `select(F.col("${name}").isin([1, "a"]))`,
      `select(F.col("${name}").between(1, 2))`,
      `withColumn("n", F.months_between("${name}", F.current_date()))`,
    ])}`;
  },
  function wrongShape(choices, [frame, other]) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !other || !column) return null;
    const { name } = column;
    return choices.pick([
      `${frame.variable}.union(${other.variable})`,
      `${frame.variable}.intersect(${other.variable})`,
      `${frame.variable}.unionByName(${other.variable})`,
      `${frame.variable}.select("*", F.lit(1)).union(${frame.variable})`,
      `${frame.variable}.toDF("one")`,
      `${frame.variable}.select("${name}", F.count("*"))`,
      `${frame.variable}.groupBy("${name}").agg(F.col("${name}") + 1, F.lit(2))`,
      `${frame.variable}.filter(F.count("*") > 1)`,
      `${frame.variable}.filter(F.row_number().over(Window.orderBy("${name}")) == 1)`,
      `${frame.variable}.select(F.row_number())`,
      `${frame.variable}.select(F.row_number().over(Window.partitionBy("${name}")))`,
      `${frame.variable}.select(F.sum(F.sum(F.lit(1))))`,
      `${frame.variable}.select(F.explode(F.array("${name}")), F.explode(F.array("${name}")))`,
      `${frame.variable}.groupBy("${name}").agg(F.explode(F.array("${name}")))`,
      `${frame.variable}.withColumn("n", F.explode(F.array("${name}")) + 1)`,
      `${frame.variable}.select(${other.variable}["${name}"])`,
      `${frame.variable}["absent"]`,
      `${frame.variable}.absent`,
      `${frame.variable}.select(F.col("${name}").alias("a"), F.col("${name}").alias("a")).select("a")`,
      `${frame.variable}.select(F.col("${name}").alias("a"), F.col("${name}").alias("a")).groupBy("a").count()`,
      `${frame.variable}.replace({1: "x"})`,
      `${frame.variable}.fillna([1])`,
      `${frame.variable}.join(${other.variable}, "${name}", "semi").select(${other.variable}["${name}"])`,
      `${frame.variable}.limit(-1)`,
      `${frame.variable}.sample(2.0)`,
      `${frame.variable}.selectExpr("${name} +")`,
      `${frame.variable}.selectExpr("nosuchfunction(${name})")`,
      `${frame.variable}.withColumns({"a": F.lit(1), "A": F.lit(2)})`,
    ]);
  },
  function wrongSql(choices, [frame]) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ name }) => /^\w+$/.test(name)));
    if (!frame || !column) return null;
    const { name } = column;
    const view = `v_${frame.variable}`;
    const text = choices.pick([
      `SELECT ${misspelt(name)} FROM ${view}`,
      `SELECT ${name} FROM nowhere`,
      `SELECT ${name}, count(*) FROM ${view}`,
      `SELECT ${name} FROM ${view} WHERE ${misspelt(name)} = 1`,
      `SELECT t.${name} FROM ${view} AS u`,
      `SELECT ${name} FROM ${view} GROUP BY 2`,
      `SELECT ${name} FROM ${view} ORDER BY 3`,
      `SELECT a.${name} FROM ${view} a JOIN ${view} b ON ${name} = 1`,
      `SELECT ${name} FROM ${view} UNION SELECT 1, 2`,
      `SELECT ${name} FROM ${view} HAVING ${misspelt(name)} > 1`,
      `SELECT nosuchfunction(${name}) FROM ${view}`,
      `SELECT upper(${name}, 1) FROM ${view}`,
      `SELECT sum(${name}) FROM ${view} WHERE sum(${name}) > 1`,
      `SELECT explode(${name}) FROM ${view}`,
      `SELECT ${name} + FROM ${view}`,
    ]);
    return `${frame.variable}.createOrReplaceTempView("${view}")\nspark.sql("${text}")`;
  },
];
