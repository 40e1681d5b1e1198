"""Makes calls of PySpark's API one by one and prints, as a line of JSON each, what they gave and what they did."""

import contextlib
import io
import json

from pyspark.sql import DataFrame, SparkSession


def probe(namespace, setup, lines):
    exec(setup, namespace)
    spark = namespace["spark"]
    context = spark.sparkContext
    context.setLogLevel("OFF")
    standing = {query.id for query in spark.streams.active}
    before = state(spark)
    for number, line in enumerate(lines):
        group = f"call {number}"
        context.setJobGroup(group, line)
        answer = {"line": line}
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                value = eval(line, namespace)
                answer["gives"] = kind_of(value)
                # An iterator works when it is asked.
                if answer["gives"] == "generator":
                    next(value, None)
            if isinstance(value, DataFrame):
                answer["streaming"] = value.isStreaming
                answer["schema"] = json.loads(value.schema.json())
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"[:300]
        context._jsc.sc().listenerBus().waitUntilEmpty()
        answer["jobs"] = len(context.statusTracker().getJobIdsForGroup(group))
        after = state(spark)
        answer["changed"] = [part for part in after if differs(part, before[part], after[part])]
        before = after
        if after["queries"] > len(standing):
            for query in spark.streams.active:
                if query.id not in standing:
                    query.stop()
            before = state(spark)
        print(json.dumps(answer))
    context.setLocalProperty("spark.jobGroup.id", None)


def differs(part, before, after):
    # What nobody holds any more goes when Spark's cleaner comes to it.
    return after > before if part == "rdds" else after != before


def state(spark):
    """What calls may change, as far as it can be compared."""
    session = spark._jsparkSession
    catalog = session.sessionState().catalog()
    context = spark.sparkContext
    return {
        "conf": session.conf().getAll().toString(),
        "kept": not session.sharedState().cacheManager().isEmpty(),
        "rdds": context._jsc.getPersistentRDDs().size(),
        "names": "".join(catalog.listTables(database).mkString(" ") for database in ("default", "global_temp")),
        "databases": catalog.listDatabases().mkString(" "),
        "functions": catalog.listTemporaryFunctions().mkString(" "),
        "queries": len(spark.streams.active),
    }


def kind_of(value):
    """The class, with that of its first element where it is a list."""
    if isinstance(value, DataFrame):
        return "DataFrame"
    name = type(value).__name__
    if name == "DataFrame":
        return type(value).__module__.partition(".")[0] + (
            ".pandas.DataFrame" if type(value).__module__.startswith("pyspark") else ".DataFrame"
        )
    if isinstance(value, SparkSession):
        return "SparkSession"
    if isinstance(value, list):
        return f"list[{kind_of(value[0])}]" if value else "list"
    return {"PipelinedRDD": "RDD", "NoneType": "None"}.get(name, name)
