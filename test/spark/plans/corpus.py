"""Prints, as JSON, the programs that the installed PySpark brings along: its examples and its docstrings' examples.

Each docstring becomes one program that runs by itself: a session, the imports and the set-up that its module's own
doctest run gives it, then its lines. What a line would only print is bound to a name instead, so that its schema can
be noted and nothing needs to be computed.
"""

import ast
import builtins
import doctest
import importlib
import json
import os
import pkgutil
import sys
import types
import warnings

# What each example that asks for arguments is given.
HOST = ["127.0.0.1", "9"]
ARGUMENTS = {
    "pi.py": ["2"],
    "sql/streaming/structured_network_wordcount.py": HOST,
    "sql/streaming/structured_network_wordcount_windowed.py": [*HOST, "10", "5"],
    "sql/streaming/structured_network_wordcount_session_window.py": HOST,
    "sql/streaming/structured_sessionization.py": HOST,
    "sql/streaming/structured_kafka_wordcount.py": ["127.0.0.1:9", "subscribe", "topic"],
    "sort.py": ["data/mllib/sample_lda_data.txt"],
    "wordcount.py": ["data/mllib/sample_lda_data.txt"],
    "kmeans.py": ["data/mllib/kmeans_data.txt", "2", "0.5"],
    "pagerank.py": ["data/mllib/pagerank_data.txt", "2"],
    "logistic_regression.py": ["data/mllib/sample_svm_data.txt", "2"],
}
# Packages whose docstrings make DataFrames in this process, without what needs a server, a cluster or another library.
PACKAGES = ["pyspark.sql", "pyspark.ml"]
EXCLUDED = ("connect", "tests", "torch", "deepspeed", "pandas", "testing", "plot", "protobuf", "avro", "_typing")
INCLUDED = ["pyspark.sql.pandas.functions", "pyspark.sql.pandas.group_ops", "pyspark.sql.pandas.map_ops"]
# Methods that compute or print, and whose receiver is all that matters here.
ENDINGS = {"show", "collect", "printSchema", "first", "head", "take", "toPandas", "explain", "count", "toLocalIterator"}


def wheel_examples(home):
    folder = os.path.join(home, "examples", "src", "main", "python")
    for directory, _, files in sorted(os.walk(folder)):
        for file in sorted(files):
            if not file.endswith(".py") or file == "__init__.py":
                continue
            path = os.path.join(directory, file)
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            with open(path, encoding="utf-8") as source:
                code = source.read()
            # The others work on RDDs and streams of them alone, some of them for ever.
            if "SparkSession" in code and not name.startswith("streaming/"):
                yield {"name": "examples/" + name, "code": code, "argv": ARGUMENTS.get(name, [])}


def module_names():
    for package_name in PACKAGES:
        try:
            package = importlib.import_module(package_name)
        except ImportError:
            # pyspark.ml needs numpy, which an install may lack.
            continue
        yield package_name
        for info in pkgutil.walk_packages(package.__path__, package_name + ".", onerror=lambda _: None):
            if not set(info.name.split(".")) & set(EXCLUDED):
                yield info.name
    yield from INCLUDED


def docstring_programs():
    finder = doctest.DocTestFinder(exclude_empty=True, recurse=True)
    seen = set()
    for module_name in module_names():
        try:
            module = importlib.import_module(module_name)
        except Exception:
            # Some need packages that an install lacks, or has in another version.
            continue
        setup = SetUp(module)
        for test in finder.find(module, module.__name__):
            code = program_of(test, module, setup)
            if code is not None and code not in seen:
                seen.add(code)
                yield {"name": test.name, "code": code, "continueAfterErrors": True}


def program_of(test, module, setup):
    lines = []
    for example in test.examples:
        if not example.options.get(doctest.SKIP):
            lines.extend(statement_lines(example.source, len(lines)))
    body = "\n".join(lines) + "\n"
    try:
        tree = ast.parse(body)
    except SyntaxError:
        return None
    head = setup.lines_for(free_names(tree), module)
    if not any(isinstance(node, (ast.Name, ast.arg)) and is_binding(node) for node in ast.walk(tree)):
        return None
    return "\n".join([*head, body])


def is_binding(node):
    return isinstance(node, ast.arg) or isinstance(node.ctx, ast.Store)


def statement_lines(source, number):
    """The statement, or, where it ends in a method that only computes or prints, the binding of the receiver."""
    source = source.rstrip("\n")
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return source.split("\n")
    statement = body[0] if len(body) == 1 else None
    value = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in ENDINGS):
        return source.split("\n")
    receiver = value.func.value
    if isinstance(receiver, ast.Name):
        return []
    return ("shown_%d = (%s)" % (number, ast.get_source_segment(source, receiver))).split("\n")


def free_names(tree):
    """Names that the program reads and nowhere binds, roughly: what is bound anywhere counts as bound."""
    bound = set()
    read = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bound.update((each.asname or each.name).split(".")[0] for each in node.names)
    return {name for name in read - bound if not hasattr(builtins, name)}


class SetUp:
    """What a module's `_test` function or main block puts into the globals of its docstrings."""

    def __init__(self, module):
        self.statements = []
        try:
            with open(module.__file__, encoding="utf-8") as source:
                tree = ast.parse(source.read())
        except (TypeError, OSError):
            return
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == "_test" or is_main_block(node):
                kinds = (ast.Assign, ast.Import, ast.ImportFrom)
                self.statements += [each for each in node.body if isinstance(each, kinds)]

    def lines_for(self, names, module):
        chosen = []
        wanted = self.choose(set(names), chosen)
        head = ["from pyspark.sql import SparkSession", "spark = SparkSession.builder.getOrCreate()"]
        if "sc" in wanted:
            head.append("sc = spark.sparkContext")
        own = {name for each in chosen for name in targets_of(each)}
        imported = [
            text
            for name in sorted(wanted - own - {"spark", "sc", "SparkSession"})
            if name in vars(module) and (text := import_of(name, vars(module)[name]))
        ]
        own_lines = [unparsed(each) for each in self.statements if each in chosen]
        return [*head, *imported, *(line for line in own_lines if len(set(line.split(" = "))) > 1 or " = " not in line)]

    def choose(self, wanted, chosen):
        """Adds the statements that bind wanted names, and the names that these read in turn."""
        waiting = set(wanted) - {"spark", "sc"}
        while waiting:
            name = waiting.pop()
            for statement in self.statements:
                if name not in targets_of(statement) or statement in chosen:
                    continue
                chosen.append(statement)
                read = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
                wanted |= read - {"globs"}
                waiting |= read - {"globs", "spark", "sc"}
        return wanted


def is_main_block(node):
    return isinstance(node, ast.If) and "__main__" in ast.dump(node.test)


def targets_of(statement):
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(each.asname or each.name).split(".")[0] for each in statement.names]
    names = []
    for target in statement.targets:
        if isinstance(target, ast.Name) and target.id != "globs":
            names.append(target.id)
        elif is_global(target):
            names.append(target.slice.value)
    return names


def is_global(node):
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "globs"


class PlainNames(ast.NodeTransformer):
    """globs["name"] as name."""

    def visit_Subscript(self, node):
        return ast.Name(node.slice.value, node.ctx) if is_global(node) else self.generic_visit(node)


def unparsed(statement):
    return ast.unparse(PlainNames().visit(ast.parse(ast.unparse(statement))))


def import_of(name, value):
    """How a program would import what the module's globals hold under the name; None if it cannot."""
    if isinstance(value, types.ModuleType):
        if value.__name__ == name:
            return "import " + name
        return "import %s as %s" % (value.__name__, name)
    for place in ("pyspark.sql", "pyspark.sql.functions", "pyspark.sql.types", getattr(value, "__module__", None)):
        if isinstance(place, str) and getattr(sys.modules.get(place), name, None) is value:
            return "from %s import %s" % (place, name)
    return None


def main():
    warnings.simplefilter("ignore")
    import pyspark

    home = os.path.dirname(pyspark.__file__)
    corpora = {"examples": list(wheel_examples(home)), "docstrings": list(docstring_programs())}
    json.dump({"home": home, "version": pyspark.__version__, **corpora}, sys.stdout)


if __name__ == "__main__":
    main()
