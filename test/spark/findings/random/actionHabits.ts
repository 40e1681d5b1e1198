import type { Habit } from "./habit.ts";

/** Actions, caches, RDDs and pandas. */
export const actionHabits: readonly Habit[] = [
  ({ frame, id, pick }) =>
    `rows_${id} = ${frame}.${pick("collect()", "limit(9).collect()", "toPandas()", "limit(9).toPandas()", "take(3)", "toLocalIterator()", "rdd.collect()", "head()")}`,
  ({ frame, id }) =>
    `spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "false")\npandas_${id} = ${frame}.limit(100).toPandas()\nspark.conf.unset("spark.sql.execution.arrow.pyspark.enabled")`,
  ({ frame, number, id, pick }) =>
    `if ${frame}.filter("${number} < 0").${pick("count() > 0", "count() == 0", "count() > 5", "isEmpty()", "rdd.isEmpty()", "head(1)")}:\n    print("${id}")`,
  ({ frame, number, id, pick }) =>
    `large_${id} = ${frame}.filter("${number} > 1")\nlarge_${id}.${pick("count()", "show()", "collect()", "first()", "limit(3)", "cache()", "filter('1 = 1')", "printSchema()", "explain()")}\nlarge_${id}.write.mode("overwrite").parquet("out/${id}")`,
  ({ frame, id, pick }) =>
    `kept_${id} = ${frame}.${pick("cache()", "persist()", "persist(StorageLevel.DISK_ONLY)", "persist(StorageLevel.MEMORY_AND_DISK_SER)", 'persist("MEMORY")')}\n${[
      `print(kept_${id}.count())`,
      `print(kept_${id}.distinct().count())`,
      `kept_${id}.unpersist()`,
    ]
      .slice(0, pick(0, 1, 2, 3))
      .join("\n")}`,
  ({ frame, id, pick }) =>
    `for own in ${frame}.limit(2).collect():\n    part_${id} = ${frame}.filter(F.lit(True)).cache()\n    print(part_${id}.count(), part_${id}.distinct().count())${pick("", `\n    part_${id}.unpersist()`)}`,
  ({ frame, column, id, pick }) =>
    `totals_${id} = ${frame}.groupBy("${column}").count()${pick("", ".cache()")}\ntotals_${id}.filter("count > 1").write.mode("overwrite").parquet("out/l_${id}")\ntotals_${id}.filter("count <= 1").write.mode("overwrite").parquet("out/s_${id}")`,
  ({ frame, column, id, pick }) =>
    `pairs_${id} = ${frame}.rdd.map(lambda row: (row["${column}"], 1)).${pick("groupByKey().mapValues(sum)", "reduceByKey(lambda a, b: a + b)", "groupByKey().mapValues(len)", "countByKey()")}`,
  ({ id, pick }) =>
    `seen_${id} = []\norders.${pick("foreach(lambda row: seen_%.append(row.order_id))", "foreach(lambda row: None)", "limit(3).foreach(print)").replace("%", id)}\nprint(len(seen_${id}))`,
  ({ id, pick }) =>
    `numbers_${id} = spark.sparkContext.parallelize([1, 2, 3])\nfor factor in (1, 2, 3):\n    numbers_${id} = numbers_${id}.map(lambda number${pick("", ", factor=factor")}: number * factor)`,
  ({ id, pick }) =>
    `words_${id} = spark.sparkContext.${pick('textFile("data/notes.txt")', 'parallelize(["a b"])')}.flatMap(lambda line: line.split()).map(lambda word: (word, 1)).${pick("reduceByKey(lambda a, b: a + b)", "groupByKey()")}.collect()`,
  ({ frame, id, pick }) =>
    `frame_${id} = spark.createDataFrame(${pick(`${frame}.limit(9).toPandas()`, `${frame}.rdd`, `${frame}.limit(3).collect()`)})`,
  ({ id, pick }) =>
    `import pyspark.pandas as ps\nps_${id} = ps.DataFrame({"a": [1, 2], "b": ["x", "y"]})\nprint(ps_${id}${pick('["a"].sum()', '.groupby("b").count()', ".to_pandas()", ".head(1)", '.sort_values("a")')})`,
  ({ frame, column, id, pick }) =>
    `for value in [row[0] for row in ${frame}.select("${column}").${pick("distinct()", "limit(2)", "distinct().limit(2)")}.collect()][:2]:\n    print(${frame}.filter(F.col("${column}") == F.lit(value)).count(), "${id}")`,
  ({ frame, number, id, pick }) =>
    `most_${id} = ${frame}.agg(F.max("${number}")).${pick("collect()[0][0]", "first()[0]", "toPandas().iloc[0, 0]", "head().value")}`,
  ({ id, pick }) =>
    `odd_${id} = spark.sparkContext.accumulator(0)\nmapped_${id} = spark.sparkContext.parallelize([1, 2]).map(lambda n: (odd_${id}.add(n % 2), n)[1])\n${pick(`print(odd_${id}.value)\nprint(mapped_${id}.sum())`, `print(mapped_${id}.sum())\nprint(odd_${id}.value)`)}`,
  ({ id, pick }) =>
    `codes_${id} = {"DE": "Germany"}\nshared_${id} = spark.sparkContext.broadcast(${pick("codes_%", "dict(codes_%)").replace("%", id)})\ncodes_${id}["FR"] = "France"\nfound_${id} = spark.sparkContext.parallelize(["DE", "FR"]).map(lambda code: shared_${id}.value.get(code)).collect()`,
  ({ frame, id, pick }) =>
    `checked_${id} = ${frame}.${pick("checkpoint()", "localCheckpoint()", "checkpoint(eager=False)", "cache().checkpoint()")}`,
  ({ frame, id, pick }) =>
    `nulls_${id} = {name: ${frame}${pick("", ".cache()")}.filter(F.col(name).isNull()).count() for name in ${frame}.columns${pick("", "[:2]")}}`,
];
