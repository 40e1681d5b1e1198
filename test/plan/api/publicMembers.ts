import fs from "node:fs";
import path from "node:path";
import { parseParameters, type ApiParameter } from "../../../server/src/catalog/apiSignature.ts";
import { defaultVersion } from "../../../server/src/catalog/sparkVersion.ts";

/** A public method or property of PySpark, as the catalogue has it. */
export interface PublicMember {
  /** "DataFrame.join". */
  readonly name: string;
  readonly type: string;
  readonly member: string;
  /** An expression that gives what it gives, with arguments that fit the annotations. */
  readonly code: string;
  /** The annotation of what it gives; null without one. */
  readonly gives: string | null;
  readonly isMethod: boolean;
  /** The newest version that has it. */
  readonly version: string;
}

/** How a program comes by an object of each class. */
const objects: Readonly<Record<string, string>> = {
  SparkSession: "spark",
  Builder: "SparkSession.builder",
  DataFrame: "df",
  Column: 'F.col("id")',
  GroupedData: 'df.groupBy("id")',
  PandasCogroupedOps: 'df.groupBy("id").cogroup(df.groupBy("id"))',
  Window: "Window",
  WindowSpec: 'Window.partitionBy("id")',
  DataFrameReader: "spark.read",
  DataFrameWriter: "df.write",
  DataFrameWriterV2: 'df.writeTo("t")',
  MergeIntoWriter: 'df.mergeInto("t", F.lit(True))',
  WhenMatched: 'df.mergeInto("t", F.lit(True)).whenMatched()',
  WhenNotMatched: 'df.mergeInto("t", F.lit(True)).whenNotMatched()',
  WhenNotMatchedBySource: 'df.mergeInto("t", F.lit(True)).whenNotMatchedBySource()',
  DataStreamReader: "spark.readStream",
  DataStreamWriter: "stream.writeStream",
  StreamingQuery: "stream.writeStream.start()",
  StreamingQueryManager: "spark.streams",
  Catalog: "spark.catalog",
  DataFrameNaFunctions: "df.na",
  DataFrameStatFunctions: "df.stat",
  RDD: "rdd",
  RDDBarrier: "rdd.barrier()",
  SparkContext: "sc",
  SparkConf: "SparkConf()",
  SQLContext: "SQLContext(sc)",
  TableValuedFunction: "spark.tvf",
  UDFRegistration: "spark.udf",
  UDTFRegistration: "spark.udtf",
  DataSourceRegistration: "spark.dataSource",
  RuntimeConfig: "spark.conf",
  Observation: 'Observation("o")',
  DeltaTable: 'DeltaTable.forPath(spark, "/t")',
  DeltaMergeBuilder: 'DeltaTable.forPath(spark, "/t").merge(df, "true")',
  DeltaTableBuilder: "DeltaTable.create(spark)",
  DeltaOptimizeBuilder: 'DeltaTable.forPath(spark, "/t").optimize()',
};

/** What a program has before it makes the calls. */
export const setup = `from pyspark import SparkConf, SparkContext
from pyspark.sql import DataFrame, Observation, Row, SQLContext, SparkSession, Window, functions as F, types as T
from delta.tables import DeltaTable
spark = SparkSession.builder.getOrCreate()
sc = spark.sparkContext
df = spark.createDataFrame([(1, "a", 2.0)], "id int, name string, score double")
rdd = sc.parallelize([("a", 1), ("b", 2)])
stream = spark.readStream.format("rate").load()
function = lambda *values: values
`;

/** Arguments by the annotations of parameters. */
const samples: readonly (readonly [RegExp, string])[] = [
  [/^(StructType|AtomicType|DataType)/, '"id int, name string, score double"'],
  [/^(list|Sequence|Iterable)\[(str|ColumnOrName)/, '["id"]'],
  [/^(list|Sequence)\[(list|Sequence)/, '[["id"]]'],
  [/^(list|Sequence|tuple|Iterable)\b/, "[1.0]"],
  [/^(str|ColumnOrName|PathOrPaths|LiteralType|OptionalPrimitiveType)/, '"id"'],
  [/^int\b/, "1"],
  [/^float\b/, "0.5"],
  [/^bool\b/, "True"],
  [/^dict\b/, "{}"],
  [/^(Column\b|ExpressionOrColumn)/, 'F.col("id")'],
  [/^DataFrame\b/, "df"],
  [/^GroupedData\b/, 'df.groupBy("id")'],
  [/^RDD\b/, "rdd"],
  [/Callable|Function|func/i, "function"],
];

const sampleArgument = ({ name, kind, annotation }: ApiParameter): string => {
  const found = samples.find(([pattern]) => pattern.test(annotation ?? ""))?.[1] ?? "None";
  return kind === "keyword" ? `${name}=${found}` : found;
};

interface Row {
  readonly takes?: string;
  readonly gives?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly until?: string;
}

interface ApiFile {
  readonly classes: Readonly<Record<string, { readonly inherits?: string; readonly until?: string }>>;
  readonly members: Readonly<Record<string, Row>>;
}

/** Every public method and property of the classes above, inherited ones too. */
export function publicMembers(): readonly PublicMember[] {
  const [spark, delta] = [readFile("pyspark-api.json"), readFile("delta-api.json")];
  const classes = { ...spark.classes, ...delta.classes };
  const members = { ...spark.members, ...delta.members };
  const byClass = new Map<string, [string, Row][]>();
  for (const [key, row] of Object.entries(members)) {
    const dot = key.lastIndexOf(".");
    const own = byClass.get(key.slice(0, dot)) ?? [];
    own.push([key.slice(dot + 1), row]);
    byClass.set(key.slice(0, dot), own);
  }
  return Object.entries(objects).flatMap(([type, object]) => {
    const owners = [type, ...(classes[type]?.inherits ?? "").split(" ")];
    const rows = new Map(owners.toReversed().flatMap((owner) => byClass.get(owner) ?? []));
    return [...rows]
      .filter(([member]) => !member.startsWith("_"))
      .map(([member, row]): PublicMember => {
        const isMethod = row.takes !== undefined;
        const needed = parseParameters(row.takes ?? "").filter(
          ({ kind, defaultText }) =>
            defaultText === null && kind !== "keywordRest" && (kind !== "rest" || type !== "DataFrameWriter"),
        );
        return {
          name: `${type}.${member}`,
          type,
          member,
          code: `${object}.${member}${isMethod ? `(${needed.map(sampleArgument).join(", ")})` : ""}`,
          gives: row.gives ?? null,
          isMethod,
          version: row.until ?? defaultVersion,
        };
      });
  });
}

/** The names of all functions of pyspark.sql.functions, with what they give. */
export function publicFunctions(): readonly { readonly name: string; readonly gives: string | null }[] {
  const { functions } = readFile("pyspark-api.json") as ApiFile & {
    readonly functions: Readonly<Record<string, Row>>;
  };
  return Object.entries(functions)
    .filter(([key]) => /^functions\.[a-z]\w*$/i.test(key))
    .map(([key, { gives }]) => ({ name: key.slice("functions.".length), gives: gives ?? null }));
}

const readFile = (name: string): ApiFile =>
  JSON.parse(
    fs.readFileSync(path.join(import.meta.dirname, "../../../server/data", name), "utf8"),
  ) as ApiFile;
