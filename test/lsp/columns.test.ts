import assert from "node:assert/strict";
import {
  CompletionItemKind,
  CompletionRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  HoverRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  type CompletionList,
  type DocumentHighlight,
  type Hover,
  type Location,
  type MarkupContent,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { atMark, startClient, type Client } from "./client.ts";

const uri = "file:///jobs/columns.py";
const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const people = 'people = spark.createDataFrame([(1, "a")], "id bigint, name string")\n';

describe("columns", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.stop());

  async function ask<T>(method: string, marked: string, extra: object = {}): Promise<T> {
    const { text, position } = atMark(imports + people + marked);
    await client.open(uri, text);
    try {
      return await client.connection.sendRequest<T>(method, { textDocument: { uri }, position, ...extra });
    } finally {
      await client.close(uri);
    }
  }
  const place = ({ start, end }: Range): string => `${start.line}:${start.character}-${end.character}`;

  it("are announced", () => {
    const { capabilities } = client.initialized;
    assert.equal(capabilities.definitionProvider, true);
    assert.equal(capabilities.referencesProvider, true);
    assert.equal(capabilities.documentHighlightProvider, true);
    assert.ok(capabilities.renameProvider);
  });

  it("have hovers that lead to their lines", async () => {
    const hover = await ask<Hover>(HoverRequest.method, 'people.select("na|me")');
    assert.match(
      (hover.contents as MarkupContent).value,
      /^\*\*Column\*\* `name`: `string`.*\nFrom \[line 3\]\(file:\/\/\/jobs\/columns\.py#L3,56\)/s,
    );
    const frame = await ask<Hover>(HoverRequest.method, "x = peo|ple");
    assert.match((frame.contents as MarkupContent).value, /^\*\*people\*\* — 2 columns\n\n\| Column /);
  });

  it("are completed before all else, in the order of the schema", async () => {
    const { items, isIncomplete } = await ask<CompletionList>(
      CompletionRequest.method,
      'people.select("n|")',
    );
    assert.equal(isIncomplete, false);
    assert.deepEqual(
      items.map(({ label, kind, detail, filterText, sortText }) => ({
        label,
        kind,
        detail,
        filterText,
        sortText,
      })),
      [
        {
          label: "id",
          kind: CompletionItemKind.Field,
          detail: "bigint",
          filterText: "id",
          sortText: "000000",
        },
        {
          label: "name",
          kind: CompletionItemKind.Field,
          detail: "string",
          filterText: "name",
          sortText: "000001",
        },
      ],
    );
  });

  it("are completed in SQL together with functions", async () => {
    const { items } = await ask<CompletionList>(CompletionRequest.method, 'people.filter("na|")');
    assert.deepEqual(
      items.slice(0, 2).map(({ label }) => label),
      ["id", "name"],
    );
    assert.ok(items.some(({ label }) => label === "nanvl"));
  });

  it("have definitions, references and highlights", async () => {
    const code = 'people.filter("na|me = 1").select("name")';
    const definition = await ask<Location[]>(DefinitionRequest.method, code);
    assert.deepEqual(
      definition.map(({ range }) => place(range)),
      ["2:55-59"],
    );
    const references = await ask<Location[]>(ReferencesRequest.method, code, {
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      references.map(({ range }) => place(range)),
      ["3:15-19", "3:34-38"],
    );
    const highlights = await ask<DocumentHighlight[]>(DocumentHighlightRequest.method, code);
    assert.deepEqual(
      highlights.map(({ range, kind }) => `${place(range)} ${kind}`),
      ["2:55-59 3", "3:15-19 2", "3:34-38 2"],
    );
  });

  it("are renamed", async () => {
    const code = 'people.select("na|me").show()';
    const prepared = await ask<{ range: Range; placeholder: string }>(PrepareRenameRequest.method, code);
    assert.deepEqual(
      { ...prepared, range: place(prepared.range) },
      { range: "3:15-19", placeholder: "name" },
    );
    const { documentChanges } = await ask<WorkspaceEdit>(RenameRequest.method, code, { newName: "title" });
    assert.deepEqual(
      documentChanges
        ?.flatMap((change) => ("edits" in change ? change.edits : []))
        .map((edit) => "newText" in edit && `${place(edit.range)} ${edit.newText}`),
      ["2:55-59 title", "3:15-19 title"],
    );
  });

  it("say what stops a rename", async () => {
    await assert.rejects(
      ask(PrepareRenameRequest.method, 'rows = people.select("na|me").collect()'),
      /The column name cannot be renamed everywhere: line 4 hands its rows to Python/,
    );
  });

  it("leave other names to others", async () => {
    for (const method of [
      DefinitionRequest.method,
      DocumentHighlightRequest.method,
      PrepareRenameRequest.method,
    ])
      assert.equal(await ask(method, "x| = 1"), null);
  });
});
