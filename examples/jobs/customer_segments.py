"""Groups customers by country and by what they spend, for the newsletter."""

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType

from shop.schemas import CUSTOMERS, ORDERS

shout = F.udf(lambda code: code.upper() if code is not None else None, StringType())
letters = F.udf(lambda name: len(name), IntegerType())


@F.udf(StringType())
def tidy(name):
    return name.strip() if name is not None else None


@F.udf(StringType())
def size_of(spent):
    if spent is None:
        return "none"
    return "large" if spent >= 500 else "small"


def spent_per_customer(orders: DataFrame) -> DataFrame:
    return orders.where("customer_id is not null").groupBy("customer_id").agg(F.sum("amount").alias("spent"))


def main() -> None:
    spark = SparkSession.builder.appName("customer-segments").getOrCreate()
    customers = spark.read.csv("data/customers.csv", header=True, schema=CUSTOMERS)
    orders = spark.read.csv("data/orders.csv", header=True, schema=ORDERS)

    named = (
        customers.withColumn("name", tidy("name"))
        .withColumn("country", shout("country"))
        .withColumn("name_letters", letters(F.col("name")))
    )
    spent = spent_per_customer(orders).cache()
    segments = named.join(spent, "customer_id", "left").withColumn("segment", size_of("spent"))

    by_segment = segments.groupBy("country", "segment").count()
    for row in by_segment.collect():
        print(row["country"], row["segment"], row["count"])

    # Every customer with every newsletter, to be thinned out later.
    newsletters = spark.read.text("data/newsletters.txt").withColumnRenamed("value", "newsletter")
    offers = segments.crossJoin(newsletters)
    table = offers.select("customer_id", "email", "newsletter").toPandas()
    print(f"{len(table)} offers")

    mails = [row.email for row in segments.select("email").collect() if row.email]
    print(f"{len(mails)} customers have an address")
    spark.stop()


if __name__ == "__main__":
    main()
