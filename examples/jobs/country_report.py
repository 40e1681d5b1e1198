"""Prints the best-selling products of a country: python jobs/country_report.py DE"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from shop.schemas import ORDERS


def main(country: str) -> None:
    spark = SparkSession.builder.appName("country-report").getOrCreate()
    spark.read.csv("data/orders.csv", header=True, schema=ORDERS).createOrReplaceTempView("orders")
    spark.read.parquet("data/products.parquet").createOrReplaceTempView("products")

    sold = spark.sql(f"SELECT * FROM orders JOIN products USING (sku) WHERE country = '{country}'")
    for column in ["title", "category", "status"]:
        sold = sold.withColumn(column, F.trim(F.lower(column)))

    best = sold.groupBy("category", "title").agg(F.sum("quantity").alias("pieces"), F.sum("amount").alias("revenue"))
    print(f"{best.count()} products were sold in {country}")
    best.orderBy(F.desc("revenue")).show(3, truncate=False)
    best.write.mode("overwrite").json(f"out/report_{country}")
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "DE")
