"""Which types meet in which, and which casts are legal: what Spark's own methods say for each pair of types.

Decimals stand for all decimals: the widths that follow are formulas. Arrays, maps and structs of one shape stand for
all: Spark goes into their parts.
"""

from frame import LINE, open_jvm, write

KINDS = {
    "boolean": "boolean",
    "tinyint": "tinyint",
    "smallint": "smallint",
    "int": "int",
    "bigint": "bigint",
    "float": "float",
    "double": "double",
    "decimal": "decimal(10,2)",
    "string": "string",
    "binary": "binary",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_ntz": "timestamp_ntz",
    "interval day to second": "interval day to second",
    "interval year to month": "interval year to month",
    "interval": "interval",
    "variant": "variant",
    "void": "void",
    "array": "array<int>",
    "map": "map<int,int>",
    "struct": "struct<a:int>",
}


def main():
    reflection = open_jvm("--driver-java-options -XX:TieredStopAtLevel=1")
    jvm = reflection.jvm
    parser = reflection.module("org.apache.spark.sql.catalyst.parser.CatalystSqlParser")
    types = {}
    for kind, text in KINDS.items():
        try:
            types[kind] = parser.parseDataType(text)
        except Exception:
            pass
    scalars = [kind for kind in types if kind not in ("array", "map", "struct")]

    def table(kinds, cell):
        return {left: {right: found for right in kinds if (found := cell(types[left], types[right]))} for left in kinds}

    def kind_of(option):
        if not option.isDefined():
            return None
        text = option.get().simpleString()
        return "decimal" if text.startswith("decimal") else text

    analysis = "org.apache.spark.sql.catalyst.analysis"
    legacy = reflection.module(f"{analysis}.TypeCoercion")
    ansi = reflection.module(f"{analysis}.AnsiTypeCoercion")
    cast = reflection.module("org.apache.spark.sql.catalyst.expressions.Cast")

    # Spark 3.3 has the ANSI casts in a class of their own.
    ansi_cast = cast if LINE >= (3, 4) else reflection.module("org.apache.spark.sql.catalyst.expressions.AnsiCast")

    def casts(method):
        rows = table(list(types), method)
        return {left: {"to": [right for right in rows[left]]} for left in rows}

    document = {
        "tightestLegacy": table(scalars, lambda a, b: kind_of(legacy.findTightestCommonType().apply(a, b))),
        "tightestAnsi": table(scalars, lambda a, b: kind_of(ansi.findTightestCommonType().apply(a, b))),
        "widerLegacy": table(scalars, lambda a, b: kind_of(legacy.findWiderTypeForTwo(a, b))),
        "widerAnsi": table(scalars, lambda a, b: kind_of(ansi.findWiderTypeForTwo(a, b))),
        "castLegacy": casts(cast.canCast),
        "castAnsi": casts(ansi_cast.canAnsiCast if LINE >= (3, 4) else ansi_cast.canCast),
        "tryCast": casts(cast.canTryCast if LINE >= (3, 4) else ansi_cast.canCast),
        "upCast": casts(cast.canUpCast),
        "storeAssignment": casts(cast.canANSIStoreAssign),
    }
    reflection.close()
    write(document)


main()
