"""What every extractor needs: the JVM of the running interpreter's PySpark without a SparkContext, reflection on
Scala objects, constant pools of class files, and the way out: `write(document)` to the file named on the command line.
"""

import glob
import json
import os
import struct
import sys
import zipfile

os.environ.pop("SPARK_HOME", None)

import pyspark  # noqa: E402

HOME = os.path.dirname(os.path.abspath(pyspark.__file__))
VERSION = pyspark.__version__
#: (4, 1) for 4.1.4
LINE = tuple(int(part) for part in VERSION.split(".")[:2])


def write(document):
    """Writes the extractor's answer: sorted keys, so that two runs give the same text."""
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1, sort_keys=True, ensure_ascii=False)


def spark_jars():
    """Paths of Spark's own jars."""
    return sorted(glob.glob(os.path.join(HOME, "jars", "spark-*.jar")))


def classes_in(jar):
    """(class name, bytes) of each class file in a jar."""
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith(".class"):
                yield name[: -len(".class")].replace("/", "."), archive.read(name)


def constant_pool(data):
    """The texts, the classes and the member names that a class file's constant pool refers to."""
    count = struct.unpack(">H", data[8:10])[0]
    index, at = 1, 10
    utf8, strings, classes, names = {}, [], [], {}
    members = []
    sizes = {3: 5, 4: 5, 5: 9, 6: 9, 15: 4, 17: 5, 18: 5}
    while index < count:
        tag = data[at]
        if tag == 1:
            length = struct.unpack(">H", data[at + 1 : at + 3])[0]
            utf8[index] = data[at + 3 : at + 3 + length].decode("utf-8", "replace")
            at += 3 + length
        elif tag in (7, 8, 16, 19, 20):
            if tag in (7, 8):
                (strings if tag == 8 else classes).append(struct.unpack(">H", data[at + 1 : at + 3])[0])
            at += 3
        elif tag in (9, 10, 11):
            members.append(struct.unpack(">HH", data[at + 1 : at + 5])[1])
            at += 5
        elif tag == 12:
            names[index] = struct.unpack(">H", data[at + 1 : at + 3])[0]
            at += 5
        else:
            at += sizes[tag]
            index += tag in (5, 6)
        index += 1
    return (
        [utf8[each] for each in strings],
        [utf8[each] for each in classes],
        {utf8[names[each]] for each in members},
    )


def open_jvm(arguments=""):
    """Starts the JVM (2 s, no SparkContext) and gives its reflection; `arguments` as for spark-submit."""
    from pyspark.java_gateway import launch_gateway

    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--conf spark.ui.enabled=false {arguments} pyspark-shell"
    return Reflection(launch_gateway())


class Reflection:
    """Reads what Scala keeps private."""

    def __init__(self, gateway):
        self.gateway, self.jvm = gateway, gateway.jvm
        lang = gateway.jvm.java.lang
        self._class = lang.Class
        self._loader = lang.Thread.currentThread().getContextClassLoader()
        self._no_types = gateway.new_array(lang.Class, 0)
        self._no_values = gateway.new_array(lang.Object, 0)

    def type(self, name, initialize=True):
        """The java.lang.Class of a name."""
        return self._class.forName(name, initialize, self._loader)

    def module(self, name):
        """The instance of a Scala object."""
        return self.type(name.rstrip("$") + "$").getField("MODULE$").get(None)

    def fields(self, cls):
        """Declared and inherited fields by name; the nearest class wins."""
        found = {}
        while cls is not None and cls.getName() != "java.lang.Object":
            for field in cls.getDeclaredFields():
                found.setdefault(field.getName(), field)
            cls = cls.getSuperclass()
        return found

    def field(self, owner, name):
        """A field's value, also a private or name-mangled one. Raises KeyError."""
        for each, field in self.fields(owner.getClass()).items():
            if each == name or each.endswith("$$" + name):
                field.setAccessible(True)
                return field.get(owner)
        raise KeyError(name)

    def call(self, owner, name):
        """The result of a method without parameters, also a private one. Raises KeyError."""
        cls = owner.getClass()
        while cls is not None:
            for method in cls.getDeclaredMethods():
                if method.getName() == name and method.getParameterCount() == 0:
                    method.setAccessible(True)
                    return method.invoke(owner, self._no_values)
            cls = cls.getSuperclass()
        raise KeyError(name)

    def lambda_of(self, function):
        """(class, method, captured values) of a Scala lambda; None for what is no serializable lambda."""
        try:
            method = function.getClass().getDeclaredMethod("writeReplace", self._no_types)
        except Exception:
            return None
        method.setAccessible(True)
        form = method.invoke(function, self._no_values)
        captured = [form.getCapturedArg(index) for index in range(form.getCapturedArgCount())]
        return form.getImplClass(), form.getImplMethodName(), captured

    def items(self, collection):
        """A Scala collection as a list."""
        iterator, found = collection.iterator(), []
        while iterator.hasNext():
            found.append(iterator.next())
        return found

    def pairs(self, mapping):
        """A Scala map as a dict."""
        return {pair._1(): pair._2() for pair in self.items(mapping)}

    def value(self, option):
        """What is in a Scala Option; None when it is empty."""
        return option.get() if option.isDefined() else None

    def close(self):
        self.gateway.shutdown()
