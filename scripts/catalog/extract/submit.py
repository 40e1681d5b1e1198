"""Options of spark-submit: spellings, whether they take a value, whether the help names them, the configurations they
set under each cluster manager and deploy mode, and the environment variables that stand in for them. SparkSubmit's
own classes are asked; no cluster is needed."""

import os
import re
import subprocess
import tempfile

from frame import HOME, classes_in, constant_pool, open_jvm, spark_jars, write

MASTERS = {"local": "local[2]", "standalone": "spark://h:7077", "yarn": "yarn", "k8s": "k8s://https://127.0.0.1:1"}
MODES = ("client", "cluster")
#: Flags that do something else than to submit.
OTHER_COMMANDS = {"--help", "--version", "--usage-error", "--kill", "--status"}
#: What these set is the target itself, anything at all, or resolved before the job starts.
NOT_ASSIGNED = {*OTHER_COMMANDS, "--master", "--deploy-mode", "--conf", "--packages", "--exclude-packages", "--repositories"}
GOOD_VALUES = {"--master": "local[3]", "--deploy-mode": "cluster", "--remote": "sc://localhost", "--class": "Other", "--conf": "spark.zz=1"}
NUMBERS = {"--num-executors", "--executor-cores", "--driver-cores", "--total-executor-cores"}
FILES = {"--files", "--py-files", "--archives", "--jars", "--keytab"}

folder = tempfile.mkdtemp()
# YARN wants the folder of a cluster's configuration; an empty one will do.
os.environ["HADOOP_CONF_DIR"] = folder
reflection = open_jvm()
jvm, gateway = reflection.jvm, reflection.gateway
python_utils = jvm.org.apache.spark.api.python.PythonUtils
nothing = reflection.type("scala.None$").getField("MODULE$").get(None)
arguments_type = reflection.type("org.apache.spark.deploy.SparkSubmitArguments")
constructor = next(each for each in arguments_type.getDeclaredConstructors() if each.getParameterCount() == 2)
constructor.setAccessible(True)


def file_named(name):
    """An empty file that really exists."""
    path = os.path.join(folder, name)
    open(path, "a").close()
    return path


def sequence(words):
    """A Scala sequence of the kind that SparkSubmitArguments takes."""
    listed = jvm.java.util.ArrayList()
    for word in words:
        listed.append(word)
    found = python_utils.toSeq(listed)
    immutable = constructor.getParameterTypes()[0].getName() == "scala.collection.immutable.Seq"
    return found.toList() if immutable else found


def scala_map(values):
    """A Scala map of texts."""
    given = jvm.java.util.HashMap()
    for name, value in values.items():
        given.put(name, value)
    return python_utils.toScalaMap(given)


def parsed(words, environment):
    """SparkSubmit's reading of a command line."""
    values = gateway.new_array(jvm.java.lang.Object, 2)
    values[0], values[1] = sequence(words), scala_map({"HADOOP_CONF_DIR": folder, **environment})
    return constructor.newInstance(values)


def prepared(words, environment=None):
    """The configurations that the job would start with."""
    result = jvm.org.apache.spark.deploy.SparkSubmit().prepareSubmitEnvironment(
        parsed(words, environment or {}), nothing
    )
    return {each._1(): each._2() for each in result._3().getAll()}


def parser_flags():
    """Spellings of each option (the first is the canonical one) and whether it is a switch."""
    parser_type = reflection.type("org.apache.spark.launcher.SparkSubmitOptionParser")
    maker = parser_type.getDeclaredConstructor(reflection._no_types)
    maker.setAccessible(True)
    parser = maker.newInstance(reflection._no_values)
    found = {}
    for kind in ("opts", "switches"):
        for spellings in reflection.field(parser, kind):
            first, *others = [str(each) for each in spellings]
            found[first] = {"aliases": others, "switch": kind == "switches"}
    return found


def flags_in_help():
    """What `spark-submit --help` names."""
    answer = subprocess.run(
        [os.path.join(HOME, "bin", "spark-submit"), "--help"],
        capture_output=True,
        text=True,
        env={**os.environ, "SPARK_HOME": HOME},
        check=False,
    )
    return set(re.findall(r"(?m)^ {1,8}(?:-\w, )?(--[a-z][a-z-]*)", answer.stdout + answer.stderr))


def probe_of(flag, switch):
    """A command line's words that give the flag some value."""
    if switch:
        return [flag]
    if flag in GOOD_VALUES:
        return [flag, GOOD_VALUES[flag]]
    if flag in NUMBERS:
        return [flag, "7"]
    if flag.endswith("-memory"):
        return [flag, "7g"]
    if flag in FILES:
        return [flag, file_named({"--py-files": "z.py", "--jars": "z.jar", "--archives": "z.zip"}.get(flag, "z.txt"))]
    return [flag, "zz"]


def assignments(flag, switch):
    """The configurations that the flag sets, each with the targets ("yarn cluster") where it does."""
    application = file_named("app.jar")
    found = {}
    for manager, master in MASTERS.items():
        for mode in MODES:
            if manager == "local" and mode == "cluster":
                continue
            base = ["--master", master, "--deploy-mode", mode, "--class", "Main", "--conf", "spark.submit.pyFiles="]
            try:
                before = prepared([*base, application])
                after = prepared([*base, *probe_of(flag, switch), application])
            except Exception:
                continue
            for key in after:
                if key.startswith("spark.") and key != "spark.zz" and after[key] != before.get(key):
                    found.setdefault(key, []).append(f"{manager} {mode}")
    return {key: targets for key, targets in sorted(found.items())}


def argument_fields(parsed_arguments):
    """The fields of SparkSubmitArguments that hold a text or perhaps one."""
    values = {}
    for name, field in reflection.fields(arguments_type).items():
        kind = field.getType().getName()
        if kind in ("java.lang.String", "scala.Option"):
            field.setAccessible(True)
            value = field.get(parsed_arguments)
            values[name] = reflection.value(value) if kind == "scala.Option" and value is not None else value
    return values


def environment_variables(flags):
    """The environment variables that SparkSubmitArguments reads, by the flag whose field they fill."""
    names = set()
    for jar in spark_jars():
        if "spark-core" in os.path.basename(jar):
            for name, data in classes_in(jar):
                if name == "org.apache.spark.deploy.SparkSubmitArguments":
                    names = {text for text in constant_pool(data)[0] if re.fullmatch(r"[A-Z][A-Z_]{5,}|[A-Z]{6,}", text)}
    application = file_named("app.jar")
    base = ["--class", "Main", application]
    rest = argument_fields(parsed(base, {}))
    by_field = {}
    for flag, row in flags.items():
        if row["switch"] or flag in OTHER_COMMANDS or flag in ("--conf", "--class"):
            continue
        try:
            after = argument_fields(parsed([*probe_of(flag, False), *base], {}))
        except Exception:
            continue
        for field, value in after.items():
            if value != rest.get(field):
                by_field.setdefault(field, flag)
    found = {}
    for name in sorted(names - {"SPARK_HOME"}):
        kinds = {"MEMORY": "7g", "CORES": "7", "MODE": "cluster", "REMOTE": "sc://localhost"}
        value = next((value for part, value in kinds.items() if part in name), "local[3]")
        try:
            after = argument_fields(parsed(base, {name: value}))
        except Exception:
            continue
        for field, given in after.items():
            if given == value and rest.get(field) != value and field in by_field:
                found.setdefault(by_field[field], name)
    return found


def row_of(flag, row, helped, variables):
    sets = {} if flag in NOT_ASSIGNED else assignments(flag, row["switch"])
    return {
        key: value
        for key, value in {
            "aliases": row["aliases"],
            "switch": row["switch"],
            "inHelp": flag in helped,
            "sets": sets,
            "environment": variables.get(flag),
        }.items()
        if value not in (None, [], {}, False)
    }


flags = parser_flags()
helped = flags_in_help()
variables = environment_variables(flags)
write({"flags": {flag: row_of(flag, row, helped, variables) for flag, row in flags.items()}})
reflection.close()
