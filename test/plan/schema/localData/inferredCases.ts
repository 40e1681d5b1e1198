import type { LocalDataCase } from "./localDataCase.ts";

/** Rows that are lists and tuples, and the types of their values. */
export const inferredCases: readonly LocalDataCase[] = [
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x", 2.5, True)])',
    columns: "_1 bigint, _2 string, _3 double, _4 boolean",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x", 2.5, True)], ["i", "s", "d", "b"])',
    columns: "i bigint, s string, d double, b boolean",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x")], ("i", "s"))',
    columns: "i bigint, s string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([[1, "x"], [2, None]], ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame(((1, "x"), (2, "y")), ["i", "s"])',
    columns: "i bigint, s string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x", 2.0)], ["a", "b"])',
    columns: "a bigint, b string, _3 double",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1,)], ["a", "b"])',
    columns: "error IndexError",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1,), (2, "x")])',
    columns: "_1 bigint, _2 string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x"), (2,)])',
    columns: "_1 bigint, _2 string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x")], ["a", "a"])',
    columns: "a bigint, a string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x"), (2, "y")], ["a", "a"])',
    columns: "a string, a string",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(1, "x")], [])',
    columns: "_1 bigint, _2 string",
  },
  { about: "lists of tuples", code: "df = spark.createDataFrame([()])", columns: "" },
  {
    about: "lists of tuples",
    code: "df = spark.createDataFrame([])",
    columns: "error CANNOT_INFER_EMPTY_SCHEMA",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([], ["a", "b"])',
    columns: "error CANNOT_INFER_EMPTY_SCHEMA",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(None,)], ["a"])',
    columns: "error CANNOT_DETERMINE_TYPE",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame([(None, 1), ("x", 2)], ["a", "b"])',
    columns: "a string, b bigint",
  },
  {
    about: "lists of tuples",
    code: 'df = spark.createDataFrame(data=[(1, 2)], schema=["a", "b"], samplingRatio=0.5, verifySchema=False)',
    columns: "a bigint, b bigint",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(1,), (1.5,)], ["a"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  { about: "merging", code: 'df = spark.createDataFrame([(1,), ("x",)], ["a"])', columns: "a string" },
  { about: "merging", code: 'df = spark.createDataFrame([(True,), ("x",)], ["a"])', columns: "a string" },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(True,), (1,)], ["a"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(datetime.date(2024, 1, 1),), ("x",)], ["a"])',
    columns: "a string",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(datetime.date(2024, 1, 1),), (datetime.datetime(2024, 1, 1),)], ["a"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(Decimal("1.5"),), (1,)], ["a"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([1],), ("x",)], ["a"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([(Row(x=1),), (Row(x=None, y="s"),)], ["a"])',
    columns: "a struct<x: bigint, y: string>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": 1},), ({"a": None},)], ["m"])',
    columns: "m map<string, bigint>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": 1},), ({"b": 1.5},)], ["m"])',
    columns: "error CANNOT_MERGE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([1],), ([None],), ([],)], ["xs"])',
    columns: "xs array<bigint>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([],)], ["xs"])',
    columns: "error CANNOT_DETERMINE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([[1, None], []],)], ["xs"])',
    columns: "xs array<array<bigint>>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([None, 1],)], ["xs"])',
    columns: "xs array<bigint>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([1, "x"],)], ["xs"])',
    columns: "xs array<string>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([1, 2.0],)], ["xs"])',
    columns: "error CANNOT_INFER_TYPE_FOR_FIELD",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({},)], ["m"])',
    columns: "error CANNOT_DETERMINE_TYPE",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": None, "b": 2},)], ["m"])',
    columns: "m map<string, bigint>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": 1, "b": "x"},)], ["m"])',
    columns: {
      "3.5": "m map<string, bigint>",
      "4.1": "m map<string, string>",
      "4.3": "m map<string, string>",
    },
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": 1, 2: 3},)], ["m"])',
    columns: "m map<string, bigint>",
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": 1, "b": 2.0},)], ["m"])',
    columns: {
      "3.5": "m map<string, bigint>",
      "4.1": "error CANNOT_INFER_TYPE_FOR_FIELD",
      "4.3": "error CANNOT_INFER_TYPE_FOR_FIELD",
    },
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([([{"a": 1}, {"b": 2, "c": "x"}],)], ["xs"])',
    columns: {
      "3.5": "xs array<map<string, bigint>>",
      "4.1": "xs array<map<string, string>>",
      "4.3": "xs array<map<string, string>>",
    },
  },
  {
    about: "merging",
    code: 'df = spark.createDataFrame([({"a": [1], "b": []},)], ["m"])',
    columns: "m map<string, array<bigint>>",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1, 12), Decimal("1.5"), b"x", datetime.timedelta(days=1))], ["d", "t", "p", "b", "i"])',
    columns: "d date, t timestamp, p decimal(38,18), b binary, i interval day to second",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(datetime.time(12, 0),)], ["t"])',
    columns: { "3.5": "error AttributeError", "4.1": "t time(6)", "4.3": "t time(6)" },
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(bytearray(b"x"), float("nan"), 10**10)], ["b", "f", "i"])',
    columns: "b binary, f double, i bigint",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([((1, "y"), [("a", 2.0)])], ["t", "ts"])',
    columns: "t struct<_1: bigint, _2: string>, ts array<struct<_1: string, _2: double>>",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([({1, 2},)], ["s"])',
    columns: "error CANNOT_INFER_TYPE_FOR_FIELD",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(1j,)], ["s"])',
    columns: "error CANNOT_INFER_TYPE_FOR_FIELD",
    pending: true,
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(datetime.date.today(), datetime.datetime.now(), datetime.datetime.strptime("2024", "%Y"))], ["d", "t", "u"])',
    columns: "d date, t timestamp, u timestamp",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(datetime.datetime(2024, 1, 2) - datetime.datetime(2024, 1, 1),)], ["d"])',
    columns: "d interval day to second",
  },
  {
    about: "types",
    code: 'df = spark.createDataFrame([(1 + 2, 3 / 2, 7 // 2, 2 ** 3, -1, "a" + "b", f"x{1}", not True, 1 < 2)], list("abcdefghi"))',
    columns: "a bigint, b double, c bigint, d bigint, e bigint, f string, g string, h boolean, i boolean",
  },
];
