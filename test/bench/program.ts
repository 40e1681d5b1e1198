import { seededRandom } from "../syntax/randomEdits.ts";

/**
 * A PySpark program of about so many lines, of the kind that people write: jobs as functions and a few classes over
 * a shared session, with joins, windows, aggregations, loops and writes. The same seed gives the same text.
 */
export function sparkProgram(lines: number, seed = 1): string {
  const random = seededRandom(seed);
  const pick = <T>(choices: readonly [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const parts = [
    '"""Generated for measurements."""',
    "import sys",
    "",
    "from pyspark.sql import DataFrame, SparkSession, Window",
    "from pyspark.sql import functions as F",
    "",
    'spark = SparkSession.builder.appName("bench").config("spark.sql.shuffle.partitions", "64").getOrCreate()',
    "",
  ];
  const column = (): string =>
    pick(["amount", "country", "status", "created", "customer_id", "age", "name", "kind"]);
  const step = (): string =>
    pick<() => string>([
      () =>
        `    df = df.withColumn("${column()}_${Math.floor(random() * 99)}", F.upper(F.col("${column()}")))`,
      () =>
        `    df = df.filter((F.col("${column()}") > ${Math.floor(random() * 1000)}) & F.col("${column()}").isNotNull())`,
      () => `    df = df.join(other, "${column()}", "${pick(["inner", "left", "left_semi"])}")`,
      () =>
        `    df = (\n        df.groupBy("${column()}", "${column()}")\n        .agg(F.sum("amount").alias("total"), F.count("*").alias("n"))\n    )`,
      () =>
        `    for name in ["a", "b", "c"]:\n        df = df.withColumn(name, F.lit(${Math.floor(random() * 9)}))`,
      () =>
        `    latest = Window.partitionBy("${column()}").orderBy(F.col("${column()}").desc())\n    df = df.withColumn("rank", F.row_number().over(latest)).filter("rank = 1")`,
      () => `    if df.count() == 0:\n        return df`,
      () =>
        `    # keeps only what the next step needs\n    df = df.select("${column()}", "${column()}", F.col("${column()}").cast("string").alias("text"))`,
      () =>
        `    df = df.repartition(${Math.floor(random() * 200) + 1}, "${column()}").dropDuplicates(["${column()}"])`,
    ])();
  let count = parts.length;
  for (let index = 0; count < lines; index += 1) {
    const body = [
      `def job_${index}(source: str, other: DataFrame) -> DataFrame:`,
      `    """Job number ${index}."""`,
      `    df = spark.read.parquet(source)`,
    ];
    const size = 4 + Math.floor(random() * 14);
    for (let made = 0; made < size; made += 1) body.push(step());
    body.push(
      pick([
        `    df.write.mode("overwrite").parquet(f"out/{source}")`,
        `    print(df.limit(10).collect())`,
        `    rows = df.collect()`,
      ]),
      "    return df",
      "",
      "",
    );
    if (random() < 0.4)
      body.push(
        `result_${index} = job_${index}("data/${index}", spark.table("t${index}"))`,
        `result_${index}.cache()`,
        "",
      );
    const text = body.join("\n");
    parts.push(text);
    count += text.split("\n").length;
  }
  return `${parts.join("\n")}\n`;
}
