"""What becomes of Python values in the columns of UDFs that declare another type. ANSWERS is a text of JSON: for each
declared type and value, the text of what arrives, or "raises"."""

import datetime
import decimal
import json

from pyspark.sql import functions as F

VALUES = {
    "bool": True,
    "int": 2,
    "float": 2.5,
    "str": "12",
    "bytes": b"ab",
    "Decimal": decimal.Decimal("1.5"),
    "date": datetime.date(2024, 2, 29),
    "datetime": datetime.datetime(2024, 2, 29, 1, 2, 3),
    "list": [1, 2],
    "tuple": (1, 2),
    "dict": {"a": 1, "b": 2},
    "set": {1, 2},
}


def udf_of(value, declared, arrow):
    return F.udf(lambda x: value, declared, useArrow=arrow)("id").cast("string")


frame = spark.range(1)  # noqa: F821


def answers(names, declared, arrow):
    """One job for values that arrive; those that raise are looked for by halves."""
    columns = [udf_of(VALUES[name], declared, arrow).alias(name) for name in names]
    try:
        row = frame.select(*columns).collect()[0]
        return {name: row[name] for name in names}
    except Exception:
        if len(names) == 1:
            return {names[0]: "raises"}
        half = len(names) // 2
        return {**answers(names[:half], declared, arrow), **answers(names[half:], declared, arrow)}


ANSWERS = json.dumps(
    {
        transport: {declared: answers(names, declared, transport == "arrow") for declared, names in asked.items()}
        for transport, asked in QUESTIONS.items()  # noqa: F821
    }
)
