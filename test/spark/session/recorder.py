"""Notes the schema of every DataFrame that a program binds to a name, while it runs.

The program's syntax tree gets a call of `bound` behind each binding: assignments, loop and with-targets, parameters,
walruses. The calls stay in functions that Spark sends to its Python workers, where this module does nothing; the
server puts it on their path.
"""

import ast
import contextlib
import json
import re
import sys
import time

MOST_OCCURRENCES = 8
HOOK = "__bound__"

_recording = None


def bound(name, value, line, function):
    """Called by the rewritten program; gives the value back."""
    if _recording is not None:
        _recording.note(name, value, line, function)
    return value


class Recording:
    """What one run has bound, and what it raised."""

    def __init__(self, exchanges):
        self.exchanges = exchanges
        self.bindings = []
        self.errors = []
        self.counts = {}

    def note(self, name, value, line, function):
        from pyspark.sql import DataFrame

        if not isinstance(value, DataFrame) or not hasattr(value, "_jdf"):
            return
        occurrence = self.counts.get((name, line, function), 0)
        self.counts[name, line, function] = occurrence + 1
        if occurrence >= MOST_OCCURRENCES:
            return
        binding = {
            "name": name,
            "line": line,
            "function": function,
            "schema": json.loads(value._jdf.schema().json()),
            "streaming": value.isStreaming,
        }
        if self.exchanges and not binding["streaming"]:
            binding["exchanges"] = count_exchanges(value)
        self.bindings.append(binding)


def count_exchanges(frame):
    """How many exchanges of each kind the executed plan has, without those of cached inputs; None if it has no plan."""
    try:
        text = frame._jdf.queryExecution().executedPlan().toString()
    except Exception:
        return None
    counts = {"hash": 0, "range": 0, "single": 0, "roundRobin": 0, "broadcast": 0}
    kinds = {
        "Exchange hashpartitioning": "hash",
        "Exchange rangepartitioning": "range",
        "Exchange SinglePartition": "single",
        "Exchange RoundRobinPartitioning": "roundRobin",
        "BroadcastExchange": "broadcast",
    }
    cached_at = None
    for line in text.splitlines():
        step = re.match(r"[\s:+\-]*(?:\*\(\d+\) )?", line)
        depth = len(step.group(0))
        if cached_at is not None and depth > cached_at:
            continue
        cached_at = depth if line[depth:].startswith("InMemoryRelation") else None
        for start, kind in kinds.items():
            if line[depth:].startswith(start):
                counts[kind] += 1
    return counts


class Hooks(ast.NodeTransformer):
    """Puts a call of the hook behind each binding of a name."""

    def __init__(self):
        self.functions = []

    def hook(self, name, line):
        place = {"lineno": line, "col_offset": 0, "end_lineno": line, "end_col_offset": 0}
        call = self.call(name, ast.Name(name, ast.Load()), line)
        return ast.fix_missing_locations(ast.Expr(call, **place))

    def call(self, name, value, line):
        function = ".".join(self.functions) or None
        constants = [ast.Constant(name), value, ast.Constant(line), ast.Constant(function)]
        return ast.Call(ast.Name(HOOK, ast.Load()), constants, [])

    def hooks(self, targets):
        names = [node for target in targets for node in ast.walk(target)]
        return [
            self.hook(node.id, node.lineno)
            for node in names
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]

    def followed(self, node, targets):
        self.generic_visit(node)
        return [node, *self.hooks(targets)]

    def visit_Assign(self, node):
        return self.followed(node, node.targets)

    def visit_AugAssign(self, node):
        return self.followed(node, [node.target])

    def visit_AnnAssign(self, node):
        return self.followed(node, [node.target] if node.value else [])

    def visit_NamedExpr(self, node):
        self.generic_visit(node)
        node.value = ast.copy_location(self.call(node.target.id, node.value, node.target.lineno), node.value)
        return ast.fix_missing_locations(node)

    def visit_For(self, node):
        self.generic_visit(node)
        node.body = self.hooks([node.target]) + node.body
        return node

    visit_AsyncFor = visit_For

    def visit_With(self, node):
        self.generic_visit(node)
        node.body = self.hooks([item.optional_vars for item in node.items if item.optional_vars]) + node.body
        return node

    visit_AsyncWith = visit_With

    def visit_ClassDef(self, node):
        return self.inside(node)

    def visit_FunctionDef(self, node):
        self.inside(node)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.functions.append(node.name)
        hooks = [self.hook(each.arg, each.lineno) for each in every]
        self.functions.pop()
        documented = int(ast.get_docstring(node, clean=False) is not None)
        node.body = node.body[:documented] + hooks + node.body[documented:]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def inside(self, node):
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()
        return node


def run_recorded(code, file, namespace, request, describe, interrupt):
    """Runs a program with hooks. `describe` makes an answer of an exception; `interrupt` is the class that ends the
    run in any case. With "continueAfterErrors" each top-level statement runs, as doctest does it; else the first
    exception is raised."""
    global _recording
    recording = Recording(request.get("exchanges", False))
    namespace[HOOK] = bound
    tree = ast.parse(code, file)
    _recording = recording
    try:
        with made_harmless(request.get("argv", [])):
            if not request.get("continueAfterErrors"):
                execute(Hooks().visit(tree), file, namespace)
                return recording
            for statement in tree.body:
                try:
                    execute(Hooks().visit(ast.Module([statement], [])), file, namespace)
                except interrupt:
                    raise
                except Exception as error:
                    recording.errors.append(describe(error))
            return recording
    except BaseException as error:
        error.recording = recording
        raise
    finally:
        _recording = None


def execute(tree, file, namespace):
    exec(compile(ast.fix_missing_locations(tree), file, "exec"), namespace)


@contextlib.contextmanager
def made_harmless(arguments):
    """No program stops the Spark of all, makes a second one, waits, or computes what it would only print."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession
    from pyspark.sql.streaming import StreamingQuery, StreamingQueryManager

    frame = frame_class()

    def adopt(self, *_args, **_kwargs):
        self.__dict__.update(SparkContext._active_spark_context.__dict__)

    def nothing(*_args, **_kwargs):
        return None

    def end(query, *_args, **_kwargs):
        query.stop()
        return True

    changes = [
        (SparkContext, "__init__", adopt),
        (SparkContext, "stop", nothing),
        (SparkSession, "stop", nothing),
        (StreamingQuery, "awaitTermination", end),
        (StreamingQueryManager, "awaitAnyTermination", lambda manager, *_: [each.stop() for each in manager.active]),
        (time, "sleep", nothing),
        (sys, "argv", ["program.py", *arguments]),
        *((frame, name, nothing) for name in ("show", "explain", "printSchema")),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    for owner, name, value in changes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def frame_class():
    """The class of DataFrames on a JVM: it has a base of its own since Spark 4.0."""
    try:
        from pyspark.sql.classic.dataframe import DataFrame
    except ImportError:
        from pyspark.sql import DataFrame
    return DataFrame
