import type { Habit } from "./habit.ts";

/** Column expressions, right and slightly wrong. */
export const columnHabits: readonly Habit[] = [
  ({ frame, text, id, pick }) =>
    `odd_${id} = ${frame}.filter(F.col("${text}") ${pick("== None", "!= None", "== 'x'", ".isNull()")})`,
  ({ frame, text, number, id, pick }) =>
    `both_${id} = ${frame}.filter((F.col("${number}") > 1) ${pick("and", "or", "&", "|")} (F.col("${text}") == "x"))`,
  ({ frame, text, id, pick }) =>
    `known_${id} = ${frame}.where(${pick("not ", "~")}F.col("${text}").isNull())`,
  ({ frame, number, id, pick }) =>
    `some_${id} = ${frame}.filter(${pick(
      `F.col("${number}") > 10 & F.col("${number}") < 50`,
      `(F.col("${number}") > 10) & (F.col("${number}") < 50)`,
      `1 < F.col("${number}") < 5`,
      `F.col("${number}").between(1, 5)`,
    )})`,
  ({ frame, text, number, id, pick }) =>
    `present_${id} = ${frame}.filter(${pick(
      `F.col("${number}") > 10 & F.col("${text}").isNotNull()`,
      `(F.col("${number}") > 10) & F.col("${text}").isNotNull()`,
      `F.col("${text}").isNotNull() & F.col("${number}") <= 10`,
      `F.col("${text}").isNotNull() | F.col("${text}") == "a"`,
      `F.col("${text}").isNotNull() | (F.col("${text}") == "a")`,
    )}).collect()`,
  ({ frame, column, number, id, pick }) =>
    `total_${id} = ${frame}.groupBy("${column}").agg(${pick("sum", "max", "min", "F.sum", "F.max")}(F.col("${number}")))`,
  ({ frame, number, id, pick }) =>
    `near_${id} = ${frame}.select(${pick("round", "abs", "F.round", "int", "float", "str")}(F.col("${number}")))`,
  ({ frame, id, pick }) =>
    `versioned_${id} = ${frame}.withColumn("version", ${pick("1", '"v1"', "None", "F.lit(1)", "lit('v1')")})`,
  ({ frame, number, id, pick }) =>
    `size_${id} = ${frame}.withColumn("size", F.when(F.col("${number}") > 9, "big")${pick(
      '.otherwise("small").when(F.col("%") > 5, "mid")',
      '.when(F.col("%") > 5, "mid").otherwise("small")',
      '.otherwise(F.when(F.col("%") > 5, "mid").otherwise("small"))',
      '.otherwise("")',
    ).replaceAll("%", number)})`,
  ({ frame, text, id, pick }) =>
    `among_${id} = ${frame}.filter(${pick("", "~")}F.col("${text}").isin(${pick('"a", None', '["a", None]', '"a", "b"', '["a"]')}))`,
  ({ frame, text, id, pick }) =>
    `never_${id} = ${frame}.filter((F.col("${text}") ${pick("!=", "==")} "a") ${pick("|", "&")} (F.col("${text}") ${pick("!=", "==")} "b"))`,
  ({ frame, text, number, id, pick }) =>
    `filled_${id} = ${frame}.${pick("fillna", "na.fill")}(${pick("0", '"x"')}, subset=["${pick(text, number)}"])`,
  ({ frame, text, id, pick }) =>
    `lower_${id} = ${frame}.select(F.col("${text}").${pick("lower()", "upper()", "strip()", 'startswith("a")', "substr(1, 2)", "len()", 'contains("a")')})`,
  ({ frame, column, number, id, pick }) =>
    `ordered_${id} = ${frame}.${pick(
      `orderBy(F.col("${number}").desc)`,
      `orderBy(F.col("${number}").desc())`,
      `filter(F.col("${number}").isNotNull)`,
      `dropDuplicates("${column}")`,
      `dropDuplicates(["${column}"])`,
      `withColumn("seen", F.current_timestamp)`,
      `limit("5")`,
      `limit(5)`,
      "groupBy.count()",
      `groupBy("${column}").count()`,
      `fillna(0, "${number}", "${column}")`,
      `fillna(0, subset=["${number}"])`,
      `withColumn("seen")`,
      `orderBy("${number}", descending=True)`,
    )}`,
  ({ frame, column, id, pick }) =>
    `made_${id} = ${frame}.${pick("distinct", "distinct()", `groupBy("${column}").count`, `groupBy("${column}").count()`)}\nprint(made_${id}.${pick("count()", "columns")})`,
  ({ frame, id, pick }) =>
    `names_${id} = [name for name in ${frame}.${pick("columns", "columns()", "dtypes", "dtypes()", "schema", "schema()", "schema.names")}]`,
  ({ frame, id, pick }) =>
    `if ${frame}.${pick("isEmpty", "isEmpty()", "count", "count() == 0", "limit(1).count() == 0", "head(1) == []", "rdd.isEmpty()")}:\n    print("none", "${id}")`,
  ({ frame, number }) => `${frame}["twice"] = ${frame}["${number}"] * 2`,
  ({ frame, number, id }) =>
    `${frame}_${id} = ${frame}\n${frame}_${id}.twice = ${frame}_${id}["${number}"] * 2`,
  ({ frame, id, pick }) =>
    `shown_${id} = ${frame}.${pick("show(5)", "printSchema()", `createOrReplaceTempView("v_${id}")`, "cache()", "limit(5)")}`,
  ({ id, pick }) =>
    `tags_${id} = events.select(${pick(
      'F.slice("tags", 0, 1)',
      'F.slice("tags", 1, 1)',
      'F.element_at("tags", 0)',
      'F.get("tags", 0)',
      'F.substring("kind", 0, 3)',
      'F.col("tags")[0]',
      'F.expr("element_at(tags, 0)")',
    )}).${pick("limit(3).collect()", "first()", "count()")}`,
  ({ frame, text, id, pick }) =>
    `parts_${id} = ${frame}.select(${pick(
      `F.split("${text}", "${pick(".", "|", ",", "-", "\\\\|")}")`,
      `F.regexp_replace("${text}", "${pick(".", "$", "a", "[.]")}", "")`,
      `F.col("${text}").rlike("\\d+")`,
      `F.col("${text}").rlike(r"\\d+")`,
      `F.regexp_extract("${text}", "(\\w+)", 1)`,
    )})`,
  ({ id, pick }) =>
    `days_${id} = orders.select(F.date_format("created", "${pick("YYYY-MM-dd", "yyyy-mm-dd", "yyyy-MM-dd", "DD", "yyyy-MM-dd hh:mm", "uuuu-MM-dd", "eeee", "yyyy-'W'ww")}"))\nrows_${id} = days_${id}.limit(3).collect()`,
  ({ frame, text, id, pick }) =>
    `read_${id} = ${frame}.select(F.${pick("to_date", "to_timestamp")}("${text}", "${pick("yyyy-MM-dd", "YYYY-MM-dd", "dd/mm/yyyy", "MM/dd/yy")}"))`,
  ({ id, pick }) =>
    `price_${id} = products.withColumn("price", F.col("price").cast("${pick("double", "float", "decimal(10,2)")}"))`,
  ({ id, pick }) =>
    `schema_${id} = T.StructType([T.StructField("price", ${pick("T.DoubleType()", "T.DecimalType(10, 2)")}), T.StructField("id", T.LongType())])`,
  ({ id, pick }) =>
    `without_${id} = events.select("event_id", F.array_remove("tags", ${pick("None", '"new"', "F.lit(None)")}))`,
  ({ frame, number, id, pick }) =>
    `old_${id} = ${frame}.select(F.${pick("sumDistinct", "sum_distinct", "approxCountDistinct", "toDegrees", "approx_count_distinct")}("${number}"))`,
  ({ frame, id, pick }) =>
    `odd_${id} = ${frame}.${pick("to_koalas()", `registerTempTable("r_${id}")`, "unionAll(%)", "toPandasOnSpark()", "pandas_api()", "explode()", "withColumnRename('a', 'b')", "group_by('a')").replaceAll("%", frame)}`,
  ({ frame, column, text, id, pick }) =>
    `state_${id} = ${frame}.groupBy("${column}").agg(${pick(
      `F.first("${text}")`,
      `F.last("${text}", ignorenulls=True)`,
      `F.max("${text}")`,
      `F.size(F.collect_list("${text}"))`,
      `F.size(F.collect_set("${text}"))`,
      `F.count("${text}")`,
    )})`,
  ({ frame, column, number, id, pick }) =>
    `over_${id} = Window${pick(".partitionBy(%)", "")}.orderBy("${number}")\nranked_${id} = ${frame}.withColumn("rank", ${pick(
      "F.row_number()",
      `F.last("${number}")`,
      `F.sum("${number}")`,
    )}.over(over_${id}))`.replaceAll("%", `"${column}"`),
  ({ frame, column, id, pick }) =>
    `all_${id} = ${frame}.select(${pick('"*"', '"*", F.lit(1)', `"${column}"`)})`,
  ({ frame, column, id, pick }) =>
    `once_${id} = ${frame}.dropDuplicates(${pick("[]", `["${column}"]`, "", `"${column}"`, `("${column}",)`)})`,
  ({ frame, column, id, pick }) =>
    `few_${id} = ${frame}.${pick("limit(-1)", "limit(0)", "sample(2.0)", "sample(0.5)", "sample(True)", "sample(1)", "sample(1.0)", "sample(False, fraction=2.5)", "sample(True, 2.5)", "repartition(0)", "coalesce(0)", `drop("${column}", None)`, "randomSplit([0.5, -0.5])", "randomSplit([8, 2])", "randomSplit([8.0, 2.0], seed=7)", `orderBy("${column}", ascending=[True, False])`, "offset(-1)")}`,
  ({ frame, number, id, pick }) => {
    const steps = ["a", "b", "c", "d", "e", "f"].slice(0, pick(2, 5, 6));
    return `wide_${id} = ${frame}${steps.map((name) => `.withColumn("${name}", F.col("${number}") + 1)`).join("")}`;
  },
  ({ frame, id, pick }) =>
    `renamed_${id} = ${frame}.toDF(*[name.upper() for name in ${frame}.columns])${[
      "one",
      "two",
      "three",
      "four",
    ]
      .slice(0, pick(1, 3, 4))
      .map((name) => `.withColumnRenamed("${name}", "${name}_")`)
      .join("")}`,
  ({ frame, number, id, pick }) =>
    `big_${id} = ${frame}.filter(${pick("col", "F.col")}("${number}") > ${pick("lit", "F.lit")}(1))`,
  ({ id, pick }) => `longest_${id} = ${pick("max", "sum", "min", "round", "abs")}(${pick("[1, 2]", "3")})`,
  ({ frame, number, column, id }) =>
    `from pyspark.sql.functions import *\nsums_${id} = ${frame}.groupBy("${column}").agg(sum("${number}"), max("${number}"))`,
  ({ frame, number, text, id, pick }) =>
    `mixed_${id} = ${frame}.withColumn("made", F.col("${number}") ${pick("+", "-", "==", ">", "%")} F.col("${text}"))`,
  ({ frame, column, id, pick }) =>
    `filtered_${id} = ${frame}.filter(${pick(`"${column} IS NOT NULL"`, `"${column} = "`, `F.col("${column}")`, `${frame}.${column}.isNotNull()`, "True", "lambda row: row", `"${column}"`)})`,
  ({ frame, column, number, id, pick }) =>
    `grouped_${id} = ${frame}.groupBy("${column}").${pick("sum()", `sum("${number}")`, `agg({"${number}": "sum"})`, `agg({"${number}": "totals"})`, `agg("${number}")`, `max("${number}").alias("m")`, `mean("${column}")`)}`,
];
