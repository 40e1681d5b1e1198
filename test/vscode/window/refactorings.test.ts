import assert from "node:assert/strict";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

const job = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("shop").getOrCreate()
orders = spark.createDataFrame([(1, "DE", 5.0)], ["id", "country", "amount"])
large = (
    orders.filter(F.col("amount") > 100)
    .withColumn("country", F.upper("country"))
    .withColumn("net", F.col("amount") / 1.19)
)
large.show()
`;

describe("refactorings in the editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ workspace: { "job.py": job } });
    await window.openFile("job.py");
  });

  closeBehind(() => window);

  it("writes down the columns of literal rows", async () => {
    await window.putCursor("createDataFrame");
    await window.applyByKeyboard("Write down the 3 columns as DDL");
    await window.line('"id BIGINT, country STRING, amount DOUBLE"').waitFor();
  });

  it("makes one call of a chain of withColumn", async () => {
    await window.putCursor("withColumn");
    await window.applyByKeyboard("Add the 2 columns with one `withColumns`");
    await window.line(".withColumns({").waitFor();
  });

  it("extracts a function, and its name is typed in both places", async () => {
    await window.putCursor("filter");
    await window.applyByKeyboard("Extract `build_large()`");
    await window.line("def build_large(orders: DataFrame) -> DataFrame:").waitFor();
    await window.screenshot("an extracted function");
    await window.type("only_large");
    await window.line("def only_large(orders: DataFrame) -> DataFrame:").waitFor();
    await window.line("large = only_large(orders)").waitFor();
  });

  it("leaves the file as one would write it", async () => {
    await window.press("Escape");
    await window.save();
    assert.equal(
      window.read("job.py"),
      `from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("shop").getOrCreate()
orders = spark.createDataFrame([(1, "DE", 5.0)], "id BIGINT, country STRING, amount DOUBLE")


def only_large(orders: DataFrame) -> DataFrame:
    return (
        orders.filter(F.col("amount") > 100)
        .withColumns({
            "country": F.upper("country"),
            "net": F.col("amount") / 1.19,
        })
    )


large = only_large(orders)
large.show()
`,
    );
  });
});
