"""Spark's grammar of SQL: the serialised automata (ATN) of its lexer and parser with the names of rules and tokens, read
out of the compiled classes in PySpark's jars. scripts/catalog/grammarNetworks.mjs makes networks of them."""

import zipfile

from class_file import ClassFile
from frame import spark_jars, write

PACKAGE = "org/apache/spark/sql/catalyst/parser"
STATES_WITH_END = range(3, 6)
LOOP_END = 12


def read_class(name):
    """A class of Spark's parser out of the jar that has it."""
    for jar in spark_jars():
        with zipfile.ZipFile(jar) as archive:
            path = f"{PACKAGE}/{name}.class"
            if path in archive.namelist():
                return ClassFile(archive.read(path))
    raise FileNotFoundError(name)


def serialised(cls):
    """The text of the automaton; long ones are cut into several constants."""
    if "_serializedATN" in cls.fields:
        return cls.fields["_serializedATN"]
    parts, index = [], 0
    while f"_serializedATNSegment{index}" in cls.fields:
        parts.append(cls.fields[f"_serializedATNSegment{index}"])
        index += 1
    return "".join(parts)


def numbers(text):
    """The automaton as the numbers of ANTLR's format 4, whichever of 3 (Spark 3.x) and 4 it has."""
    codes = [ord(character) for character in text]
    if codes[0] == 3:
        return from_format_3([3] + [(code - 2) & 0xFFFF for code in codes[1:]])
    if codes[0] != 4:
        raise ValueError(f"format {codes[0]} of the automaton is unknown")
    found, at = [], 0
    while at < len(codes):
        code = codes[at]
        at += 1
        if code & 0x8000 == 0:
            found.append(code)
            continue
        low = codes[at]
        at += 1
        found.append(-1 if code == low == 0xFFFF else (code & 0x7FFF) << 16 | low)
    return found


def from_format_3(codes):
    """Format 3 has an identifier, states that may not be greedy, and sets in two lists, which 4 joins."""
    at = 9
    out = [4]

    def take():
        nonlocal at
        at += 1
        return codes[at - 1]

    def signed(code):
        return -1 if code == 0xFFFF else code

    def copy(count):
        for _ in range(count):
            out.append(signed(take()))

    def listed():
        out.append(take())
        return out[-1]

    grammar = listed()
    out.append(take())
    for _ in range(listed()):
        kind = listed()
        if kind == 0:
            continue
        copy(1)
        if kind == LOOP_END or kind in STATES_WITH_END:
            copy(1)
    for _ in range(2):
        copy(listed())
    for _ in range(listed()):
        copy(1 if grammar == 1 else 2)
    copy(listed())
    sets = []
    for wide in (False, True):
        for _ in range(take()):
            size = take()
            one = [size, take()]
            for _ in range(2 * size):
                one.append(take() | take() << 16 if wide else take())
            sets.append(one)
    out.append(len(sets))
    for one in sets:
        out.extend(one)
    for _ in range(listed()):
        copy(6)
    copy(listed())
    if grammar == 0:
        for _ in range(listed()):
            copy(3)
    return out


def described(name):
    """One of the two classes as plain data."""
    cls = read_class(name)
    rules = cls.strings("makeRuleNames")
    return {
        "automaton": numbers(serialised(cls)),
        "rules": rules,
        "symbolic": cls.strings("makeSymbolicNames"),
        "literal": cls.strings("makeLiteralNames"),
        "conditions": {
            rule: cls.conditions(f"{rule}_sempred")
            for rule in rules
            if name == "SqlBaseParser" and f"{rule}_sempred" in cls.methods
        },
        "pipeStarts": cls.compared_numbers("isOperatorPipeStart")
        if "isOperatorPipeStart" in cls.methods
        else [],
    }


write({"lexer": described("SqlBaseLexer"), "parser": described("SqlBaseParser")})
