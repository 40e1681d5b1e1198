import assert from "node:assert/strict";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { refactoringsAt } from "../../server/src/features/refactorings.ts";
import { checked, syntaxErrors } from "../rules/checked.ts";

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
    code: 'b|ig = orders.where("amount > 5")\nbig.show()\n',
    result: null,
  },
];

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
      assert.ok(found, `offered: ${offered.map((each) => each.title).join("; ")}`);
      const changed = applyEdits(text, found.edits);
      assert.equal(changed, start + result);
      assert.equal(syntaxErrors(checked(changed)), 0);
    });
});
