import type { Habit } from "./habit.ts";

/** Joins, unions, sorts and other steps that move rows. */
export const joinHabits: readonly Habit[] = [
  ({ frame, other, id, pick }) =>
    `pairs_${id} = ${frame}.limit(9).${pick("crossJoin(%)", "join(%)", "join(%, F.lit(True))", "join(%, on=None)").replace("%", `${other}.limit(9)`)}`,
  ({ id, pick }) =>
    `joined_${id} = orders.join(customers, ${pick('"customer_id"', 'orders["customer_id"] == customers["customer_id"]', '["customer_id"]', '("customer_id", "country")', '"order_id"', "orders.customer_id == customers.customer_id")}, "${pick("left", "left outer", "leftouter", "left_outer", "inner", "semi", "anti", "full", "outter", "right")}")`,
  ({ id, pick }) =>
    `both_${id} = orders.join(customers, orders["customer_id"] == customers["customer_id"])${pick('.select("customer_id")', '.select("amount")', '.select(orders["customer_id"])', '.drop("customer_id")', ".filter(\"country = 'DE'\")", `.write.mode("overwrite").parquet("out/${id}")`)}`,
  ({ id, pick }) =>
    `small_${id} = ${pick("F.broadcast(orders).join(customers", "orders.join(F.broadcast(customers)")}, "customer_id", "${pick("left", "inner", "right", "full")}")`,
  ({ id, pick }) =>
    `events_${id} = orders.join(events, ${pick("orders.created < events.at", "(orders.created < events.at) & (orders.customer_id == events.customer_id)", '"customer_id"', "orders.order_id == events.event_id")})`,
  ({ id, pick }) =>
    `typed_${id} = orders.join(customers.withColumn("customer_id", F.col("customer_id").cast("${pick("string", "bigint", "int")}")), "customer_id")`,
  ({ id, pick }) =>
    `german_${id} = orders.join(customers.drop("country"), "customer_id", "${pick("left", "inner", "right")}").filter(${pick('F.col("age") > 30', 'F.col("age").isNull()', 'F.col("amount") > 3')})`,
  ({ id, pick }) =>
    `kept_${id} = orders.join(customers.filter("country = 'DE'").select("customer_id")${pick("", ".distinct()")}, "customer_id", "${pick("inner", "semi")}")`,
  ({ id, pick }) =>
    `regions_${id} = spark.createDataFrame([("DE", "Europe")], ["country", "region"])\nplaced_${id} = orders.join(${pick("%", "F.broadcast(%)").replace("%", `regions_${id}`)}, "country")`,
  ({ frame, column, text, id, pick }) =>
    `first_${id} = ${frame}.sort("${text}").${pick(`groupBy("${column}").agg(F.first("${text}"))`, `dropDuplicates(["${column}"])`, "limit(3)", "repartition(4)", 'write.mode("overwrite").parquet("out/sorted")', "distinct()", "coalesce(1)")}`,
  ({ frame, column, id, pick }) =>
    `counted_${id} = ${frame}.${pick("distinct()", "repartition(8)", `repartition("${column}")`, "coalesce(2)")}.groupBy("${column}").${pick("count()", "agg(F.max(F.lit(1)))", "count().distinct()", "count().coalesce(4)")}`,
  ({ frame, column, text, number, id, pick }) =>
    `wide_${id} = ${frame}.groupBy("${column}").pivot("${text}"${pick("", ', ["a", "b"]')}).${pick("count()", `sum("${number}")`)}`,
  ({ id, pick }) =>
    `all_${id} = countries.${pick("union", "unionByName")}(countries.select(${pick('"name", "code"', '"code", "name"', '"code"', '"*"')}))`,
  ({ id, pick }) =>
    `old_${id} = spark.createDataFrame([("DE", "Germany")], "code string, name string")\nnew_${id} = spark.createDataFrame([("a", "b")], "${pick("name string, code string", "code string, name string", "code string, land string")}")\nboth_${id} = old_${id}.${pick("union", "unionAll", "unionByName")}(new_${id})`,
  ({ frame, other, id, pick }) =>
    `merged_${id} = ${frame}.${pick("union", "unionByName", "intersect", "subtract")}(${pick(other, frame)}${pick("", "", ", allowMissingColumns=True")})`,
  ({ id, pick }) =>
    `parts_${id} = ${pick('spark.read.parquet("data/orders.parquet")', "orders")}\nfor path in ["data/orders.parquet", *sys.argv[9:]]:\n    parts_${id} = parts_${id}.${pick("union", "unionByName")}(spark.read.parquet(path))`,
  ({ id, pick }) =>
    `named_${id} = spark.read.parquet("data/orders.parquet")${pick(".repartition(8)", "", '.join(customers, "customer_id")', ".limit(3)")}.withColumn("file", F.input_file_name())`,
  ({ frame, id, pick }) =>
    `ids_${id} = ${frame}${pick(".distinct()", "")}.withColumn("id", ${pick("F.monotonically_increasing_id()", "F.rand()", "F.rand(7)", "F.expr('uuid()')")})${pick(".cache()", "")}\nids_${id}.write.mode("overwrite").parquet("out/a_${id}")\nids_${id}.filter("id > 0").write.mode("overwrite").parquet("out/b_${id}")`,
  ({ id, pick }) =>
    `reached_${id} = orders.select(F.col("order_id").alias("n"))\nfor step in range(${pick("2", "12", "len(sys.argv) + 2")}):\n    reached_${id} = reached_${id}.union(reached_${id}.select(F.col("n") + 1)).distinct()\n    ${pick("print(reached_%.count())", "reached_% = reached_%.localCheckpoint()", "pass").replaceAll("%", id)}`,
  ({ id }) =>
    `edges_${id} = spark.createDataFrame([(1, 2), (2, 3)], "src int, dst int")\nseen_${id} = spark.createDataFrame([(1,)], "src int")\nfound = 0\nwhile seen_${id}.count() > found:\n    found = seen_${id}.count()\n    seen_${id} = seen_${id}.union(seen_${id}.join(edges_${id}, "src").select("dst")).distinct()\n    if found > 2:\n        break`,
  ({ frame, id, pick }) =>
    `renamed_${id} = ${frame}\nfor name in ${frame}.columns:\n    renamed_${id} = renamed_${id}.${pick("withColumnRenamed(name, name.upper())", "withColumn(name, F.col(name))", "drop(name)", 'withColumn(name + "_x", F.lit(1))')}`,
  ({ frame, column, id, pick }) =>
    `spread_${id} = ${frame}.repartition(${pick("200", "8", `"${column}"`, `8, "${column}"`)}).${pick(`join(${frame}.select("${column}"), "${column}")`, `dropDuplicates(["${column}"])`, `orderBy("${column}")`, `repartition("${column}")`)}`,
  ({ frame, text, id, pick }) =>
    `lists_${id} = ${frame}.groupBy("${text}").agg(F.sort_array(F.collect_list(${pick("F.lit(1)", `"${text}"`)})).alias("all"))${pick("", ".orderBy('all')", ".distinct()")}`,
  ({ frame, column, number, id, pick }) =>
    `sums_${id} = ${frame}.groupBy("${column}").agg(F.sum("${number}").alias("sum"))\ncounts_${id} = ${frame}${pick("", `.filter("${number} > 1")`)}.groupBy("${column}").count()${pick("", '.filter("count > 1")')}\nboth_${id} = sums_${id}.join(counts_${id}, "${column}", "${pick("inner", "left", "left_semi")}")`,
  ({ frame, id, pick }) =>
    `left_${id} = ${frame}.withColumn("row", F.monotonically_increasing_id())\nright_${id} = ${pick("customers", frame)}.withColumn("row", F.monotonically_increasing_id())\npaired_${id} = left_${id}.join(right_${id}, "row")`,
];
