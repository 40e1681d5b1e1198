"""Proves that this PySpark runs with its Java, pandas and pyarrow; prints [2, 3, 4], and "Java has ended" when it has, well.

Java may leave an archive of the classes that it has loaded by then, so that what tests do first is done here, too.
"""

import os
import subprocess
import tempfile

import pandas
from pyspark.sql import SparkSession, functions as F
from pyspark.sql.functions import pandas_udf
from pyspark.sql.window import Window

spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.sql.execution.arrow.pyspark.enabled", "true")
    .config("spark.sql.execution.arrow.pyspark.fallback.enabled", "false")
    .getOrCreate()
)
numbers = spark.createDataFrame(pandas.DataFrame({"n": [1, 2, 3]}))


@pandas_udf("long")
def next_number(n: pandas.Series) -> pandas.Series:
    return n + 1


@F.udf("string")
def text(n):
    return str(n)


print(numbers.select(next_number("n").alias("n")).toPandas()["n"].tolist())

with tempfile.TemporaryDirectory() as folder:
    numbers.select("n", text("n").alias("text"), F.lit(1.5).alias("x")).write.parquet(folder, mode="overwrite")
    spark.read.parquet(folder).createOrReplaceTempView("numbers")
    read = spark.sql("SELECT * FROM numbers WHERE n > 0 ORDER BY n")
    joined = read.withColumn("newest", F.row_number().over(Window.partitionBy("text").orderBy(F.desc("x"))))
    joined.join(numbers, "n", "left").groupBy("text").agg(F.sum("n"), F.max("newest")).show()

gateway = spark.sparkContext._gateway
spark.stop()
# Java writes its archive when it ends, which PySpark does not wait for.
gateway.shutdown()
gateway.proc.stdin.close()
try:
    if gateway.proc.wait(120) == 0:
        print("Java has ended")
except subprocess.TimeoutExpired:
    # The tests run without it, too.
    gateway.proc.kill()
