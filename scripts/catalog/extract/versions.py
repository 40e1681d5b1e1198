"""What a Spark release is made of and needs: bundled libraries, Scala, Java, Python and Python packages."""

import glob
import os
import re
import zipfile
from importlib.metadata import metadata

from frame import HOME, VERSION, spark_jars, write

#: Class file versions by the Java that introduced them.
JAVA_OF_CLASS_FILE = {52: 8, 55: 11, 61: 17, 65: 21, 69: 25}
JAR = re.compile(r"^(?P<name>.+?)(?:_(?P<scala>2\.\d+))?-(?P<version>\d[\w.+]*(?:-(?!linux|osx|windows)[\w.]+)*)")
REQUIREMENT = re.compile(r"^([\w-]+)\s*\(?([<>=!~0-9.,\s]+)\)?(?:;\s*extra == [\"']([\w-]+)[\"'])?")


def libraries():
    """Versions of the bundled jars by artifact; Spark's own are left out."""
    found = {}
    for file in glob.glob(os.path.join(HOME, "jars", "*.jar")):
        match = JAR.match(os.path.basename(file)[: -len(".jar")])
        if match is not None and not match["name"].startswith("spark-"):
            found[match["name"]] = {"version": match["version"]}
    return found


def oldest_java():
    """The Java that Spark's own classes are compiled for."""
    core = next(jar for jar in spark_jars() if os.path.basename(jar).startswith("spark-core"))
    with zipfile.ZipFile(core) as archive, archive.open("org/apache/spark/SparkContext.class") as opened:
        return JAVA_OF_CLASS_FILE[int.from_bytes(opened.read(8)[6:8], "big")]


def minimum_packages():
    """The oldest Python packages that PySpark accepts, with the extras that ask for them."""
    found = {}
    for line in metadata("pyspark").get_all("Requires-Dist") or []:
        match = REQUIREMENT.match(line)
        if match is None:
            continue
        name, constraint, extra = match.groups()
        row = found.setdefault(name, {"requires": re.sub(r"\s", "", constraint), "extras": []})
        if extra is not None:
            row["extras"].append(extra)
    return {
        name: {"requires": row["requires"], **({"extras": sorted(row["extras"])} if row["extras"] else {})}
        for name, row in found.items()
    }


def runtimes():
    """The languages: what Spark's code is compiled for and what its package says of Python."""
    scala = next(name for name in os.listdir(os.path.join(HOME, "jars")) if name.startswith("scala-library-"))
    about = metadata("pyspark")
    classifiers = about.get_all("Classifier") or []
    named = [each.rsplit(" ", 1)[-1] for each in classifiers if re.search(r":: 3\.\d+$", each)]
    return {
        "java": {"minimum": str(oldest_java())},
        "python": {"minimum": re.sub(r"[^\d.]", "", about["Requires-Python"]), "named": named},
        "scala": {"version": scala[len("scala-library-") : -len(".jar")]},
        "spark": {"version": VERSION},
    }


write({"runtimes": runtimes(), "packages": minimum_packages(), "libraries": libraries()})
