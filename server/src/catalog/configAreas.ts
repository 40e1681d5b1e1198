/** A group of configurations that people look for together. */
export interface ConfigArea {
  readonly id: string;
  readonly title: string;
  /** Keys that begin so belong here; the longest match over all areas wins. */
  readonly prefixes: readonly string[];
}

/** In the order in which the catalogue shows them. */
export const configAreas: readonly ConfigArea[] = [
  {
    id: "application",
    title: "Application",
    prefixes: [
      "spark.app.",
      "spark.master",
      "spark.submit.",
      "spark.api.",
      "spark.remote",
      "spark.jars",
      "spark.files",
      "spark.archives",
      "spark.log",
    ],
  },
  { id: "driver", title: "Driver", prefixes: ["spark.driver."] },
  {
    id: "executors",
    title: "Executors and tasks",
    prefixes: [
      "spark.executor.",
      "spark.executorEnv.",
      "spark.task.",
      "spark.cores.",
      "spark.default.parallelism",
      "spark.resources",
    ],
  },
  {
    id: "allocation",
    title: "Dynamic allocation and decommissioning",
    prefixes: ["spark.dynamicAllocation.", "spark.decommission.", "spark.storage.decommission."],
  },
  {
    id: "memory",
    title: "Memory and storage",
    prefixes: [
      "spark.memory.",
      "spark.storage.",
      "spark.rdd.",
      "spark.broadcast.",
      "spark.unsafe.",
      "spark.cleaner.",
      "spark.checkpoint.",
      "spark.local.",
      "spark.diskStore.",
      "spark.buffer.",
      "spark.block.",
    ],
  },
  {
    id: "shuffle",
    title: "Shuffle",
    prefixes: ["spark.shuffle.", "spark.reducer.", "spark.maxRemoteBlockSizeFetchToMem"],
  },
  {
    id: "serialization",
    title: "Serialization and compression",
    prefixes: ["spark.serializer", "spark.kryo", "spark.io.compression", "spark.closure."],
  },
  {
    id: "scheduling",
    title: "Scheduling, speculation and failures",
    prefixes: [
      "spark.scheduler.",
      "spark.speculation",
      "spark.locality.",
      "spark.excludeOnFailure.",
      "spark.blacklist.",
      "spark.stage.",
      "spark.barrier.",
      "spark.job",
    ],
  },
  { id: "sql-adaptive", title: "Adaptive query execution", prefixes: ["spark.sql.adaptive."] },
  {
    id: "sql-joins",
    title: "SQL: joins, shuffles and broadcasts",
    prefixes: [
      "spark.sql.autoBroadcastJoinThreshold",
      "spark.sql.broadcast",
      "spark.sql.join",
      "spark.sql.shuffle",
      "spark.sql.bucketing.",
      "spark.sql.sortMergeJoin",
      "spark.sql.crossJoin",
      "spark.sql.requireAllClusterKeys",
    ],
  },
  {
    id: "sql-files",
    title: "SQL: files and sources",
    prefixes: [
      "spark.sql.files.",
      "spark.sql.sources.",
      "spark.sql.parquet.",
      "spark.sql.orc.",
      "spark.sql.csv.",
      "spark.sql.json.",
      "spark.sql.avro.",
      "spark.sql.xml.",
      "spark.sql.text.",
      "spark.sql.hadoopRDD.",
      "spark.sql.jdbc",
    ],
  },
  {
    id: "sql-catalog",
    title: "SQL: catalogs and Hive",
    prefixes: [
      "spark.sql.catalog",
      "spark.sql.warehouse.",
      "spark.sql.hive.",
      "spark.hive.",
      "spark.sql.defaultCatalog",
      "spark.sql.extensions",
      "spark.sql.statistics.",
      "spark.sql.cbo.",
    ],
  },
  {
    id: "sql-language",
    title: "SQL: language and types",
    prefixes: [
      "spark.sql.ansi.",
      "spark.sql.caseSensitive",
      "spark.sql.session.",
      "spark.sql.storeAssignmentPolicy",
      "spark.sql.timestampType",
      "spark.sql.datetime",
      "spark.sql.mapKey",
      "spark.sql.decimal",
      "spark.sql.view",
      "spark.sql.variable",
      "spark.sql.groupBy",
      "spark.sql.orderBy",
      "spark.sql.pivot",
    ],
  },
  {
    id: "sql-python",
    title: "SQL: Python and Arrow",
    prefixes: [
      "spark.sql.execution.arrow.",
      "spark.sql.execution.pyspark.",
      "spark.sql.execution.python",
      "spark.sql.execution.pandas.",
      "spark.sql.pyspark.",
      "spark.sql.repl.",
      "spark.python.",
      "spark.pyspark.",
    ],
  },
  {
    id: "sql-optimizer",
    title: "SQL: optimizer and execution",
    prefixes: [
      "spark.sql.optimizer.",
      "spark.sql.codegen.",
      "spark.sql.execution.",
      "spark.sql.inMemoryColumnarStorage.",
      "spark.sql.cache",
      "spark.sql.window",
      "spark.sql.subexpression",
      "spark.sql.columnVector",
      "spark.sql.exchange",
    ],
  },
  { id: "sql-streaming", title: "Structured Streaming", prefixes: ["spark.sql.streaming."] },
  { id: "sql-legacy", title: "SQL: legacy behaviour", prefixes: ["spark.sql.legacy."] },
  { id: "sql", title: "SQL: everything else", prefixes: ["spark.sql."] },
  { id: "connect", title: "Spark Connect", prefixes: ["spark.connect."] },
  { id: "streaming", title: "DStreams", prefixes: ["spark.streaming."] },
  { id: "kubernetes", title: "Kubernetes", prefixes: ["spark.kubernetes."] },
  { id: "yarn", title: "YARN", prefixes: ["spark.yarn."] },
  {
    id: "standalone",
    title: "Standalone cluster",
    prefixes: ["spark.deploy.", "spark.worker.", "spark.master.", "spark.standalone."],
  },
  { id: "mesos", title: "Mesos", prefixes: ["spark.mesos."] },
  {
    id: "network",
    title: "Network and RPC",
    prefixes: [
      "spark.network.",
      "spark.rpc.",
      "spark.port.",
      "spark.blockManager.",
      "spark.core.connection.",
      "spark.akka.",
    ],
  },
  {
    id: "ui",
    title: "Web UI and event log",
    prefixes: [
      "spark.ui.",
      "spark.eventLog.",
      "spark.appStateStore.",
      "spark.appStatusStore.",
      "spark.metrics.",
      "spark.history.",
    ],
  },
  {
    id: "security",
    title: "Security",
    prefixes: [
      "spark.authenticate",
      "spark.acls.",
      "spark.admin.",
      "spark.modify.",
      "spark.user.",
      "spark.ssl.",
      "spark.redaction.",
      "spark.security.",
      "spark.kerberos.",
      "spark.io.encryption.",
      "spark.network.crypto.",
    ],
  },
  { id: "hadoop", title: "Hadoop and Kafka", prefixes: ["spark.hadoop.", "spark.kafka."] },
  {
    id: "lakehouse",
    title: "Delta Lake, Iceberg and Hudi",
    prefixes: [
      "spark.databricks.delta.",
      "spark.delta.",
      "spark.io.delta.",
      "spark.sql.iceberg.",
      "spark.wap.",
      "hoodie.",
    ],
  },
  { id: "databricks", title: "Databricks", prefixes: ["spark.databricks."] },
  { id: "other", title: "Other", prefixes: ["spark."] },
];

const byLength = configAreas
  .flatMap((area) => area.prefixes.map((prefix) => ({ prefix, id: area.id })))
  .sort((a, b) => b.prefix.length - a.prefix.length);

/** The id of the area that a key belongs to. */
export function areaOf(key: string): string {
  return byLength.find(({ prefix }) => key.startsWith(prefix))?.id ?? "other";
}
