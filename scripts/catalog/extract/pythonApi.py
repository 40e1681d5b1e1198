"""Classes, members and functions of the running PySpark: signatures, since, deprecations, aliases, and what Spark
Connect lacks. The second argument says which part: "sql" (with core and streaming), "ml", "pandas", or "delta" with the
folder of that package behind it. No JVM, and no sentence of a docstring is kept.
"""

import inspect
import os
import re
import sys
import warnings

from connect_api import Connect
from frame import HOME, write
from public_api import CALLED, MODULES, PART, Classes, imported, public_names
from python_signature import Names
from python_source import (
    attributes_of,
    class_node,
    deprecation_of,
    hands_on_to,
    node_of,
    replacement_in,
    version_in,
)

warnings.simplefilter("ignore")
os.environ["PYARROW_IGNORE_TIMEZONE"] = "1"

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


main()
