"""Broken on purpose: doubles that nobody drops, and a stream into files that Spark refuses to start."""

from pyspark.sql import SparkSession

from shop.schemas import CLICKS

spark = SparkSession.builder.appName("kept-clicks").getOrCreate()

clicks = spark.read.schema(CLICKS).json("data/clicks")

# Nobody takes the frame without doubles.
clicks.dropDuplicates()
clicks.createOrReplaceTempView("clicks")
pages = spark.sql("SELECT page, count(*) AS seen FROM clicks GROUP BY page")
print(f"{pages.count()} pages were seen")

# A stream has to remember how far it came. This line raises.
coming = spark.readStream.schema(CLICKS).json("data/clicks")
coming.writeStream.format("parquet").start("out/clicks")
