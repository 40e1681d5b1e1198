import type { Habit } from "./habit.ts";

const rates = (id: string): string => `rates_${id} = spark.readStream.format("rate").load()`;

/** Streams: sources, what their plans may hold, sinks. */
export const streamHabits: readonly Habit[] = [
  ({ id, pick }) =>
    `query_${id} = ${pick("orders", "customers", "spark.readStream.format('rate').load()")}.writeStream.format("${pick("memory", "noop")}").queryName("q${id}").start()\nquery_${id}.stop()`,
  ({ id, pick }) =>
    `${rates(id)}${pick(
      '.orderBy("value")',
      ".limit(3)",
      ".distinct()",
      '.groupBy("value").count()',
      '.withColumn("n", F.row_number().over(Window.orderBy("value")))',
      ".filter('value > 1')",
      '.withWatermark("timestamp", "1 minute").dropDuplicates(["value", "timestamp"])',
      '.dropDuplicates(["value"])',
    )}\nquery_${id} = rates_${id}.writeStream.outputMode("${pick("append", "append", "update", "complete", "appnd")}").format("memory").queryName("m${id}").start()\nquery_${id}.stop()`,
  ({ id, pick }) =>
    `${rates(id)}\n${pick("rates_%.show()", "print(rates_%.count())", "rows_% = rates_%.collect()", "rates_%.write.parquet('out/%')", "print(rates_%.columns)", "rates_%.cache()", "rates_%.toPandas()").replaceAll("%", id)}`,
  ({ id, pick }) =>
    `${rates(id)}\nquery_${id} = rates_${id}.writeStream.format("parquet")${pick("", `.option("checkpointLocation", "/tmp/c${id}")`, `.option("checkpointLocation", "state/c${id}")`)}.start("out/${id}")\nquery_${id}.stop()`,
  ({ id, pick }) =>
    `files_${id} = spark.readStream.${pick('format("parquet").load("data/orders_by_country")', 'schema("order_id int").parquet("data/orders_by_country")', 'schema("value string").format("text").load("data")', 'json("data")')}`,
  ({ id, pick }) =>
    `${rates(id)}\nquery_${id} = rates_${id}.writeStream.trigger(${pick("once=True", "availableNow=True", 'processingTime="1 second"', "processingTime=5", 'continuous="1 second"')}).format("memory").queryName("t${id}").start()\nquery_${id}.stop()`,
  ({ id, pick }) =>
    `${rates(id)}\none_${id} = rates_${id}.writeStream.format("parquet").option("checkpointLocation", "state/s${id}").start("out/x${id}")\none_${id}.stop()\ntwo_${id} = rates_${id}.writeStream.format("json").option("checkpointLocation", "state/${pick("s", "t")}${id}").start("out/y${id}")\ntwo_${id}.stop()`,
  ({ id, pick }) =>
    `def clicks_${id}(spark: SparkSession, servers: str):\n    stream = spark.readStream.format("kafka").option("kafka.bootstrap.servers", servers)\n    return stream.option("subscribe", "clicks").option("${pick("kafka.auto.offset.reset", "startingOffsets", "kafka.group.id")}", "earliest").load()`,
  ({ id, pick }) =>
    `def each_${id}(batch, number):\n    batch${pick(".count()", '.write.mode("append").parquet("out/each")', ".collect()", ".persist()")}\n${rates(id)}\nquery_${id} = rates_${id}.writeStream.foreachBatch(each_${id}).start()\nquery_${id}.${pick("stop()", "awaitTermination()")}`,
  ({ id, pick }) =>
    `${rates(id)}\ndef both_${id}():\n    one = rates_${id}.writeStream${pick("", ".trigger(availableNow=True)")}.format("noop").start()\n    one.awaitTermination(${pick("", "5")})\n    rates_${id}.writeStream.format("console").start()`,
  ({ id, pick }) =>
    `def stored_${id}(batch, number):\n    try:\n        batch.write.mode("append").parquet("out/stored_${id}")\n    except ${pick("Exception", "FileExistsError")} as error:\n        ${pick("print(error)", "raise", "failed.append(error)")}\n${rates(id)}\nquery_${id} = rates_${id}.writeStream.foreachBatch(stored_${id}).start()\nquery_${id}.stop()`,
  ({ id }) => `${rates(id)}\nquery_${id} = rates_${id}.writeStream.format("console").start()`,
  ({ id, pick }) =>
    `${rates(id)}\njoined_${id} = rates_${id}.join(${pick("rates_%.withColumnRenamed('timestamp', 'at')", "orders.withColumn('value', F.lit(1))").replace("%", id)}, "value", "${pick("inner", "left", "full")}")\nquery_${id} = joined_${id}.writeStream.format("memory").queryName("j${id}").start()\nquery_${id}.stop()`,
];
