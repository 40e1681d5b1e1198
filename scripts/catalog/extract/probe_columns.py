"""Columns of each type and each nullability to ask Spark with, and the answers of its analyser."""

import json
import re

import py4j.java_gateway
import py4j.protocol

from functionTypes import CONTAINERS, SCALARS

PLAIN_RETURN_VALUE = py4j.protocol.get_return_value
DECIMALS = ["decimal(20,5)", "decimal(38,0)"]
LETTERS = "abcdefgh"


class Session:
    """A session with ANSI on or off, and a view with columns of each type and each nullability."""

    def __init__(self, spark, ansi):
        self.spark = spark.newSession()
        self.spark.conf.set("spark.sql.ansi.enabled", ansi)
        py4j.java_gateway.get_return_value = PLAIN_RETURN_VALUE
        self.java = self.spark._jsparkSession
        self.types = [each for each in [*SCALARS, *CONTAINERS, *DECIMALS] if self.exists(each)]
        self.parts = {each: parts_of(each) if each != "void" else [] for each in self.types}
        fields = []
        for index, each in enumerate(self.types):
            parts = self.parts[each]
            every = range(len(parts))
            masks = {(), tuple(every), *((at,) for at in every), *(tuple(x for x in every if x != at) for at in every)}
            for mask in sorted(masks):
                on = {parts[at] for at in mask}
                for letter in LETTERS if not mask else LETTERS[:4]:
                    fields.append({
                        "name": f"{letter}{index}_{sum(1 << at for at in mask)}",
                        "type": json_type(each, on),
                        "nullable": "" in on or each == "void",
                        "metadata": {},
                    })
        jvm = spark._jvm
        schema = jvm.org.apache.spark.sql.types.DataType.fromJson(json.dumps({"type": "struct", "fields": fields}))
        state = self.java.sessionState()
        self.parser, self.analyzer = state.sqlParser(), state.analyzer()
        self.java.createDataFrame(jvm.java.util.ArrayList(), schema).createOrReplaceTempView("probe")
        self.asked = 0

    def exists(self, data_type):
        try:
            return self.spark.sql(f"SELECT CAST(NULL AS {data_type}) AS c").schema["c"].dataType is not None
        except Exception:
            return False

    def column(self, data_type, place, on):
        """The column of a type for an argument; `on` are the nullable paths."""
        mask = sum(1 << at for at, part in enumerate(self.parts[data_type]) if part in on)
        return f"{LETTERS[min(place, 3 if mask else 7)]}{self.types.index(data_type)}_{mask}"

    def fields(self, calls):
        """The output columns of calls in one SELECT."""
        self.asked += len(calls)
        return json.loads(self.java.sql(f"SELECT {', '.join(calls)} FROM probe").schema().json())["fields"]

    def takes(self, calls):
        """For each call whether the analyser resolves it."""
        self.asked += len(calls)
        items = ", ".join(f"{call} AS r{index}" for index, call in enumerate(calls))
        plan = self.analyzer.execute(self.parser.parsePlan(f"SELECT {items} FROM probe"))
        return [not name.startswith("'") for name in plan.output().mkString("\n").split("\n")]

    def answers(self, calls, sure=False):
        """The output column of each call; None for what Spark refuses. `sure` when it took their like before."""
        taken = [True] * len(calls) if sure else self._halving(calls, self.takes)
        accepted = [call for call, ok in zip(calls, taken) if ok]
        fields = dict(zip(accepted, self._halving(accepted, self.fields)))
        return [fields.get(call) for call in calls]

    def _halving(self, calls, question):
        if not calls:
            return []
        try:
            found = question(calls)
            if len(found) == len(calls):
                return found
        except Exception:
            pass
        if len(calls) == 1:
            return [None]
        middle = len(calls) // 2
        return self._halving(calls[:middle], question) + self._halving(calls[middle:], question)


def parts_of(data_type):
    """The paths of what may be null in a type in its simple form, its own first: "", "e", "e.f0"."""
    inner = re.fullmatch(r"array<(.*)>", data_type)
    if inner:
        return ["", *(f"e.{each}".rstrip(".") for each in parts_of(inner.group(1)))]
    inner = re.fullmatch(r"map<(\w+),(.*)>", data_type)
    if inner:
        return ["", *(f"v.{each}".rstrip(".") for each in parts_of(inner.group(2)))]
    inner = re.fullmatch(r"struct<(.*)>", data_type)
    if inner:
        return ["", *(f"f{index}" for index in range(len(inner.group(1).split(","))))]
    return [""]


def json_type(data_type, on, path=""):
    """A type in Spark's JSON form, where the paths in `on` are nullable."""
    join = lambda step: f"{path}.{step}".lstrip(".")
    inner = re.fullmatch(r"array<(.*)>", data_type)
    if inner:
        return {"type": "array", "elementType": json_type(inner.group(1), on, join("e")), "containsNull": join("e") in on}
    inner = re.fullmatch(r"map<(\w+),(.*)>", data_type)
    if inner:
        return {
            "type": "map",
            "keyType": json_type(inner.group(1), on, join("k")),
            "valueType": json_type(inner.group(2), on, join("v")),
            "valueContainsNull": join("v") in on,
        }
    inner = re.fullmatch(r"struct<(.*)>", data_type)
    if inner:
        fields = []
        for index, field in enumerate(inner.group(1).split(",")):
            name, kind = field.split(":")
            fields.append({"name": name, "type": json_type(kind, on), "nullable": join(f"f{index}") in on, "metadata": {}})
        return {"type": "struct", "fields": fields}
    names = {"int": "integer", "bigint": "long", "smallint": "short", "tinyint": "byte"}
    return names.get(data_type, data_type)


def nullable_parts(data_type, nullable, path=""):
    """The (path, may be null) of a type in Spark's JSON form."""
    yield path, nullable
    join = lambda step: f"{path}.{step}".lstrip(".")
    if isinstance(data_type, str):
        return
    if data_type["type"] == "array":
        yield from nullable_parts(data_type["elementType"], data_type["containsNull"], join("e"))
    elif data_type["type"] == "map":
        yield from list(nullable_parts(data_type["keyType"], False, join("k")))[1:]
        yield from nullable_parts(data_type["valueType"], data_type["valueContainsNull"], join("v"))
    elif data_type["type"] == "struct":
        for index, field in enumerate(data_type["fields"]):
            yield from nullable_parts(field["type"], field["nullable"], join(f"f{index}"))
