import assert from "node:assert/strict";
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentSymbol,
  Location,
  PublishDiagnosticsParams,
  SemanticTokens,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { fixAllCommand } from "../../server/src/protocol/commands.ts";
import {
  configurationInDocumentRequest,
  type ConfigurationInDocumentResult,
} from "../../server/src/protocol/configuration.ts";
import { planRequest, type PlanResult } from "../../server/src/protocol/plan.ts";
import { atMark, eventually, startClient, type Client } from "./client.ts";
import { openNotebook, type ClientNotebook } from "./notebookClient.ts";

const setUp = `from pyspark.sql import SparkSession
spark = SparkSession.builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
orders = spark.read.schema("id bigint, amount double").parquet("orders")`;

/** A finding as "rule line:column word". */
const shown = (text: string, { code, range: { start, end } }: Diagnostic): string =>
  `${String(code)} ${start.line}:${start.character} ${(text.split("\n")[start.line] ?? "").slice(start.character, end.character)}`;

describe("notebooks in the editor", () => {
  let client: Client;
  let last = 0;
  const opened: ClientNotebook[] = [];
  before(async () => (client = await startClient()));
  afterEach(() => Promise.all(opened.splice(0).map((notebook) => notebook.close())));
  after(() => client.stop());

  async function open(cells: Readonly<Record<string, string>>, by = client): Promise<ClientNotebook> {
    const notebook = await openNotebook(by, `file:///shop/notebook${++last}.ipynb`, cells);
    opened.push(notebook);
    return notebook;
  }

  async function findings(notebook: ClientNotebook): Promise<Readonly<Record<string, readonly string[]>>> {
    const found: Record<string, readonly string[]> = {};
    for (const name of notebook.names()) {
      const diagnostics = await client.diagnostics(notebook.cellUri(name));
      if (diagnostics.length > 0) found[name] = diagnostics.map((each) => shown(notebook.textOf(name), each));
    }
    return found;
  }

  const cases: readonly [
    what: string,
    cells: Readonly<Record<string, string>>,
    found: Readonly<Record<string, readonly string[]>>,
  ][] = [
    [
      "know the frames of the cells above",
      { setUp, use: "\norders.select('colour')\n" },
      { use: ["unknown-column 1:15 colour"] },
    ],
    ["say nothing where all is well", { setUp, use: "orders.select('id').show()" }, {}],
    [
      "let what IPython understands stand",
      { magic: "%load_ext autotime\n!ls", setUp, use: "%time n = 1\norders.select('colour').show()" },
      { use: ["unknown-column 1:15 colour"] },
    ],
    [
      "read cells of SQL",
      {
        setUp,
        view: "orders.createOrReplaceTempView('o')",
        sql: "%%sql\nSELECT id,\n       colour FROM o",
        broken: "%sql\nSELECT id FORM o GROUP",
      },
      { sql: ["unknown-column 2:7 colour"], broken: ["sql-syntax 1:15 o"] },
    ],
    [
      "leave cells of other languages alone",
      { setUp, words: "%md\n# Titles are (not Python", bash: "%%bash\nls (" },
      {},
    ],
    ["may be empty, or half typed", { nothing: "", setUp, half: "orders.select(", use: "orders.id" }, {}],
    [
      "keep lines with Windows' ends in place",
      { setUp: setUp.replaceAll("\n", "\r\n"), use: "x = 1\r\norders.select('colour').show()" },
      { use: ["unknown-column 1:15 colour"] },
    ],
  ];
  for (const [what, cells, found] of cases)
    it(what, async () => assert.deepEqual(await findings(await open(cells)), found));

  it("follow edits, new cells and removed ones, with the findings of a fresh notebook", async () => {
    const notebook = await open({ setUp, use: "orders.select('colour').show()" });
    const all = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const steps: readonly [() => Promise<void>, object][] = [
      [() => notebook.edit("setUp", { text: setUp.replace("amount", "colour") }), {}],
      [
        () => notebook.insert(1, "other", "orders = orders.drop('colour')"),
        { use: ["unknown-column 0:15 colour"] },
      ],
      [() => notebook.edit("other", { range: all, text: "\n" }), {}],
      [() => notebook.insert(0, "first", "import os"), {}],
      [() => notebook.edit("setUp", { text: setUp }), { use: ["unknown-column 0:15 colour"] }],
      [() => notebook.remove("setUp"), {}],
    ];
    for (const [step, found] of steps) {
      await step();
      assert.deepEqual(await findings(notebook), found);
      const fresh = await open(
        Object.fromEntries(notebook.names().map((name) => [name, notebook.textOf(name)])),
      );
      assert.deepEqual(await findings(fresh), found);
    }
  });

  it("ask the editor for the other cells again behind an edit", async () => {
    const notebook = await open({ setUp, use: "orders.select('colour').show()" });
    await findings(notebook);
    client.received.length = 0;
    await notebook.edit("setUp", { text: setUp.replace("amount", "colour") });
    await eventually("a refresh", () =>
      client.received.some(({ method }) => method === "workspace/diagnostic/refresh"),
    );
  });

  const position = async (
    cells: Readonly<Record<string, string>>,
  ): Promise<{ notebook: ClientNotebook; at: { textDocument: { uri: string }; position: object } }> => {
    const [marked] = Object.entries(cells).filter(([, text]) => text.includes("|"));
    assert.ok(marked);
    const { text, position: place } = atMark(marked[1]);
    const notebook = await open({ ...cells, [marked[0]]: text });
    return { notebook, at: { textDocument: { uri: notebook.cellUri(marked[0]) }, position: place } };
  };

  it("answer hover, completion, outline, colours and plans in a cell's own places", async () => {
    const { notebook, at } = await position({
      setUp,
      use: "x = 1\ntotals = or|ders.filter('amount > 1').groupBy('id').count()",
    });
    const uri = notebook.cellUri("use");
    const hover = await client.hover(uri, { line: 1, character: 11 });
    assert.match(JSON.stringify(hover?.contents), /amount/);
    const column = await client.hover(uri, { line: 1, character: 26 });
    assert.match(JSON.stringify(column?.contents), /From line 3 of code cell 1/);
    assert.deepEqual(hover?.range?.start, { line: 1, character: 9 });
    const names = (await client.complete(uri, { line: 1, character: 46 })).map(({ label }) => label);
    assert.ok(names.includes("amount"), names.join(" "));
    await client.configure({ outline: "on" });
    const symbols = await client.connection.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", at);
    assert.ok(symbols.every(({ range }) => range.start.line === 1));
    const { data } = await client.connection.sendRequest<SemanticTokens>(
      "textDocument/semanticTokens/full",
      at,
    );
    assert.deepEqual(data.slice(0, 3), [1, 24, 6]);
    const { plan } = await client.connection.sendRequest<PlanResult>(planRequest, {
      uri,
      position: { line: 1, character: 2 },
    });
    assert.deepEqual(
      plan?.steps.map(({ operator, place }) => [operator, place?.uri, place?.range.start.line]),
      [
        ["Aggregate", uri, 1],
        ["Filter", uri, 1],
        ["Relation", notebook.cellUri("setUp"), 2],
      ],
    );
    await client.configure({});
  });

  it("find definitions and uses over all cells", async () => {
    const { notebook, at } = await position({
      setUp,
      use: "orders.select('am|ount').show()",
      more: "\norders.filter('amount > 1').select('id', 'amount').show()",
    });
    const context = { context: { includeDeclaration: true } };
    const places = await client.connection.sendRequest<Location[]>("textDocument/references", {
      ...at,
      ...context,
    });
    assert.deepEqual(
      places.map(({ uri, range: { start } }) => [uri.split("#")[1], start.line, start.character]),
      [
        ["setUp", 2, 39],
        ["use", 0, 15],
        ["more", 1, 15],
        ["more", 1, 42],
      ],
    );
    const lights = await client.connection.sendRequest<DocumentHighlight[]>(
      "textDocument/documentHighlight",
      at,
    );
    assert.deepEqual(
      lights.map(({ range }) => range.start.character),
      [15],
    );
    const [definition] = await client.connection.sendRequest<Location[]>("textDocument/definition", at);
    assert.equal(definition?.uri, notebook.cellUri("setUp"));
  });

  it("rename over all cells", async () => {
    const { notebook, at } = await position({
      setUp,
      use: "priced = orders.withColumn('price', orders.amount * 2)",
      more: "\npriced.filter('pr|ice > 1').select('id', 'price').show()",
    });
    const request = { ...at, newName: "cost" };
    const edit = await client.connection.sendRequest<WorkspaceEdit>("textDocument/rename", request);
    assert.deepEqual(notebook.after(edit), {
      setUp,
      use: "priced = orders.withColumn('cost', orders.amount * 2)",
      more: "\npriced.filter('cost > 1').select('id', 'cost').show()",
    });
  });

  it("put what a fix adds into the cell where it belongs", async () => {
    const cells = {
      setUp: "%matplotlib inline\nimport os\nfrom pyspark.sql import SparkSession",
      session: "spark = SparkSession.builder.getOrCreate()\ndf = spark.read.parquet('x')",
      use: "if df.count() == 0:\n    print('none')\nfrom pyspark.sql.functions import udf\nup = udf(lambda s: s.upper())\ndf.select(up('name')).show()",
    };
    const notebook = await open(cells);
    const diagnostics = await client.diagnostics(notebook.cellUri("use"));
    const actions = await client.codeActions(notebook.cellUri("use"), diagnostics);
    const fixes = actions.filter(({ edit, title }) => edit && !title.startsWith("Ignore"));
    assert.ok(fixes.length >= 2, fixes.map(({ title }) => title).join("\n"));
    for (const { edit } of fixes) assert.notDeepEqual(notebook.after(edit), cells);
    const ignore = actions.find(({ title }) => title.startsWith("Ignore `count-for-emptiness`"));
    assert.match(
      notebook.after(ignore?.edit)["use"] ?? "",
      /^if df\.count\(\) == 0: {2}# shufflewise: ignore\[count-for-emptiness\]/,
    );
    const all = await actionOf("notebook.source.fixAll.shufflewise");
    const ofCell = await actionOf("source.fixAll.shufflewise");
    assert.match(notebook.after(all?.edit)["use"] ?? "", /^if df\.isEmpty\(\):/);
    assert.equal(notebook.after(ofCell?.edit)["use"], notebook.after(all?.edit)["use"]);
    assert.equal(notebook.after(ofCell?.edit)["setUp"], cells.setUp);

    async function actionOf(kind: string): Promise<CodeAction | undefined> {
      return (await client.codeActions(notebook.cellUri("use"), [], [kind]))[0];
    }
  });

  it("complete and hover in a cell of SQL", async () => {
    const { notebook, at } = await position({
      setUp: `${setUp}\norders.createOrReplaceTempView('o')`,
      sql: "%%sql\nSELECT id,\n       am|\nFROM o",
    });
    const list = await client.connection.sendRequest<CompletionList>("textDocument/completion", at);
    const amount = list.items.find(({ label }) => label === "amount");
    assert.deepEqual(amount?.textEdit, {
      range: { start: { line: 2, character: 7 }, end: { line: 2, character: 9 } },
      newText: "amount",
    });
    const hover = await client.hover(notebook.cellUri("sql"), { line: 1, character: 8 });
    assert.match(JSON.stringify(hover?.contents), /`id`.*bigint/);
    assert.deepEqual(hover?.range, { start: { line: 1, character: 7 }, end: { line: 1, character: 9 } });
  });

  it("ignore a finding in a cell of SQL by a comment of SQL", async () => {
    const notebook = await open({
      setUp: `${setUp}\norders.createOrReplaceTempView('o')`,
      sql: "%%sql\nSELECT colour\nFROM o",
    });
    const diagnostics = await client.diagnostics(notebook.cellUri("sql"));
    const actions = await client.codeActions(notebook.cellUri("sql"), diagnostics);
    const ignore = actions.find(({ title }) => title.startsWith("Ignore"));
    const ignored = notebook.after(ignore?.edit)["sql"] ?? "";
    assert.match(ignored, /^%%sql\nSELECT colour {2}-- shufflewise: ignore\[unknown-column\].*\nFROM o$/);
    await notebook.edit("sql", { text: ignored });
    assert.deepEqual(await findings(notebook), {});
  });

  it("are fixed as a whole by the command, with one edit", async () => {
    let edit: WorkspaceEdit | undefined;
    const own = await startClient({ applyEdit: (given) => ((edit = given), true) });
    const notebook = await open(
      { setUp, one: "if orders.count() == 0:\n    pass", two: "x = 1\nif orders.count() == 0:\n    pass" },
      own,
    );
    await own.command(fixAllCommand, { uri: notebook.cellUri("two"), safety: "safe" });
    assert.deepEqual(
      { ...notebook.after(edit), setUp: "" },
      { setUp: "", one: "if orders.isEmpty():\n    pass", two: "x = 1\nif orders.isEmpty():\n    pass" },
    );
    await own.stop();
    opened.pop();
  });

  it("tell which cell sets a configuration", async () => {
    const notebook = await open({ setUp, use: "spark.conf.set('spark.sql.ansi.enabled', 'true')" });
    const { settings } = await client.connection.sendRequest<ConfigurationInDocumentResult>(
      configurationInDocumentRequest,
      { uri: notebook.cellUri("use") },
    );
    assert.deepEqual(
      settings.map(({ key, uri, range }) => [key, uri.split("#")[1], range.start.line]),
      [
        ["spark.sql.shuffle.partitions", "setUp", 1],
        ["spark.sql.ansi.enabled", "use", 0],
      ],
    );
  });

  it("are published to editors that do not ask, and cleared when they are closed", async () => {
    const own = await startClient({ push: true });
    const notebook = await open({ setUp, use: "orders.select('colour').show()" }, own);
    const published = (): ReadonlyMap<string, number> =>
      new Map(
        own.received.flatMap(({ method, params }) => {
          if (method !== "textDocument/publishDiagnostics") return [];
          const { uri, diagnostics } = params as PublishDiagnosticsParams;
          return [[uri.split("#")[1] ?? uri, diagnostics.length]];
        }),
      );
    await eventually("the finding", () => published().get("use") === 1);
    assert.equal(published().get("setUp"), 0);
    await notebook.close();
    opened.pop();
    await eventually("no finding", () => published().get("use") === 0);
    await own.stop();
  });
});
