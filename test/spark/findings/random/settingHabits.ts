import type { Habit } from "./habit.ts";

const settings: readonly (readonly [key: string, value: string])[] = [
  ["spark.sql.shuffle.partitions", "64"],
  ["spark.sql.shuffle.partitions", "many"],
  ["spark.sql.shuffle.partitions", "auto"],
  ["spark.sql.shufle.partitions", "64"],
  ["spark.sql.autoBroadcastJoinThreshold", "10 MB"],
  ["spark.sql.autoBroadcastJoinThreshold", "-1"],
  ["spark.sql.autoBroadcastJoinThreshold", "10MB"],
  ["spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension"],
  ["spark.sql.warehouse.dir", "warehouse"],
  ["spark.sql.legacy.timeParserPolicy", "LEGACY"],
  ["spark.sql.legacy.timeParserPolicy", "CORRECT"],
  ["spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "LEGACY"],
  ["spark.sql.ansi.enabled", "false"],
  ["spark.sql.ansi.enabled", "off"],
  ["spark.sql.adaptive.enabled", "false"],
  ["spark.sql.adaptive.skewJoin.enabled", "true"],
  ["spark.databricks.delta.optimizeWrite.enabled", "true"],
  ["spark.databricks.delta.merge.materializeSource", "none"],
  ["spark.databricks.delta.retentionDurationCheck.enabled", "false"],
  ["spark.executor.memory", "4g"],
  ["spark.sql.session.timeZone", "UTC"],
  ["spark.sql.session.timeZone", "Mars/Phobos"],
  ["spark.sql.sources.partitionOverwriteMode", "dynamic"],
  ["spark.sql.sources.partitionOverwriteMode", "sometimes"],
  ["spark.blacklist.enabled", "true"],
  ["spark.kubernetes.pyspark.pythonVersion", "3"],
  ["spark.sql.crossJoin.enabled", "true"],
  ["spark.sql.execution.arrow.enabled", "true"],
];

/** Configurations, in running programs and in builders, and how sessions begin and end. */
export const settingHabits: readonly Habit[] = [
  ({ pick }) => {
    const [key, value] = pick(...settings);
    const number = /^-?\d+$/.test(value) && pick(true, false);
    return `spark.conf.set("${key}", ${number ? value : `"${value}"`})\nspark.conf.unset("${key}")`;
  },
  ({ pick }) => {
    const [key, value] = pick(...settings);
    return `spark.sql("SET ${key}=${value}")\nspark.conf.unset("${key}")`;
  },
  ({ id, pick }) => {
    const given = [pick(...settings), pick(...settings), pick(...settings)];
    return `again_${id} = SparkSession.builder${pick("", '.master("local[2]")', '.appName("job")')}${given
      .map(([key, value]) => `.config("${key}", "${value}")`)
      .join("")}.getOrCreate()\nspark.conf.unset("${given[0]?.[0] ?? ""}")`;
  },
  ({ id }) =>
    `built_${id} = (\n    SparkSession.builder.config("spark.driver.memory", "4g")\n    .config("spark.sql.shuffle.partitions", "64")\n    .config("spark.sql.shuffle.partitions", "200")\n    .config("spark.sql.adaptive.enabled", "false")\n    .config("spark.sql.adaptive.skewJoin.enabled", "true")\n    .getOrCreate()\n)`,
  ({ pick }) => `spark.sparkContext.setLogLevel("${pick("WARN", "ERROR", "WARNING")}")`,
  () => `spark.stop()`,
];
