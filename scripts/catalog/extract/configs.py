"""Every configuration that an install registers, with the type, unit, range and values that its own converter takes;
renamed, deprecated and removed keys; and names that Spark reads without registering them.

Converters are serializable lambdas: their captured values are the units, enumerations and checks of the builder. Read
so from Spark 3.3 to 4.3.
"""

import os
import re
import zipfile

# Defaults depend on them.
for name in ("SPARK_ANSI_SQL_MODE", "SPARK_TESTING", "SPARK_PREPEND_CLASSES", "SPARK_LOCAL_DIRS"):
    os.environ.pop(name, None)

from config_ranges import decimal_range, whole_range  # noqa: E402
from frame import HOME, classes_in, constant_pool, open_jvm, spark_jars, write  # noqa: E402

#: Defaults that Spark computes from the machine: a catalogue cannot hold them.
COMPUTED = {
    "spark.connect.session.connectML.mlCache.memoryControl.maxInMemorySize",
    "spark.driver.host",
    "spark.history.fs.numCompactThreads",
    "spark.history.fs.numReplayThreads",
    "spark.sql.session.timeZone",
    "spark.sql.streaming.stateStore.numStateStoreMaintenanceThreads",
    "spark.sql.warehouse.dir",
    "spark.testing.memory",
    "spark.yarn.populateHadoopClasspath",
}

KEY = re.compile(r"^spark\.[A-Za-z][\w\-]*(\.[\w\-]+)*\.?$")
REPLACEMENT = re.compile(r"spark\.[\w.]*\w")
BYTES = {"BYTE": ("b", 1), "KiB": ("k", 1 << 10), "MiB": ("m", 1 << 20), "GiB": ("g", 1 << 30)}
TIMES = {
    "NANOSECONDS": ("ns", 1),
    "MICROSECONDS": ("us", 10**3),
    "MILLISECONDS": ("ms", 10**6),
    "SECONDS": ("s", 10**9),
    "MINUTES": ("min", 60 * 10**9),
    "HOURS": ("h", 3600 * 10**9),
    "DAYS": ("d", 86400 * 10**9),
}
SIZES_LARGEST_FIRST = (("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10), ("b", 1))
SPANS_LARGEST_FIRST = (
    ("d", 86400 * 10**9),
    ("h", 3600 * 10**9),
    ("min", 60 * 10**9),
    ("s", 10**9),
    ("ms", 10**6),
    ("us", 10**3),
    ("ns", 1),
)


def scan():
    """(classes that register entries, literals that look like keys), out of the constant pools of Spark's jars."""
    holders, literals = set(), set()
    for jar in spark_jars():
        for name, data in classes_in(jar):
            registers = name.endswith("$") and (
                b"internal/config/ConfigBuilder" in data or b"buildConfFromConfigFile" in data
            )
            if registers and not name.startswith("org.apache.spark.internal.config.Config"):
                holders.add(name)
            if b"spark." in data:
                literals.update(text for text in constant_pool(data)[0] if KEY.match(text))
    return sorted(holders), literals


def python_literals():
    """Keys that PySpark's Python code names in quotes."""
    found = set()
    for folder, _, files in os.walk(HOME):
        if os.sep + "tests" in folder or os.sep + "jars" in folder:
            continue
        for file in files:
            if file.endswith(".py"):
                with open(os.path.join(folder, file), encoding="utf-8") as source:
                    found.update(re.findall(r"""["'](spark\.[A-Za-z][\w.\-]*\w)["']""", source.read()))
    return {text for text in found if KEY.match(text)}


def takes(converter, text):
    try:
        converter.apply(text)
        return True
    except ValueError:
        return True  # py4j cannot read decimals back
    except Exception:
        return False


class Converter:
    """What a lambda that turns a text into a value says about itself."""

    def __init__(self, jvm, function):
        self.jvm, self.function = jvm, function
        self.type, self.unit, self.scale = "string", None, 1
        self.values, self.is_list, self.is_checked, self.is_enum = None, False, False, False
        self._read(function)

    def _read(self, function):
        form = self.jvm.lambda_of(function)
        if form is None:
            return
        owner, method, captured = form
        match = re.match(r"\$anonfun\$([A-Za-z]+)\$\d+", method)
        step = match.group(1) if match else method
        if owner.endswith("TypedConfigBuilder") and step in ("toSequence", "checkValue", "checkValues", "transform"):
            self._read(captured[0].converter())
            if step == "toSequence":
                self.is_list = True
            elif step == "transform":
                self._read_check(captured[1])
            else:
                self.is_checked = True
        elif owner.endswith("ConfigBuilder") and step.endswith("Conf"):
            self._read_base(step[: -len("Conf")], captured)

    def _read_check(self, function):
        """checkValue and checkValues are transformations that refuse."""
        form = self.jvm.lambda_of(function)
        if form is None or not form[0].endswith("TypedConfigBuilder"):
            return
        self.is_checked = True
        if "checkValues" in form[1]:
            for each in form[2]:
                if not isinstance(each, str) and each.getClass().getName().startswith("scala.collection"):
                    self.values = in_order(plain(value) for value in self.jvm.items(each))

    def _read_base(self, kind, captured):
        self.type = "string" if kind == "enum" else kind
        for each in captured:
            if each is None or isinstance(each, (str, bool, int, float)):
                continue
            name = each.getClass().getName()
            if kind in ("time", "bytes") and ("TimeUnit" in name or "ByteUnit" in name):
                self.unit, self.scale = (TIMES if kind == "time" else BYTES)[each.toString()]
            elif kind == "enum" and self.values is None:
                self.is_enum = True
                try:
                    constants = each.getEnumConstants() if name == "java.lang.Class" else self.jvm.items(each.values())
                    self.values = [each.toString() for each in constants]
                except Exception:
                    continue

    def is_caseless(self):
        words = [value for value in self.values or [] if value.lower() != value.upper()]
        return bool(words) and all(takes(self.function, form) for form in (words[0].lower(), words[0].upper()))

    def is_trimming(self):
        """Whether spaces around a value do not matter: so for enumerations, not for a builder's own set of texts."""
        return self.type == "string" and bool(self.values) and takes(self.function, f" {self.values[0]} ")

    def range(self, default):
        if not self.is_checked or self.is_list or self.values:
            return None
        if self.type in ("int", "long", "time", "bytes"):
            return whole_range(lambda text: takes(self.function, text), default, self.type == "int")
        if self.type in ("double", "decimal"):
            return decimal_range(lambda text: takes(self.function, text))
        if self.type == "string" and not takes(self.function, ""):
            return {"nonEmpty": True} if takes(self.function, "x") and takes(self.function, "a.B") else None
        return None


def in_order(values):
    """Numbers by size, then words by name: Scala's sets have no order of their own."""
    return sorted(values, key=lambda text: (not text.lstrip("-").isdigit(), int(text) if text.isdigit() else 0, text))


def plain(value):
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, (str, int, float)) else value.toString()


def readable(amount, scale, sizes):
    """The amount with the largest unit that keeps it whole; what is not positive stays a bare number."""
    if amount <= 0:
        return str(amount)
    for unit, size in sizes:
        if amount * scale % size == 0:
            return f"{amount * scale // size}{unit}"
    return str(amount)


def default_of(jvm, entry, converter):
    text = entry.defaultValueString()
    if text == "<undefined>":
        return None
    if converter.type in ("bytes", "time") and not converter.is_list:
        amount = jvm.value(entry.defaultValue())
        return readable(
            int(str(amount)), converter.scale, SIZES_LARGEST_FIRST if converter.type == "bytes" else SPANS_LARGEST_FIRST
        )
    return text


def describe(jvm, key, entry, sql_keys, static_keys):
    kind = entry.getClass().getName().split(".")[-1]
    origin = entry
    while origin.getClass().getName().endswith("FallbackConfigEntry"):
        origin = origin.fallback()
    is_optional = origin.getClass().getName().endswith("OptionalConfigEntry")
    converter = Converter(jvm, origin.rawValueConverter() if is_optional else origin.valueConverter())
    row = {"type": converter.type, "unit": converter.unit, "values": converter.values, "since": entry.version() or None}
    is_static, is_sql = key in static_keys, key in sql_keys
    if kind.startswith("ProtoBacked"):
        proto = jvm.field(entry, "protoEntry")
        is_static = "STATIC" in proto.getMutability().toString() or "STATIC" in proto.getScope().toString()
        is_sql = is_sql or "SESSION" in proto.getScope().toString() or key.startswith("spark.sql.")
        types = {"BOOL": "boolean", "INT32": "int", "INT64": "long", "INT": "int"}
        name = proto.getValueType().toString().replace("VALUE_TYPE_", "")
        row["type"] = converter.type = types.get(name, name.lower())
        converter.is_checked = True
    row["set"] = "static" if is_static else "runtime" if is_sql else "startup"
    if kind.endswith("FallbackConfigEntry"):
        row["defaultFrom"] = entry.fallback().key()
    elif key not in COMPUTED:
        row["default"] = default_of(jvm, entry, converter)
    amount = jvm.value(entry.defaultValue()) if row["type"] in ("int", "long", "time", "bytes") else None
    row["range"] = converter.range(amount if isinstance(amount, int) else None)
    row["list"] = converter.is_list or None
    row["caseless"] = converter.is_caseless() or None
    row["trims"] = converter.is_trimming() or None
    row["internal"] = not entry.isPublic() or None
    row["alternatives"] = jvm.items(entry.alternatives()) or None
    row["prepend"] = jvm.value(entry.prependedKey())
    try:
        binding = jvm.value(entry.bindingPolicy())
        row["binding"] = binding.toString() if binding is not None else None
    except Exception:
        row["binding"] = None
    return {name: value for name, value in row.items() if value is not None}


def successors(jvm):
    """Keys that Spark warns of or refuses: {key: {deprecated?, removed?}}; texts are not kept, only the keys in them."""
    rows = {}
    conf, sql = jvm.module("org.apache.spark.SparkConf"), jvm.module("org.apache.spark.sql.internal.SQLConf")
    for key, each in jvm.pairs(jvm.field(conf, "deprecatedConfigs")).items():
        rows[key] = {"deprecated": {"since": each.version(), "use": keys_in(each.deprecationMessage(), key)}}
    for key, others in jvm.pairs(jvm.field(conf, "configsWithAlternatives")).items():
        for each in jvm.items(others):
            rows[each.key()] = {"deprecated": {"since": each.version(), "use": [key]}}
    for key, each in jvm.pairs(jvm.call(sql, "deprecatedSQLConfigs")).items():
        rows[key] = {"deprecated": {"since": each.version(), "use": keys_in(each.comment(), key)}}
    for key, each in jvm.pairs(jvm.call(sql, "removedSQLConfigs")).items():
        use = keys_in(each.comment(), key)
        rows[key] = {"removed": {"in": each.version(), "use": use, "default": each.defaultValue()}}
    return rows


def keys_in(text, key):
    return [each for each in dict.fromkeys(REPLACEMENT.findall(text or "")) if each != key]


def state_store(jvm):
    """The options of the RocksDB state store: Spark reads them in any case, its code spells them with capitals."""
    name = next(
        name
        for jar in spark_jars()
        for name, data in classes_in(jar)
        if name.endswith(".RocksDBConf$") and b"RocksDBConf" in data
    )
    module = jvm.module(name)
    spelled = {
        text.lower(): text
        for jar in spark_jars()
        if "spark-sql_" in jar
        for each, data in classes_in(jar)
        if each.split(".")[-1].startswith("RocksDBConf")
        for text in constant_pool(data)[0]
    }
    rows = {}
    for field in jvm.fields(module.getClass()).values():
        if "ConfEntry" not in field.getType().getName():
            continue
        field.setAccessible(True)
        entry = field.get(module)
        if entry is None:
            continue
        prefix, _, last = entry.fullName().rpartition("rocksdb.")
        default = entry.default()
        kind = kind_of(default)
        key = f"spark.sql.streaming.stateStore.rocksdb.{spelled.get(last, last)}"
        rows[key] = {"type": kind, "default": default, "set": "runtime", "source": "state store"}
    return rows


def kind_of(default):
    if default in ("true", "false"):
        return "boolean"
    return "long" if re.match(r"-?\d+$", default) else "double" if re.match(r"-?\d+\.\d+$", default) else "string"


def transport(jvm):
    """What Spark's network layer reads for each of its modules; {module} stands for the module's name."""
    provider = jvm.type("org.apache.spark.network.util.MapConfigProvider").getField("EMPTY").get(None)
    conf = jvm.jvm.org.apache.spark.network.util.TransportConf("{module}", provider)
    rows = {}
    for field in jvm.fields(conf.getClass()).values():
        field.setAccessible(True)
        value = field.get(conf)
        if isinstance(value, str) and value.startswith("spark.{module}."):
            rows[value] = {"set": "startup", "source": "transport"}
    return rows


def main():
    holders, literals = scan()
    jvm = open_jvm()
    # PySpark's own reading of exceptions asks the JVM many times for each.
    import py4j.java_gateway
    import py4j.protocol

    py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
    registry = jvm.module("org.apache.spark.internal.config.ConfigEntry")
    failed = []
    for name in ["org.apache.spark.internal.config.package$", *holders]:
        try:
            jvm.module(name)
        except Exception as error:
            failed.append(f"{name}: {str(error).splitlines()[0]}")
    entries = {entry.key(): entry for entry in jvm.field(registry, "knownConfigs").values()}
    try:
        for entry in jvm.items(registry.listAllProtoDefinedConfigs()):
            entries.setdefault(entry.key(), entry)
    except Exception:
        pass  # only from 4.3
    sql = jvm.module("org.apache.spark.sql.internal.SQLConf")
    sql_keys = set(jvm.field(sql, "sqlConfEntries").keySet())
    static_keys = set(jvm.field(sql, "staticConfKeys"))
    configs = {key: describe(jvm, key, entry, sql_keys, static_keys) for key, entry in entries.items()}
    docs = {key: entry.doc() for key, entry in entries.items() if entry.doc()}
    counts = {"entries": len(configs), "public": sum("internal" not in row for row in configs.values())}
    for key, rows in successors(jvm).items():
        configs.setdefault(key, {"source": "renamed" if "deprecated" in rows else "removed"}).update(rows)
    for key in list(entries):
        for older in configs[key].get("alternatives", []):
            configs.setdefault(older, {"deprecated": {"use": [key]}, "source": "renamed"})
    for rows in (state_store(jvm), transport(jvm)):
        for key, row in rows.items():
            configs.setdefault(key, row)
    names = {each for each in literals | python_literals() if each not in configs}
    jvm.close()
    write({
        "configs": configs,
        "prefixes": sorted(each for each in names if each.endswith(".")),
        "names": sorted(each for each in names if not each.endswith(".")),
        "docs": docs,
        "counts": counts,
        "failed": failed,
    })


main()
