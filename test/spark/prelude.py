"""The small webshop that blocks of the rule pages and snippets may use when the tests run them on a real Spark.

Temporary views (spark.table("orders"), spark.sql("… FROM orders"), …):
  orders(order_id int, customer_id int, amount double, status string, country string, created date)
  customers(customer_id int, name string, country string, age int)
  countries(code string, name string)
  events(event_id long, customer_id int, kind string, page string, at timestamp, tags array<string>,
         device struct<os:string,version:int>, counts map<string,int>)
  products(sku string, title string, price decimal(10,2))
  refunds(order_id int, reason string): empty

The same data as files in the working directory, for relative paths (spark.read.parquet("data/orders.parquet"), …):
  data/orders.parquet     data/orders.csv (header)    data/orders.json      data/orders.orc
  data/customers.parquet  data/customers.csv (header) data/customers.json
  data/countries.parquet  data/countries.csv (header) data/countries.json
  data/events.parquet     data/events.json
  data/products.parquet   data/products.csv (header)
  data/refunds.parquet
  data/notes.txt          a few lines of text
  data/orders_by_country/ orders in folders country=DE, country=FR, … (Parquet), one small file each

The data has nulls in every column but keys, duplicate rows, duplicate keys, NaN, -0.0, infinity, empty and blank
strings, letters beyond ASCII, the first day of today's calendar (Spark 3 refuses to
write earlier ones as Parquet), the last day of the year 9999, an unknown customer and an unknown country.
"""

import datetime
import decimal
import os
import shutil

DATE = datetime.date
TIME = datetime.datetime

ORDERS = [
    (1, 10, 19.99, "paid", "DE", DATE(2024, 1, 31)),
    (2, 10, 250.0, "paid", "DE", DATE(2024, 2, 29)),
    (3, 11, -0.0, "open", "FR", DATE(2024, 3, 1)),
    (4, 12, float("nan"), "open", "FR", DATE(2024, 3, 1)),
    (5, 13, None, "cancelled", "US", DATE(1970, 1, 1)),
    (6, 99, 5.5, "PAID", "ZZ", DATE(9999, 12, 31)),
    (7, None, 5.5, None, None, None),
    (8, 14, 1e15, " paid ", "us", DATE(1582, 10, 15)),
    (9, 14, 0.0, "", "GB", DATE(2024, 12, 31)),
    (10, 15, float("inf"), "paid", "GB", DATE(2025, 1, 1)),
    (2, 10, 250.0, "paid", "DE", DATE(2024, 2, 29)),
    (11, 16, 75.25, "paid", "JP", DATE(2024, 6, 15)),
]
ORDERS_SCHEMA = "order_id int, customer_id int, amount double, status string, country string, created date"

CUSTOMERS = [
    (10, "Ada Lovelace", "DE", 36),
    (11, "Émile Zola", "FR", 62),
    (12, "  grace hopper ", "US", None),
    (13, None, "US", 0),
    (14, "", None, 18),
    (15, "Łukasz", "PL", 41),
    (16, "横山", "JP", 29),
    (16, "横山", "JP", 29),
]
CUSTOMERS_SCHEMA = "customer_id int, name string, country string, age int"

COUNTRIES = [
    ("DE", "Germany"),
    ("FR", "France"),
    ("US", "United States"),
    ("GB", "United Kingdom"),
    ("JP", "Japan"),
    ("PL", None),
]
COUNTRIES_SCHEMA = "code string, name string"

EVENTS = [
    (1, 10, "view", "/", TIME(2024, 3, 1, 8, 0, 0), ["new"], ("linux", 6), {"clicks": 1}),
    (2, 10, "click", "/cart", TIME(2024, 3, 1, 8, 0, 59, 999999), ["new", "sale"], ("linux", 6), {}),
    (3, 10, "buy", "/pay", TIME(2024, 3, 1, 9, 30), [], ("linux", 6), {"clicks": 3, "items": 2}),
    (4, 11, "view", None, TIME(2024, 12, 31, 23, 59, 59), None, ("ios", None), None),
    (5, None, "view", "/", TIME(1970, 1, 1), [None], None, {"clicks": None}),
    (6, 12, None, "/über", None, ["sale", "sale"], ("android", 14), {"clicks": 7}),
    (9007199254740993, 12, "view", "/", TIME(2024, 3, 31, 2, 30), ["sale"], ("android", 14), {"clicks": 7}),
]
EVENTS_SCHEMA = (
    "event_id bigint, customer_id int, kind string, page string, at timestamp, tags array<string>, "
    "device struct<os:string,version:int>, counts map<string,int>"
)

PRODUCTS = [
    ("A-1", "Lamp", decimal.Decimal("19.99")),
    ("A-2", "Desk, oak", decimal.Decimal("250.00")),
    ("B-1", 'Mug "XL"', decimal.Decimal("0.00")),
    ("B-2", None, None),
]
PRODUCTS_SCHEMA = "sku string, title string, price decimal(10,2)"

REFUNDS = []
REFUNDS_SCHEMA = "order_id int, reason string"

TABLES = {
    "orders": (ORDERS, ORDERS_SCHEMA),
    "customers": (CUSTOMERS, CUSTOMERS_SCHEMA),
    "countries": (COUNTRIES, COUNTRIES_SCHEMA),
    "events": (EVENTS, EVENTS_SCHEMA),
    "products": (PRODUCTS, PRODUCTS_SCHEMA),
    "refunds": (REFUNDS, REFUNDS_SCHEMA),
}

FILES = {
    "parquet": ("orders", "customers", "countries", "events", "products", "refunds"),
    "csv": ("orders", "customers", "countries", "products"),
    "json": ("orders", "customers", "countries", "events"),
    "orc": ("orders",),
}

NOTES = "First line of the notes.\n\nSpark counts the words of this line, and of this one too.\nÜmläute stay whole.\n"


def create_views(spark, directory):
    """Registers every table of the shop as a temporary view over its Parquet file below the directory."""
    for name in TABLES:
        spark.read.parquet("file://%s/data/%s.parquet" % (directory, name)).createOrReplaceTempView(name)


def write_files(spark, directory):
    """Writes the shop's files below the directory."""
    data = os.path.join(directory, "data")
    os.makedirs(data)
    for form, names in FILES.items():
        for name in names:
            frame = spark.createDataFrame(*TABLES[name])
            write_one_file(frame, form, os.path.join(data, name + "." + form))
    orders = spark.createDataFrame(*TABLES["orders"]).where("country IS NOT NULL")
    orders.coalesce(1).write.partitionBy("country").parquet("file://" + os.path.join(data, "orders_by_country"))
    with open(os.path.join(data, "notes.txt"), "w", encoding="utf-8") as notes:
        notes.write(NOTES)


def write_one_file(frame, form, path):
    """Spark writes a folder of part files; a path such as data/orders.csv reads better as one file."""
    folder = path + ".parts"
    frame.coalesce(1).write.format(form).option("header", True).save("file://" + folder)
    [part] = [name for name in os.listdir(folder) if name.startswith("part-")]
    os.rename(os.path.join(folder, part), path)
    shutil.rmtree(folder)
