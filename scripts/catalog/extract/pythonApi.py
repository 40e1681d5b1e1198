"""Classes, members and functions of the running PySpark: signatures, since, deprecations, aliases, and what Spark
Connect lacks. The second argument says which part: "sql" (with core and streaming), "ml", "pandas", or "delta" with the
folder of that package behind it. No JVM, and no sentence of a docstring is kept.
"""

import ast
import functools
import importlib
import inspect
import os
import re
import sys
import warnings

from frame import HOME, write
from python_signature import Names
from python_source import (
    attributes_of,
    class_node,
    deprecation_of,
    hands_on_to,
    node_of,
    raises_at_once,
    replacement_in,
    statements_of,
    tree_of,
    version_in,
)

warnings.simplefilter("ignore")
os.environ["PYARROW_IGNORE_TIMEZONE"] = "1"

PART = sys.argv[2]
if PART == "delta":
    sys.path.append(sys.argv[3])

#: Where each part's public names live; of two classes with one short name the first module's keeps it.
MODULES = {
    "sql": """pyspark pyspark.sql pyspark.sql.streaming pyspark.sql.types pyspark.sql.functions
        pyspark.sql.functions.partitioning pyspark.sql.window pyspark.sql.session pyspark.sql.dataframe
        pyspark.sql.column pyspark.sql.conf pyspark.sql.group pyspark.sql.readwriter pyspark.sql.merge pyspark.sql.udf
        pyspark.sql.udtf pyspark.sql.catalog pyspark.sql.observation pyspark.sql.datasource pyspark.sql.tvf
        pyspark.sql.plot pyspark.sql.profiler pyspark.sql.variant_utils pyspark.sql.partitioning pyspark.sql.avro.functions
        pyspark.sql.protobuf.functions pyspark.sql.pandas.functions pyspark.sql.streaming.stateful_processor
        pyspark.sql.streaming.listener pyspark.sql.streaming.readwriter pyspark.sql.streaming.query
        pyspark.sql.streaming.state pyspark.errors pyspark.conf pyspark.context pyspark.rdd pyspark.storagelevel
        pyspark.broadcast pyspark.accumulators pyspark.taskcontext pyspark.resource pyspark.inheritable_thread
        pyspark.logger pyspark.testing pyspark.pipelines pyspark.streaming""",
    "ml": """pyspark.ml pyspark.ml.base pyspark.ml.feature pyspark.ml.classification pyspark.ml.regression
        pyspark.ml.clustering pyspark.ml.recommendation pyspark.ml.evaluation pyspark.ml.tuning pyspark.ml.pipeline
        pyspark.ml.param pyspark.ml.linalg pyspark.ml.stat pyspark.ml.functions pyspark.ml.fpm pyspark.ml.image
        pyspark.ml.util pyspark.ml.torch.distributor pyspark.ml.deepspeed.deepspeed_distributor""",
    "delta": "delta.tables",
    "pandas": """pyspark.pandas pyspark.pandas.frame pyspark.pandas.series pyspark.pandas.indexes pyspark.pandas.groupby
        pyspark.pandas.window pyspark.pandas.strings pyspark.pandas.datetimes pyspark.pandas.categorical
        pyspark.pandas.namespace pyspark.pandas.accessors pyspark.pandas.plot pyspark.pandas.spark.accessors
        pyspark.pandas.indexing pyspark.pandas.resample pyspark.pandas.mlflow pyspark.pandas.extensions
        pyspark.pandas.sql_formatter pyspark.pandas.config""",
}

#: Modules whose classes users get as arguments and results without importing them.
HANDED_OUT = ("pyspark.sql.streaming.stateful_processor", "pyspark.sql.streaming.listener", "pyspark.sql.plot")

#: Functions that PySpark's modules expose for themselves.
INTERNAL = (
    "copy_func",
    "df_varargs_api",
    "dfapi",
    "keyword_only",
    "main",
    "portable_hash",
    "since",
    "vectorized_udf",
)

#: Dunder methods with parameters that callers write.
CALLED = ("__init__", "__call__")


def main():
    modules = [module for module in map(imported, MODULES[PART].split()) if module is not None]
    classes = Classes(modules)
    names = Names(classes.name_of)
    document = {"classes": {}, "members": {}, "functions": {}, "notInConnect": []}
    for cls, key in classes.keys.items():
        document["classes"][key] = class_row(cls, classes)
        rows = members_of(cls, names)
        for name, row in rows.items():
            target = rows.get(row.get("alias"))
            if target is None or count_parameters(target) != count_parameters(row):
                row["alias"] = None
            document["members"][f"{key}.{name}"] = row
    known = set()
    for module in modules:
        for name, function in functions_of(module):
            if (name, function) not in known:
                known.add((name, function))
                document["functions"][f"{function_prefix(module)}.{name}"] = function_row(module, name, function, names)
    if PART == "sql":
        connect = Connect()
        if connect.exists:
            connect.compare(document, classes)
    write(document)


def count_parameters(row):
    return (row.get("kind"), len(re.findall(r"(?:^|, )\*{0,2}\w+(?=[:,]| =|$)", row.get("takes") or "")))


@functools.lru_cache(maxsize=None)
def imported(name):
    """A module, or None where this version or environment does not have it."""
    try:
        return importlib.import_module(name)
    except Exception:
        return None


def public_names(module):
    exported = getattr(module, "__all__", None)
    return exported if exported is not None else [name for name in vars(module) if not name.startswith("_")]


class Classes:
    """PySpark's classes by the short names that the catalogue gives them, those that others inherit from included."""

    def __init__(self, modules):
        self.keys, self.modules = {}, {}
        taken = set()
        for module in modules:
            for name in vars(module) if module.__name__ in HANDED_OUT else public_names(module):
                cls = getattr(module, name, None)
                if inspect.isclass(cls) and not name.startswith("_") and self.belongs(cls):
                    if cls.__module__ == module.__name__ or hasattr(module, "__all__") and module.__name__ not in HANDED_OUT:
                        self.add(cls, module.__name__, taken)
        for cls in list(self.keys):
            for base in cls.__mro__[1:]:
                if self.belongs(base) and base not in self.keys:
                    self.add(base, base.__module__, taken)

    @staticmethod
    def belongs(cls):
        module = cls.__module__ or ""
        if PART == "delta":
            return module.startswith("delta.")
        others = ("pyspark.sql.connect", "pyspark.sql.classic", "pyspark.ml.connect", "pyspark.loose_version", "pyspark.cloudpickle")
        if not module.startswith("pyspark.") or module.startswith(others):
            return False
        in_ml, in_pandas = module.startswith("pyspark.ml."), module.startswith("pyspark.pandas.")
        return {"ml": in_ml, "pandas": in_pandas, "sql": not in_ml and not in_pandas and "mllib" not in module}[PART]

    def add(self, cls, module, taken):
        if cls in self.keys:
            return
        key = cls.__name__
        if key in taken:
            key = f"{module}.{cls.__qualname__}"
        if key == "Java":  # py4j's mark on a callback
            return
        taken.add(key)
        self.keys[cls], self.modules[cls] = key, module
        for nested in vars(cls).values():
            if inspect.isclass(nested) and not nested.__name__.startswith("_") and nested.__qualname__.startswith(cls.__qualname__ + "."):
                self.add(nested, module, taken)

    def public_name(self, cls):
        """The path that people import it by: exported, else in its own package, and short."""
        top = cls.__qualname__.partition(".")[0]

        def rank(module):
            exported = top in getattr(module, "__all__", ())
            own = f"{cls.__module__}.".startswith(f"{module.__name__}.")
            return (0 if exported else 1 if own else 2, module.__name__.count("."))

        modules = [sys.modules[each] for each in MODULES[PART].split() if each in sys.modules]
        found = [each for each in modules if getattr(getattr(each, top, None), "__module__", "") == cls.__module__]
        module = min(found, key=rank).__name__ if found else self.modules[cls]
        return f"{module}.{cls.__qualname__}"

    def name_of(self, cls):
        """The short name of a class; None for what is none of PySpark's."""
        if cls in self.keys:
            return self.keys[cls]
        if isinstance(cls, type) and (cls.__module__ or "").startswith("pyspark.sql.") and PART != "sql":
            return f"pyspark.sql.{cls.__name__}"
        return None


def class_row(cls, classes):
    parents = [classes.keys[base] for base in cls.__mro__[1:] if base in classes.keys]
    return {"name": classes.public_name(cls), "inherits": " ".join(parents) or None, **tags(cls.__doc__ or "")}


def members_of(cls, names):
    found = {}
    own = dict(vars(cls))
    twin = classic_twin(cls)
    if twin is not None:
        own.update({name: value for name, value in vars(twin).items() if name not in own and not name.startswith("_")})
    for name, value in own.items():
        if name.startswith("_") and name not in CALLED or inspect.isclass(value):
            continue
        row = member_row(name, value, names, twin)
        if row is not None:
            found[name] = row
    for owner in filter(None, (cls, twin)):
        node = class_node(file_of(owner), owner.__qualname__)
        namespace = vars(sys.modules[owner.__module__])
        for name, annotation in attributes_of(node).items() if node else ():
            known = found.get(name)
            if known is None or known == {"kind": "attribute"}:
                gives = None if annotation is None else names.annotation(annotation, namespace)
                found[name] = {"kind": "attribute", "gives": None if gives == "Any" else gives}
    return found


def classic_twin(cls):
    """From Spark 4.0 on, the class that does the work when the session is no Connect one."""
    module = cls.__module__.replace("pyspark.sql.", "pyspark.sql.classic.", 1)
    if PART != "sql" or not os.path.exists(os.path.join(HOME, *module.split(".")[1:]) + ".py"):
        return None
    twin = getattr(imported(module), cls.__name__, None)
    return twin if twin is not None and twin.__module__ == module else None


def file_of(cls):
    return getattr(sys.modules.get(cls.__module__), "__file__", "") or ""


def member_row(name, value, names, twin):
    kind, function = None, value
    if isinstance(value, staticmethod):
        kind, function = "static", value.__func__
    elif isinstance(value, classmethod):
        kind, function = "class", value.__func__
    elif isinstance(value, property) or hasattr(value, "fget"):
        kind, function = "property", value.fget
    elif type(value).__name__ == "Param":
        converter = getattr(value.typeConverter, "__name__", "")
        return {"kind": "param", "gives": PARAM_TYPES.get(converter)}
    elif inspect.isclass(getattr(value, "_accessor", None)):
        return {"kind": "property", "gives": names.class_name(value._accessor)}
    elif not callable(value):
        if not hasattr(value, "func"):
            return {"kind": "attribute"}
        kind, function = "property", value.func
    if not callable(function) or getattr(function, "__module__", "pyspark") in ("builtins", "typing"):
        return None
    plain = inspect.unwrap(function)
    if not inspect.isfunction(plain):
        return None
    node = node_of(plain)
    takes = None if kind == "property" else names.signature(function, node, bound=kind != "static")
    row = {
        "kind": kind,
        "takes": takes,
        "gives": names.returned(function),
        **tags(function.__doc__ or ""),
        **overloads(plain, names, bound=kind != "static"),
    }
    worker = plain
    if twin is not None and name in vars(twin):
        worker = vars(twin)[name]
        worker = inspect.unwrap(getattr(worker, "__func__", getattr(worker, "fget", worker)))
    row["alias"] = alias_of(name, plain, node_of(worker), worker)
    return with_warning(row, node_of(worker) or node)


#: What a converter of pyspark.ml's TypeConverters makes of a parameter's value.
PARAM_TYPES = {
    "toFloat": "float",
    "toInt": "int",
    "toString": "str",
    "toBoolean": "bool",
    "toListString": "list[str]",
    "toListFloat": "list[float]",
    "toListInt": "list[int]",
    "toListListFloat": "list[list[float]]",
    "toVector": "Vector",
    "toMatrix": "Matrix",
    "toList": "list",
}


def overloads(function, names, bound):
    import typing

    found = typing.get_overloads(function)
    written = [
        f"{names.signature(each, node_of(each), bound)} -> {names.returned(each)}".replace("-> None", "->") for each in found
    ]
    return {"overloads": list(dict.fromkeys(written))} if len(set(written)) > 1 else {}


def alias_of(name, function, node, worker):
    said = re.search(
        rf":(?:func|meth):`~?(?:[\w.]*\.)?{name}`\s+is an alias for\s+:(?:func|meth):`~?(?:[\w.]*\.)?(\w+)`",
        function.__doc__ or "",
    )
    if said:
        return said[1]
    if function.__name__ != name and not function.__name__.startswith("_"):
        return function.__name__
    target = hands_on_to(node) if node is not None else None
    return target if target is not None and not target.startswith("_") else None


def with_warning(row, node):
    """Adds what the function itself warns about."""
    warned = deprecation_of(node) if node is not None else None
    if warned is not None:
        since, instead = warned
        row["deprecated"] = row.get("deprecated") or since or "yes"
        row["instead"] = instead or row.get("instead")
    return row


def functions_of(module):
    """The functions that a module defines, and those of others that it exports."""
    if PART == "ml" and not module.__name__.endswith(".functions"):
        return
    if PART == "delta":
        return
    if PART == "pandas" and module.__name__ != "pyspark.pandas":
        return
    exported = set(public_names(module)) if hasattr(module, "__all__") else {"pandas_udf", "arrow_udf"}
    for name, value in list(vars(module).items()):
        home = getattr(value, "__module__", "") or ""
        own = home == module.__name__ or home.startswith((f"{module.__name__}.builtin", "pyspark.pandas."))
        if name.startswith("_") or name in INTERNAL or not (own or name in exported) or not home.startswith("pyspark"):
            continue
        if not inspect.isclass(value) and inspect.isfunction(inspect.unwrap(value)):
            yield name, value


def function_prefix(module):
    return module.__name__.replace("pyspark.sql.functions", "functions")


def function_row(module, name, function, names):
    plain = inspect.unwrap(function)
    node = node_of(plain)
    row = {
        "takes": names.signature(function, node, bound=False),
        "gives": names.returned(function),
        **tags(function.__doc__ or ""),
        **overloads(plain, names, bound=False),
    }
    target = alias_of(name, plain, node, plain)
    row["alias"] = target if target is not None and callable(getattr(module, target, None)) else None
    return with_warning(row, node)


def tags(doc):
    """since and deprecated, from the directives that stand for the whole, not for one parameter."""
    text = inspect.cleandoc(doc) if isinstance(doc, str) else ""
    row = {}
    added = re.search(r"^\s{0,3}\.\. versionadded:{1,2}\s*(\d[\d.]*)", text, re.M) or re.search(
        r"\.\. versionadded:{1,2}\s*(\d[\d.]*)", text
    )
    if added:
        # Older docstrings say 1.3 for 1.3.0.
        row["since"] = ".".join([*added[1].rstrip(".").split("."), "0", "0"][:3])
    gone = re.search(r"^\.\. deprecated:{1,2}\s*(\d[\d.]*)?((?:\n[ \t]+\S.*|\n(?=\n[ \t]))*)", text, re.M)
    if gone:
        row["deprecated"] = gone[1] or version_in(gone[2] or "") or "yes"
        instead = replacement_in(gone[2] or "")
        if instead is not None:
            row["instead"] = instead
    return row


class Connect:
    """The classes of Spark Connect's client, read as text: importing them needs packages that not everybody has."""

    def __init__(self):
        self.folder = os.path.join(HOME, "sql", "connect")
        self.exists = os.path.isdir(self.folder)

    def tree(self, module):
        """The counterpart of pyspark.sql.X: pyspark.sql.connect.X."""
        parts = module.split(".")[2:]
        return tree_of(os.path.join(self.folder, *parts) + ".py")

    def counterpart(self, cls):
        """The definition of the class that takes the place of an API class; None when there is none."""
        if not cls.__module__.startswith("pyspark.sql.") or self.tree(cls.__module__) is None:
            return None
        parts = cls.__module__.split(".")[2:]
        return class_node(os.path.join(self.folder, *parts) + ".py", cls.__qualname__)

    def compare(self, document, classes):
        """Names the members, functions and classes that a Spark Connect session does not have."""
        lacking = document["notInConnect"]
        for cls, key in classes.keys.items():
            counterpart = self.counterpart(cls)
            if counterpart is None:
                if cls.__module__.startswith(CLASSIC_ALONE):
                    lacking.append(key)
                continue
            works = self.members(counterpart, cls)
            for member in document["members"]:
                owner, _, name = member.rpartition(".")
                if owner == key and name not in CALLED and works.get(name) is not True:
                    lacking.append(member)
        self.compare_functions(document["functions"], lacking)

    def compare_functions(self, functions, lacking):
        tree = self.tree("pyspark.sql.functions.builtin") or self.tree("pyspark.sql.functions")
        here = names_in(tree) if tree is not None else {}
        module = imported("pyspark.sql.functions")
        for key in functions:
            name = key.removeprefix("functions.")
            home = getattr(getattr(module, name, None), "__module__", "")
            if "." not in name and home.startswith("pyspark.sql.functions") and here.get(name) is not True:
                lacking.append(key)

    def members(self, node, cls):
        """Names that a Connect class has: True when they work, False when they only raise."""
        found = {}
        for base in node.bases:
            parent = getattr(base, "id", "")
            if parent.endswith(cls.__name__):
                found.update(inherited_by_connect(cls))
            found.update({name: True for mixin in [imported_mixin(cls, parent)] if mixin for name in vars(mixin)})
        return {**found, **dict.fromkeys(attributes_of(node), True), **names_in(node)}


#: Modules that only a session with the JVM in process has.
CLASSIC_ALONE = (
    "pyspark.core.",
    "pyspark.rdd",
    "pyspark.context",
    "pyspark.broadcast",
    "pyspark.accumulators",
    "pyspark.files",
    "pyspark.status",
    "pyspark.streaming.",
)


def imported_mixin(cls, name):
    """Another class that both kinds inherit, such as the pandas methods of grouped data."""
    return next((base for base in cls.__mro__[1:] if base.__name__ == name), None)


def inherited_by_connect(cls):
    """What a Connect class gets from the API class itself: attributes and methods with a body."""
    found = {}
    for name, value in vars(cls).items():
        plain = inspect.unwrap(getattr(value, "__func__", getattr(value, "fget", value)))
        node = node_of(plain)
        body = statements_of(node) if node is not None else [None]
        found[name] = bool(body) and type(body[0]).__name__ not in ("Raise", "Pass")
    return found


def names_in(node):
    """Public names defined in a body: True when they work, False when they only raise."""
    found = {}
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            found[each.name] = not raises_at_once(each)
        elif isinstance(each, ast.Assign):
            found.update({target.id: True for target in each.targets if isinstance(target, ast.Name)})
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            found[each.target.id] = True
    return found


main()
