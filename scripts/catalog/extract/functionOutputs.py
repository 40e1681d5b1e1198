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

from frame import LINE, VERSION, write
from function_calls import INFIX, LARGEST, LITERALS, MEETING, MEETING_TYPES, WRITTEN, combinations
from functionTypes import ALONE, SCALARS, SKIPPED, simple
from probe_columns import Session, nullable_parts

warnings.simplefilter("ignore")


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
    types = [each for each in CAST_TYPES if session.exists(each)]
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
