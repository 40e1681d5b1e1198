"""Signatures in one short form, the same for all PySpark versions however they spell their annotations:
`other: DataFrame, on: str | Column | None = None, *cols: ColumnOrName`.
"""

import ast
import enum
import inspect
import re

#: Spellings of one and the same type.
NAMES = {
    "List": "list",
    "Dict": "dict",
    "Tuple": "tuple",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Type": "type",
    "NoneType": "None",
    "ParentDataFrame": "DataFrame",
    "ParentColumn": "Column",
    "ParentSparkSession": "SparkSession",
    "UserDefinedFunctionLike": "UserDefinedFunction",
    "PandasDataFrameLike": "pandas.DataFrame",
    "PandasSeriesLike": "pandas.Series",
    "PandasDataFrame": "pandas.DataFrame",
    "ArrayLike": "numpy.ndarray",
    "SparkDataFrame": "pyspark.sql.DataFrame",
    "SparkColumn": "pyspark.sql.Column",
    "PySparkColumn": "pyspark.sql.Column",
    "GenericColumn": "pyspark.sql.Column",
}
#: How Python writes `__name` of a class: the old spelling of a parameter that is given by position only.
MANGLED = re.compile(r"^_[A-Za-z]\w*?__(?=[a-z])")
MODULES = {"pd": "pandas", "pa": "pyarrow", "np": "numpy", "ps": "pandas"}


class Names:
    """Writes types and signatures; `class_name(cls)` gives the short name of one of PySpark's classes, or None."""

    def __init__(self, class_name):
        self.class_name = class_name

    def signature(self, function, node=None, bound=True):
        """The parameters as text, without the first one of a bound method; None when Python does not know them."""
        try:
            parameters = list(inspect.signature(function).parameters.values())
        except (TypeError, ValueError):
            return None
        if bound and parameters and parameters[0].kind in (0, 1):
            parameters = parameters[1:]
        namespace = getattr(inspect.unwrap(function), "__globals__", {})
        defaults = default_nodes(node) if node is not None else {}
        written, named_only = [], False
        mangled = [position for position, each in enumerate(parameters) if MANGLED.match(each.name)]
        for position, each in enumerate(parameters):
            if each.kind is inspect.Parameter.KEYWORD_ONLY and not named_only:
                if not any(other.kind is inspect.Parameter.VAR_POSITIONAL for other in parameters):
                    written.append("*")
                named_only = True
            written.append(self.parameter(each, namespace, defaults.get(each.name)))
            following = parameters[position + 1].kind if position + 1 < len(parameters) else None
            if position in mangled or each.kind is inspect.Parameter.POSITIONAL_ONLY and following is not each.kind:
                written.append("/")
        return ", ".join(written)

    def parameter(self, parameter, namespace, default_node):
        star = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        text = star + MANGLED.sub("", parameter.name)
        annotation = self.annotation(parameter.annotation, namespace)
        if annotation is not None:
            text += ": " + annotation
        if parameter.default is not inspect.Parameter.empty:
            text += " = " + default_text(parameter.default, default_node)
        return text

    def returned(self, function):
        """What the annotation says that a function returns; None when it says nothing."""
        try:
            annotation = inspect.signature(function).return_annotation
        except (TypeError, ValueError):
            return None
        return self.annotation(annotation, getattr(inspect.unwrap(function), "__globals__", {}))

    def annotation(self, annotation, namespace):
        """An annotation, as text, live object or tree, in our short form; None for none."""
        if annotation is inspect.Parameter.empty or annotation is None and namespace is None:
            return None
        if annotation is None:
            return "None"
        if isinstance(annotation, ast.AST):
            return self.written(annotation, namespace)
        text = annotation if isinstance(annotation, str) else self.of_object(annotation)
        text = re.sub(r"ForwardRef\(('[^']*')\)", r"\1", text).replace("~", "")
        text = re.sub(r"<(?:class|function) '?([\w.]+)'?[^>]*>", r"\1", text)
        try:
            return self.written(ast.parse(text.strip(), mode="eval").body, namespace)
        except SyntaxError:
            return None

    def of_object(self, annotation):
        if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
            return self.class_name(annotation) or f"{annotation.__module__}.{annotation.__qualname__}"
        return inspect.formatannotation(annotation)

    def written(self, node, namespace):
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                return self.annotation(node.value, namespace)
            return "None" if node.value is None else "..." if node.value is ... else repr(node.value)
        if isinstance(node, ast.BinOp):
            return union([self.written(node.left, namespace), self.written(node.right, namespace)])
        if isinstance(node, ast.List):
            return "[" + ", ".join(self.written(each, namespace) for each in node.elts) + "]"
        if isinstance(node, ast.Subscript):
            owner = self.written(node.value, namespace)
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if owner == "Literal":
                return "Literal[" + ", ".join(ast.unparse(each) for each in parts) + "]"
            inner = [self.written(each, namespace) or "Any" for each in parts]
            if owner == "Union":
                return union(inner)
            if owner == "Optional":
                return union([*inner, "None"])
            return f"{owner}[{', '.join(inner)}]"
        return self.name(ast.unparse(node), namespace)

    def name(self, dotted, namespace):
        first, _, rest = dotted.partition(".")
        value = (namespace or {}).get(first)
        for part in rest.split(".") if rest and value is not None else ():
            value = getattr(value, part, None)
        known = self.class_name(value) if isinstance(value, type) else None
        if known is not None:
            return known
        last = dotted.rpartition(".")[2]
        if last in NAMES and not dotted.startswith(("pd.", "pandas.")):
            return NAMES[last]
        if first in MODULES or first in ("pandas", "pyarrow", "numpy"):
            return f"{MODULES.get(first, first)}.{last}"
        if isinstance(value, type) and (value.__module__ or "").split(".")[0] in ("pandas", "pyarrow", "numpy"):
            return f"{value.__module__.split('.')[0]}.{value.__name__}"
        if dotted.startswith("pyspark.sql.") and dotted.count(".") == 2:
            return self.class_name(dotted) or dotted
        return last


def union(parts):
    """`A | B`, each once, None last."""
    flat = [each for part in parts for each in split_union(part or "Any")]
    unique = list(dict.fromkeys(flat))
    return " | ".join([each for each in unique if each != "None"] + ["None"] * ("None" in unique))


def split_union(text):
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "[(") - (character in ")]")
        if character == "|" and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [*parts, current.strip()]


def default_nodes(node):
    """The defaults of a definition's parameters as trees, by name."""
    arguments = node.args
    positional = arguments.posonlyargs + arguments.args
    found = dict(zip([each.arg for each in positional[::-1]], arguments.defaults[::-1]))
    found.update({each.arg: default for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults) if default})
    return found


def default_text(value, node):
    """A default as source text; `...` for what nobody is to write."""
    if isinstance(value, (str, int, float, bool, type(None))) and not isinstance(value, enum.Enum):
        return repr(value)
    if isinstance(value, (tuple, list)) and len(repr(value)) < 40 and " at 0x" not in repr(value):
        return repr(value)
    text = ast.unparse(node) if node is not None else "..."
    return "..." if "_NoValue" in text or "no_default" in text or len(text) > 60 else text
