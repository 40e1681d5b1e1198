import assert from "node:assert/strict";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { refactoringsAt } from "../../server/src/features/refactorings.ts";
import { checked, syntaxErrors } from "../rules/checked.ts";
import { checkTitle } from "../rules/titleStyle.ts";

const start = `from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
orders = spark.table("orders")
countries = spark.table("countries")


def cheap(frame: DataFrame, most: int = 5) -> DataFrame:
    return frame.where(F.col("price") < most)


`;

/** `|` is the cursor. The result is what becomes of the code by the refactoring of that title; null: it is not offered. */
const cases: readonly {
  readonly title: string;
  readonly code: string;
  readonly result: string | null;
}[] = [
  {
    title: "Broadcast `countries`",
    code: 'joined = orders.jo|in(countries, "country")\n',
    result: 'joined = orders.join(F.broadcast(countries), "country")\n',
  },
  {
    title: "Broadcast `countries`",
    code: 'joined = orders.join(coun|tries, on="country", how="left")\n',
    result: 'joined = orders.join(F.broadcast(countries), on="country", how="left")\n',
  },
  {
    title: "Broadcast `countries`",
    code: 'def main(frame):\n    frame.jo|in(countries, "country").show()\n\n\nif __name__ == "__main__":\n    main(orders)\n',
    result:
      'def main(frame):\n    frame.join(F.broadcast(countries), "country").show()\n\n\nif __name__ == "__main__":\n    main(orders)\n',
  },
  {
    title: "Broadcast the other side",
    code: 'joined = orders.jo|in(F.broadcast(countries), "country")\n',
    result: null,
  },
  {
    title: "Broadcast `countries`",
    code: 'joined = orders.join(countries, "country")\njoi|ned.show()\n',
    result: null,
  },
  {
    title: "Repartition both sides by `country`, `day`",
    code: 'joined = orders.where("x").jo|in(countries, ["country", "day"])\n',
    result:
      'joined = orders.where("x").repartition("country", "day").join(countries.repartition("country", "day"), ["country", "day"])\n',
  },
  {
    title: "Salt the join by `country`",
    code: 'joined = orders.jo|in(countries, "country", "left")\n',
    result:
      'joined = orders.withColumn("salt", (F.rand() * 8).cast("int")).join(countries.withColumn("salt", F.explode(F.sequence(F.lit(0), F.lit(7)))), ["country", "salt"], "left").drop("salt")\n',
  },
  {
    title: "Salt the join by `country`",
    code: 'joined = orders.jo|in(countries, "country", "right")\n',
    result: null,
  },
  {
    title: "Call `cheap` by `transform()`",
    code: "few = che|ap(orders, 7)\n",
    result: "few = orders.transform(cheap, 7)\n",
  },
  {
    title: "Call `cheap` by `transform()`",
    code: 'few = cheap(or|ders.where("x"))\n',
    result: 'few = orders.where("x").transform(cheap)\n',
  },
  {
    title: "Cache `big`, and unpersist it after its last use",
    code: 'b|ig = orders.where("amount > 5")\nprint(big.count())\nbig.show()  # all\nprint("end")\n',
    result:
      'big = orders.where("amount > 5").cache()\nprint(big.count())\nbig.show()  # all\nbig.unpersist()\nprint("end")\n',
  },
  {
    title: "Cache `big`, and unpersist it after its last use",
    code: 'def report():\n    big = orders.wh|ere("amount > 5")\n    print(big.count())\n    if big.count():\n        big.show()\n    return 1\n',
    result:
      'def report():\n    big = orders.where("amount > 5").cache()\n    print(big.count())\n    if big.count():\n        big.show()\n    big.unpersist()\n    return 1\n',
  },
  {
    title: "Cache `big`, and unpersist it after its last use",
    code: "def main(frame):\n    b|ig = cheap(frame)\n    big.show()\n    print(big.count())\n\n\nmain(orders)\n",
    result:
      "def main(frame):\n    big = cheap(frame).cache()\n    big.show()\n    print(big.count())\n    big.unpersist()\n\n\nmain(orders)\n",
  },
  {
    title: "Call `cheap` by `transform()`",
    code: "def main(frame):\n    che|ap(frame).show()\n\n\nmain(orders)\n",
    result: "def main(frame):\n    frame.transform(cheap).show()\n\n\nmain(orders)\n",
  },
  {
    title: "Cache `big`, and unpersist it after its last use",
    code: 'b|ig = orders.where("amount > 5")\nbig.show()\n',
    result: null,
  },
  {
    title: "Cache `rates`, and unpersist it after its last use",
    code: 'rat|es = spark.readStream.format("rate").load()\nrates.printSchema()\nprint(rates.columns)\n',
    result: null,
  },
  {
    title: "Add the 2 columns with one `withColumns`",
    code: 'more = orders.withColumn("a", F.lit(1)).withCol|umn("b", F.col("x") + 1).where("a > b")\n',
    result: 'more = orders.withColumns({"a": F.lit(1), "b": F.col("x") + 1}).where("a > b")\n',
  },
  {
    title: "Add the 4 columns with 2 `withColumns`",
    code: `more = (
    orders.withCol|umn("a", F.lit(1))
    .withColumn("b", F.lit(2))  # two
    .withColumn("c", F.col("a") + F.col("b"))
    .withColumn("d", F.lit(4))
)
`,
    result: `more = (
    orders.withColumns({
        "a": F.lit(1),
        "b": F.lit(2),
    })  # two
    .withColumns({
        "c": F.col("a") + F.col("b"),
        "d": F.lit(4),
    })
)
`,
  },
  {
    title: "Add the 2 columns with one `select`",
    code: 'more = spark.range(3).withColumn("a", F.lit(1)).withCol|umn("b", F.col("id") + 1)\n',
    result: 'more = spark.range(3).select("*", F.lit(1).alias("a"), (F.col("id") + 1).alias("b"))\n',
  },
  {
    title: "Add the 2 columns with one `select`",
    code: 'more = spark.range(3).withColumn("a", F.lit(1)).withCol|umn("ID", F.col("id") + 1)\n',
    result: null,
  },
  {
    title: "Add the 2 columns with one `select`",
    code: 'more = orders.withColumn("a", F.lit(1)).withCol|umn("b", F.lit(2))\n',
    result: null,
  },
  {
    title: "Write down the 3 columns as DDL",
    code: 'cities = spark.read.option("header", True).cs|v("samples/cities.csv")\n',
    result:
      'cities = spark.read.option("header", True).schema("city STRING, people STRING, founded STRING").csv("samples/cities.csv")\n',
  },
  {
    title: "Write down the 3 columns as DDL",
    code: 'cities = spark.read.schema("city STRING").cs|v("samples/cities.csv", header=True)\n',
    result: null,
  },
  {
    title: "Write down the 2 columns as DDL",
    code: 'rows = spark.createData|Frame([(1, "a"), (2, None)], ["id", "name"])\n',
    result: 'rows = spark.createDataFrame([(1, "a"), (2, None)], "id BIGINT, name STRING")\n',
  },
  {
    title: "Write down the 2 columns as DDL",
    code: 'rows = spark.createData|Frame(\n    [{"id": 1, "tags": ["a"]}],\n)\n',
    result:
      'rows = spark.createDataFrame(\n    [{"id": 1, "tags": ["a"]}], "id BIGINT, tags ARRAY<STRING>",\n)\n',
  },
  {
    title: "Write down the 2 columns as DDL",
    code: 'rows = spark.createData|Frame([(1, "a")], "id INT, name STRING")\n',
    result: null,
  },
];

/** Refactorings that need an import. */
const structTypes = `rows = spark.createDataFrame([(1, {"a": [1.5]})], T.StructType([
    T.StructField("id", T.LongType()),
    T.StructField("parts", T.MapType(T.StringType(), T.ArrayType(T.DoubleType()))),
]))
`;

describe("refactorings at the cursor", () => {
  for (const { title, code, result } of cases)
    it(`${title}: ${code.split("\n")[0] ?? ""}`, () => {
      const offset = start.length + code.indexOf("|");
      const text = start + code.replace("|", "");
      const offered = refactoringsAt(checked(text).facts, offset);
      const found = offered.find((each) => each.title === title);
      if (result === null) {
        assert.equal(found, undefined);
        return;
      }
      for (const each of offered) checkTitle(each.title);
      assert.ok(found, `offered: ${offered.map((each) => each.title).join("; ")}`);
      const changed = applyEdits(text, found.edits);
      assert.equal(changed, start + result);
      assert.equal(syntaxErrors(checked(changed)), 0);
    });

  it("writes columns down as a StructType, with the import that it needs", () => {
    const text = `${start}rows = spark.createDataFrame([(1, {"a": [1.5]})], ["id", "parts"])\n`;
    const offered = refactoringsAt(checked(text).facts, text.indexOf("createDataFrame"));
    const found = offered.find(({ title }) => title === "Write down the 2 columns as a `StructType`");
    const imported = "from pyspark.sql import functions as F\n";
    assert.equal(
      applyEdits(text, found?.edits ?? []),
      start.replace(imported, `${imported}from pyspark.sql import types as T\n`) + structTypes,
    );
  });
});
