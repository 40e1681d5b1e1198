"""Which calls of SQL's functions are worth asking Spark about, and with arguments of which types."""

import re

from functionTypes import CONTAINERS, LAMBDAS, SCALARS
from probe_columns import LETTERS

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
