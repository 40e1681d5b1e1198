"""Turns clicks into visits: a stream over the files of data/clicks that ends when it has read them all."""

import tempfile

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from shop.schemas import CLICKS


def visits_of(clicks: DataFrame) -> DataFrame:
    """A visit ends after half an hour without a click."""
    return (
        clicks.withWatermark("at", "1 hour")
        .groupBy("visitor", F.session_window("at", "30 minutes").alias("visit"))
        .agg(F.count("*").alias("clicks"), F.max(F.col("page") == "/pay").alias("bought"))
    )


def store(batch: DataFrame, batch_id: int) -> None:
    flat = batch.select("visitor", "visit.start", "visit.end", "clicks", "bought")
    for column in ["start", "end"]:
        flat = flat.withColumn(column, F.date_trunc("second", column))
    flat.write.mode("append").parquet("out/visits")
    print(f"batch {batch_id}: {flat.count()} visits")


def main() -> None:
    spark = SparkSession.builder.appName("sessionize-clicks").getOrCreate()
    clicks = spark.readStream.schema(CLICKS).option("maxFilesPerTrigger", 1).json("data/clicks")
    query = (
        visits_of(clicks)
        .writeStream.foreachBatch(store)
        .option("checkpointLocation", tempfile.mkdtemp(prefix="visits-"))
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    spark.stop()


if __name__ == "__main__":
    main()
