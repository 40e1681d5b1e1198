import assert from "node:assert/strict";
import { applyEdits } from "../../server/src/analysis/fixAll.ts";
import { extractFunction } from "../../server/src/features/extraction/extractFunction.ts";
import { checked, syntaxErrors } from "../rules/checked.ts";

const imports = `from pyspark.sql import SparkSession
from pyspark.sql import functions as F

`;
const typedImports = imports.replace("import SparkSession", "import DataFrame, SparkSession");
const session = `spark = SparkSession.builder.getOrCreate()
orders = spark.table("orders")
countries = spark.table("countries")
least = 5
MOST = 100

`;

/** `|` is the cursor, `«…»` a selection. */
function extractedFrom(marked: string): {
  readonly text: string;
  readonly result: ReturnType<typeof extractFunction>;
} {
  const [start, end] = marked.includes("|")
    ? [marked.indexOf("|"), marked.indexOf("|")]
    : [marked.indexOf("«"), marked.indexOf("»") - 1];
  const text = marked.replaceAll(/[|«»]/g, "");
  return { text, result: extractFunction(checked(text).facts, start, end) };
}

/** Code behind the frames above, and what becomes of it; imports are compared too. */
const cases: Readonly<Record<string, { readonly code: string; readonly result: string }>> = {
  "a chain that is assigned": {
    code: 'paid = orders.fil|ter("paid").select("id")\n',
    result: `def build_paid(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


paid = build_paid(orders)
`,
  },
  "the cursor in the variable": {
    code: 'pa|id = orders.filter("paid").select("id")\n',
    result: `def build_paid(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


paid = build_paid(orders)
`,
  },
  "a chain over several lines, with a comment above and one inside": {
    code: `# what was paid
paid = (
    orders.filter(F.col("amount") > least)  # cheap ones do not count
    .join(countries.filter(F.col("size") < MOST), "country")
    .wi|thColumn("text", F.lit("""one
  two"""))
)  # done
`,
    result: `def build_paid(orders: DataFrame, countries: DataFrame, least: int) -> DataFrame:
    return (
        orders.filter(F.col("amount") > least)  # cheap ones do not count
        .join(countries.filter(F.col("size") < MOST), "country")
        .withColumn("text", F.lit("""one
  two"""))
    )


# what was paid
paid = build_paid(orders, countries, least)  # done
`,
  },
  "a chain that is written": {
    code: 'orders.filter("paid").select("id").wri|te.parquet("out")\n',
    result: `def prepare_orders(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


prepare_orders(orders).write.parquet("out")
`,
  },
  "the chain inside of another": {
    code: 'both = orders.join(countries.filter("size > 1").sel|ect("country"), "country")\n',
    result: `def prepare_countries(countries: DataFrame) -> DataFrame:
    return countries.filter("size > 1").select("country")


both = orders.join(prepare_countries(countries), "country")
`,
  },
  "a chain in a function, with its parameters and variables": {
    code: `def report(orders, day: str, *, names: list[str]):
    limit = 10
    return orders.filter(F.col("day") == day).sel|ect(*names).limit(limit)

report(orders, "2024-01-01", names=["id"])
`,
    result: `def prepare_orders(orders: DataFrame, day: str, names: list, limit: int) -> DataFrame:
    return orders.filter(F.col("day") == day).select(*names).limit(limit)


def report(orders, day: str, *, names: list[str]):
    limit = 10
    return prepare_orders(orders, day, names, limit)

report(orders, "2024-01-01", names=["id"])
`,
  },
  "a chain in a loop over names, inside of a lambda": {
    code: `parts = [orders.filter(F.col("country") == name).sel|ect("id", F.transform("tags", lambda tag: F.upper(tag))) for name in ["DE", "FR"]]
`,
    result: `def prepare_orders(orders: DataFrame, name) -> DataFrame:
    return orders.filter(F.col("country") == name).select("id", F.transform("tags", lambda tag: F.upper(tag)))


parts = [prepare_orders(orders, name) for name in ["DE", "FR"]]
`,
  },
  "attributes of an instance": {
    code: `class Job:
    def __init__(self, spark: SparkSession):
        self.sales = spark.table("sales")
        self.least = 3

    def run(self):
        return self.sales.filter(F.col("amount") > self.least).sel|ect("id")
`,
    result: `def prepare_sales(sales: DataFrame, least) -> DataFrame:
    return sales.filter(F.col("amount") > least).select("id")


class Job:
    def __init__(self, spark: SparkSession):
        self.sales = spark.table("sales")
        self.least = 3

    def run(self):
        return prepare_sales(self.sales, self.least)
`,
  },
  "a selected column": {
    code: 'sized = orders.withColumn("size", «F.when(F.col("amount") > least, "big").otherwise("small")»)\n',
    result: `def build_column(least: int) -> Column:
    return F.when(F.col("amount") > least, "big").otherwise("small")


sized = orders.withColumn("size", build_column(least))
`,
  },
  "selected lines": {
    code: `«paid = orders.filter("paid")
# only what is needed
paid = paid.select("id", "amount")
paid = (
    paid.groupBy("id")
    .sum("amount")
)»
paid.show()
`,
    result: `def build_paid(orders: DataFrame) -> DataFrame:
    paid = orders.filter("paid")
    # only what is needed
    paid = paid.select("id", "amount")
    return (
        paid.groupBy("id")
        .sum("amount")
    )


paid = build_paid(orders)
paid.show()
`,
  },
  "selected lines of a function": {
    code: `def report():
    «paid = spark.table("orders").filter("paid")
    large = paid.filter("amount > 5")»
    return large
`,
    result: `def build_large(spark: SparkSession) -> DataFrame:
    paid = spark.table("orders").filter("paid")
    return paid.filter("amount > 5")


def report():
    large = build_large(spark)
    return large
`,
  },
  "a whole line with its comment": {
    code: '«paid = orders.filter("paid").select("id")  # all»\n',
    result: `def build_paid(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


paid = build_paid(orders)  # all
`,
  },
  "a name that is taken": {
    code: 'build_paid = 1\npaid = orders.filter("paid").sel|ect("id")\n',
    result: `build_paid = 1


def build_paid_2(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


paid = build_paid_2(orders)
`,
  },
  "a chain broken by backslashes, in a file of two blanks": {
    code: `if least:
  paid = orders.filter("paid") \\
    .sel|ect("id")
`,
    result: `def build_paid(orders: DataFrame) -> DataFrame:
  return (
    orders.filter("paid") \\
      .select("id")
  )


if least:
  paid = build_paid(orders)
`,
  },
  "a cell of a notebook": {
    code: '# COMMAND ----------\n# the result\npaid = orders.filter("paid").sel|ect("id")\n',
    result: `# COMMAND ----------


def build_paid(orders: DataFrame) -> DataFrame:
    return orders.filter("paid").select("id")


# the result
paid = build_paid(orders)
`,
  },
};

/** Code that is not moved, with the reason. */
const refused: Readonly<Record<string, string>> = {
  'paid = orders«.filter("paid")».select("id")\n':
    "The selection is half a chain. Select it from its first name to its last parenthesis.",
  'totals = «orders.groupBy("id")».count()\n': "The selection is of type GroupedData, and no DataFrame.",
  '«a = orders.filter("a")\nb = orders.filter("b")»\na.join(b, "id").show()\n':
    "`a` and `b` are used elsewhere, and a function gives back one of them.",
  '«a = orders.filter("a")\nb = a.filter("b")»\na.show()\n':
    "`a` is used elsewhere, and is not what the selection makes last.",
  'def report():\n    «paid = orders.filter("paid")\n    return paid»\n':
    "Only assignments to names, and calls, move into a function.",
  'async def report():\n    return orders.filter(await wanted()).sel|ect("id")\n':
    "`await` belongs to the function around it.",
  'def rows():\n    return orders.filter((yield "day")).sel|ect("id")\n':
    "`yield` belongs to the function around it.",
  'paid = orders.filter((day := "paid")).sel|ect("id")\n': "It binds a name inside an expression.",
  'class Job:\n    def run(self):\n        return orders.filter(self.day()).sel|ect("id")\n':
    "It calls a method of `self`.",
  'def report():\n    import datetime\n    return orders.filter(F.col("day") < datetime.date.today()).sel|ect("id")\n':
    "`datetime` is imported inside the function. Import it at the top of the file.",
};

/** Places where nothing is offered. */
const silent: readonly string[] = [
  "least = le|ast + 1\n",
  'paid = orders.fil|ter("paid")\n',
  "print(«least»)\n",
  "«orders» = orders.limit(1)\n",
  "orders.«count» = 1\n",
  'frames = {}\n«frames["a"]» = orders.limit(1)\n',
  "«least = 1\nother = 2»\n",
  'name = f"{orders.filter(1).sel|ect(2)}"\n',
  "|\n",
];

describe("a chain extracted into a function", () => {
  for (const [name, { code, result }] of Object.entries(cases))
    it(name, () => {
      const { text, result: found } = extractedFrom(imports + session + code);
      assert.ok(found && "edits" in found, JSON.stringify(found));
      const changed = applyEdits(text, found.edits);
      const header = result.includes("-> Column")
        ? imports.replace("import SparkSession", "import Column, SparkSession")
        : typedImports;
      const above = result.startsWith("def ") ? `${session}\n` : session;
      assert.equal(changed, header + above + result);
      assert.equal(syntaxErrors(checked(changed)), 0);
    });

  for (const [code, reason] of Object.entries(refused))
    it(`not: ${reason}`, () => {
      const { result } = extractedFrom(imports + session + code);
      assert.deepEqual(result, { refusal: reason });
    });

  for (const code of silent)
    it(`nothing to extract in ${JSON.stringify(code)}`, () => {
      assert.equal(extractedFrom(imports + session + code).result, null);
    });

  it("keeps the line ends of the file", () => {
    const code = (imports + session + 'paid = (\n    orders.filter("a")\n    .sel|ect("id")\n)\n').replaceAll(
      "\n",
      "\r\n",
    );
    const { text, result } = extractedFrom(code);
    assert.ok(result && "edits" in result);
    assert.doesNotMatch(applyEdits(text, result.edits), /(?<!\r)\n/);
  });

  it("takes the names that the file has for PySpark's classes, and another where the name is taken", () => {
    const pandas = "from pandas import DataFrame\nimport pyspark.sql.functions as F\n";
    const code =
      'def report(spark):\n    spark = SparkSession.builder.getOrCreate()\n    return spark.table("a").sel|ect("b")\n';
    const { text, result } = extractedFrom(
      `${pandas}from pyspark.sql import SparkSession as Session, SparkSession\n\n\n${code}`,
    );
    assert.ok(result && "edits" in result);
    const changed = applyEdits(text, result.edits);
    assert.match(
      changed,
      /from pyspark\.sql import DataFrame as SparkDataFrame, SparkSession as Session, SparkSession/,
    );
    assert.match(changed, /def build_frame\(spark: Session\) -> SparkDataFrame:/);
  });
});
