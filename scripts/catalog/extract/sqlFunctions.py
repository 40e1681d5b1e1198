"""Every function of Spark's registries: what it is called with, since when, and what kind of function it is."""

import inspect
import re
import sys
import warnings

import py4j.java_gateway
import py4j.protocol

from frame import LINE, Reflection, write

warnings.simplefilter("ignore")
# One JVM for the session; PySpark's own way to start it.
from pyspark.sql import SparkSession, functions  # noqa: E402


def signatures(name, usage):
    """The parameter lists in a usage text, such as "(expr[, start])"."""
    found = re.findall(r"(?m)^\s*%s\s*\(([^)\n]*)\)\s+-" % re.escape(name), usage.replace("_FUNC_", name))
    return list(dict.fromkeys(f"({each.strip()})" for each in found))


def described(name, info):
    row = {"class": info.getClassName().split(".")[-1].rstrip("$")}
    if info.getSince():
        row["since"] = info.getSince()
    if info.getGroup():
        row["group"] = info.getGroup()
    found = signatures(name, info.getUsage() or "")
    if found:
        row["signatures"] = found
    arguments = re.findall(r"(?m)^\s*\* ([A-Za-z]\w*(?:, [A-Za-z]\w*)*) - ", info.getArguments() or "")
    if arguments:
        row["arguments"] = [each for line in arguments for each in line.split(", ")]
    since = re.search(r"\d+\.\d+\.\d+", info.getDeprecated() or "")
    if since:
        row["deprecated"] = since.group(0)
    return row


class Traits:
    """What the class of a function's expression tells."""

    def __init__(self, reflection):
        base = "org.apache.spark.sql.catalyst.expressions."
        self.reflection = reflection
        self.kinds = {
            kind: reflection.type(base + name, False)
            for kind, name in (
                ("window", "AggregateWindowFunction"),
                ("aggregate", "aggregate.AggregateFunction"),
                ("generator", "Generator"),
            )
        }
        self.random = reflection.type(base + "Nondeterministic", False)

    def kind(self, row, qualified):
        group = row.get("group", "").removesuffix("_funcs")
        if group in ("window", "generator", "agg"):
            row["kind"] = "aggregate" if group == "agg" else group
        try:
            cls = self.reflection.type(qualified, False)
        except Exception:
            return
        for kind, parent in self.kinds.items():
            if "kind" not in row and parent.isAssignableFrom(cls):
                row["kind"] = kind
                break
        if self.random.isAssignableFrom(cls):
            row["deterministic"] = False


def registry_rows(registry, traits):
    rows, names = {}, registry.listFunction().iterator()
    while names.hasNext():
        identifier = names.next()
        name = identifier.funcName()
        info = registry.lookupFunction(identifier)
        rows[name] = described(name, info.get()) if info.isDefined() else {}
        if info.isDefined():
            traits.kind(rows[name], info.get().getClassName())
    return rows


def determinism(spark, rows):
    """Marks functions whose expression says that it is not deterministic though its class does not."""
    state = spark._jsparkSession.sessionState()
    analyzer, parser = state.analyzer(), state.sqlParser()
    py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
    for name, row in rows.items():
        if "deterministic" in row or row.get("group") == "generator_funcs":
            continue
        for arguments in ("1", "", "1, 1", "array(1)"):
            try:
                call = f"`{name}`({arguments})" + (" OVER (ORDER BY 1)" if row.get("kind") == "window" else "")
                plan = analyzer.execute(parser.parsePlan(f"SELECT {call} AS r"))
                if plan.resolved():
                    items = plan.expressions()
                    if not all(items.apply(at).deterministic() for at in range(items.length())):
                        row["deterministic"] = False
                    break
            except Exception:
                continue


#: So many arguments are tried; a function that takes as many takes more.
MOST_ARGUMENTS = 8
WRONG_NUMBER = re.compile(r"^\s*\[?WRONG_NUM_ARGS|^Invalid number of arguments for function", re.M)


def counts(spark, rows):
    """How many arguments each function takes, as "1-2", "0,2" or "1+": Spark builds a call before it looks at types."""
    state = spark._jsparkSession.sessionState()
    analyzer, parser = state.analyzer(), state.sqlParser()
    py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
    for name, row in rows.items():
        if not re.fullmatch(r"[a-z]\w*", name):
            continue
        taken = []
        for count in range(MOST_ARGUMENTS + 1):
            try:
                analyzer.execute(parser.parsePlan(f"SELECT `{name}`({', '.join(['NULL'] * count)})"))
            except py4j.protocol.Py4JJavaError as error:
                if WRONG_NUMBER.search(error.java_exception.getMessage() or ""):
                    continue
            taken.append(count)
        if 0 < len(taken) <= MOST_ARGUMENTS:
            row["takes"] = ",".join(ranges(taken))


def ranges(taken):
    """[1, 2, 4] as "1-2" and "4"; up to the last count that was tried as "1+"."""
    found = []
    for count in taken:
        if found and found[-1][1] == count - 1:
            found[-1][1] = count
        else:
            found.append([count, count])
    for first, last in found:
        yield f"{first}+" if last == MOST_ARGUMENTS else str(first) if first == last else f"{first}-{last}"


def python_names(spark, rows):
    """Which function of pyspark.sql.functions makes which expression: by its name, and by what it prints."""
    names = [
        name
        for name in getattr(functions, "__all__", dir(functions))
        if not name.startswith("_") and inspect.isfunction(getattr(functions, name, None))
    ]
    for name in names:
        target = name if name in rows else RENAMED.get(name)
        if target in rows:
            rows[target].setdefault("python", []).append(name)
    return sorted(name for name in names if name not in rows and name not in RENAMED)


#: Functions of pyspark.sql.functions under another name than SQL's; camel case ones are the old spelling.
RENAMED = {
    "approxCountDistinct": "approx_count_distinct",
    "bitwiseNOT": "~",
    "bitwise_not": "~",
    "negate": "negative",
    "shiftLeft": "shiftleft",
    "shiftRight": "shiftright",
    "shiftRightUnsigned": "shiftrightunsigned",
    "toDegrees": "degrees",
    "toRadians": "radians",
    "monotonicallyIncreasingId": "monotonically_increasing_id",
    "sumDistinct": "sum",
    "sum_distinct": "sum",
    "countDistinct": "count",
    "count_distinct": "count",
    "create_map": "map",
    "timestamp_add": "timestampadd",
    "timestamp_diff": "timestampdiff",
    "listagg_distinct": "listagg",
    "string_agg_distinct": "string_agg",
}


def main():
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.warehouse.dir", "/tmp/warehouse").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    reflection = Reflection(spark.sparkContext._gateway)
    traits, state = Traits(reflection), spark._jsparkSession.sessionState()
    rows = registry_rows(state.functionRegistry(), traits)
    determinism(spark, rows)
    counts(spark, rows)
    only_python = python_names(spark, rows)
    by_class = {}
    for name in sorted(rows):
        row = rows[name]
        key = (row.get("class"), row.get("group"), tuple(each.replace(name, "") for each in row.get("signatures", [])))
        if row.get("signatures") and not name.endswith("_outer"):
            by_class.setdefault(key, []).append(name)
    for names in by_class.values():
        if len(names) > 1:
            for name in names:
                rows[name]["aliases"] = [each for each in names if each != name]
    tables = registry_rows(state.tableFunctionRegistry(), traits)
    internal = {}
    if LINE >= (4, 0):
        registry = reflection.module("org.apache.spark.sql.catalyst.analysis.FunctionRegistry").internal()
        internal = {name: {} for name in registry_rows(registry, traits)}
    shown = {row[0] for row in spark.sql("SHOW FUNCTIONS").collect()}
    syntax = {name: {} for name in sorted(shown - set(rows) - set(tables))}
    write(
        {
            "functions": rows,
            "tableFunctions": tables,
            "internal": internal,
            "syntax": syntax,
            "pythonOnly": {name: {} for name in only_python},
        }
    )
    print(len(rows), len(tables), len(internal), len(syntax), len(only_python), file=sys.stderr)
    spark.stop()


main()
