import assert from "node:assert/strict";
import { SignatureHelpRequest, type SignatureHelp } from "vscode-languageserver/node";
import { atMark, startClient, type Client } from "./client.ts";

const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";

describe("signature help", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.stop());

  async function helpAt(marked: string, extra: object = {}): Promise<SignatureHelp | null> {
    const uri = "untitled:Signature";
    const { text, position } = atMark(imports + marked);
    await client.open(uri, text);
    const help = await client.connection.sendRequest<SignatureHelp | null>(SignatureHelpRequest.method, {
      textDocument: { uri },
      position,
      ...extra,
    });
    await client.close(uri);
    return help;
  }

  it("is advertised with the characters that ask for it", () => {
    assert.deepEqual(client.initialized.capabilities.signatureHelpProvider?.triggerCharacters, ["(", ","]);
  });

  it("answers in a call that is being typed", async () => {
    const help = await helpAt('spark.table("orders").join(spark.table("x"), |\nprint(1)\n');
    const [signature, ...others] = help!.signatures;
    assert.deepEqual(others, []);
    assert.match(signature!.label, /^join\(other: DataFrame, on: .*\) -> DataFrame$/);
    const active = signature!.parameters![help!.activeParameter!]!.label as [number, number];
    assert.match(signature!.label.slice(...active), /^on: /);
    assert.equal(
      (signature!.documentation as { value: string }).value,
      "Matches rows with those of another DataFrame by columns or a condition.",
    );
  });

  it("highlights nothing when no parameter is left", async () => {
    const help = await helpAt('spark.table("orders", |)');
    assert.equal(help!.activeParameter, help!.signatures[0]!.parameters!.length);
  });

  it("keeps the form that the user has chosen", async () => {
    const call = 'spark.table("orders").groupBy(|)';
    const help = await helpAt(call);
    assert.equal(help!.signatures.length, 2);
    assert.equal(help!.activeSignature, 0);
    const again = await helpAt(call, {
      context: { triggerKind: 3, isRetrigger: true, activeSignatureHelp: { ...help, activeSignature: 1 } },
    });
    assert.equal(again!.activeSignature, 1);
  });

  for (const code of ["foo(|)", "x = spark|", '"spark.table(|"', "# spark.table(|"])
    it(`is silent in ${code}`, async () => assert.equal(await helpAt(code), null));
});
