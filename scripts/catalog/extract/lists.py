"""Closed lists of Spark: modes, join types, storage levels, hints, triggers, words of SQL. Spark itself is asked which
of the spellings below it takes and what it takes them for."""

import inspect
import logging
import warnings

import py4j.java_gateway
import py4j.protocol
from frame import Reflection, write

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from pyspark import StorageLevel  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql.streaming import DataStreamWriter  # noqa: E402

CATALYST = "org.apache.spark.sql.catalyst"
JOIN_SPELLINGS = """inner cross outer full fullouter full_outer left leftouter left_outer right rightouter right_outer
semi leftsemi left_semi anti leftanti left_anti leftsingle left_single existence asof nearest natural using""".split()
SAVE_SPELLINGS = "append overwrite ignore error errorifexists default replace create".split()
OUTPUT_SPELLINGS = "append complete update".split()
EXPLAIN_SPELLINGS = "simple extended codegen cost formatted".split()
HINT_SPELLINGS = """COALESCE REPARTITION REPARTITION_BY_RANGE REBALANCE REBALANCE_BY_SIZE BROADCAST BROADCASTJOIN
MAPJOIN MERGE MERGEJOIN SHUFFLE_MERGE SHUFFLE_HASH SHUFFLE_REPLICATE_NL NO_BROADCAST_HASH
NO_BROADCAST_AND_REPLICATION NO_SHUFFLE_HASH PREFER_SHUFFLE_HASH SKEW SKEW_JOIN""".split()
#: Second spellings of a token, which the grammar's vocabulary does not list.
SECOND_SPELLINGS = {"REGEXP", "RLIKE", "TEMP", "TEMPORARY"}
#: What may stand in a hint's parentheses, by what it is.
HINT_ARGUMENTS = {
    "relations": "(t)",
    "none": "",
    "number": "(2)",
    "number, columns": "(2, id)",
    "columns": "(id)",
    "size": "('64m')",
    "size, columns": "('64m', id)",
}
TYPE_SPELLINGS = """array bigint binary boolean byte char character date datetime dec decimal double float geography
geometry int integer interval json long map number numeric object real short smallint string struct text time timestamp
timestamp_ltz timestamp_ntz tinyint uuid varchar variant void""".split()
TYPE_PARAMETERS = ["", "(2)", "(2,1)", "<int>", "<int,int>", "<a:int>", " day to second", "(any)", "(4326)"]

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.warehouse.dir", "file:/tmp/shufflewise-catalog-warehouse")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
# PySpark's own translation of errors costs ten round trips, and errors are half of the answers here.
py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
jvm = spark._jvm
reflection = Reflection(spark.sparkContext._gateway)


def ask(question):
    """Spark's answer; None where it refuses."""
    try:
        return question()
    except Exception:
        return None


def accepted(spellings, question, field):
    """The spellings that Spark takes, each with what it takes them for."""
    answers = {each: ask(lambda each=each: question(each)) for each in spellings}
    return {each: {field: answer} for each, answer in answers.items() if answer is not None}


def join_types():
    """What `how` of a join may be; Spark reads it without regard to case and underscores."""
    return accepted(JOIN_SPELLINGS, lambda each: jvm.org.apache.spark.sql.catalyst.plans.JoinType.apply(each).sql(), "type")


def save_modes():
    """What DataFrameWriter.mode takes."""
    frame = spark.range(1)._jdf

    def mode(each):
        writer = frame.write().mode(each)
        for name in ("mode", "curmode"):
            try:
                return reflection.field(writer, name).toString()
            except KeyError:
                continue
        raise LookupError("DataFrameWriter keeps its mode elsewhere")

    return accepted(SAVE_SPELLINGS, mode, "mode")


def output_modes():
    """What DataStreamWriter.outputMode takes."""
    modes = jvm.org.apache.spark.sql.catalyst.streaming.InternalOutputModes
    return accepted(OUTPUT_SPELLINGS, lambda each: modes.apply(each).toString(), "mode")


def explain_modes():
    """What DataFrame.explain takes."""
    modes = jvm.org.apache.spark.sql.execution.ExplainMode
    return accepted(EXPLAIN_SPELLINGS, lambda each: modes.fromString(each).name(), "mode")


def storage_levels():
    """PySpark's storage levels and what each keeps where."""
    return {
        name: {
            "disk": level.useDisk,
            "memory": level.useMemory,
            "offHeap": level.useOffHeap,
            "deserialized": level.deserialized,
            "replication": level.replication,
        }
        for name, level in vars(StorageLevel).items()
        if isinstance(level, StorageLevel)
    }


def hints():
    """Hints that change the analysed plan, with the arguments that each takes."""
    strategies = reflection.module(f"{CATALYST}.plans.logical.JoinStrategyHint")
    strategy_of = {
        alias: strategy.displayName()
        for strategy in reflection.items(reflection.call(strategies, "strategies"))
        for alias in reflection.items(strategy.hintAliases())
    }
    spark.range(3).createOrReplaceTempView("t")

    def changes(name, arguments):
        query = spark.sql(f"select /*+ {name}{arguments} */ t.id from t join t u on t.id = u.id")
        plan = query._jdf.queryExecution().analyzed().toString()
        return any(word in plan for word in ("ResolvedHint", "Repartition", "Rebalance"))

    found = {}
    for name in sorted({*HINT_SPELLINGS, *strategy_of}):
        taken = [kind for kind, text in HINT_ARGUMENTS.items() if ask(lambda text=text: changes(name, text))]
        if name in strategy_of and "relations" in taken:
            found[name] = {"kind": "join", "strategy": strategy_of[name], "arguments": ["relations"]}
        elif taken and name not in strategy_of:
            # A relation's name is read as a column's here.
            found[name] = {"kind": "partitioning", "arguments": [kind for kind in taken if kind != "relations"]}
    return found


def triggers():
    """The arguments of DataStreamWriter.trigger; exactly one is given."""
    return {
        name: {"value": "bool" if "bool" in str(parameter.annotation) else "str"}
        for name, parameter in inspect.signature(DataStreamWriter.trigger).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def sql_words():
    """The words of the SQL grammar, and those that may name nothing with spark.sql.ansi.enforceReservedKeywords."""
    vocabulary = reflection.type(f"{CATALYST}.parser.SqlBaseLexer").getField("VOCABULARY").get(None)
    words = set(SECOND_SPELLINGS)
    for token in range(1, vocabulary.getMaxTokenType() + 1):
        literal = (vocabulary.getLiteralName(token) or "").strip("'")
        if literal.replace("_", "").isalpha():
            words.add(literal)
    parser = spark._jsparkSession.sessionState().sqlParser()
    spark.conf.set("spark.sql.ansi.enabled", "true")
    spark.conf.set("spark.sql.ansi.enforceReservedKeywords", "true")
    return {
        word: {} if ask(lambda word=word: parser.parseTableIdentifier(word)) is not None else {"reserved": True}
        for word in sorted(words)
    }


def sql_types():
    """Names of types in SQL and DDL, with the type that each stands for and the parameters it needs, if any."""
    parser = spark._jsparkSession.sessionState().sqlParser()
    found = {}
    for name in TYPE_SPELLINGS:
        for parameters in TYPE_PARAMETERS:
            text = ask(lambda: parser.parseDataType(name + parameters).simpleString())
            if text is not None:
                found[name] = {"type": text, **({"parameters": parameters.strip()} if parameters else {})}
                break
    return found


write(
    {
        "saveModes": save_modes(),
        "outputModes": output_modes(),
        "explainModes": explain_modes(),
        "joinTypes": join_types(),
        "storageLevels": storage_levels(),
        "hints": hints(),
        "triggers": triggers(),
        "sqlTypes": sql_types(),
        "sqlKeywords": sql_words(),
    }
)
spark.stop()
