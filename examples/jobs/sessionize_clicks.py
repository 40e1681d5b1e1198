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
    visits = batch.select("visitor", "visit.start", "visit.end", "clicks", "bought").cache()
    for column in ["visitor", "start", "end"]:
        visits = visits.withColumn(column, F.col(column).cast("string"))
    visits.write.mode("append").parquet("out/visits")
    print(f"batch {batch_id} is stored")


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
