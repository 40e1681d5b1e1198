import type { LocalDataCase } from "./localDataCase.ts";

/** Rows that are dicts or single values, and rows that comprehensions and loops make. */
export const generatedCases: readonly LocalDataCase[] = [
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"name": "Ada", "age": 36}])',
    columns: "age bigint, name string",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"a": 1}, {"b": "x", "a": 2}])',
    columns: "a bigint, b string",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"b": 1, "a": "x"}, {"c": 1.0}])',
    columns: "a string, b bigint, c double",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"b": 1, "a": "x"}], ["x", "y"])',
    columns: "x string, y bigint",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"b": 1, "a": "x"}], ["x"])',
    columns: "x string, b bigint",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"b": 1, "a": "x"}], "b int, a string")',
    columns: "b int, a string",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"a": 1, "nested": {"k": "v"}, "xs": [1.5]}])',
    columns: "a bigint, nested map<string, string>, xs array<double>",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"B": 1, "a": 2, "_c": 3, "C": 4}])',
    columns: "B bigint, C bigint, _c bigint, a bigint",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([dict(a=1, b="x")])',
    columns: "a bigint, b string",
  },
  {
    about: "dictionaries",
    code: 'df = spark.createDataFrame([{"a": 1, "b": {"x": None, "y": 2}}])',
    columns: "a bigint, b map<string, bigint>",
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.pyspark.inferNestedDictAsStruct.enabled", "true"); df = spark.createDataFrame([{"a": 1, "b": {"y": "s", "x": 2, "z": None}}])',
    columns: "a bigint, b struct<y: string, x: bigint>",
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.pyspark.inferNestedDictAsStruct.enabled", "true"); df = spark.createDataFrame([({"y": "s"},), ({"x": 1},)], ["m"])',
    columns: "m struct<y: string, x: bigint>",
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled", "true"); df = spark.createDataFrame([([1, "x"],)], ["m"])',
    columns: "m array<bigint>",
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled", "true"); df = spark.createDataFrame([({"a": 1, "b": "x"},)], ["m"])',
    columns: "m map<string, bigint>",
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ"); df = spark.createDataFrame([(datetime.datetime(2024, 1, 1), [datetime.datetime(2024, 1, 1)], {"a": datetime.datetime(2024, 1, 1)}, Row(a=datetime.datetime(2024, 1, 1)))], ["t", "ts", "m", "r"])',
    columns: {
      "3.5": "t timestamp_ntz, ts array<timestamp_ntz>, m map<string, timestamp_ntz>, r struct<a: timestamp>",
      "4.1": "t timestamp_ntz, ts array<timestamp>, m map<string, timestamp_ntz>, r struct<a: timestamp_ntz>",
      "4.3": "t timestamp_ntz, ts array<timestamp>, m map<string, timestamp_ntz>, r struct<a: timestamp_ntz>",
    },
  },
  {
    about: "dictionaries",
    code: 'spark.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ"); df = spark.createDataFrame([([{"a": 1, "b": 2.0}],)], ["xs"])',
    columns: "xs array<map<string, bigint>>",
  },
  {
    about: "scalars",
    code: "df = spark.createDataFrame([1, 2])",
    columns: "error CANNOT_INFER_SCHEMA_FOR_TYPE",
  },
  {
    about: "scalars",
    code: 'df = spark.createDataFrame(["x"], ["a"])',
    columns: "error CANNOT_INFER_SCHEMA_FOR_TYPE",
  },
  { about: "scalars", code: 'df = spark.createDataFrame([1, 2], "int")', columns: "value int" },
  { about: "scalars", code: "df = spark.createDataFrame([1, 2], T.LongType())", columns: "value bigint" },
  {
    about: "scalars",
    code: 'df = spark.createDataFrame([[1, 2]], "array<int>")',
    columns: "value array<int>",
  },
  {
    about: "scalars",
    code: "df = spark.createDataFrame([[1, 2]], T.ArrayType(T.IntegerType(), False))",
    columns: "value array<int not null>",
  },
  {
    about: "scalars",
    code: 'df = spark.createDataFrame([{"a": 1}], "map<string, int>")',
    columns: "value map<string, int>",
  },
  { about: "scalars", code: 'df = spark.createDataFrame([(1,)], "a int")', columns: "a int" },
  {
    about: "scalars",
    code: 'df = spark.createDataFrame([1], "a int")',
    columns: {
      "3.5": "error CANNOT_ACCEPT_OBJECT_IN_TYPE",
      "4.1": "error FIELD_DATA_TYPE_UNACCEPTABLE",
      "4.3": "error FIELD_DATA_TYPE_UNACCEPTABLE",
    },
  },
  { about: "scalars", code: 'df = spark.createDataFrame(range(3), "int")', columns: "value int" },
  { about: "scalars", code: 'df = spark.createDataFrame("abc", "string")', columns: "value string" },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(i, i * 2, str(i)) for i in range(10)], ["a", "b", "c"])',
    columns: "a bigint, b bigint, c string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(i, i / 2) for i in range(10)], ["a", "b"])',
    columns: "a bigint, b double",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(((i, f"n{i}") for i in range(3)), ["a", "b"])',
    columns: "a bigint, b string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(i,) for i in range(1000)], ["a"])',
    columns: "a bigint",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([{"id": i, "v": float(i)} for i in range(3)])',
    columns: "id bigint, v double",
  },
  {
    about: "generated",
    code: "df = spark.createDataFrame([Row(id=i, v=round(i / 3, 2)) for i in range(3)])",
    columns: "id bigint, v double",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(zip([1, 2], ["a", "b"]), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(list(zip(range(2), ["a", "b"])), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(list(enumerate(["a", "b"])), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(x,) for x in ["a", "b"]], ["s"])',
    columns: "s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(1, "x")] * 3, ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame([(1, "x")] + [(2, "y")], ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame({"a": 1, "b": 2}.items(), ["k", "v"])',
    columns: "k string, v bigint",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(list({"a": 1, "b": 2}.items()), "k string, v int")',
    columns: "k string, v int",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame({"a": 1, "b": 2}, "string")',
    columns: "value string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(sorted([(2, "b"), (1, "a")]), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: 'df = spark.createDataFrame(map(lambda i: (i, str(i)), range(3)), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "generated",
    code: `rows = []
for i in range(3):
    rows.append((i, "x"))
df = spark.createDataFrame(rows, ["i", "s"])`,
    columns: "i bigint, s string",
  },
];
