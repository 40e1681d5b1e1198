"""What the test session answers about a block: its error, its DataFrames, their plans and their rows, as JSON."""

import datetime
import decimal
import json
import traceback

LARGEST_EXACT_IN_JSON = 2**53
MOST_ROWS = 20000


def describe_error(error, block_file, timed_out):
    """The class is Spark's error condition where the exception has one, else the Python class."""
    name = type(error).__name__
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == block_file]
    line = lines[-1] if lines else None
    if isinstance(error, SyntaxError) and error.filename == block_file:
        line = error.lineno
    return {
        "class": "TIMEOUT" if timed_out else condition_of(error) or name,
        "type": name,
        "message": str(error)[:4000],
        "line": line,
    }


def condition_of(error):
    """The error condition of PySpark's own exceptions and of a Java exception or its causes, else None."""
    condition = ask_condition(error)
    cause = getattr(error, "java_exception", None)
    while condition is None and cause is not None:
        condition = ask_condition(cause)
        cause = cause.getCause()
    return condition


def ask_condition(error):
    # getCondition since Spark 4.0, getErrorClass since 3.4 (and still there for Java objects).
    for method in ("getCondition", "getErrorClass"):
        try:
            condition = getattr(error, method)()
        except Exception:
            continue
        if isinstance(condition, str):
            return condition
    return None


def frames_in(namespace):
    from pyspark.sql import DataFrame

    return {name: value for name, value in namespace.items() if isinstance(value, DataFrame)}


def describe_frames(namespace):
    return {
        name: {
            "ddl": frame._jdf.schema().toDDL(),
            "schema": json.loads(frame.schema.json()),
            "streaming": frame.isStreaming,
        }
        for name, frame in frames_in(namespace).items()
    }


def plain_values(namespace):
    """The numbers, strings, truth values and Nones that the block names."""
    return {
        name: canonical(value)
        for name, value in namespace.items()
        if not name.startswith("__") and isinstance(value, (type(None), bool, int, float, str))
    }


def plans_of(namespace, names):
    plans = {}
    for name in names:
        execution = namespace[name]._jdf.queryExecution()
        plans[name] = {
            "analyzed": execution.analyzed().toString(),
            "optimized": execution.optimizedPlan().toString(),
            "executed": execution.executedPlan().toString(),
        }
    return plans


def rows_of(namespace, names, frames):
    """Rows in a canonical order and form: equal answers mean equal results, whatever order Spark chose."""
    if names == "all":
        names = [name for name, frame in frames.items() if not frame["streaming"]]
    answer = {}
    for name in names:
        frame = namespace[name]
        rows = [[canonical(value) for value in row] for row in frame.limit(MOST_ROWS + 1).collect()]
        if len(rows) > MOST_ROWS:
            raise ValueError("%s has more than %d rows: too many to compare." % (name, MOST_ROWS))
        answer[name] = {"columns": frame.columns, "rows": sorted(rows, key=lambda row: json.dumps(row))}
    return answer


def canonical(value):
    """A JSON value that differs wherever Spark's values differ: NaN, -0.0 and 0.0, 1 and 1.0, null and missing."""
    from pyspark.sql import Row

    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < LARGEST_EXACT_IN_JSON else {"$long": str(value)}
    if isinstance(value, float):
        return {"$double": repr(value)}
    if isinstance(value, decimal.Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, datetime.datetime):
        return {"$timestamp": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"$interval": str(value)}
    if isinstance(value, (bytes, bytearray)):
        return {"$binary": bytes(value).hex()}
    if isinstance(value, Row):
        return {"$row": [[name, canonical(field)] for name, field in zip(value.__fields__, value)]}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        pairs = [[canonical(key), canonical(item)] for key, item in value.items()]
        return {"$map": sorted(pairs, key=lambda pair: json.dumps(pair))}
    return {"$" + type(value).__name__: str(value)}
