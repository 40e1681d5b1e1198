"""Which kinds of arguments PySpark refuses, found by giving it each kind in turn.

A parameter refuses a kind when every sample of it raises for its kind: a TypeError, an AssertionError, an AttributeError,
or a Java method that does not take it. What raises for a sample's value (an unknown column, a malformed type) takes the kind.
"""

import contextlib
import importlib
import inspect
import io
import os
import sys
import tempfile
import warnings

import py4j.protocol

from frame import write

warnings.simplefilter("ignore")
from pyspark.ml.param import Param, Params  # noqa: E402
from pyspark.sql import (  # noqa: E402
    Column,
    DataFrame,
    DataFrameReader,
    DataFrameWriter,
    GroupedData,
    SparkSession,
    Window,
    WindowSpec,
    functions,
    types,
)
from pyspark.sql.dataframe import DataFrameNaFunctions, DataFrameStatFunctions  # noqa: E402

# Parameters by the words of their annotations, in the order in which they are tried, and what a good argument is.
GOOD = (
    ("Callable", lambda: lambda *each: each[0]),
    ("ColumnOrName", lambda: "a"),
    ("Column", lambda: functions.col("a")),
    ("DataType", lambda: types.IntegerType()),
    ("DataFrame", lambda: sample_frame()),
    ("List", lambda: ["a"]),
    ("Dict", lambda: {"a": "sum"}),
    ("Tuple", lambda: (1, 2)),
    ("float", lambda: 0.5),
    ("int", lambda: 1),
    ("bool", lambda: True),
    ("str", lambda: "a"),
)

# Methods that run jobs, write, wait, take functions only, or want what a sample cannot be.
LEFT_OUT = {
    "foreach",
    "foreachPartition",
    "mapInPandas",
    "mapInArrow",
    "writeTo",
    "mergeInto",
    "observe",
    "checkpoint",
    "localCheckpoint",
    "transform",
    "pandas_api",
    "to_pandas_on_spark",
    "toLocalIterator",
    "applyInPandas",
    "applyInPandasWithState",
    "applyInArrow",
    "transformWithState",
    "transformWithStateInPandas",
    "apply",
    "cogroup",
    "approxQuantile",
    "corr",
    "cov",
    "crosstab",
    "freqItems",
    "collect",
    "toPandas",
    "tail",
    "head",
    "take",
    "first",
    "explain",
    "jdbc",
    "insertInto",
    # Files and tables by their many options.
    "csv",
    "json",
    "load",
    "orc",
    "parquet",
    "save",
    "text",
    "xml",
}


def sample_frame():
    # Rows of Python's own could not be handed over by PySpark 3.3 under Python 3.11.
    return SPARK.range(1).selectExpr("CAST(id AS INT) AS a", "CAST(id AS INT) AS b")


def samples():
    """Several values of each kind, by the kind's letter."""
    column = functions.col("a")
    field = types.StructField("a", types.IntegerType())
    return {
        "s": ["a", "int", "a INT", "1"],
        "i": [1, 0, 3],
        "f": [0.5, 1.0],
        "b": [True, False],
        "l": [["a"], [column], [1], [0.5], [("a", "b")], [["a", "b"]], [field], []],
        "t": [("a",), (column,), (1, 2), (0.5, 0.2), ()],
        "e": [{"a"}, {1}, set()],
        "d": [{"a": "sum"}, {"a": column}, {"a": 1}, {1: 2}, {"a": "b"}, {}],
        "c": [column],
        "r": [sample_frame()],
        "u": [functions.upper, functions.count, lambda each: each, lambda: 1],
        "m": [column.desc, column.isNull, sample_frame().count],
        "k": [types.IntegerType, types.StringType, types.DateType],
        "y": [types.IntegerType(), types.StructType([field])],
    }


def refuses(call):
    """Whether a call raises for the kind of its argument."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            call()
    except py4j.protocol.Py4JJavaError:
        return False
    except py4j.protocol.Py4JError as error:
        return "does not exist" in str(error)
    except (TypeError, AssertionError, AttributeError):
        return True
    except Exception:
        return False
    return False


def good_argument(parameter):
    written = str(parameter.annotation)
    for word, make in GOOD:
        if word in written:
            return make()
    return "a"


def refused_kinds(make, parameters):
    """The letters of refused kinds by parameter. `make` gives a fresh callable for each call."""
    required = [
        each
        for each in parameters
        if each.default is inspect.Parameter.empty
        and each.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    ]

    def call(parameter, value, given):
        """The call with a value for one parameter, and good arguments for those that are `given`."""
        keywords, rest = {}, []
        positional = []
        for each in parameters:
            if each.kind == inspect.Parameter.VAR_POSITIONAL:
                if each is parameter:
                    rest = [value]
            elif each.kind != inspect.Parameter.VAR_KEYWORD and (each is parameter or each in given):
                argument = value if each is parameter else good_argument(each)
                if each.kind != inspect.Parameter.KEYWORD_ONLY and len(positional) == parameters.index(each):
                    positional.append(argument)
                else:
                    keywords[each.name] = argument
        return lambda: make()(*positional, *rest, **keywords)

    found = {}
    for parameter in parameters:
        if parameter.kind == inspect.Parameter.VAR_KEYWORD:
            continue
        if "Callable" in str(parameter.annotation):
            continue
        refused = "".join(
            letter
            for letter, values in samples().items()
            # Some take a kind only beside others: `sample(False)` wants a fraction.
            if all(
                refuses(call(parameter, value, given)) for value in values for given in (required, parameters)
            )
        )
        # What refuses everything was not called in a way that could work.
        if refused and len(refused) < len(samples()):
            found[parameter.name] = refused
    return found


def parameters_of(callable_):
    try:
        parameters = list(inspect.signature(callable_).parameters.values())
    except (TypeError, ValueError):
        return []
    return [each for each in parameters if each.name not in ("self", "cls")]


def stages():
    """The classes of pyspark.ml that are made with parameters, by their paths."""
    modules = ("feature", "classification", "regression", "clustering", "recommendation", "fpm", "evaluation")
    found = {}
    for module in modules:
        for name, member in sorted(vars(importlib.import_module(f"pyspark.ml.{module}")).items()):
            if inspect.isclass(member) and issubclass(member, Params) and not name.startswith(("_", "Java")):
                if member.__module__ == f"pyspark.ml.{module}" and not name.endswith("Model"):
                    found[f"{member.__module__}.{name}"] = member
    return found


def unconverted_kinds(stage):
    """The letters of the kinds that a stage's parameters cannot be made of, by parameter: each is converted when given."""
    found = {}
    for parameter in parameters_of(stage.__init__):
        declared = inspect.getattr_static(stage, parameter.name, None)
        if not isinstance(declared, Param):
            continue
        refused = "".join(
            letter
            for letter, values in samples().items()
            if all(refuses(lambda value=value: declared.typeConverter(value)) for value in values)
        )
        if refused and len(refused) < len(samples()):
            found[parameter.name] = refused
    return found


def described():
    rows = {path: kinds for path, stage in stages().items() if (kinds := unconverted_kinds(stage))}

    def add(name, make, function):
        found = refused_kinds(make, parameters_of(function))
        if found:
            rows[name] = found

    objects = {
        "DataFrame": (DataFrame, sample_frame),
        "Column": (Column, lambda: functions.col("a")),
        "GroupedData": (GroupedData, lambda: sample_frame().groupBy("a")),
        "DataFrameNaFunctions": (DataFrameNaFunctions, lambda: sample_frame().na),
        "DataFrameStatFunctions": (DataFrameStatFunctions, lambda: sample_frame().stat),
        "DataFrameReader": (DataFrameReader, lambda: SPARK.read),
        "DataFrameWriter": (DataFrameWriter, lambda: sample_frame().write),
        "WindowSpec": (WindowSpec, lambda: Window.partitionBy("a")),
    }
    for owner, (of, make) in objects.items():
        for name, member in sorted(vars(of).items()):
            if name.startswith("_") or not inspect.isfunction(member):
                continue
            if name in LEFT_OUT:
                continue
            add(f"{owner}.{name}", lambda name=name, make=make: getattr(make(), name), member)
    for name in sorted(set(functions.__all__ if hasattr(functions, "__all__") else dir(functions))):
        function = getattr(functions, name, None)
        if name.startswith("_") or not inspect.isfunction(function) or name == "broadcast":
            continue
        if name in ("udf", "pandas_udf", "arrow_udf", "udtf", "arrow_udtf", "pandas_udtf"):
            continue
        add(f"functions.{name}", lambda function=function: function, function)
    for name in ("partitionBy", "orderBy", "rowsBetween", "rangeBetween"):
        function = getattr(Window, name)
        add(f"Window.{name}", lambda function=function: function, function)
    for name in ("StructField", "ArrayType", "MapType"):
        add(name, lambda name=name: getattr(types, name), getattr(types, name).__init__)
    return rows


if __name__ == "__main__":
    sys.argv[1] = os.path.abspath(sys.argv[1])
    os.chdir(tempfile.mkdtemp())
    SPARK = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    SPARK.sparkContext.setLogLevel("OFF")
    write(described())
