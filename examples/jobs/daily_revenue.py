"""Revenue per day and region, and the ten largest orders."""

import argparse

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F


def load_orders(spark: SparkSession, path: str) -> DataFrame:
    return spark.read.option("header", True).option("inferSchema", True).csv(path)


def with_calendar(orders: DataFrame) -> DataFrame:
    return (
        orders.withColumn("status", F.trim(F.lower("status")))
        .withColumn("day", F.to_date("created"))
        .withColumn("weekday", F.date_format("created", "E"))
        .withColumn("month", F.trunc("created", "month"))
    )


def main(orders_path: str, out: str) -> None:
    spark = SparkSession.builder.appName("daily-revenue").master("local[*]").getOrCreate()
    regions = spark.createDataFrame(
        [("DE", "Central"), ("PL", "Central"), ("FR", "West"), ("ES", "West"), ("SE", "North"), ("US", "Overseas")],
        ["country", "region"],
    )
    paid = with_calendar(load_orders(spark, orders_path)).filter("status = 'paid'")
    if paid.count() == 0:
        raise SystemExit(f"No paid orders in {orders_path}")

    daily = (
        paid.join(regions, "country")
        .groupBy("day", "region")
        .agg(F.round(F.sum("amount"), 2).alias("revenue"), F.count("*").alias("orders"))
    )
    ranked = paid.withColumn("rank", F.row_number().over(Window.orderBy(F.desc("amount"))))
    ranked.filter("rank <= 10").write.mode("overwrite").json(f"{out}/largest_orders")
    daily.coalesce(1).write.mode("overwrite").parquet(f"{out}/daily_revenue")

    for row in spark.read.parquet(f"{out}/daily_revenue").orderBy("day", "region").limit(5).collect():
        print(row.day, row.region, row.revenue)
    spark.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", default="data/orders.csv")
    parser.add_argument("--out", default="out")
    arguments = parser.parse_args()
    main(arguments.orders, arguments.out)
