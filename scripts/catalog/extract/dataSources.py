"""Options of the built-in data sources. Names come from Spark's registries of options; type, default and alternative
spelling from building the options object with one option at a time and looking at what changes in it."""

import re
import zipfile

from frame import LINE, constant_pool, open_jvm, spark_jars, write

CATALYST = "org.apache.spark.sql.catalyst"
STREAMING = "org.apache.spark.sql.execution.streaming"
SOURCES = "org.apache.spark.sql.execution.datasources"
#: The class that reads each format's options, and what it needs to be built at all.
CLASSES = {
    "csv": (f"{CATALYST}.csv.CSVOptions", {}),
    "json": (f"{CATALYST}.json.JSONOptions", {}),
    "xml": (f"{CATALYST}.xml.XmlOptions", {"rowTag": "row"}),
    "text": (f"{SOURCES}.text.TextOptions", {}),
    "parquet": (f"{SOURCES}.parquet.ParquetOptions", {}),
    "orc": (f"{SOURCES}.orc.OrcOptions", {}),
    "avro": ("org.apache.spark.sql.avro.AvroOptions", {}),
    "jdbc": (
        f"{SOURCES}.jdbc.JDBCOptions",
        {"url": "jdbc:derby:memory:none", "dbtable": "t", "driver": "org.apache.derby.jdbc.EmbeddedDriver"},
    ),
    # It moved in 4.1.
    "fileStream": (f"{STREAMING}.{'runtime.' if LINE >= (4, 1) else ''}FileStreamOptions", {}),
    "files": (f"{SOURCES}.FileIndexOptions", None),
    "statestore": (f"{SOURCES}.v2.state.StateSourceOptions", None),
}
#: Some registries keep their names in lower case.
SPELLINGS = {
    name.lower(): name
    for name in """ignoreMissingFiles ignoreCorruptFiles ignoreInvalidPartitionPaths modifiedBefore modifiedAfter
    recursiveFileLookup pathGlobFilter basePath timeZone ignoredPathSegmentRegex""".split()
}
#: Values that tell the types apart.
PROBES = ["true", "false", "7", "0.5", "x", "word", "gzip", "UTF-16", "FAILFAST", "yyyy"]
#: Getters whose value says nothing about one option.
SILENT = {"hashCode", "toString", "getClass", "notify", "notifyAll", "wait", "parameters", "productIterator"}
#: Getters that give all options at once change with each of them.
COLLECTIONS = ("java.util.Properties", "java.util.HashMap", "scala.collection", "org.apache.hadoop", f"{CATALYST}.util.Case")
CODECS = {
    "parquet": (f"{SOURCES}.parquet.ParquetOptions", "shortParquetCompressionCodecNames"),
    "orc": (f"{SOURCES}.orc.OrcOptions", "shortOrcCompressionCodecNames"),
    "text": (f"{CATALYST}.util.CompressionCodecs", "shortCompressionCodecNames"),
}

reflection = open_jvm()
jvm = reflection.jvm


def short_names():
    """The built-in formats by the name that `format` takes; Hive brings a second ORC."""
    register = reflection.type("org.apache.spark.sql.sources.DataSourceRegister")
    services = jvm.java.util.ServiceLoader.load(register, reflection._loader).iterator()
    found = {}
    while services.hasNext():
        service = services.next()
        found.setdefault(service.shortName(), []).append(service.getClass().getName())
    return {name: {"classes": sorted(classes)} for name, classes in found.items()}


def registered(class_name):
    """Option names with their alternative spelling from the trait DataSourceOptions; None where there is none (3.3)."""
    try:
        owner = reflection.module(class_name)
        names = reflection.items(owner.getAllOptions())
        return {
            SPELLINGS.get(name, name): reflection.value(owner.getAlternativeOption(name)) for name in names
        }
    except Exception:
        return None


def jdbc_names():
    """The constants JDBC_* of JDBCOptions."""
    owner = reflection.module(CLASSES["jdbc"][0])
    names = {}
    for name, field in reflection.fields(owner.getClass()).items():
        if name.startswith("JDBC_") and field.getType().getName() == "java.lang.String":
            field.setAccessible(True)
            names[field.get(owner)] = None
    return names


def literals(class_name):
    """Texts of a class that look like an option's name; which are options shows when they are tried."""
    path = class_name.replace(".", "/")
    for jar in spark_jars():
        with zipfile.ZipFile(jar) as archive:
            found = {}
            for name in (f"{path}.class", f"{path}$.class"):
                if name in archive.namelist():
                    texts, _, _ = constant_pool(archive.read(name))
                    found.update({text: None for text in texts if re.fullmatch(r"[a-z][A-Za-z0-9.]{2,40}", text)})
                    # Kept in another class.
                    found["timeZone"] = None
            if found:
                return found
    return {}


class Builder:
    """Makes options objects of one class and reads their getters."""

    def __init__(self, class_name):
        constructors = [
            each
            for each in reflection.type(class_name).getConstructors()
            if each.getParameterTypes() and each.getParameterTypes()[0].getName() == "scala.collection.immutable.Map"
        ]
        self.constructor = min(constructors, key=lambda each: each.getParameterCount())
        self.types = [each.getName() for each in self.constructor.getParameterTypes()]

    def build(self, options):
        """The object for these options; raises what Spark raises."""
        arguments = reflection.gateway.new_array(jvm.java.lang.Object, len(self.types))
        given = jvm.java.util.HashMap()
        for name, value in options.items():
            given.put(name, value)
        texts = iter(["UTC", "_corrupt_record"])
        for index, name in enumerate(self.types):
            if index == 0:
                arguments[index] = jvm.org.apache.spark.api.python.PythonUtils.toScalaMap(given)
            elif name == "boolean":
                arguments[index] = True
            elif name == "java.lang.String":
                arguments[index] = next(texts)
            elif name.endswith("SQLConf"):
                arguments[index] = jvm.org.apache.spark.sql.internal.SQLConf.get()
            elif name.endswith("Configuration"):
                arguments[index] = jvm.org.apache.hadoop.conf.Configuration()
        return self.constructor.newInstance(arguments)

    def state(self, built):
        """What the getters say, by their names; only what prints well."""
        values = {}
        for method in self.getters(built):
            try:
                value = method.invoke(built, reflection._no_values)
            except Exception:
                continue
            if isinstance(value, (bytes, bytearray)):
                value = value.decode("latin-1")
            if value is not None and not isinstance(value, (str, int, float, bool)):
                if value.getClass().getName().startswith(COLLECTIONS):
                    continue
                value = value.toString()
                if "@" in value or "Lambda" in value:
                    continue
            values[method.getName()] = value
        return values

    def getters(self, built):
        if not hasattr(self, "_getters"):
            self._getters = [
                method
                for method in built.getClass().getMethods()
                if method.getParameterCount() == 0
                and "$" not in method.getName()
                and method.getName() not in SILENT
                and method.getReturnType().getName() != "void"
                and not method.getReturnType().getName().startswith("com.")
            ]
        return self._getters


def kind_of(accepted, default):
    """The type of an option, from the probes that it takes."""
    takes = accepted.get
    if takes("true") and not takes("word") and not takes("7"):
        return "boolean"
    if takes("7") and not takes("word") and not takes("x"):
        return "double" if takes("0.5") else "int"
    if takes("x") and not takes("word"):
        return "char"
    if isinstance(default, (bool, float)):
        return "boolean" if isinstance(default, bool) else "double"
    return "string"


def printed(default):
    """A default as a text that the option itself would take; None when there is no such text."""
    if isinstance(default, bool):
        return str(default).lower()
    if default is None or isinstance(default, (int, float)):
        return None if default is None else str(default)
    inside = re.fullmatch(r"Some\((.*)\)", default, re.S)
    text = inside.group(1) if inside else default
    mode = re.fullmatch(r"(Permissive|DropMalformed|FailFast)Mode", text)
    if mode:
        return mode.group(1).upper()
    if re.fullmatch(r"[a-z]{2}_[A-Z]{2}", text):
        return text.replace("_", "-")
    if text == "None" or "(" in text or text.startswith("java."):
        return None
    return None if text == "\x00" else text


def tried(format_name, names, certain):
    """Each option's type and default; of uncertain names only those that have an effect."""
    class_name, base = CLASSES[format_name]
    try:
        builder = Builder(class_name)
        at_rest = builder.state(builder.build(base))
    except Exception:
        return {name: row(None, None, other) for name, other in names.items()} if certain else {}
    found = {}
    for name, other in names.items():
        accepted, changes = {}, {}
        for probe in PROBES:
            try:
                state = builder.state(builder.build({**base, name: probe}))
                accepted[probe] = True
            except Exception:
                accepted[probe] = False
                continue
            for getter, value in state.items():
                if value != at_rest.get(getter):
                    changes[getter] = changes.get(getter, 0) + 1
        if not certain and not changes and all(accepted.values()):
            continue
        # With most changes, and by name where several change alike.
        getter = max(changes, key=lambda each: (changes[each], each.lower() == name.lower()), default=None)
        default = None if getter is None or name in base else at_rest.get(getter)
        text = printed(default)
        if text is not None and name.endswith("compression"):
            text = text.lower()
        found[name] = row(kind_of(accepted, default), text, other)
    return found


def row(kind, default, other):
    return {
        key: value
        for key, value in {"type": kind, "default": default, "alternative": other}.items()
        if value is not None
    }


def options():
    """All options as "format.option"."""
    found = {}
    for format_name, (class_name, base) in CLASSES.items():
        names = jdbc_names() if format_name == "jdbc" else registered(class_name)
        certain = names is not None
        names = names if certain else literals(class_name)
        rows = (
            {name: row(None, None, other) for name, other in names.items()}
            if base is None
            else tried(format_name, names, certain)
        )
        found.update({f"{format_name}.{name}": each for name, each in rows.items()})
    return found


def codecs():
    """Names that the option `compression` takes, as "format.codec"."""
    found = {}
    for format_name, (class_name, field) in CODECS.items():
        try:
            names = reflection.pairs(reflection.field(reflection.module(class_name), field))
            found.update({f"{format_name}.{name}": {} for name in names})
        except Exception:
            pass
    enum = "org.apache.spark.sql.avro.AvroCompressionCodec"
    try:
        for each in reflection.type(enum).getEnumConstants():
            found[f"avro.{each.lowerCaseName() if hasattr(each, 'lowerCaseName') else each.name().lower()}"] = {}
    except Exception:
        pass
    return found


write({"sources": short_names(), "options": options(), "codecs": codecs()})
reflection.close()
