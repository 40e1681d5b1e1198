import assert from "node:assert/strict";
import type { CodeAction, WorkspaceEdit } from "vscode-languageserver/node";
import { applied, startClient, type Client, type ClientOptions } from "./client.ts";

const imports = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
const emptiness = (name: string): string =>
  `${name} = spark.table("${name}")\nif ${name}.count() == 0:\n    print("none")\n`;
const fixed = (name: string): string =>
  `${name} = spark.table("${name}")\nif ${name}.isEmpty():\n    print("none")\n`;
const uri = "untitled:Untitled-1";

describe("code actions", () => {
  let client: Client;
  afterEach(() => client.stop());

  async function open(text: string, options?: ClientOptions): Promise<CodeAction[]> {
    client = await startClient(options);
    await client.open(uri, text);
    return client.codeActions(uri, await client.diagnostics(uri));
  }
  const titled = (actions: readonly CodeAction[], title: string): CodeAction => {
    const found = actions.find((action) => action.title === title);
    assert.ok(found, `no "${title}" among ${actions.map((action) => action.title).join(", ")}`);
    return found;
  };

  it("a fix gives the fixed text, and is for this version alone", async () => {
    const text = imports + emptiness("orders");
    const actions = await open(text);
    const fix = titled(actions, "Ask `isEmpty()` instead");
    assert.equal(fix.isPreferred, true);
    assert.equal(fix.diagnostics?.[0]?.code, "count-for-emptiness");
    const [change] = fix.edit?.documentChanges ?? [];
    assert.deepEqual(change && "textDocument" in change && change.textDocument, { uri, version: 1 });
    assert.equal(applied(text, fix.edit, uri), imports + fixed("orders"));
  });

  it("offers to change the code at the cursor, without a finding", async () => {
    const text = `${imports}orders = spark.table("orders")\nspark.table("sales").join(orders, "id").show()\n`;
    client = await startClient();
    await client.open(uri, text);
    const range = { start: { line: 3, character: 24 }, end: { line: 3, character: 24 } };
    const actions = await client.codeActions(uri, [{ range, message: "Another's" }], ["refactor"]);
    const broadcast = titled(actions, "Broadcast `orders`");
    assert.equal(broadcast.kind, "refactor.rewrite.shufflewise.broadcast");
    assert.match(applied(text, broadcast.edit, uri), /join\(F\.broadcast\(orders\), "id"\)/);
  });

  it("extracts a function whose name is typed over in both places", async () => {
    const text = `${imports}paid = spark.table("sales").filter("a").select("b")\n`;
    client = await startClient();
    await client.open(uri, text);
    const range = { start: { line: 2, character: 2 }, end: { line: 2, character: 2 } };
    const actions = await client.codeActions(uri, [{ range, message: "Another's" }], ["refactor.extract"]);
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ["refactor.extract.shufflewise.function"],
    );
    const after = applied(text, titled(actions, "Extract `build_paid()`").edit, uri);
    assert.match(after, /^def \$\{1:build_paid\}\(spark: SparkSession\) -> DataFrame:$/m);
    assert.match(after, /^paid = \$\{1:build_paid\}\(spark\)$/m);
  });

  it("makes suppressions for other linters ours, when asked for by kind", async () => {
    const text = `${imports}rows = spark.table("orders").collect()  # noqa: CY001\n`;
    client = await startClient();
    await client.open(uri, text);
    const kind = "source.shufflewise.convertSuppressions";
    const [action, ...others] = await client.codeActions(uri, [], [kind]);
    assert.equal(others.length, 0);
    assert.equal(
      applied(text, action!.edit, uri),
      text.replace("noqa: CY001", "shufflewise: ignore[collect-unbounded]"),
    );
  });

  it("repairs keys and values of a spark-defaults.conf", async () => {
    const file = "file:///conf/spark-defaults.conf";
    const text = "spark.sql.shufle.partitions 8\nspark.sql.files.maxPartitionBytes 1.5g\n";
    client = await startClient();
    await client.open(file, text, "spark-defaults");
    const actions = await client.codeActions(file, await client.diagnostics(file));
    const fixes = ["Write `spark.sql.shuffle.partitions`", "Write `1536m`"].map((title) =>
      titled(actions, title),
    );
    assert.deepEqual(
      fixes.map(({ edit }) => applied(text, edit, file)),
      [text.replace("shufle", "shuffle"), text.replace("1.5g", "1536m")],
    );
  });

  it("a suggested fix is not the preferred one", async () => {
    const actions = await open(`${imports}rows = spark.table("orders").collect()\n`);
    assert.equal(actions.find(({ edit }) => edit)?.isPreferred, undefined);
  });

  it("come in the order in which they are wanted", async () => {
    const text = `${imports}${emptiness("orders")}if spark.table("b").count() == 0: rows = orders.collect()\n`;
    client = await startClient();
    await client.open(uri, text);
    const onLine = (await client.diagnostics(uri)).filter(({ range }) => range.start.line === 5);
    const actions = await client.codeActions(uri, onLine.toReversed(), ["quickfix"]);
    assert.deepEqual(
      actions.map(({ title, isPreferred = false }) => `${isPreferred ? "preferred: " : ""}${title}`),
      [
        "preferred: Ask `isEmpty()` instead",
        "Take only 1000 rows of `orders`",
        "Fix all `count-for-emptiness` in this file",
        "Fix all safe problems in this file",
        "Ignore `collect-unbounded` on this line",
        "Ignore `count-for-emptiness` on this line",
        "Open the page of `collect-unbounded`",
        "Open the page of `count-for-emptiness`",
      ],
    );
    assert.ok(
      actions.every(({ diagnostics = [] }) => diagnostics.length > 0),
      "editors keep this order",
    );
  });

  it("clients without versioned edits get plain ones", async () => {
    const text = imports + emptiness("orders");
    const { edit } = titled(await open(text, { without: ["documentChanges"] }), "Ask `isEmpty()` instead");
    assert.equal(edit?.documentChanges, undefined);
    assert.equal(applied(text, edit, uri), imports + fixed("orders"));
  });

  it("clients without versioned edits get none for an older text", async () => {
    client = await startClient({ without: ["documentChanges"] });
    await client.open(uri, imports + emptiness("orders"));
    const found = await client.diagnostics(uri);
    await client.change(uri, 2, { text: `# new\n${imports}${emptiness("orders")}` });
    const actions = await client.codeActions(uri, found, ["quickfix"]);
    assert.deepEqual(
      actions.filter(({ edit }) => edit !== undefined),
      [],
    );
    const again = await client.codeActions(uri, await client.diagnostics(uri), ["quickfix"]);
    assert.ok(titled(again, "Ask `isEmpty()` instead").edit);
  });

  it("ignoring adds a comment with a place for the reason, and silences the finding", async () => {
    const text = `${imports}rows = spark.table("orders").collect()\n`;
    const { edit } = titled(await open(text), "Ignore `collect-unbounded` on this line");
    const ignored = applied(text, edit, uri);
    assert.equal(
      ignored,
      `${imports}rows = spark.table("orders").collect()  # shufflewise: ignore[collect-unbounded] \${1:reason}\n`,
    );
    await client.change(uri, 2, { text: ignored });
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("without snippets the reason is a plain word", async () => {
    const text = `${imports}rows = spark.table("orders").collect()\n`;
    const { edit } = titled(
      await open(text, { without: ["snippets"] }),
      "Ignore `collect-unbounded` on this line",
    );
    assert.match(applied(text, edit, uri), /ignore\[collect-unbounded\] reason\n/);
  });

  it("the page opens by the client's command", async () => {
    const actions = await open(imports + emptiness("orders"));
    assert.deepEqual(titled(actions, "Open the page of `count-for-emptiness`").command?.arguments, [
      "count-for-emptiness",
    ]);
  });

  it("all fixes of a rule come by a command that edits the newest text", async () => {
    const edits: WorkspaceEdit[] = [];
    const text = imports + emptiness("orders") + emptiness("items");
    const actions = await open(text, { applyEdit: (edit) => edits.push(edit) > 0 });
    const { command } = titled(actions, "Fix all `count-for-emptiness` in this file");
    titled(actions, "Fix all safe problems in this file");
    const newest = `# new\n${text}`;
    await client.change(uri, 2, { text: newest });
    const options = (command!.arguments ?? []) as unknown[];
    assert.deepEqual(await client.command(command!.command, ...options), { applied: true });
    assert.equal(applied(newest, edits[0], uri), `# new\n${imports}${fixed("orders")}${fixed("items")}`);
    assert.equal(edits[0]!.documentChanges?.length, 1);
  });

  it("on save all safe fixes come as one edit, and nothing else does", async () => {
    const text = imports + emptiness("orders") + emptiness("items") + "rows = orders.collect()\n";
    await open(text);
    const [action, ...others] = await client.codeActions(uri, [], ["source.fixAll.shufflewise"]);
    assert.deepEqual(others, []);
    assert.equal(action!.kind, "source.fixAll.shufflewise");
    assert.equal(
      applied(text, action!.edit, uri),
      `${imports}${fixed("orders")}${fixed("items")}rows = orders.collect()\n`,
    );
    await client.change(uri, 2, { text: `${imports}${fixed("orders")}` });
    assert.deepEqual(await client.codeActions(uri, [], ["source.fixAll.shufflewise"]), []);
  });

  it("`only` is respected, by the hierarchy of kinds", async () => {
    const text = imports + emptiness("orders");
    await open(text);
    const diagnostics = await client.diagnostics(uri);
    const kinds = async (only: string): Promise<Set<unknown>> =>
      new Set((await client.codeActions(uri, diagnostics, [only])).map(({ kind }) => kind));
    assert.deepEqual(await kinds("quickfix"), new Set(["quickfix"]));
    assert.deepEqual(await kinds("source.fixAll"), new Set(["source.fixAll.shufflewise"]));
    assert.deepEqual(await kinds("source"), new Set(["source.fixAll.shufflewise"]));
    assert.deepEqual(await kinds("source.organizeImports"), new Set());
    assert.deepEqual(await kinds("refactor"), new Set());
  });

  it("diagnostics of others, and data of another shape, bring no action", async () => {
    await open("x = 1\n");
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const diagnostics = [
      { range, message: "theirs", source: "ruff", data: { version: 1, fixes: [{ title: "x" }] } },
      { range, message: "old", source: "shufflewise", code: "x", data: { version: "1" } },
      {
        range,
        message: "odd",
        source: "shufflewise",
        code: "x",
        data: { version: 1, fixes: [7], ignore: [null] },
      },
    ];
    assert.deepEqual(await client.codeActions(uri, diagnostics), []);
  });
});
