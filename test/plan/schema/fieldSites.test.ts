import assert from "node:assert/strict";
import { ourSchema } from "./localData/localDataCase.ts";
import { attributesOf } from "../../../server/src/plan/schema/schema.ts";

/** Where each column's name stands in the code. */
const cases: readonly { readonly code: string; readonly places: readonly string[] }[] = [
  { code: `df = spark.createDataFrame([(1, 2)], ["a", "b"])`, places: [`"a"`, `"b"`] },
  { code: `df = spark.createDataFrame([(1, 2)], "a int, \`b c\`: long")`, places: ["a", "`b c`"] },
  { code: `df = spark.createDataFrame([{"x": 1, "a": 2}])`, places: [`"a"`, `"x"`] },
  { code: `df = spark.createDataFrame([Row(a=1, b=2)])`, places: ["a", "b"] },
  { code: `P = Row("a", "b")\ndf = spark.createDataFrame([P(1, 2)])`, places: [`"a"`, `"b"`] },
  {
    code: `@dataclass\nclass P:\n    b: int\n    a: str\ndf = spark.createDataFrame([P(1, "x")])`,
    places: ["a", "b"],
  },
  {
    code: `s = T.StructType([T.StructField("a", T.IntegerType())]).add("b", "long")\ndf = spark.read.schema(s).json("x")`,
    places: [`"a"`, `"b"`],
  },
  {
    code: `one = spark.read.csv("x", schema="id int, name string")\ndf = spark.createDataFrame([], one.schema)`,
    places: ["id", "name"],
  },
  { code: `df = spark.createDataFrame(pd.DataFrame({"a": [1], "b": ["x"]}))`, places: [`"a"`, `"b"`] },
  { code: `df = sc.parallelize([(1, "x")]).toDF(["k", "v"])`, places: [`"k"`, `"v"`] },
];

describe("the places of columns' names", () => {
  for (const { code, places } of cases)
    it(code.split("\n").join("; "), () => {
      const schema = ourSchema({ about: "places", code, columns: "" }, "4.3");
      const found = attributesOf(schema).map(({ id: { origin } }) =>
        origin ? origin.unit.text.slice(origin.start, origin.end) : null,
      );
      assert.deepEqual(found, places);
    });
});
