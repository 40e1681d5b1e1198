"""Which modules, classes and names of the running PySpark are public, for the part that the second argument names."""

import functools
import importlib
import inspect
import sys

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

#: Dunder methods with parameters that callers write.
CALLED = ("__init__", "__call__")


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
