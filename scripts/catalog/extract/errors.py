"""Error conditions and SQL states: names, sub-conditions and parameters, never the messages themselves."""

import json
import os
import re
import zipfile

from frame import HOME, LINE, spark_jars, write

CONDITIONS = ("error/error-conditions.json", "error/error-classes.json")
STATES = "error/error-states.json"
PARAMETER = re.compile(r"<(\w+)>")


def from_jars():
    """The conditions of the JVM and the SQL states; 3.x keeps conditions in a file that 4.x uses for SQLSTATE classes."""
    conditions, states = {}, {}
    for jar in spark_jars():
        with zipfile.ZipFile(jar) as archive:
            names = set(archive.namelist())
            if STATES in names:
                states = json.loads(archive.read(STATES))
            wanted = next((name for name in CONDITIONS if name in names), None)
            if wanted is not None:
                conditions.update(json.loads(archive.read(wanted)))
    return conditions, states


def from_python():
    """The conditions that PySpark raises itself; 3.3 has none."""
    file = os.path.join(HOME, "errors", "error-conditions.json")
    if os.path.exists(file):
        with open(file, encoding="utf-8") as opened:
            return json.load(opened)
    if LINE < (3, 4):
        return {}
    from pyspark.errors.error_classes import ERROR_CLASSES_MAP

    return ERROR_CLASSES_MAP


def parameters(entry):
    """Names of the parameters in the order of the message."""
    message = entry.get("message", [])
    text = message if isinstance(message, str) else " ".join(message)
    return list(dict.fromkeys(PARAMETER.findall(text)))


def rows(conditions):
    """One row for each condition and sub-condition ("UNRESOLVED_COLUMN.WITH_SUGGESTION"); numbered leftovers of old
    messages (_LEGACY_ERROR_TEMP_1234) tell nothing and are left out."""
    found = {}
    for name, entry in conditions.items():
        if name.startswith("_LEGACY"):
            continue
        found[name] = {"sqlState": entry.get("sqlState"), "parameters": parameters(entry)}
        for sub, part in (entry.get("subClass") or entry.get("sub_class") or {}).items():
            found[f"{name}.{sub}"] = {"sqlState": part.get("sqlState"), "parameters": parameters(part)}
    return found


def clean(table):
    """Without what is empty: an absent list means no parameters."""
    return {name: {key: value for key, value in row.items() if value} for name, row in table.items()}


jvm, states = from_jars()
jvm_rows = clean(rows(jvm))
used = {row["sqlState"] for row in jvm_rows.values() if "sqlState" in row}
write(
    {
        "conditions": jvm_rows,
        "pythonConditions": clean(rows(from_python())),
        "sqlStates": {state: {"origin": states[state]["origin"]} for state in sorted(used) if state in states},
    }
)
