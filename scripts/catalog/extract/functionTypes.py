"""Which type each SQL function has for which types of arguments: Spark's own answers, by analysis only.

A question is a call over columns (or literals) of given types. Many questions are put into one SELECT: the analyser
leaves a call that does not fit unresolved, so the attributes of the plan's output tell which calls it took. What it
took is asked once more as a real query, for the checks that follow analysis, and the schema gives the types.
"""

import itertools
import json
import re
import sys
import warnings

import py4j.java_gateway
import py4j.protocol

from frame import LINE, VERSION, write

warnings.simplefilter("ignore")

SCALARS = {
    "boolean": ["true"],
    "tinyint": ["1Y"],
    "smallint": ["1S"],
    "int": ["1", "12", "256"],
    "bigint": ["1L"],
    "float": ["1F"],
    "double": ["0.5D"],
    "decimal(10,2)": ["CAST(0.5 AS DECIMAL(10,2))"],
    "decimal(5,0)": ["CAST(1 AS DECIMAL(5,0))"],
    "decimal(38,18)": ["CAST(0.5 AS DECIMAL(38,18))"],
    "string": ["'a'", "'YEAR'", "'$.a'", "'999'", "'a INT'", "'1 hour'", "'{\"a\":1}'", "'<p><a>1</a></p>'"],
    "binary": ["X'41'"],
    "date": ["DATE'2020-01-01'"],
    "timestamp": ["TIMESTAMP'2020-01-01 00:00:00'"],
    "timestamp_ntz": ["TIMESTAMP_NTZ'2020-01-01 00:00:00'"],
    "interval day to second": ["INTERVAL '1 00:00:00' DAY TO SECOND"],
    "interval year to month": ["INTERVAL '1-1' YEAR TO MONTH"],
    "interval": ["make_interval(1)"],
    "variant": ["parse_json('1')"],
    "void": ["NULL"],
}
CONTAINERS = {
    "array<int>": ["array(1)"],
    "array<string>": ["array('a')"],
    "array<double>": ["array(0.5D)"],
    "array<array<int>>": ["array(array(1))"],
    "array<struct<a:int,b:string>>": ["array(named_struct('a', 1, 'b', 'x'))"],
    "map<string,int>": ["map('a', 1)"],
    "map<int,array<string>>": ["map(1, array('a'))"],
    "struct<a:int,b:string>": ["named_struct('a', 1, 'b', 'x')"],
    "struct<x:double>": ["named_struct('x', 0.5D)"],
}
MORE_DECIMALS = ["decimal(1,0)", "decimal(20,5)", "decimal(30,28)", "decimal(38,0)", "decimal(38,38)"]
PLAIN_RETURN_VALUE = py4j.protocol.get_return_value
#: Pairs of these are tried first.
PAIR_SEEDS = [
    "void",
    "int",
    "double",
    "string",
    "date",
    "timestamp",
    "array<int>",
    "array<string>",
    "map<string,int>",
]
#: Three and more arguments are tried in all combinations of these first, then one argument at a time of every type.
SEEDS = {
    3: ["void", "string", "int", "array<int>", "timestamp"],
    4: ["void", "string", "int"],
    5: ["void", "string", "int"],
    6: ["void", "int"],
    7: ["void", "int"],
}
#: Pairs whose second is a part of the first, which the seeds miss.
PARTS = [
    ("array<double>", "double"),
    ("array<array<int>>", "array<int>"),
    ("array<struct<a:int,b:string>>", "struct<a:int,b:string>"),
    ("map<int,array<string>>", "int"),
    ("double", "array<double>"),
    ("array<int>", "array<array<int>>"),
    ("struct<a:int,b:string>", "array<struct<a:int,b:string>>"),
]
LAMBDAS = {"lambda<boolean>": "true", "lambda<int>": "1", "lambda<double>": "0.5D", "lambda<string>": "'a'"}
#: Their answer depends on more than one row of a SELECT, or they may stand only once in it.
ALONE = {"window", "session_window", "window_time", "grouping", "grouping_id"}
#: They start programs, read files or call classes: nothing to analyse.
SKIPPED = {"reflect", "java_method", "try_reflect", "input_file_block_start"}
WRONG_NUMBER = re.compile(r"WRONG_NUM_ARGS|[Ii]nvalid number of arguments|requires? .*\bparameters?\b|arguments? for function|_LEGACY_ERROR_TEMP_1[02]\d\d\b.*argument")


def simple(data_type):
    """Spark's simpleString of a type in its JSON form."""
    if isinstance(data_type, str):
        return {"integer": "int", "long": "bigint", "short": "smallint", "byte": "tinyint"}.get(data_type, data_type)
    kind = data_type["type"]
    if kind == "array":
        return f"array<{simple(data_type['elementType'])}>"
    if kind == "map":
        return f"map<{simple(data_type['keyType'])},{simple(data_type['valueType'])}>"
    if kind == "struct":
        return "struct<" + ",".join(f"{field['name']}:{simple(field['type'])}" for field in data_type["fields"]) + ">"
    return kind


class Session:
    """A session with ANSI on or off, and a view with one column of each type."""

    def __init__(self, spark, ansi):
        self.spark = spark.newSession()
        self.spark.conf.set("spark.sql.ansi.enabled", ansi)
        # PySpark turns each exception into a Python one, with ten calls to the JVM.
        py4j.java_gateway.get_return_value = PLAIN_RETURN_VALUE
        self.java = self.spark._jsparkSession
        state = self.java.sessionState()
        self.parser, self.analyzer = state.sqlParser(), state.analyzer()
        self.scalars = [each for each in SCALARS if self._exists(each)]
        wide = [f"array<{each}>" for each in self.scalars if each not in ("int", "string", "double", "interval")]
        wide += ["array<map<string,int>>"]
        wide += [f"map<{each},int>" for each in self.scalars if each not in ("string", "interval", "variant", "void")]
        wide += [f"map<string,{each}>" for each in self.scalars if each not in ("int", "interval")]
        self.narrow = [*self.scalars, *CONTAINERS]
        self.wide = [*self.narrow, *MORE_DECIMALS, *wide]
        self.columns = {each: f"c{index}" for index, each in enumerate(self.wide)}
        casts = ", ".join(f"CAST(NULL AS {each}) AS {name}" for each, name in self.columns.items())
        self.spark.sql(f"SELECT {casts}").createOrReplaceTempView("probe")
        self.literals = {**SCALARS, **CONTAINERS}
        self.index = {each: at for at, each in enumerate([*self.wide, *LAMBDAS])}
        self.asked = 0

    def _exists(self, data_type):
        try:
            return self.spark.sql(f"SELECT CAST(NULL AS {data_type}) AS c").schema["c"].dataType is not None
        except Exception:
            return False

    def takes(self, calls):
        """For each call whether the analyser took it; an exception instead of a list when it threw at the text."""
        self.asked += len(calls)
        items = ", ".join(f"{call} AS r{index}" for index, call in enumerate(calls))
        plan = self.analyzer.execute(self.parser.parsePlan(f"SELECT {items} FROM probe"))
        names = plan.output().mkString("\n").split("\n")
        return [not name.startswith("'") for name in names]

    def types(self, calls):
        """The types of calls that the analyser took, by a query with all checks."""
        items = ", ".join(f"{call} AS r{index}" for index, call in enumerate(calls))
        fields = json.loads(self.java.sql(f"SELECT {items} FROM probe").schema().json())["fields"]
        return [simple(field["type"]) for field in fields]

    def columns_of(self, call):
        """The output of one call that may make several columns, as a struct; None when Spark refuses it."""
        self.asked += 1
        try:
            fields = json.loads(self.java.sql(f"SELECT {call} FROM probe").schema().json())["fields"]
        except Exception:
            return None
        if len(fields) == 1:
            return simple(fields[0]["type"])
        return "columns<" + ",".join(f"{field['name']}:{simple(field['type'])}" for field in fields) + ">"

    def answers(self, calls):
        """The type of each call; None for what Spark refuses."""
        taken = self._halving(calls, self.takes)
        accepted = [call for call, ok in zip(calls, taken) if ok]
        types = dict(zip(accepted, self._halving(accepted, self.types)))
        return [types.get(call) for call in calls]

    def _halving(self, calls, question):
        if not calls:
            return []
        try:
            found = question(calls)
            if len(found) == len(calls):
                return found
        except Exception:
            if len(calls) == 1:
                return [None]
        if len(calls) == 1:
            return [None]
        middle = len(calls) // 2
        return self._halving(calls[:middle], question) + self._halving(calls[middle:], question)


class Function:
    """One function of the registry and how a call of it is written."""

    def __init__(self, session, name, group):
        self.session, self.name, self.group = session, name, group
        self.window = group == "window_funcs"
        self.alone = group == "generator_funcs" or name in ALONE
        self.takes_lambda = group == "lambda_funcs"

    def call(self, arguments):
        text = f"`{self.name}`({', '.join(arguments)})"
        return f"{text} OVER (ORDER BY {self.session.columns['int']})" if self.window else text

    def ask(self, calls):
        if self.alone:
            return [self.session.columns_of(call) for call in calls]
        return self.session.answers(calls)

    def has(self, count):
        """Whether Spark takes this number of arguments at all, whatever their types."""
        argument = [self.session.columns["void"]] * count
        try:
            self.session.takes([self.call(argument)])
        except Exception as problem:
            text = str(getattr(problem, "java_exception", problem))
            return not WRONG_NUMBER.search(text)
        return True

    def forms(self, combination):
        """The ways to write arguments of these types: columns, literals after a first column, then more literals."""
        columns = [self.session.columns.get(each) for each in combination]
        if any(each.startswith("lambda") for each in combination):
            for parameters in ("x", "(x, y)", "(x, y, z)"):
                yield [
                    f"{parameters} -> {LAMBDAS[each]}" if each.startswith("lambda") else column
                    for each, column in zip(combination, columns)
                ]
            return
        values = [self.session.literals.get(each) or [column] for each, column in zip(combination, columns)]
        firsts = [each[0] for each in values]
        yield columns
        yield [*columns[:1], *firsts[1:]] if len(combination) > 1 else firsts
        yield firsts
        yield [*firsts[:-1], *columns[-1:]]
        for place in range(len(combination)):
            for value in values[place][1:]:
                yield [*(columns[:1] if place > 0 else firsts[:1]), *firsts[1:place], value, *firsts[place + 1 :]][-len(combination) :]

    def answer(self, combinations):
        """What Spark says to each combination of types, None where no form of it is taken."""
        found = dict.fromkeys(combinations)
        forms = {each: self.forms(each) for each in combinations}
        pending = list(combinations)
        for turn in itertools.count():
            # Few functions need literals of a certain kind: a sample tells whether another form is worth it.
            if turn > 0 and len(pending) > 60 and not self.takes_lambda:
                sample = pending[:: len(pending) // 40]
                helpful = self._turn(sample, forms, found)
                pending = [each for each in pending if found[each] is None]
                if helpful is None or not helpful:
                    if all(next(forms[each], None) is None for each in sample[:1]) or turn > 12:
                        return found
                    for each in set(pending) - set(sample):
                        next(forms[each], None)
                    continue
                pending = [each for each in pending if each not in sample]
            self._turn(pending, forms, found)
            pending = [each for each in pending if found[each] is None]
            if not pending or turn > 12:
                return found

    def _turn(self, combinations, forms, found):
        """Asks the next form of each combination; how many were taken."""
        asked = [(each, form) for each in combinations if (form := next(forms[each], None)) is not None]
        for start in range(0, len(asked), 600):
            part = asked[start : start + 600]
            for (each, _), answer in zip(part, self.ask([self.call(form) for _, form in part])):
                found[each] = answer
        return sum(found[each] is not None for each, _ in asked)

    def combinations(self, count):
        session = self.session
        if count == 0:
            return [()]
        if count == 1:
            return [(each,) for each in session.wide]
        if self.takes_lambda:
            first = [each for each in session.narrow if "<" in each]
            if count == 2:
                return list(itertools.product(first, [*LAMBDAS, "int"]))
            first = ["array<int>", "array<string>", "map<string,int>"]
            return list(itertools.product(first, ["int", "double", "string", "array<int>"], *[list(LAMBDAS)] * (count - 2)))
        if count == 2:
            pairs = list(itertools.product(PAIR_SEEDS, repeat=2))
            pairs += [pair for pair in PARTS if pair not in pairs]
            return [*pairs, *((each, each) for each in session.narrow if each not in PAIR_SEEDS)]
        return list(itertools.product(SEEDS[count], repeat=count))

    def pairs(self, found):
        """From the seeds' answers to all pairs that may fit: every type beside each that was taken somewhere."""
        narrow = self.session.narrow
        for _ in range(2):
            taken = [each for each, answer in found.items() if answer is not None]
            firsts, seconds = {each for each, _ in taken}, {each for _, each in taken}
            known = [*firsts], [*seconds]
            if _ == 0:
                known = [each for each in PAIR_SEEDS if each in firsts], [each for each in PAIR_SEEDS if each in seconds]
            more = [*itertools.product(known[0], narrow), *itertools.product(narrow, known[1])]
            if _ == 1:
                more = [*itertools.product(known[0], known[1])]
            found.update(self.answer([each for each in dict.fromkeys(more) if each not in found]))

    def star(self, count, found):
        """Around a few accepted combinations, one argument at a time of every type."""
        accepted = [each for each, answer in found.items() if answer is not None]
        chosen, seen = [], [set() for _ in range(count)]
        for each in accepted:
            if any(part not in known for part, known in zip(each, seen)):
                chosen.append(each)
                for part, known in zip(each, seen):
                    known.add(part)
        more = {}
        for base in chosen[:3]:
            for place in range(count):
                for each in self.session.narrow:
                    more[(*base[:place], each, *base[place + 1 :])] = None
        for each in self.session.narrow:
            more[(each,) * count] = None
            for base in chosen[:1]:
                for place in range(1, count):
                    more[(*base[:place], *(each,) * (count - place))] = None
        return [each for each in more if each not in found]

    def probe(self):
        """Spark's answers by number of arguments; `counts` are the numbers that it takes at all."""
        result = {"counts": [count for count in range(8) if self.has(count)]}
        for count in result["counts"]:
            if count > (2 if self.alone else 3 if self.window else 7):
                continue
            if count > 3 and str(count - 1) in result and str(count - 2) in result:
                continue
            found = self.answer(self.combinations(count))
            if any(found.values()) and not self.takes_lambda:
                if count == 2:
                    self.pairs(found)
                elif count > 2:
                    found.update(self.answer(self.star(count, found)))
            if any(found.values()):
                result[str(count)] = pack(found, self.session.index)
        return result


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
    wanted = sys.argv[2:] or sorted(groups)
    document = {"version": VERSION, "types": {}, "functions": {name: {} for name in wanted}}
    ansi_first = LINE >= (4, 0)
    for mode, ansi in (("ansi", "true"), ("legacy", "false"))[:: 1 if ansi_first else -1]:
        session = Session(spark, ansi)
        document["types"] = {"wide": session.wide, "narrow": session.narrow}
        asked = 0
        for done, name in enumerate(wanted):
            if name in SKIPPED:
                continue
            document["functions"][name][mode] = Function(session, name, groups[name]).probe()
            if session.asked - asked > 4000:
                print(name, session.asked - asked, flush=True)
            asked = session.asked
            if done % 40 == 0:
                print(mode, done, name, session.asked, flush=True)
                write(document)
    document["types"]["lambdas"] = list(LAMBDAS)
    write(document)


def pack(found, index):
    """Accepted combinations by their type, and the refused ones, as numbers of types."""
    packed = {}
    for combination, answer in found.items():
        packed.setdefault(answer or "", []).append([index[each] for each in combination])
    return packed


if __name__ == "__main__":
    main()
