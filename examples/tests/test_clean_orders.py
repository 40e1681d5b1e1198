from clean_orders import cleaned
from pyspark.testing import assertDataFrameEqual
from shop.schemas import COUNTRIES


def test_keeps_complete_orders_once(spark):
    orders = spark.createDataFrame(
        [(1, 7, "LMP-01", 39.9, " Paid"), (1, 7, "LMP-01", 39.9, " Paid"), (2, None, "LMP-01", 5.0, "paid")],
        "order_id int, customer_id int, sku string, amount double, status string",
    ).selectExpr("*", "'DE' AS country", "TIMESTAMP'2024-03-01 10:00:00' AS created")
    countries = spark.createDataFrame([("DE", "Germany", 0.19)], COUNTRIES)

    kept = cleaned(orders, countries).select("order_id", "status", "net_amount")

    expected = spark.createDataFrame([(1, "paid", 33.53)], "order_id int, status string, net_amount double")
    assertDataFrameEqual(kept, expected)
