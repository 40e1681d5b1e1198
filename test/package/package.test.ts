import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packageExtension, vsixPath } from "../../scripts/package.mjs";
import { prepareEditorBox } from "../../scripts/prepare/editorBox.mjs";
import { root } from "../../scripts/prepare/paths.mjs";
import { serverNodeOptions } from "../../server/src/protocol/launch.ts";

/** What ships, apart from the names that folders of the sources give. */
const fixed = [
  "LICENSE.txt",
  "NOTICE",
  "changelog.md",
  "client/dist/extension.cjs",
  "client/dist/planPage.css",
  "client/dist/planPage.js",
  "client/dist/submitRelay.cjs",
  "package.json",
  "package.nls.json",
  "readme.md",
  "server/dist/assets/tree-sitter-python.wasm",
  "server/dist/assets/web-tree-sitter.wasm",
  "server/dist/cli.js",
  "server/dist/cliMain.js",
  "server/dist/package.json",
  "server/dist/server.js",
  "server/dist/serverMain.js",
  "server/dist/worker.js",
  "server/dist/workerMain.js",
];

/** Folders of the repository that ship file by file: from, to, and which names. */
const folders: readonly [string, string, RegExp][] = [
  ["client/media", "client/media", /./],
  ["client/schemas", "client/schemas", /\.json$/],
  ["l10n", "l10n", /\.json$/],
  ["server/data", "server/dist/assets/data", /^(?!.*\.schema\.json$).*\.json$/],
  ["server/src/rules", "server/dist/assets/rules", /\.md$/],
  ["snippets", "snippets", /\.json$/],
  ["syntaxes", "syntaxes", /\.json$/],
];

describe("the package", () => {
  let unpacked = "";
  let extension = "";

  before(async function () {
    this.timeout(120_000);
    const vsix = process.env.SHUFFLEWISE_VSIX || (await packageExtension());
    unpacked = mkdtempSync(path.join(tmpdir(), "sw-package-"));
    execFileSync(process.env.SHUFFLEWISE_PYTHON ?? "python3", ["-m", "zipfile", "-e", vsix, unpacked]);
    extension = path.join(unpacked, "extension");
  });

  after(() => {
    rmSync(unpacked, { recursive: true, force: true });
  });

  it("holds exactly these files", () => {
    const expected = folders.flatMap(([from, to, names]) =>
      filesIn(path.join(root, from))
        .filter((name) => names.test(path.basename(name)))
        .map((name) => `${to}/${name}`),
    );
    assert.deepEqual(filesIn(extension), [...fixed, ...expected].sort());
  });

  it("is smaller than 8 MB", () => {
    const { size } = statSync(process.env.SHUFFLEWISE_VSIX || vsixPath());
    assert.ok(size < 8e6, `${size} bytes`);
  });

  it("has every file that its manifest names", () => {
    const manifest = readFileSync(path.join(extension, "package.json"), "utf8");
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:client|server|snippets|syntaxes)\/[^"]+\.\w+)"/g)].map(
      ([, file]) => file ?? "",
    );
    const present = new Set(filesIn(extension));
    assert.deepEqual(
      named.filter((file) => !present.has(file)),
      [],
    );
  });

  it("checks a file from the command line, away from the repository", () => {
    const job = path.join(unpacked, "job.py");
    writeFileSync(
      job,
      "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nrows = spark.table('t').collect()\n",
    );
    const cli = path.join(extension, "server/dist/cli.js");
    const argv = [cli, "check", job, "--output-format", "json", "--fail-level", "never", "--no-cache"];
    const output = execFileSync(process.execPath, argv, { cwd: unpacked, encoding: "utf8" });
    const { version, findings } = JSON.parse(output) as { version: number; findings: { rule: string }[] };
    assert.equal(version, 1);
    assert.ok(findings.length > 0, output);
  });

  it("checks with the compiled code that the run before has kept", () => {
    const job = path.join(unpacked, "kept.py");
    writeFileSync(job, "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n");
    const caches = path.join(unpacked, "caches");
    const kept = (): readonly (readonly [string, number])[] => {
      const argv = [path.join(extension, "server/dist/cli.js"), "check", job, "--no-cache"];
      execFileSync(process.execPath, argv, {
        cwd: unpacked,
        env: { ...process.env, XDG_CACHE_HOME: caches },
      });
      return filesIn(caches).map((name) => [name, statSync(path.join(caches, name)).mtimeMs]);
    };
    const first = kept();
    assert.equal(first.length, 1);
    assert.deepEqual(kept(), first);
  });

  it("answers initialize as a language server", async () => {
    const server = path.join(extension, "server/dist/server.js");
    const answer = await ask(server, { processId: process.pid, rootUri: null, capabilities: {} });
    assert.ok(answer.result?.capabilities, JSON.stringify(answer));
  });

  it("says nothing on the error stream, on the editor's newer Node as well", async function () {
    this.timeout(600_000);
    const job = path.join(unpacked, "empty.py");
    writeFileSync(job, "");
    const dist = path.join(extension, "server/dist");
    for (const node of [process.execPath, (await prepareEditorBox()).node]) {
      const check = spawnSync(node, [path.join(dist, "cli.js"), "check", job, "--no-cache"], spoken);
      assert.equal(check.stderr, "", node);
      assert.equal(check.status, 0, node);
      const server = [...serverNodeOptions, path.join(dist, "server.js"), "--stdio"];
      const { stderr } = spawnSync(node, server, { ...spoken, input: "" });
      assert.equal(stderr, "", node);
    }
  });
});

const spoken = { encoding: "utf8", timeout: 60_000 } as const;

/** All files below a folder, as sorted paths with `/`; none where the folder is missing. */
function filesIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly capabilities?: object };
}

/** Sends `initialize` over standard input and reads the first answer. */
async function ask(server: string, params: object): Promise<Answer> {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const message = messagesOf(text).find(({ id }) => id === 1);
        if (message !== undefined) resolve(message);
      });
      child.once("error", reject);
      child.once("close", (code) => {
        reject(new Error(`the server ended with status ${String(code)} before it answered: ${text}`));
      });
    });
  } finally {
    child.kill("SIGKILL");
  }
}

/** The complete messages of a stream that speaks the base protocol, ASCII only as this server's are. */
function messagesOf(text: string): Answer[] {
  const messages: Answer[] = [];
  let rest = text;
  for (;;) {
    const head = /^(?:[^\r\n]+\r\n)*?Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/i.exec(rest);
    const length = Number(head?.[1]);
    if (head === null || rest.length < head[0].length + length) return messages;
    messages.push(JSON.parse(rest.slice(head[0].length, head[0].length + length)) as Answer);
    rest = rest.slice(head[0].length + length);
  }
}
