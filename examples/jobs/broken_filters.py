"""Broken on purpose: Spark refuses this job, and Shufflewise says so before the run."""

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from shop.schemas import ORDERS

spark = SparkSession.builder.appName("broken-filters").getOrCreate()
orders = spark.read.csv("data/orders.csv", header=True, schema=ORDERS)

# No error, but no row either: nothing is ever equal to null.
without_customer = orders.filter(F.col("customer_id") == None)
print(f"{without_customer.count()} orders without a customer")

# Python's `and` wants one truth value; a column has none. This line raises CANNOT_CONVERT_COLUMN_INTO_BOOL.
large = orders.filter(F.col("amount") > 100 and F.col("status") == "paid")
large.show()
