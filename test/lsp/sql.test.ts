import assert from "node:assert/strict";
import {
  CompletionItemKind,
  CompletionRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  type CompletionList,
  type Hover,
  type Location,
  type MarkupContent,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SignatureHelp,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { atMark, startClient, type Client } from "./client.ts";

const uri = "file:///jobs/query.py";
const program = `from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
people = spark.createDataFrame([], "id bigint, name string")
people.createOrReplaceTempView("p")
`;

describe("SQL in strings", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.stop());

  async function ask<T>(method: string, marked: string, extra: object = {}): Promise<T> {
    const { text, position } = atMark(program + marked);
    await client.open(uri, text);
    try {
      return await client.connection.sendRequest<T>(method, { textDocument: { uri }, position, ...extra });
    } finally {
      await client.close(uri);
    }
  }

  it("has its colours told: whole, as changes and for a range", async () => {
    const legend = client.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
    await client.open(uri, `${program}spark.sql("SELECT id FROM p")\nspark.sql("SELECT 1")\n`);
    const send = <T>(method: string, extra: object = {}): Promise<T> =>
      client.connection.sendRequest<T>(method, { textDocument: { uri }, ...extra });
    const whole = await send<SemanticTokens>(SemanticTokensRequest.method);
    const kinds = whole.data.flatMap((each, index) => (index % 5 === 3 ? [legend[each]] : []));
    assert.deepEqual(kinds.slice(-6), ["keyword", "property", "keyword", "class", "keyword", "number"]);
    const changes = await send<SemanticTokensDelta | SemanticTokens>(SemanticTokensDeltaRequest.method, {
      previousResultId: whole.resultId,
    });
    assert.deepEqual("edits" in changes ? changes.edits : null, []);
    const range = { start: { line: 5, character: 0 }, end: { line: 6, character: 0 } };
    const { data } = await send<SemanticTokens>(SemanticTokensRangeRequest.method, { range });
    assert.equal(data.length, 10);
    assert.deepEqual(data.slice(0, 4), [5, 11, 6, legend.indexOf("keyword")]);
    await client.close(uri);
  });

  it("is completed in the order of the answer", async () => {
    const { items } = await ask<CompletionList>(CompletionRequest.method, 'spark.sql("SELECT n| FROM p")');
    const order = items.toSorted((left, right) => ((left.sortText ?? "") < (right.sortText ?? "") ? -1 : 1));
    assert.deepEqual(
      order.slice(0, 3).map(({ label, kind }) => [label, kind]),
      [
        ["id", CompletionItemKind.Field],
        ["name", CompletionItemKind.Field],
        ["p", CompletionItemKind.Variable],
      ],
    );
    assert.ok(items.some(({ label, kind }) => label === "nvl" && kind === CompletionItemKind.Function));
  });

  it("tells what names are and leads to where they are made", async () => {
    const hover = await ask<Hover>(HoverRequest.method, 'spark.sql("SELECT id FROM |p")');
    assert.match((hover.contents as MarkupContent).value, /^\*\*View\*\* `p` — 2 columns/);
    const made = { start: { line: 3, character: 32 }, end: { line: 3, character: 33 } };
    const definition = await ask<Location[]>(DefinitionRequest.method, 'spark.sql("SELECT id FROM |p")');
    assert.deepEqual(
      definition.map(({ range }) => range),
      [made],
    );
    const references = await ask<Location[]>(ReferencesRequest.method, 'spark.sql("SELECT p.id FROM |p")', {
      context: { includeDeclaration: true },
    });
    assert.equal(references.length, 3);
    const lit = await ask<unknown[]>(DocumentHighlightRequest.method, 'spark.sql("SELECT p.id FROM |p")');
    assert.equal(lit.length, 3);
  });

  it("is renamed with the view", async () => {
    const { documentChanges } = await ask<WorkspaceEdit>(
      RenameRequest.method,
      'spark.sql("SELECT p.id FROM |p")',
      { newName: "persons" },
    );
    const [change] = documentChanges ?? [];
    assert.ok(change && "edits" in change);
    assert.deepEqual(
      change.edits.map(({ range }) => `${range.start.line}:${range.start.character}`),
      ["3:32", "4:18", "4:28"],
    );
  });

  it("has help for the arguments of functions", async () => {
    const help = await ask<SignatureHelp>(SignatureHelpRequest.method, 'spark.sql("SELECT upper(|) FROM p")');
    assert.deepEqual(
      help.signatures.map(({ label }) => label),
      ["upper(str)"],
    );
  });

  it("says nothing of what is no SQL", async () => {
    assert.equal(await ask(DefinitionRequest.method, 'print("SELECT id FROM |p")'), null);
    assert.equal(await ask(HoverRequest.method, 'print("SELECT id FROM |p")'), null);
  });
});
