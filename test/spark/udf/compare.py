"""Runs bodies of UDFs as Python and their translations in Spark, over the same data.

CASES, defined before, has for each: the body, the names of the arguments' columns, the translation's text. ANSWERS is
a text of JSON: for each case the rows where both gave the same, where Python raised, and up to three that differ.
"""

import datetime
import hashlib
import json
import math
import random
import re
from datetime import timedelta

from pyspark.sql import functions as F

rng = random.Random(7)
LETTERS = ["a", "A", "b", "e", "é", "ß", "İ", "Σ", "ς", "横", "🧨", "0", "9", "٣", " ", "\t", ",", "-", "_", "'"]
TEXTS = [None, "", " ", "paid", "PAID", " paid ", "open", "a", "abc", "a,b,,c", "a-b", "-", "12", "-7", "007", "ab\ncd", "ΑΣ", "ŉ", '{"a": 1}']
TEXTS += ["".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 8))) for _ in range(60)]
NUMBERS = [None, 0, 1, 2, 3, -1, 2000000000, -2000000000] + [rng.randint(-1000, 1000) for _ in range(20)]
REALS = [None, 0.0, -0.0, 1.0, 2.5, -2.5, 0.1, 2.675, 1e16, 1e-7, float("nan"), float("inf"), float("-inf")]
REALS += [rng.uniform(-100, 100) for _ in range(20)]
DAYS = [None, datetime.date(1, 1, 1), datetime.date(1582, 10, 15), datetime.date(1969, 12, 31), datetime.date(1970, 1, 1)]
DAYS += [datetime.date(2024, 2, 29), datetime.date(2024, 12, 30), datetime.date(9999, 12, 28)]
MOMENTS = [None, datetime.datetime(1970, 1, 1), datetime.datetime(2024, 2, 29, 23, 59, 59, 999999)]
MOMENTS += [datetime.datetime(2024, 7, 1, 12, 30)]
WORDS = [None, [], ["a"], ["a", None], [None], ["b", "a", "ab"], ["", "a"], ["Σ", "ß"]]
DATA = {"text": TEXTS, "number": NUMBERS, "real": REALS, "day": DAYS, "moment": MOMENTS, "words": WORDS}
TYPES = "id int, text string, number int, real double, day date, moment timestamp, words array<string>"


def rows():
    for index in range(max(len(values) for values in DATA.values())):
        yield (index, *(values[index % len(values)] for values in DATA.values()))


def python_value(function, row, names):
    try:
        return True, function(*(row[name] for name in names))
    except Exception as error:
        return False, type(error).__name__


def same(left, right):
    if isinstance(left, float) and isinstance(right, float):
        return (left != left and right != right) or (left == right and math.copysign(1, left) == math.copysign(1, right))
    return type(left) is type(right) and left == right


frame = spark.createDataFrame(list(rows()), TYPES).coalesce(1).cache()  # noqa: F821


def results(texts):
    """Values by case, row by row, from as few jobs as can be; and Spark's error by case, found by halves."""
    try:
        columns = [eval(text).alias("c%d" % index) for index, text in texts]
        found = frame.select("id", *columns).orderBy("id").collect()
        return {index: [row["c%d" % index] for row in found] for index, _ in texts}, {}
    except Exception as error:
        if len(texts) == 1:
            return {}, {texts[0][0]: str(error)[:300]}
        half = len(texts) // 2
        values, failures = results(texts[:half])
        more_values, more_failures = results(texts[half:])
        return {**values, **more_values}, {**failures, **more_failures}


spark_values, failures = results([(index, case["text"]) for index, case in enumerate(CASES)])  # noqa: F821
names = [name.split(" ")[0] for name in TYPES.split(", ")]
given_rows = [dict(zip(names, row)) for row in rows()]
answers = []
for index, case in enumerate(CASES):  # noqa: F821
    function = eval("lambda %s: %s" % (", ".join("xyz"[: len(case["args"])]), case["body"]))
    answer = {"failed": failures.get(index), "equal": 0, "raised": 0, "different": []}
    for row, actual in zip(given_rows, spark_values.get(index, [])):
        worked, expected = python_value(function, row, case["args"])
        if not worked:
            answer["raised"] += 1
        elif same(expected, actual):
            answer["equal"] += 1
        elif len(answer["different"]) < 3:
            given = ", ".join(repr(row[name]) for name in case["args"])
            answer["different"].append("%s: Python %r, Spark %r" % (given, expected, actual))
    answers.append(answer)
ANSWERS = json.dumps(answers)
