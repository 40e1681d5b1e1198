"""Counts orders with settings that do not do what they say. Spark refuses the time zone."""

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.appName("refused-settings")
    .config("spark.driver.memory", "2g")
    .config("spark.sql.shufle.partitions", "8")
    .config("spark.sql.files.maxPartitionBytes", "64m")
    .config("spark.sql.files.maxPartitionBytes", "32m")
    .config("spark.mesos.coarse", "false")
    .getOrCreate()
)

orders = spark.read.option("headr", True).csv("data/orders.csv")
print(f"{orders.count()} lines, the header among them")

spark.conf.set("spark.sql.execution.arrow.enabled", "true")
spark.conf.set("spark.sql.session.timeZone", "Berlin")
spark.conf.set("spark.sql.fromJsonForceNullableSchema", "false")
spark.conf.set("spark.executor.memory", "4g")
