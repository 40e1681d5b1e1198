import type { Habit } from "./habit.ts";

const delta = (code: string): string =>
  `try:\n    from delta.tables import DeltaTable\n${code}\nexcept ImportError:\n    pass`;

/** Readers and writers. */
export const fileHabits: readonly Habit[] = [
  ({ frame, id, pick }) =>
    `${frame}.write.mode("overwrite").option("header", "true").${pick("csv", "parquet", "orc")}("out/other_${id}")`,
  ({ id, pick }) =>
    `csv_${id} = spark.read.${pick('csv("data/customers.csv", header=True, inferSchema=True)', 'csv("data/customers.csv", "customer_id int, name string", header=True)', 'option("header", True).csv("data/customers.csv")', 'option("heder", True).csv("data/customers.csv")', 'options(header=True, seperator=";").csv("data/customers.csv")', 'option("inferSchema", "true").option("header", "yes").csv("data/customers.csv")')}`,
  ({ id, pick }) =>
    `json_${id} = spark.read.${pick('json("data/orders.json")', 'schema("order_id int").json("data/orders.json")', 'option("multiline", True).json("data/orders.json")', 'schema("order_id").json("data/orders.json")', 'option("compression", "gzip").json("data/orders.json")')}`,
  ({ id, pick }) =>
    `merged_${id} = spark.read.${pick('option("mergeSchema", True)', 'option("mergeschema", False)', 'option("pathGlobFilter", "*.parquet")')}.parquet("data/orders.parquet")`,
  ({ id, pick }) =>
    `loaded_${id} = spark.read.${pick('format("parquet").load("data/orders.parquet")', 'load("data/orders.parquet", format="parquet")', 'format("parqet").load("data/orders.parquet")', 'format("csv").schema("a int").load("data/orders.csv", header=True)', 'parquet("data/nowhere.parquet")', 'table("nowhere")', 'format("parquet").save("x")')}`,
  ({ frame, id, pick }) =>
    `def save_${id}(rows: DataFrame) -> None:\n    rows.write${pick("", '.mode("overwrite")', '.mode("append")', '.mode("ignore")', '.mode("owerwrite")')}.${pick("parquet", "json", "csv", "orc", "text")}("out/${id}")\nsave_${id}(${frame})`,
  ({ frame, column, number, id, pick }) =>
    `${frame}.${pick("coalesce(1).", "repartition(8).", "repartition(1).", `orderBy("${number}").`, `sortWithinPartitions("${column}").`, `repartition("${column}").`, "")}write.mode("overwrite")${pick("", `.partitionBy("${pick(column, number)}")`, `.option("maxRecordsPerFile", 10)`)}.parquet("out/${id}")`,
  ({ id, pick }) =>
    `spread_${id} = spark.read.parquet("data/events.parquet").withColumn("at", F.col("at").cast("${pick("timestamp", "date")}"))\nspread_${id}.write.mode("overwrite").partitionBy("${pick("at", "kind", "event_id", "absent")}").parquet("out/${id}")`,
  ({ frame, column, id, pick }) =>
    `${frame}.write.${pick(`bucketBy(4, "${column}")`, `sortBy("${column}")`, `bucketBy(4, "${column}").sortBy("${column}")`, `partitionBy("${column}")`)}.mode("overwrite").${pick(`parquet("out/${id}")`, `saveAsTable("t_${id}")`, `insertInto("t_${id}")`)}`,
  ({ id, pick }) =>
    `spark.range(9).withColumn("country", F.lit("DE")).write.mode("overwrite").parquet("out/r_${id}")\nback_${id} = spark.read.parquet("out/r_${id}")\nback_${id}${pick("", '.filter("id > 1")', ".cache()")}.write.mode("${pick("overwrite", "append")}").parquet("out/${pick("r_", "o_")}${id}")`,
  ({ id, pick }) =>
    `one_${id} = spark.read.parquet("data/orders.parquet").where(F.col("country") == "DE")\n${pick("", 'spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")\n')}one_${id}.write.mode("overwrite").partitionBy("country").parquet("out/${id}")\nspark.conf.unset("spark.sql.sources.partitionOverwriteMode")`,
  ({ frame, column, id, pick }) =>
    `spark.sql("DROP TABLE IF EXISTS totals_${id}")\n${frame}.groupBy("${column}").count().write${pick("", '.mode("overwrite")')}.saveAsTable("totals_${pick(id, `${id}x`)}")`,
  ({ id, pick }) =>
    `spark.createDataFrame([("DE", "Germany")], "code string, name string").write.mode("overwrite").saveAsTable("places_${id}")\nspark.createDataFrame([("France", "FR")], "${pick("name string, code string", "code string, name string", "code string")}").write.insertInto("places_${id}")`,
  ({ id, pick }) =>
    `url_${id} = "jdbc:derby:memory:d${id};create=true"\nspark.range(10).write.jdbc(url_${id}, "orders", mode="overwrite")\ntable_${id} = spark.read.format("jdbc").option("url", url_${id})${pick('.option("dbtable", "orders")', '.option("query", "SELECT * FROM orders")', '.option("dbtable", "orders").option("query", "SELECT 1")')}\nread_${id} = table_${id}${pick('.option("numPartitions", 8)', '.option("partitionColumn", "id").option("numPartitions", 8)', '.option("partitionColumn", "id").option("lowerBound", 0).option("upperBound", 10).option("numPartitions", 2)', "")}.load()`,
  ({ id, pick }) =>
    `def orders_${id}(spark: SparkSession, url: str):\n    reader = spark.read.format("jdbc").option("url", url).option("dbtable", "orders")\n    return reader.option("user", "app").option("password", ${pick('"hunter2!"', 'os.environ["PASSWORD"]', "sys.argv[1]")}).load()`,
  ({ frame, id, pick }) =>
    `def delta_${id}() -> None:\n    writer = ${frame}.write.format("delta").mode("overwrite").option("${pick("overwriteSchema", "mergeSchema")}", "true")\n    writer.option("partitionOverwriteMode", "${pick("dynamic", "static")}").partitionBy("a").save("lake/${id}")`,
  ({ id, pick }) =>
    delta(`    DeltaTable.forName(spark, "orders_${id}").vacuum(${pick("24", "0", "168", "")})`),
  ({ id, pick }) =>
    `spark.conf.set("spark.databricks.delta.${pick("merge.materializeSource", "retentionDurationCheck.enabled", "schema.autoMerge.enabled")}", "${pick("none", "false", "auto")}")\nprint("${id}")`,
  ({ frame, number, id, pick }) =>
    `${frame}.${pick("repartition(8)", `repartition("${number}")`, "coalesce(2)")}.write.mode("overwrite").parquet("out/w_${id}")`,
  ({ frame, text, id, pick }) =>
    `def publish_${id}(servers: str):\n    writer = ${frame}.select(F.col("${text}").alias("${pick("value", "message", "key")}")).write.format("kafka").option("kafka.bootstrap.servers", servers)\n    writer.option("topic", "counts").save()`,
  ({ id, pick }) =>
    `try:\n    today_${id} = spark.${pick('table("orders_of_today")', 'read.format("parquet").load("data/nowhere")', 'sql("SELECT * FROM nowhere")')}\nexcept Exception:\n    today_${id} = orders`,
  ({ id, pick }) =>
    `from pyspark import pipelines as dp\n@dp.${pick("materialized_view", "temporary_view", "table")}\ndef latest_${id}():\n    today = spark.read.table("orders")\n    return ${pick('today.where(F.col("created") == today.agg(F.max("created")).first()[0])', "today", "today.limit(today.count())")}`,
  ({ frame, id, pick }) =>
    `${frame}.writeTo("local_${id}").${pick('using("parquet").create()', 'using("parquet").createOrReplace()', "append()", "overwritePartitions()", 'tableProperty("a", "b").replace()')}`,
  ({ frame, id, pick }) =>
    `${frame}.write.option("${pick("compression", "compresion", "header")}", "${pick("gzip", "snappy", "zip", "true")}").mode("overwrite").${pick("parquet", "csv", "json")}("out/${id}")`,
];
