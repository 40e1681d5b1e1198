"""What each SQL function's output column is called and what in it may be null: Spark's own answers, by analysis only.

The calls come from the rules of function-types.json, so that Spark takes most of them. Each call is asked with columns
that are never null, then with one nullable part at a time (the argument, an array's elements, a map's values, a
field), then with all of them. The schema gives name and nullability, also inside of the type.
"""

import itertools
import json
import os
import re
import sys
import warnings

import py4j.java_gateway
import py4j.protocol

from frame import LINE, VERSION, write
from functionTypes import ALONE, CONTAINERS, LAMBDAS, SCALARS, SKIPPED, simple

warnings.simplefilter("ignore")

PLAIN_RETURN_VALUE = py4j.protocol.get_return_value
DECIMALS = ["decimal(20,5)", "decimal(38,0)"]
GROUPS = {
    "integral": ["tinyint", "smallint", "int", "bigint"],
    "number": ["int", "double", "tinyint", "smallint", "bigint", "float", "decimal(10,2)", "decimal(5,0)", "decimal(38,18)"],
    "datetime": ["date", "timestamp", "timestamp_ntz"],
    "period": ["interval day to second", "interval year to month"],
    "daytime": ["interval day to second"],
    "yearmonth": ["interval year to month"],
    "calendar": ["interval"],
    "decimal": ["decimal(10,2)", "decimal(5,0)", "decimal(38,18)"],
    "array": ["array<int>", "array<string>", "array<array<int>>", "array<struct<a:int,b:string>>"],
    "map": ["map<string,int>", "map<int,array<string>>"],
    "struct": ["struct<a:int,b:string>", "struct<x:double>"],
    "array<array>": ["array<array<int>>"],
    "array<struct>": ["array<struct<a:int,b:string>>"],
    "map<string>": ["map<string,int>"],
    "map<int>": ["map<int,array<string>>"],
    "lambda": list(LAMBDAS),
    "any": [
        "int", "string", "double", "decimal(10,2)", "date", "timestamp", "boolean", "void", "array<int>",
        "array<array<int>>", "array<struct<a:int,b:string>>", "map<string,int>", "map<int,array<string>>",
        "struct<a:int,b:string>",
    ],
}
LITERALS = {**SCALARS, **CONTAINERS, "int": ["7", "256", "1"], "string": ["'~'", *SCALARS["string"][1:]]}
#: Calls that no table of types can make, since literals decide or SQL writes them in a way of its own; `{=…}` is a literal.
WRITTEN = {
    "!=": ["{int} != {int}", "{string} != {string}"],
    "<>": ["{int} <> {int}", "{string} <> {string}"],
    "-": ["- {int}", "- {double}", "- {decimal(10,2)}", "- {string}"],
    "||": ["{string} || {string}", "{array<int>} || {array<int>}"],
    "[]": [
        "{array<int>}[{int}]", "{array<string>}[{int}]", "{array<array<int>>}[{int}]", "{array<struct<a:int,b:string>>}[{int}]",
        "{map<string,int>}[{string}]", "{map<int,array<string>>}[{int}]",
    ],
    "approx_count_distinct": ["approx_count_distinct({int}, {=0.07D})"],
    "any_value": ["any_value({int}, {=true})"],
    "arrays_zip": ["arrays_zip({array<int>}, {array<string>})", "arrays_zip({array<array<int>>})"],
    "between": ["{int} BETWEEN {int} AND {int}", "{string} BETWEEN {string} AND {string}"],
    "bround": ["bround({decimal(10,2)}, {=1})", "bround({double}, {=1})"],
    "ceil": ["ceil({decimal(10,2)}, {=1})", "ceil({double}, {=1})"],
    "collate": ["collate({string}, {='UTF8_LCASE'})"],
    "current_time": ["current_time()", "current_time({=3})"],
    "date_part": ["date_part({='YEAR'}, {date})", "date_part({='SECONDS'}, {timestamp})"],
    "datepart": ["datepart({='YEAR'}, {date})"],
    "decode": ["decode({string}, {string}, {string})", "decode({int}, {int}, {string}, {string})"],
    "extract": ["extract({=YEAR} FROM {date})", "extract({=SECONDS} FROM {timestamp})"],
    "floor": ["floor({decimal(10,2)}, {=1})", "floor({double}, {=1})"],
    "from_csv": ["from_csv({string}, {='a INT, b STRING'})", "from_csv({string}, {='a INT'}, {=map('sep', ';')})"],
    "from_json": [
        "from_json({string}, {='a INT, b ARRAY<STRING>'})", "from_json({string}, {='ARRAY<INT>'})", "from_json({string}, {='MAP<STRING,INT>'})",
        "from_json({string}, {='a INT'}, {=map('mode', 'FAILFAST')})",
    ],
    "from_xml": ["from_xml({string}, {='a INT, b STRING'})"],
    "ifnull": ["ifnull({int}, {int})"],
    "in": ["{int} IN ({int})", "{int} IN ({int}, {int})", "{string} IN ({string}, {string}, {string})"],
    "like": ["{string} LIKE {string}", "{string} LIKE {string} ESCAPE {='~'}"],
    "named_struct": ["named_struct({='p'}, {int}, {='q'}, {array<int>})"],
    "overlay": ["overlay({string} PLACING {string} FROM {int} FOR {int})"],
    "percentile": ["percentile({int}, {=0.7D})", "percentile({int}, {=array(0.5D, 0.7D)})"],
    "percentile_approx": ["percentile_approx({int}, {=0.7D})", "percentile_approx({int}, {=array(0.5D, 0.7D)}, {=99})"],
    "randstr": ["randstr({=4})", "randstr({=4}, {=5})"],
    "rand": ["rand({=5})"],
    "randn": ["randn({=5})"],
    "rlike": ["{string} RLIKE {string}"],
    "round": ["round({decimal(10,2)}, {=1})", "round({int}, {=-1})", "round({double}, {=3})", "round({string}, {=3})"],
    "schema_of_json": ["schema_of_json({='{}'})"],
    "session_window": ["session_window({timestamp}, {='1 hour'})"],
    "struct": ["struct({int}, {array<int>})"],
    "timestampadd": ["timestampadd({=DAY}, {int}, {timestamp})"],
    "timestampdiff": ["timestampdiff({=DAY}, {timestamp}, {timestamp})"],
    "to_number": ["to_number({string}, {='999'})"],
    "try_to_number": ["try_to_number({string}, {='999'})"],
    "try_variant_get": ["try_variant_get({variant}, {='$.a'}, {='int'})", "try_variant_get({variant}, {='$.a'})"],
    "uniform": ["uniform({=3}, {=9})", "uniform({=3}, {=9}, {=5})"],
    "variant_get": ["variant_get({variant}, {='$.a'}, {='int'})", "variant_get({variant}, {='$.a'})"],
    "when": ["CASE WHEN {boolean} THEN {int} END", "CASE WHEN {boolean} THEN {int} ELSE {int} END"],
    "window": ["window({timestamp}, {='1 hour'})"],
}
#: What SQL writes between arguments.
INFIX = set("+ - * / % & | ^ = == <=> < <= > >= != <> << >> >>> || div and or".split())
#: Their arguments meet in one type, so that each pair of types may be a case of its own.
MEETING = set("+ - * / % div mod pmod = == <=> < <= > >= != <> in coalesce ifnull nvl nullif greatest least array try_add map".split())
MEETING_TYPES = [
    "int", "bigint", "tinyint", "double", "float", "decimal(10,2)", "decimal(38,18)", "string", "boolean", "date", "timestamp",
    "timestamp_ntz", "binary", "interval day to second", "interval year to month", "interval", "void",
]
LARGEST = 24
LETTERS = "abcdefgh"


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


class Session:
    """A session with ANSI on or off, and a view with columns of each type and each nullability."""

    def __init__(self, spark, ansi):
        self.spark = spark.newSession()
        self.spark.conf.set("spark.sql.ansi.enabled", ansi)
        py4j.java_gateway.get_return_value = PLAIN_RETURN_VALUE
        self.java = self.spark._jsparkSession
        self.types = [each for each in [*SCALARS, *CONTAINERS, *DECIMALS] if self._exists(each)]
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

    def _exists(self, data_type):
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


class Call:
    """A call whose arguments are types (asked as columns), literals, or lambda functions by their body's type."""

    def __init__(self, session, write_call, arguments):
        self.session, self.write_call, self.arguments = session, write_call, arguments
        self.atoms = []
        for place, (kind, text) in enumerate(arguments):
            if kind == "type":
                self.atoms += [(place, part) for part in session.parts[text]]
            elif kind == "lambda":
                self.atoms.append((place, ""))

    def texts(self, on=()):
        for place, (kind, text) in enumerate(self.arguments):
            paths = {path for at, path in on if at == place}
            if kind == "type":
                yield self.session.column(text, place, paths)
            elif kind == "lambda":
                parameters, body = text
                yield f"{parameters} -> {self.session.column(body, place, paths)}"
            else:
                yield text

    def text(self, on=()):
        return self.write_call(list(self.texts(on)))

    def template(self, name):
        """The output's name with $1, $2 … for what the arguments are called."""
        rest = name
        at = 0
        for place, text in enumerate(self.texts()):
            kind, value = self.arguments[place]
            if kind == "lambda":
                body = re.escape(text.split("-> ")[1])
                rest = re.sub(rf"lambdafunction\({body}(, \w+\(?\)?)*\)", f"${place + 1}", rest)
            elif kind == "type":
                rest = re.sub(rf"(?<!\w){text}(?!\w)", f"${place + 1}", rest)
            else:
                printed = shown(text)
                found = re.compile(r"(?<=[ (,'])" + re.escape(printed) + r"(?=[ ),']|$)").search(rest, at)
                if found:
                    rest = rest[: found.start()] + f"${place + 1}" + rest[found.end() :]
                    at = found.start()
        return re.sub(r"\) OVER \(.*", ")", rest)

    def kinds(self):
        return [text if kind == "type" else "lambda" if kind == "lambda" else f"'{shown(text)}" for kind, text in self.arguments]


def shown(literal):
    """How a name shows a literal."""
    if literal.startswith("'"):
        return literal[1:-1]
    literal = re.sub(r"^(DATE|TIMESTAMP|TIMESTAMP_NTZ)'", r"\1 '", literal)
    return {"1F": "1.0"}.get(literal) or re.sub(r"(?<=\d)[YSLD](?!\w)", "", literal)


def expand(word):
    """Probed types for a word of a rule."""
    if word.startswith("lambda<"):
        return [word]
    return GROUPS.get(word, [word])


def combinations(line, types):
    """A rule's line as calls to ask: each place in turn goes through its kinds while the others keep their first."""
    left = line.split("->")[0].strip()
    repeats = left.endswith("*")
    places = [[t for word in split_words(part) for t in expand(word) if t in types or t.startswith("lambda<")] for part in split_parts(left.rstrip("*"))]
    if not places or not all(places):
        return
    counts = [len(places)]
    if repeats:
        counts = [count for count in (len(places) - 1, len(places), len(places) + 1) if count > 0]
        if len(places) == 1:
            counts = [1, 2, 3]
    for count in counts:
        if count > len(LETTERS):
            continue
        grown = (places + [places[-1]] * 3)[:count]
        same = set.intersection(*(set(each) for each in grown)) if grown else set()
        firsts = [min(each, key=plainness) for each in grown]
        together = min(same, key=plainness, default=None)
        yield tuple(firsts), True
        for each in grown[0] if grown else []:
            if each in same:
                yield (each,) * count, True
        for base in [firsts, *([[together] * count] if together not in (None, "void") else [])]:
            for place, choices in enumerate(grown):
                for choice in choices:
                    yield (*base[:place], choice, *base[place + 1 :]), base == firsts and count < 3


def plainness(data_type):
    """Text and NULL are cast to much: they hide what a function does with its own types."""
    return (data_type == "void", data_type in ("string", "variant"), not data_type.startswith("lambda"))


def split_parts(text):
    """At commas outside of <> and ()."""
    return [part.strip() for part in re.split(r",\s*(?![^<(]*[>)])", text) if part.strip()]


def split_words(text):
    return re.findall(r"\S+", text)


class Function:
    """One function of the registry, the calls of it and what Spark says of them."""

    def __init__(self, session, name, group, lines):
        self.session, self.name, self.group, self.lines = session, name, group, lines
        self.alone = group == "generator_funcs" or name in ALONE

    def write_call(self, arguments):
        if self.name in INFIX and len(arguments) == 2:
            return f"{arguments[0]} {self.name} {arguments[1]}"
        text = f"`{self.name}`({', '.join(arguments)})"
        return f"{text} OVER (ORDER BY a0_0)" if self.group == "window_funcs" else text

    def forms(self, combination):
        """Ways to write the arguments: as columns, then with literals from some place on."""
        if any(each.startswith("lambda<") for each in combination):
            for parameters in ("x", "(x, y)", "(x, y, z)"):
                yield [("lambda", (parameters, each[7:-1])) if each.startswith("lambda<") else ("type", each) for each in combination]
            return
        columns = [("type", each) for each in combination]
        yield columns
        values = [LITERALS.get(each) or [None] for each in combination]
        usable = [value[0] is not None for value in values]
        literal = lambda place, at=0: ("literal", values[place][min(at, len(values[place]) - 1)]) if usable[place] else columns[place]
        count = len(combination)
        if count > 1:
            yield [columns[0], *(literal(at) for at in range(1, count))]
            yield [*(literal(at) for at in range(count - 1)), columns[-1]]
            for value in range(1, 8):
                if any(len(each) > value for each in values[1:]):
                    yield [columns[0], *(literal(at, value) for at in range(1, count))]
            if count > 2:
                yield [*columns[:-1], literal(count - 1)]
        yield [literal(at) for at in range(count)]

    def calls(self):
        chosen = {}
        for line in self.lines:
            for combination, needed in combinations(line, self.session.types):
                found = chosen.setdefault(len(combination), {})
                found[combination] = found.get(combination, False) or needed
        if self.name in MEETING:
            chosen.setdefault(2, {})
        if any(line.startswith("->") or line.startswith("any*") for line in self.lines):
            chosen[0] = {(): True}
        for count, found in chosen.items():
            # Evenly, where there are very many.
            more = [each for each, needed in found.items() if not needed]
            step = max(1, -(-len(more) // LARGEST))
            found = [*(each for each, needed in found.items() if needed), *more[::step]]
            if count == 2 and self.name in MEETING:
                types = [each for each in MEETING_TYPES if each in self.session.types]
                found = list(dict.fromkeys([*found, *itertools.product(types, repeat=2)]))
            yield count, found

    def probe(self):
        answers = []
        for text in WRITTEN.get(self.name, []):
            arguments = []
            for each in re.findall(r"\{(=(?:[^{}]|\{\})*|[^{}]*)\}", text):
                arguments.append(("literal", each[1:]) if each.startswith("=") else ("type", each))
            if not all(kind == "literal" or each in self.session.types for kind, each in arguments):
                continue
            form = re.sub(r"\{(=(?:[^{}]|\{\})*|[^{}]*)\}", "{}", text)
            answers += self.ask([Call(self.session, lambda texts, form=form: form.format(*texts), arguments)], written=True)
        if self.alone:
            return answers
        for count, found in self.calls():
            columns_only = count == 2 and self.name in MEETING
            pending = {each: self.forms(each) for each in found}
            for turn in range(1 if columns_only else 14):
                calls = {}
                for each, forms in pending.items():
                    arguments = next(forms, None)
                    if arguments is not None:
                        calls[each] = Call(self.session, self.write_call, arguments)
                if not calls:
                    break
                taken = self.session.answers([call.text() for call in calls.values()])
                good = [(each, call) for (each, call), answer in zip(calls.items(), taken) if answer is not None]
                answers += self.ask([call for _, call in good])
                for each, _ in good:
                    del pending[each]
                if not good and turn == 0 and len(pending) > 12:
                    pending = dict(list(pending.items())[::3])
        return answers

    def ask(self, calls, written=False):
        """Each call with all nullabilities."""
        jobs = []
        for call in calls:
            atoms = call.atoms
            sets = [(), *((each,) for each in atoms)]
            if len(atoms) > 1:
                sets.append(tuple(atoms))
            jobs += [(call, on) for on in sets]
        found = self._answers(jobs)
        # Where only all together make null, what can be left out?
        more = []
        for call in calls:
            atoms = call.atoms
            if len(atoms) < 2:
                continue
            singles = [found.get((call, on)) for on in [(), *((each,) for each in atoms)]]
            every = found.get((call, tuple(atoms)))
            if every is None or None in singles:
                continue
            if any(bit and not any(dict(each["parts"]).get(path) for each in singles) for path, bit in every["parts"]):
                more += [(call, tuple(each for each in atoms if each != left)) for left in atoms]
        found.update(self._answers(more))
        answers = []
        for call in calls:
            base = found.get((call, ()))
            if base is None:
                continue
            asked = [[[f"{place + 1}{'.' if path else ''}{path}" for place, path in on], "".join(str(int(bit)) for _, bit in answer["parts"])] for (owner, on), answer in found.items() if owner is call and answer is not None]
            answer = {
                "kinds": call.kinds(),
                "name": call.template(base["name"]),
                "type": base["type"],
                "parts": [path for path, _ in base["parts"]],
                "asked": asked,
            }
            if written:
                answer["written"] = True
            answers.append(answer)
        return answers

    def _answers(self, jobs):
        found = {}
        for start in range(0, len(jobs), 400):
            part = jobs[start : start + 400]
            for key, field in zip(part, self.session.answers([call.text(on) for call, on in part], sure=True)):
                if field is not None:
                    found[key] = {
                        "name": field["name"],
                        "type": simple(field["type"]),
                        "parts": list(nullable_parts(field["type"], field["nullable"])),
                    }
        return found


def rows_of(data, version):
    """The rules of each function for ANSI and not, as function-types.json says them for a version."""
    versions = data["versions"]
    at = versions.index(version)
    for name, row in data["functions"].items():
        if versions.index(row.get("from", versions[0])) > at or versions.index(row.get("until", versions[-1])) < at:
            continue
        merged = dict(row)
        for span, change in row.get("byVersion", {}).items():
            first, last = (span.split("..") * 2)[:2] if ".." not in span else span.split("..")
            if versions.index(first) <= at <= versions.index(last):
                merged = None if change is None else {**row, **change}
        if merged is not None:
            yield name, merged.get("ansi") or merged.get("rules"), merged.get("legacy") or merged.get("rules")


CAST_TYPES = [
    *(each for each in SCALARS if each != "variant"), "decimal(3,0)", "decimal(20,0)", "decimal(20,5)", "decimal(38,0)", "interval day", "interval year",
]


def casts(session):
    """Which casts make null of what is not null: (kind, from, to), as far as Spark takes them."""
    types = [each for each in CAST_TYPES if session._exists(each)]
    sources = {each: session.column(each, 0, ()) for each in types if each in session.types and each != "void"}
    more = {"decimal(3,0)": "1BD", "decimal(20,0)": "12345678901234567890BD", "interval day": "INTERVAL '1' DAY", "interval year": "INTERVAL '1' YEAR"}
    sources.update({each: text for each, text in more.items()})
    found = {}
    for kind in ("CAST", "TRY_CAST"):
        pairs = [(a, b) for a in sources for b in types]
        answers = session.answers([f"{kind}({sources[a]} AS {b})" for a, b in pairs])
        found[kind] = [[a, b, bool(answer["nullable"])] for (a, b), answer in zip(pairs, answers) if answer is not None]
    return found


def main():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.extraJavaOptions", "-XX:+UseSerialGC")
    spark = builder.config("spark.sql.warehouse.dir", "/tmp/warehouse").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    registry = spark._jsparkSession.sessionState().functionRegistry()
    groups, names = {}, registry.listFunction().iterator()
    while names.hasNext():
        identifier = names.next()
        info = registry.lookupFunction(identifier)
        groups[identifier.funcName()] = info.get().getGroup() if info.isDefined() else ""
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "../../../server/data/function-types.json"), encoding="utf-8") as file:
        data = json.load(file)
    wanted = set(sys.argv[2:])
    document = {"version": VERSION, "functions": {}, "casts": {}}
    for mode, ansi in (("ansi", "true"), ("legacy", "false")):
        session = Session(spark, ansi)
        document["casts"][mode] = casts(session)
        rows = list(rows_of(data, ".".join(map(str, LINE))))
        known = {name for name, _, _ in rows}
        rows += [(name, [], []) for name in WRITTEN if name not in known]
        for name, on, off in rows:
            if name in SKIPPED or (wanted and name not in wanted):
                continue
            lines = on if mode == "ansi" else off
            before = session.asked
            row = document["functions"].setdefault(name, {})
            row[mode] = Function(session, name, groups.get(name, ""), lines or []).probe()
            if session.asked - before > 4000:
                print(name, session.asked - before, flush=True)
    write(document)


if __name__ == "__main__":
    main()
