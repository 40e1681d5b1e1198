"""Writes the orders without their mistakes, in folders by country. Shufflewise has nothing to say about this job."""

import argparse

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from shop.money import net
from shop.schemas import COUNTRIES, ORDERS


def cleaned(orders: DataFrame, countries: DataFrame) -> DataFrame:
    """Each order once, with a customer and an amount, and what the shop keeps of it."""
    complete = orders.dropDuplicates(["order_id"]).where(
        F.col("customer_id").isNotNull() & F.col("amount").isNotNull()
    )
    taxed = complete.join(F.broadcast(countries), complete["country"] == countries["code"], "left")
    return taxed.select(
        "order_id",
        "customer_id",
        "sku",
        F.trim(F.lower("status")).alias("status"),
        "country",
        net(F.col("amount"), F.col("vat")).alias("net_amount"),
        F.to_date("created").alias("day"),
    )


def main(out: str) -> None:
    spark = SparkSession.builder.appName("clean-orders").getOrCreate()
    orders = spark.read.csv("data/orders.csv", header=True, schema=ORDERS)
    countries = spark.read.csv("data/countries.csv", header=True, schema=COUNTRIES)
    cleaned(orders, countries).write.mode("overwrite").partitionBy("country").parquet(out)
    spark.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="out/orders")
    main(parser.parse_args().out)
