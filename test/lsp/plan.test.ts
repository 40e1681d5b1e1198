import assert from "node:assert/strict";
import { InlayHintRequest, type InlayHint } from "vscode-languageserver/node";
import { planRequest, type PlanParams, type PlanResult } from "../../server/src/protocol/plan.ts";
import { startClient, type Client } from "./client.ts";

const uri = "file:///jobs/plan.py";
const text = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
orders = spark.read.schema("id bigint, buyer string").parquet("orders")
totals = orders.groupBy("buyer").count()
lone = 1
`;

describe("plans over the wire", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
    await client.open(uri, text);
  });
  after(() => client.stop());

  const ask = (params: Partial<PlanParams>): Promise<PlanResult> =>
    client.connection.sendRequest<PlanResult>(planRequest, {
      uri,
      position: { line: 3, character: 2 },
      ...params,
    });

  it("give the steps of the DataFrame at a place", async () => {
    const { plan, place, current } = await ask({});
    assert.equal(plan?.name, "totals");
    assert.deepEqual(
      plan.steps.map(
        ({ operator, place: at }) => `${operator} ${at?.range.start.line}:${at?.range.start.character}`,
      ),
      ["Aggregate 3:33", "Relation 2:54"],
    );
    assert.deepEqual(plan.steps[0]?.inputs, [{ step: 1, exchange: "shuffle by buyer" }]);
    assert.deepEqual([place, current], [{ line: 3, character: 0 }, 0]);
  });

  it("stay while the cursor is on one of their steps", async () => {
    const { plan, current } = await ask({
      position: { line: 2, character: 3 },
      shown: { line: 3, character: 0 },
    });
    assert.deepEqual([plan?.name, current], ["totals", 1]);
  });

  const nothing: readonly (readonly [title: string, params: Partial<PlanParams>])[] = [
    ["where no DataFrame is", { position: { line: 4, character: 1 } }],
    ["beyond the text", { position: { line: 400, character: 1 } }],
    ["in a file that is not open", { uri: "file:///jobs/other.py" }],
  ];
  for (const [title, params] of nothing)
    it(`give nothing ${title}`, async () => {
      assert.deepEqual(await ask(params), { plan: null, place: null, current: null });
    });

  it("hints stand behind the steps that move rows", async () => {
    const hints = await client.connection.sendRequest<InlayHint[]>(InlayHintRequest.method, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
    });
    assert.deepEqual(
      hints.map(({ position, label, paddingLeft }) => ({ position, label, paddingLeft })),
      [{ position: { line: 3, character: 40 }, label: "shuffle by buyer", paddingLeft: true }],
    );
  });

  it("hints follow the setting", async () => {
    const asked = () =>
      client.connection.sendRequest<InlayHint[]>(InlayHintRequest.method, {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
      });
    await client.configure({ inlayHints: "schemas" });
    const labels = (await asked()).map(({ label }) => label);
    await client.configure({ inlayHints: "off" });
    const none = await asked();
    await client.configure({});
    assert.deepEqual(labels, ["id: bigint, buyer: string", "buyer: string, count: bigint"]);
    assert.deepEqual(none, []);
  });
});
