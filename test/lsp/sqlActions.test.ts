import assert from "node:assert/strict";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { applied, startClient, type Client } from "./client.ts";

const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const uri = "untitled:Untitled-1";

describe("actions on SQL", () => {
  let client: Client;
  afterEach(() => client.stop());

  /** The actions of a kind in the third line, behind `spark.sql("`. */
  async function actionsFor(statement: string, kind: string): Promise<CodeAction[]> {
    await client.open(uri, imports + statement);
    const position = { line: 2, character: statement.indexOf('"') + 2 };
    const place: Diagnostic = { range: { start: position, end: position }, message: "" };
    return client.codeActions(uri, [place], [kind]);
  }

  it("format it", async () => {
    client = await startClient();
    const statement = 'df = spark.sql("select a from t where b=1")\n';
    const [action] = await actionsFor(statement, "refactor.rewrite.shufflewise.formatSql");
    assert.equal(action?.title, "Format SQL");
    assert.equal(
      applied(imports + statement, action.edit, uri),
      `${imports}df = spark.sql("SELECT a FROM t WHERE b = 1")\n`,
    );
  });

  it("format it with the user's keywords", async () => {
    client = await startClient();
    await client.configure({ sql: { keywordCase: "lower" } });
    const statement = 'df = spark.sql("SELECT a  FROM t")\n';
    const [action] = await actionsFor(statement, "refactor.rewrite");
    assert.equal(
      applied(imports + statement, action?.edit, uri),
      `${imports}df = spark.sql("select a from t")\n`,
    );
  });

  it("convert it", async () => {
    client = await startClient();
    const statement = 'df = spark.sql("SELECT a FROM t WHERE b = 1")\n';
    const [action] = await actionsFor(statement, "refactor.rewrite.shufflewise.toDataFrame");
    assert.equal(action?.title, "Convert to DataFrame code");
    assert.match(
      applied(imports + statement, action.edit, uri),
      /df = spark\.table\("t"\)\.filter\(F\.col\("b"\) == 1\)\.select\("a"\)/,
    );
  });

  it("make SQL of a chain in a function that is called below", async () => {
    client = await startClient();
    const chain = 'spark.table("orders").filter("amount > 5").select("id")';
    const statement = `def large(spark):\n    return ${chain}\n\n\nlarge(spark).show()\n`;
    await client.open(uri, imports + statement);
    const position = { line: 3, character: 30 };
    const place: Diagnostic = { range: { start: position, end: position }, message: "" };
    const [action] = await client.codeActions(uri, [place], ["refactor.rewrite.shufflewise.toSql"]);
    assert.equal(
      applied(imports + statement, action?.edit, uri),
      imports + statement.replace(chain, 'spark.sql("SELECT id FROM orders WHERE amount > 5")'),
    );
  });

  it("are not there elsewhere", async () => {
    client = await startClient();
    assert.deepEqual(await actionsFor('print("select 1")\n', "refactor.rewrite"), []);
  });
});
