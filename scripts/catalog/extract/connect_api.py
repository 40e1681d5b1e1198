"""What the classes of Spark Connect's client have and lack, read as text: importing them needs packages that not everybody has."""

import ast
import inspect
import os

from frame import HOME
from public_api import CALLED, imported
from python_source import attributes_of, class_node, node_of, raises_at_once, statements_of, tree_of


class Connect:
    """The client's modules under pyspark/sql/connect."""

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
