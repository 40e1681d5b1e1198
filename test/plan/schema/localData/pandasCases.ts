import type { LocalDataCase } from "./localDataCase.ts";

/** Rows out of pandas and numpy. */
export const pandasCases: readonly LocalDataCase[] = [
  {
    about: "numpy",
    code: "df = spark.createDataFrame(pd.DataFrame(np.random.rand(4, 3)))",
    columns: "`0` double, `1` double, `2` double",
  },
  { about: "numpy", code: "df = spark.createDataFrame(pd.DataFrame(np.arange(10)))", columns: "`0` bigint" },
  {
    about: "numpy",
    code: 'df = spark.createDataFrame(pd.DataFrame(np.ones((2, 2)), columns=["a", "b"]))',
    columns: "a double, b double",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, 2.0], "d": [True, False]}))',
    columns: "a bigint, b string, c double, d boolean",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame([[1, "x"], [2, "y"]], columns=["i", "s"]))',
    columns: "i bigint, s string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame([(1, "x"), (2, "y")]))',
    columns: "`0` bigint, `1` string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame([{"b": 1, "a": "x"}, {"a": "y", "c": 2}]))',
    columns: "b double, a string, c double",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, None]}))',
    columns: "a double",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2.5], "b": [True, None], "c": [None, None]}))',
    columns: {
      "3.5": "error CANNOT_DETERMINE_TYPE",
      "4.1": "error CANNOT_DETERMINE_TYPE",
      "4.3": "a double, b boolean, c void",
    },
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2.5], "b": [True, None]}))',
    columns: "a double, b boolean",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": pd.to_datetime(["2024-01-01"]), "b": [datetime.date(2024, 1, 1)], "c": [datetime.datetime(2024, 1, 1)], "d": [Decimal("1.5")], "e": [b"x"]}))',
    columns: {
      "3.5": "a timestamp, b date, c timestamp, d decimal(38,18), e binary",
      "4.1": "a timestamp, b date, c timestamp, d decimal(38,18), e binary",
      "4.3": "a timestamp, b date, c timestamp, d decimal(2,1), e binary",
    },
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [[1, 2]], "b": [{"k": 1}]}))',
    columns: {
      "3.5": "a array<bigint>, b map<string, bigint>",
      "4.1": "a array<bigint>, b map<string, bigint>",
      "4.3": "a array<bigint>, b struct<k: bigint>",
    },
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1]}), schema=["x"])',
    columns: "x bigint",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1], "b": [2]}), schema="x int, y string")',
    columns: "x int, y string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1], "b": ["s"]}), schema="x int, y string")',
    columns: "x int, y string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2]}, columns=["a"]))',
    columns: "a bigint",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2]}, index=["x", "y"]))',
    columns: "a bigint",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame(data={"a": range(3), "b": 1, "c": "x"}))',
    columns: "a bigint, b bigint, c string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": pd.Series([1, 2]), "b": np.array([1.0, 2.0])}))',
    columns: "a bigint, b double",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [datetime.timedelta(1)]}))',
    columns: "a interval day to second",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({1: [1], "b": [2]}))',
    columns: "`1` bigint, b bigint",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": []}))',
    columns: "error CANNOT_INFER_EMPTY_SCHEMA",
  },
  { about: "pandas", code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, "x"]}))', columns: "a string" },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": (1, 2), "b": [10**12, 1]}))',
    columns: "a bigint, b bigint",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame([1, 2], columns=["a"]))',
    columns: "a bigint",
  },
  { about: "pandas", code: "df = spark.createDataFrame(pd.DataFrame([1, 2]))", columns: "`0` bigint" },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame(["x"], columns=["s"]))',
    columns: "s string",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [True, False]}), "a boolean")',
    columns: "a boolean",
  },
  {
    about: "pandas",
    code: 'spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true"); df = spark.createDataFrame(pd.DataFrame({"a": [1], "b": ["x"], "c": [[1]], "t": [datetime.datetime(2024, 1, 1)], "d": [datetime.date(2024, 1, 1)], "p": [Decimal("1.50")]}))',
    columns: "a bigint, b string, c array<bigint>, t timestamp, d date, p decimal(3,2)",
  },
  {
    about: "pandas",
    code: 'spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "false"); df = spark.createDataFrame(pd.DataFrame({"a": [1], "b": ["x"], "c": [[1]], "t": [datetime.datetime(2024, 1, 1)], "d": [datetime.date(2024, 1, 1)], "p": [Decimal("1.50")]}))',
    columns: "a bigint, b string, c array<bigint>, t timestamp, d date, p decimal(38,18)",
  },
  {
    about: "pandas",
    code: 'spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "false"); df = spark.createDataFrame(pd.DataFrame({"a": [1, None], "b": ["x", None], "c": [True, None]}))',
    columns: "a double, b string, c boolean",
  },
  {
    about: "pandas",
    code: 'spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "false"); df = spark.createDataFrame(pd.DataFrame({"a": ["x", None], "b": [{"k": 1}, {"k": 2}]}))',
    columns: "a string, b map<string, bigint>",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame(np.zeros((2, 2)), columns=["a", "b"]))',
    columns: "a double, b double",
  },
  { about: "pandas", code: "df = spark.createDataFrame(np.array([1, 2]))", columns: "value bigint" },
  {
    about: "pandas",
    code: "df = spark.createDataFrame(np.array([[1.0, 2.0], [3.0, 4.0]]))",
    columns: "_1 double, _2 double",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame([(np.int64(1), np.float64(1.0))], ["a", "b"])',
    columns: "error CANNOT_INFER_TYPE_FOR_FIELD",
    pending: true,
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": [1, 2]}), "a int not null")',
    columns: "a int not null",
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": ["x"], "b": [1]}).assign(c=1))',
    columns: "a string, b bigint, c bigint",
    pending: true,
  },
  {
    about: "pandas",
    code: 'df = spark.createDataFrame(pd.DataFrame({"a": ["x"] * 3, "b": list(range(3)), "c": [float(i) for i in range(3)]}))',
    columns: "a string, b bigint, c double",
  },
];
