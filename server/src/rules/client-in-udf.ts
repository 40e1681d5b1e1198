import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { qualifiedCalls } from "./udfBody.ts";

/** A connection, a client or a model made anew for every row, by a row UDF or a function that a method is given. */
export const clientInUdf = defineRule({
  id: "client-in-udf",
  summary: "Client, connection or model made for every row",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report }) {
    if (fact.udf.form !== "row" && fact.udf.form !== "element") return;
    for (const { name, node, unit } of qualifiedCalls(fact)) {
      const what = makers[name];
      if (what === undefined) continue;
      report({
        site: siteIn(unit, node.callee),
        message: `\`${name}()\` ${what} for every ${fact.method?.startsWith("RDD.") ? "element" : "row"}. Do it once for many: in ${once(fact.method)}.`,
        evidence: fact.evidence,
      });
    }
  },
});

/** Where a function sees many rows at once. */
function once(method: string | null): string {
  if (method === null) return "`mapInPandas()`, `foreachPartition()`, or a pandas UDF over an iterator";
  return method.endsWith(".foreach") ? "`foreachPartition()`" : "`mapPartitions()`";
}

const connects = "opens a connection";
const calls = "asks another server";
const loads = "loads a model";
const client = "makes a client";

/** What takes long and can be shared, by its name in the libraries that jobs use most. */
const makers: Readonly<Record<string, string>> = {
  "boto3.client": client,
  "boto3.resource": client,
  "boto3.Session": client,
  "boto3.session.Session": client,
  "httpx.Client": client,
  "httpx.get": calls,
  "httpx.post": calls,
  "joblib.load": loads,
  "kafka.KafkaProducer": client,
  "keras.models.load_model": loads,
  "mlflow.pyfunc.load_model": loads,
  "mysql.connector.connect": connects,
  "openai.OpenAI": client,
  "pickle.load": loads,
  "psycopg.connect": connects,
  "psycopg2.connect": connects,
  "pymongo.MongoClient": client,
  "pymysql.connect": connects,
  "pyodbc.connect": connects,
  "redis.Redis": client,
  "requests.Session": client,
  "requests.get": calls,
  "requests.post": calls,
  "requests.put": calls,
  "requests.request": calls,
  "spacy.load": loads,
  "sqlite3.connect": connects,
  "tensorflow.keras.models.load_model": loads,
  "torch.load": loads,
  "transformers.pipeline": loads,
  "urllib.request.urlopen": calls,
};
