"""Proves that this PySpark runs with its Java, pandas and pyarrow; prints [2, 3, 4]."""

import pandas
from pyspark.sql import SparkSession
from pyspark.sql.functions import pandas_udf

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.execution.arrow.pyspark.enabled", "true")
    .config("spark.sql.execution.arrow.pyspark.fallback.enabled", "false")
    .getOrCreate()
)
numbers = spark.createDataFrame(pandas.DataFrame({"n": [1, 2, 3]}))


@pandas_udf("long")
def next_number(n: pandas.Series) -> pandas.Series:
    return n + 1


print(numbers.select(next_number("n").alias("n")).toPandas()["n"].tolist())
spark.stop()
