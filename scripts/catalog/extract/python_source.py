"""What inspection of live objects does not tell, read out of PySpark's source text: attributes that methods set,
methods that only hand on to another one, deprecation warnings, and what Spark Connect's classes lack.
"""

import ast
import functools
import os
import re


@functools.lru_cache(maxsize=None)
def tree_of(file):
    """The module's tree; None when there is no such file."""
    if not os.path.exists(file):
        return None
    with open(file, encoding="utf-8") as source:
        return ast.parse(source.read())


@functools.lru_cache(maxsize=None)
def _functions_by_line(file):
    tree = tree_of(file)
    found = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.FunctionDef):
            found[min([node.lineno] + [each.lineno for each in node.decorator_list])] = node
    return found


def node_of(function):
    """The definition that a function's code comes from; None for what was made in another way."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    node = _functions_by_line(code.co_filename).get(code.co_firstlineno)
    return node if node is not None and node.name == function.__name__ else None


def class_node(file, qualname):
    """The definition of a class, also of a nested one; None when the file does not have it."""
    scope = tree_of(file)
    for name in qualname.split("."):
        body = scope.body if scope else []
        scope = next((each for each in body if isinstance(each, ast.ClassDef) and each.name == name), None)
    return scope


def attributes_of(node):
    """Public attributes of a class by name, with their annotation or None: declared ones, and those that methods set."""
    found = {}
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found[statement.target.id] = statement.annotation
        if isinstance(statement, ast.FunctionDef):
            for name, annotation in _attributes_set_in(statement):
                found[name] = found.get(name) or annotation
    return {name: annotation for name, annotation in found.items() if not name.startswith("_")}


def _attributes_set_in(function):
    parameters = {each.arg: each.annotation for each in function.args.args + function.args.kwonlyargs}
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                annotation = getattr(node, "annotation", None)
                if annotation is None and isinstance(node.value, ast.Name):
                    annotation = parameters.get(node.value.id)
                yield target.attr, annotation


def statements_of(node):
    """The body without docstring and imports."""
    return [
        each
        for each in node.body
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))  # also `...`
        and not isinstance(each, (ast.Import, ast.ImportFrom))
    ]


def _is_warning(statement):
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Attribute)
        and statement.value.func.attr == "warn"
    )


def hands_on_to(node):
    """The name of the method or function that this one calls with just its own arguments; None for any other body."""
    rest = [each for each in statements_of(node) if not _is_warning(each)]
    if len(rest) != 1 or not isinstance(rest[0], ast.Return) or not isinstance(rest[0].value, ast.Call):
        return None
    call, arguments = rest[0].value, node.args
    names = [each.arg for each in arguments.posonlyargs + arguments.args + arguments.kwonlyargs]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "self":
        target, names = call.func.attr, names[1:]
    elif isinstance(call.func, ast.Name):
        target = call.func.id
    else:
        return None
    names += [each.arg for each in (arguments.vararg, arguments.kwarg) if each]
    given = [each.value if isinstance(each, ast.Starred) else each for each in call.args]
    given += [each.value for each in call.keywords]
    handed = [each.id if isinstance(each, ast.Name) else None for each in given]
    return target if handed == names and target != node.name else None


def deprecation_of(node):
    """(since, instead) of an unconditional deprecation warning; both may be None."""
    for statement in node.body:
        if not _is_warning(statement):
            continue
        kinds = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
        text = "".join(
            each.value for each in ast.walk(statement) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
        if kinds & {"FutureWarning", "DeprecationWarning"} and re.search("deprecated", text, re.I):
            return version_in(text), replacement_in(text)
    return None


def version_in(text):
    """The Spark version that a text on a deprecation names."""
    match = re.search(r"(?:in|since|from|as of) (?:Apache )?(?:Spark )?v?(\d+\.\d+(?:\.\d+)?)", text, re.I)
    return match[1] if match else None


def replacement_in(text):
    """What "use X instead" names, as a dotted path without parentheses."""
    match = re.search(
        r"use\s+(?::?\w+:)?`*~?(?:pyspark\.(?:sql\.|ml\.|pandas\.)?(?:functions\.)?)?([A-Za-z_][\w.]*?)(?:\(\))*`*\.?(?=[\s,(]|$)",
        " ".join(text.split()),
        re.I,
    )
    return match[1] if match and match[1].lower() not in ("the", "a", "an", "of", "in", "other") else None


def raises_at_once(node):
    """Whether the body is nothing but one `raise`."""
    rest = statements_of(node)
    return len(rest) >= 1 and isinstance(rest[0], ast.Raise)
