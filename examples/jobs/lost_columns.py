"""Broken on purpose: columns that are misspelt, there twice, or of the wrong type, all seen before the run."""

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from shop.schemas import ORDERS

spark = SparkSession.builder.appName("lost-columns").getOrCreate()
orders = spark.read.csv("data/orders.csv", header=True, schema=ORDERS)
customers = spark.read.csv("data/customers.csv", header=True)

# Without a schema all columns of the customers are text, so Spark compares a number with text.
known = orders.join(customers, "customer_id")
print(f"{known.count()} orders of known customers")

# Both tables have a country. This line raises AMBIGUOUS_REFERENCE.
by_country = known.groupBy("country").agg(F.sum("amount").alias("revenue"))
by_country.show()

# Nothing is written from two columns of one name.
known.write.mode("overwrite").parquet("out/known_orders")

# Point at `orders` to see its columns.
large = orders.filter(F.col("ammount") > 100)
large.show()

# A time and a number have no sum: an interval or F.date_add is what was meant.
due = orders.withColumn("due", F.col("created") + 30)
due.show()
