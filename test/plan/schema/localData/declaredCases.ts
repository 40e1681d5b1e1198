import type { LocalDataCase } from "./localDataCase.ts";

/** Schemas that the program declares, for rows and for files. */
export const declaredCases: readonly LocalDataCase[] = [
  {
    about: "given schemas",
    code: `s = T.StructType()
t = s
t.add("a", "integer")
def extend(schema):
    schema.add("b", T.StringType(), False)
extend(s)
df = spark.createDataFrame([], t)`,
    columns: "a int, b string not null",
  },
  {
    about: "given schemas",
    code: `s = T.StructType()
for name, type in [("a", "long"), ("b", "date")]:
    s = s.add(name, type)
df = spark.createDataFrame([], s)`,
    columns: "a bigint, b date",
  },
  {
    about: "given schemas",
    code: `class Tables:
    orders = T.StructType([T.StructField("id", T.LongType(), False)])
    def __init__(self):
        self.schema = T.StructType(self.orders.fields).add("x", "double")
df = spark.createDataFrame([], Tables().schema)`,
    columns: "id bigint not null, x double",
  },
  { about: "given schemas", code: "df = spark.createDataFrame([], T.StructType([]))", columns: "" },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.LongType(), False), T.StructField("b", T.StringType())]))',
    columns: "a bigint not null, b string",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1, "x")], schema=T.StructType([T.StructField("a", T.LongType(), nullable=False), T.StructField("b", T.StringType(), True, {"comment": "x"})]))',
    columns: "a bigint not null, b string",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType().add("a", "int").add("b", T.ArrayType(T.StringType()), False).add(T.StructField("c", T.DateType())).add("d", T.DoubleType(), nullable=False).add(field="e", data_type="string", nullable=False))',
    columns: "error CANNOT_PARSE_DATATYPE",
    pending: true,
  },
  {
    about: "given schemas",
    code: 's = T.StructType(); s.add("a", "int"); s.add("b", "string"); df = spark.createDataFrame([], s)',
    columns: "error CANNOT_PARSE_DATATYPE",
    pending: true,
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType())]); t = s.add("b", "string"); df = spark.createDataFrame([], s)',
    columns: "a int, b string",
  },
  {
    about: "given schemas",
    code: 'fields = [T.StructField(n, T.DoubleType()) for n in ["x", "y"]]; df = spark.createDataFrame([], T.StructType(fields))',
    columns: "x double, y double",
  },
  {
    about: "given schemas",
    code: `fields = []
for n in ["x", "y"]:
    fields.append(T.StructField(n, T.IntegerType()))
df = spark.createDataFrame([], T.StructType(fields))`,
    columns: "x int, y int",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType())]); df = spark.createDataFrame([], T.StructType(s.fields + [T.StructField("b", T.LongType())]))',
    columns: "a int, b bigint",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], T.StructType([s["b"], s[0]]))',
    columns: "b bigint not null, a int",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], s[1:])',
    columns: "b bigint not null",
    pending: true,
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([(1, 2)], s.names)',
    columns: "a bigint, b bigint",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([(1, 2)], s.fieldNames())',
    columns: "a bigint, b bigint",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], T.StructType([T.StructField(f.name, T.StringType()) for f in s.fields]))',
    columns: "a string, b string",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], T.StructType([T.StructField(f.name + "_x", f.dataType, f.nullable) for f in s]))',
    columns: "a_x int, b_x bigint not null",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], s.simpleString())',
    columns: "a int, b bigint",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.LongType(), False)]); df = spark.createDataFrame([], T.StructType([f for f in s if f.name != "a"]))',
    columns: "b bigint not null",
  },
  {
    about: "given schemas",
    code: 's = T.StructType([T.StructField("p", T.StructType([T.StructField("x", T.DoubleType())]))]); df = spark.createDataFrame([], s["p"].dataType)',
    columns: "x double",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.ArrayType(T.MapType(T.StringType(), T.DecimalType(12, 3), False)), False)]))',
    columns: "a array<map<string, decimal(12,3) not null>> not null",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType.fromJson({"type": "struct", "fields": [{"name": "a", "type": "integer", "nullable": False, "metadata": {}}, {"name": "b", "type": {"type": "array", "elementType": "long", "containsNull": False}, "nullable": True, "metadata": {}}, {"name": "c", "type": {"type": "map", "keyType": "string", "valueType": "decimal(5,2)", "valueContainsNull": True}, "nullable": True}]}))',
    columns: {
      "3.5": "error KeyError",
      "4.1": "a int not null, b array<bigint not null>, c map<string, decimal(5,2)>",
      "4.3": "a int not null, b array<bigint not null>, c map<string, decimal(5,2)>",
    },
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType.fromDDL("a int not null, b array<string>"))',
    columns: {
      "3.5": "error AttributeError",
      "4.1": "a int not null, b array<string>",
      "4.3": "a int not null, b array<string>",
    },
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.DataType.fromDDL("a: int"))',
    columns: { "3.5": "error AttributeError", "4.1": "a int", "4.3": "a int" },
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.VarcharType(3)), T.StructField("b", T.CharType(2)), T.StructField("c", T.TimestampNTZType()), T.StructField("d", T.NullType())]))',
    columns: "error Py4JJavaError",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.DayTimeIntervalType()), T.StructField("b", T.DayTimeIntervalType(0, 1)), T.StructField("c", T.DayTimeIntervalType(2)), T.StructField("d", T.DayTimeIntervalType(T.DayTimeIntervalType.DAY, T.DayTimeIntervalType.HOUR))]))',
    columns: "a interval day to second, b interval day to hour, c interval minute, d interval day to hour",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.YearMonthIntervalType()), T.StructField("b", T.YearMonthIntervalType(0)), T.StructField("c", T.YearMonthIntervalType(1, 1))]))',
    columns: "a interval year to month, b interval year, c interval month",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.VariantType()), T.StructField("b", T.StringType("UNICODE_CI")), T.StructField("c", T.StringType())]))',
    columns: {
      "3.5": "error AttributeError",
      "4.1": "a variant, b string collate UNICODE_CI, c string",
      "4.3": "a variant, b string collate UNICODE_CI, c string",
    },
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.TimeType()), T.StructField("b", T.TimeType(3))]))',
    columns: { "3.5": "error AttributeError", "4.1": "a time(6), b time(3)", "4.3": "a time(6), b time(3)" },
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.DecimalType()), T.StructField("b", T.DecimalType(5)), T.StructField("c", T.DecimalType(scale=2, precision=8)), T.StructField("d", T.ByteType()), T.StructField("e", T.ShortType()), T.StructField("f", T.FloatType()), T.StructField("g", T.BinaryType()), T.StructField("h", T.BooleanType()), T.StructField("i", T.TimestampType())]))',
    columns:
      "a decimal(10,0), b decimal(5,0), c decimal(8,2), d tinyint, e smallint, f float, g binary, h boolean, i timestamp",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.IntegerType)]))',
    columns: "error AssertionError",
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", "int")]))',
    columns: "error AssertionError",
    pending: true,
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], T.StructType([T.StructField("a", T.IntegerType()), T.StructField("a", T.StringType())]))',
    columns: "a int, a string",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], T.StructType([T.StructField("a", T.IntegerType()), T.StructField("b", T.StringType())]))',
    columns: {
      "3.5": "error LENGTH_SHOULD_BE_THE_SAME",
      "4.1": "error FIELD_STRUCT_LENGTH_MISMATCH",
      "4.3": "error FIELD_STRUCT_LENGTH_MISMATCH",
    },
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1, 2)], "a int")',
    columns: {
      "3.5": "error LENGTH_SHOULD_BE_THE_SAME",
      "4.1": "error FIELD_STRUCT_LENGTH_MISMATCH",
      "4.3": "error FIELD_STRUCT_LENGTH_MISMATCH",
    },
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([("x",)], "a int")',
    columns: {
      "3.5": "error CANNOT_ACCEPT_OBJECT_IN_TYPE",
      "4.1": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
      "4.3": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
    },
  },
  { about: "given schemas", code: 'df = spark.createDataFrame([(1,)], "a string")', columns: "a string" },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], "a double")',
    columns: {
      "3.5": "error CANNOT_ACCEPT_OBJECT_IN_TYPE",
      "4.1": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
      "4.3": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
    },
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(None,)], "a int not null")',
    columns: {
      "3.5": "error CANNOT_BE_NONE",
      "4.1": "error FIELD_NOT_NULLABLE_WITH_NAME",
      "4.3": "error FIELD_NOT_NULLABLE_WITH_NAME",
    },
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], "a nt")',
    columns: "error UNSUPPORTED_DATATYPE",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], "a int,")',
    columns: "error PARSE_SYNTAX_ERROR",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], "a int b string")',
    columns: "error PARSE_SYNTAX_ERROR",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([(1,)], "nt")',
    columns: "error PARSE_SYNTAX_ERROR",
  },
  {
    about: "given schemas",
    code: "df = spark.createDataFrame([], \"id INT NOT NULL COMMENT 'key', `my name` STRING, price DECIMAL(10,2), tags ARRAY<STRING>\")",
    columns: "id int not null, `my name` string, price decimal(10,2), tags array<string>",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], "a: int, b: struct<c: string, d: array<map<string, int>>>")',
    columns: "a int, b struct<c: string, d: array<map<string, int>>>",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], "struct<a: int, b: string not null>")',
    columns: "a int, b string not null",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], "a byte, b short, c integer, d long, e real, f numeric(4), g char(3), h varchar(5), i dec(3,1), j timestamp_ltz, k interval")',
    columns: {
      "3.5": "error CANNOT_PARSE_DATATYPE",
      "4.1": "error Py4JJavaError",
      "4.3": "error Py4JJavaError",
    },
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], "decimal int, date string, timestamp date")',
    columns: "decimal int, date string, timestamp date",
  },
  {
    about: "given schemas",
    code: 'df = spark.createDataFrame([], "a int default 3, b string collate UNICODE")',
    columns: "error PARSE_SYNTAX_ERROR",
  },
  {
    about: "given schemas",
    code: "df = spark.createDataFrame([], one.schema)",
    columns: "id int not null, name string",
  },
  { about: "ranges", code: "df = spark.range(5)", columns: "id bigint not null" },
  { about: "ranges", code: 'df = spark.createDataFrame([(1,)], "a: int").toDF("x")', columns: "x int" },
  {
    about: "ranges",
    code: 'df = spark.emptyDataFrame("a int not null, b string")',
    columns: {
      "3.5": "error AttributeError",
      "4.1": "error AttributeError",
      "4.3": "a int not null, b string",
    },
    pending: true,
  },
  {
    about: "readers",
    code: 'df = spark.read.schema("id int not null, xs array<int>").parquet(pq)',
    columns: "id int, xs array<int>",
  },
  {
    about: "readers",
    code: 'df = spark.read.schema(T.StructType([T.StructField("id", T.IntegerType(), False), T.StructField("s", T.StructType([T.StructField("x", T.DoubleType(), False)]), False), T.StructField("m", T.MapType(T.StringType(), T.LongType(), False), False)])).json(pq)',
    columns: "id int, s struct<x: double>, m map<string, bigint>",
  },
  { about: "readers", code: 'df = spark.read.json(pq, schema="id int not null")', columns: "id int" },
  {
    about: "readers",
    code: 'df = spark.read.csv(pq, schema="id int not null, b string", header=True)',
    columns: "id int, b string",
  },
  {
    about: "readers",
    code: 'df = spark.read.format("csv").schema("a varchar(3), b char(2) not null").load(pq)',
    columns: "error UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING",
  },
  {
    about: "readers",
    code: 'df = spark.read.load(pq, format="json", schema="a int not null")',
    columns: "a int",
  },
  {
    about: "readers",
    code: 'df = spark.readStream.schema("id int not null, name string").json(pq)',
    columns: "id int, name string",
  },
  {
    about: "readers",
    code: 'df = spark.read.schema("id int not null, p string not null").parquet(part)',
    columns: "id int, p string",
  },
  {
    about: "readers",
    code: 'df = spark.read.schema("id int not null").parquet(part)',
    columns: "id int, p int",
    pending: true,
  },
  {
    about: "readers",
    code: 'df = spark.read.schema("p int, id int").parquet(part)',
    columns: "id int, p int",
    pending: true,
  },
  { about: "readers", code: "df = spark.read.text(pq)", columns: "value string" },
  { about: "readers", code: 'df = spark.read.schema("v string not null").text(pq)', columns: "v string" },
  {
    about: "readers",
    code: 'df = spark.read.schema("a int,").json(pq)',
    columns: "error PARSE_SYNTAX_ERROR",
    pending: true,
  },
  { about: "readers", code: 'df = spark.readStream.schema("a int not null").csv(pq)', columns: "a int" },
  {
    about: "brought to a schema",
    code: `nested = T.StructType([T.StructField("x", T.IntegerType(), False), T.StructField("y", T.StringType())])
wide = T.StructType([T.StructField("id", T.IntegerType(), False), T.StructField("p", nested, False), T.StructField("xs", T.ArrayType(T.IntegerType(), False))])
df = spark.createDataFrame([], wide).to(T.StructType.fromJson({"type": "struct", "fields": [
    {"name": "P", "type": {"type": "struct", "fields": [{"name": "X", "type": "long", "nullable": True, "metadata": {}}, {"name": "w", "type": "date", "nullable": True, "metadata": {}}]}, "nullable": True, "metadata": {}},
    {"name": "xs", "type": {"type": "array", "elementType": "long", "containsNull": True}, "nullable": True, "metadata": {}},
    {"name": "id", "type": "string", "nullable": True, "metadata": {}},
    {"name": "z", "type": "double", "nullable": True, "metadata": {}}]}))`,
    columns:
      "P struct<X: bigint not null, w: date> not null, xs array<bigint not null>, id string not null, z double",
  },
];
