import type { LocalDataCase } from "./localDataCase.ts";

/** Rows that are objects, and rows of RDDs. */
export const objectCases: readonly LocalDataCase[] = [
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(name="Ada", age=36)])',
    columns: "name string, age bigint",
  },
  {
    about: "rows",
    code: 'Person = Row("name", "age"); df = spark.createDataFrame([Person("Ada", 36), Person("Ben", None)])',
    columns: "name string, age bigint",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row("name", "age")("Ada", 36)])',
    columns: "name string, age bigint",
  },
  { about: "rows", code: 'df = spark.createDataFrame([Row(1, "x")])', columns: "_1 bigint, _2 string" },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(1, "x")], ["a", "b"])',
    columns: "a bigint, b string",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(a=1, b="x")], ["x", "y"])',
    columns: "x bigint, y string",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(b=1, a="x")], ["x"])',
    columns: "x bigint, a string",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(a=1), Row(b="x")])',
    columns: "a bigint, b string",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(a=1, p=Row(x=1.0, y="y"), xs=[Row(k=1)])])',
    columns: "a bigint, p struct<x: double, y: string>, xs array<struct<k: bigint>>",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(a=1, b="x")], "b string, a int")',
    columns: {
      "3.5": "error CANNOT_ACCEPT_OBJECT_IN_TYPE",
      "4.1": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
      "4.3": "error FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
    },
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(**{"a": 1, "b": 2.0})])',
    columns: "a bigint, b double",
  },
  {
    about: "rows",
    code: 'df = spark.createDataFrame([Row(b=1, a="x"), Row(a="y", b=2)])',
    columns: "b bigint, a string",
  },
  {
    about: "named tuples and objects",
    code: 'P = collections.namedtuple("P", "x y"); df = spark.createDataFrame([P(1, "a"), P(y="b", x=2)])',
    columns: "x bigint, y string",
  },
  {
    about: "named tuples and objects",
    code: 'P = collections.namedtuple("P", ["x", "y"]); df = spark.createDataFrame([P(1, "a")], ["k", "v"])',
    columns: "k bigint, v string",
  },
  {
    about: "named tuples and objects",
    code: 'P = collections.namedtuple("P", "x, y", defaults=[None]); df = spark.createDataFrame([P(1)], "x int, y int")',
    columns: "x int, y int",
  },
  {
    about: "named tuples and objects",
    code: `class P(NamedTuple):
    x: int
    y: str = "a"
df = spark.createDataFrame([P(1), P(2, "b")])`,
    columns: "x bigint, y string",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass
class P:
    y: int
    x: str
df = spark.createDataFrame([P(1, "a"), P(x="b", y=2)])`,
    columns: "x string, y bigint",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass
class P:
    y: int
    x: str = "a"
df = spark.createDataFrame([P(1)], ["k", "v"])`,
    columns: "k string, v bigint",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass
class P:
    y: int
    x: str
df = spark.createDataFrame([P(1, "a")], "y int, x string")`,
    columns: "y int, x string",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass
class P:
    y: int
    x: str
df = spark.createDataFrame([(1, P(1, "a"))], ["i", "p"])`,
    columns: "i bigint, p struct<x: string, y: bigint>",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass(slots=True)
class P:
    y: int
    x: str
df = spark.createDataFrame([P(1, "a")])`,
    columns: "error CANNOT_INFER_SCHEMA_FOR_TYPE",
  },
  {
    about: "named tuples and objects",
    code: `class P:
    def __init__(self, b, a):
        self.b = b
        self.a = a
df = spark.createDataFrame([P(1, "x")])`,
    columns: "a string, b bigint",
  },
  {
    about: "named tuples and objects",
    code: `@dataclass
class P:
    y: int
    x: str
df = spark.createDataFrame([dataclasses.asdict(P(1, "a"))])`,
    columns: "x string, y bigint",
  },
  {
    about: "RDDs",
    code: 'df = spark.createDataFrame(sc.parallelize([(1, "x")]), ["a", "b"])',
    columns: "a bigint, b string",
  },
  { about: "RDDs", code: 'df = sc.parallelize([(1, "x")]).toDF(["k", "v"])', columns: "k bigint, v string" },
  { about: "RDDs", code: 'df = sc.parallelize([(1, "x")]).toDF()', columns: "_1 bigint, _2 string" },
  { about: "RDDs", code: "df = spark.createDataFrame(sc.parallelize([Row(a=1)]))", columns: "a bigint" },
  {
    about: "RDDs",
    code: 'df = sc.parallelize([("x", 1.5)], 2).toDF("s string, d double")',
    columns: "s string, d double",
  },
  { about: "RDDs", code: 'df = sc.parallelize([1, 2]).toDF("int")', columns: "value int" },
  {
    about: "RDDs",
    code: 'df = sc.parallelize([1, 2]).map(lambda x: (x, str(x))).toDF(["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "RDDs",
    code: 'df = sc.parallelize([(1, None), (2, "x")]).toDF(["i", "s"])',
    columns: "i bigint, s string",
  },
  { about: "RDDs", code: 'df = sc.parallelize([(1,), ("x",)]).toDF(["i"])', columns: "i bigint" },
  { about: "RDDs", code: 'df = sc.parallelize([(1,), (1.5,)]).toDF(["i"])', columns: "i bigint" },
  {
    about: "RDDs",
    code: "df = sc.parallelize(range(5)).map(lambda i: Row(i=i, sq=i * i)).filter(lambda r: r.i > 1).toDF()",
    columns: "i bigint, sq bigint",
  },
  {
    about: "RDDs",
    code: 'df = sc.parallelize([1, 2]).zipWithIndex().toDF(["v", "i"])',
    columns: "v bigint, i bigint",
  },
  {
    about: "RDDs",
    code: 'df = sc.parallelize(["a b", "c"]).flatMap(lambda s: s.split(" ")).map(lambda w: (w, 1)).reduceByKey(lambda a, b: a + b).toDF(["w", "n"])',
    columns: "w string, n bigint",
  },
  {
    about: "RDDs",
    code: 'df = sc.parallelize([("a", 1)]).groupByKey().mapValues(list).toDF(["k", "vs"])',
    columns: "k string, vs array<bigint>",
    pending: true,
  },
  {
    about: "RDDs",
    code: 'df = one.rdd.map(lambda r: (r.id, 1)).toDF("a int, b int")',
    columns: "a int, b int",
  },
  { about: "RDDs", code: "df = one.rdd.toDF()", columns: "id bigint, name string" },
  {
    about: "RDDs",
    code: 'df = one.rdd.map(lambda r: Row(x=1, y="z")).toDF()',
    columns: "x bigint, y string",
  },
  {
    about: "RDDs",
    code: "df = spark.createDataFrame(one.rdd, one.schema)",
    columns: "id int not null, name string",
  },
  { about: "RDDs", code: 'df = sc.emptyRDD().toDF("a int")', columns: "a int" },
  {
    about: "RDDs",
    code: 'df = spark.createDataFrame(sc.emptyRDD(), T.StructType([T.StructField("a", T.IntegerType())]))',
    columns: "a int",
  },
];
