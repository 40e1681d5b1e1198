import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {
  builtCli,
  collecting,
  found,
  makeProject,
  prelude,
  spawnCli,
  userEnvironment,
  type TestProject,
} from "./project.ts";

describe("the built command line", () => {
  let project: TestProject;
  afterEach(() => {
    project.remove();
  });

  it("gives JSON, problems and the exit status apart", async () => {
    project = makeProject({ "a.py": collecting });
    const { status, out, err } = await spawnCli(project.folder, [
      "check",
      "a.py",
      "gone.py",
      "--output-format",
      "json",
      "--no-cache",
    ]);
    assert.deepEqual(found(out), ["a.py:4:11 collect-unbounded"]);
    assert.match(err, /gone\.py is skipped/);
    assert.equal(status, 2);
  });

  it("keeps results, and does without a damaged cache", async () => {
    project = makeProject({ "a.py": collecting });
    const caches = path.join(project.folder, "caches");
    const check = (): Promise<string[]> =>
      spawnCli(project.folder, ["check", "a.py", "--output-format", "json"], "", {
        XDG_CACHE_HOME: caches,
      }).then(({ out }) => found(out));
    const first = await check();
    const file =
      fs.readdirSync(path.join(caches, "shufflewise")).find((name) => name.endsWith(".json")) ?? "";
    const cached = path.join(caches, "shufflewise", file);
    assert.ok(fs.readFileSync(cached, "utf8").includes("collect-unbounded"));
    assert.deepEqual(await check(), first);
    fs.writeFileSync(cached, "{broken");
    assert.deepEqual(await check(), first);
    project.write("a.py", prelude);
    assert.deepEqual(await check(), []);
  });

  const noCaches: readonly [name: string, env: Record<string, string>][] = [
    ["the caches' folder is a file", { XDG_CACHE_HOME: builtCli }],
    ["the user has no home", { XDG_CACHE_HOME: "", LOCALAPPDATA: "", HOME: "", USERPROFILE: "" }],
  ];
  for (const [name, env] of noCaches)
    it(`keeps nothing where ${name}`, async () => {
      project = makeProject({ "a.py": collecting });
      const argv = ["check", "a.py", "--output-format", "json"];
      const { status, out, err } = await spawnCli(project.folder, argv, "", env);
      assert.equal(err, "");
      assert.deepEqual(found(out), ["a.py:4:11 collect-unbounded"]);
      assert.equal(status, 1);
      assert.deepEqual(fs.readdirSync(project.folder), ["a.py"]);
    });

  it("checks many files on worker threads as on one", async () => {
    project = makeProject();
    const filler = "x = [1, 2, 3]\n".repeat(200);
    for (let index = 0; index < 8; index++) project.write(`jobs/job${index}.py`, filler + collecting);
    const argv = ["check", "jobs", "--output-format", "json", "--no-cache"];
    const [one, many] = [
      await spawnCli(project.folder, [...argv, "--jobs", "1"]),
      await spawnCli(project.folder, [...argv, "--jobs", "2"]),
    ];
    assert.equal(found(many.out).length, 8);
    assert.deepEqual(found(many.out), found(one.out));
    assert.equal(many.status, 1);
  });

  it("tells of a worker thread that is lost to one file, and checks the others", async () => {
    project = makeProject();
    for (const name of ["a", "b", "c", "d"]) project.write(`${name}.py`, collecting);
    const lines = Array.from(
      { length: 12_000 },
      (_, index) => `df${index} = spark.table("t${index}").filter(F.col("a") > ${index})`,
    );
    project.write("large.py", `${prelude}${lines.join("\n")}\n`);
    const argv = ["check", ".", "--output-format", "json", "--no-cache", "--jobs", "2"];
    const { status, out, err } = await spawnCli(project.folder, argv, "", {
      NODE_OPTIONS: "--max-old-space-size=30",
    });
    assert.match(err, /A worker thread was lost \(its worker thread ran out of memory/);
    assert.match(err, /large\.py: its check failed, please report this: its worker thread ran out of memory/);
    assert.deepEqual(
      found(out),
      ["a", "b", "c", "d"].map((name) => `${name}.py:4:11 collect-unbounded`),
    );
    assert.equal(status, 3);
  });

  const streams: readonly [name: string, script: string, status: number, err: RegExp][] = [
    ["nobody reads its complaints", '"$@" check none.py clean.py 2>&1 >/dev/null | true', 2, /^$/],
    ["nobody reads its results", '"$@" rules | true', 0, /^$/],
    [
      "the disk is full",
      '"$@" check clean.py > /dev/full',
      3,
      /^shufflewise: the results cannot be written: .*no space left/,
    ],
    [
      "its folder is gone",
      'mkdir gone && cd gone && rmdir ../gone && "$@" check',
      2,
      /^shufflewise: The current folder does not exist any more; [^]*\n$/,
    ],
  ];
  for (const [name, script, expected, complaint] of streams)
    it(`ends as it should where ${name}`, async function () {
      if (process.platform !== "linux") this.skip();
      project = makeProject({ "clean.py": prelude });
      const child = spawn("bash", ["-c", `set -o pipefail; ${script}`, "bash", process.execPath, builtCli], {
        cwd: project.folder,
        env: userEnvironment(),
        stdio: ["ignore", "ignore", "pipe"],
      });
      let err = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
      const status = await new Promise((resolve) => child.once("close", resolve));
      // The shell says something of its own about a folder that is gone.
      assert.match(err.replaceAll(/^(bash|sh|shell-init): .*\n/gm, ""), complaint);
      assert.equal(status, expected);
    });

  it("names the Node that it needs where an older one runs it", async () => {
    project = makeProject({
      "a.py": collecting,
      "older.cjs":
        'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } });',
    });
    const env = { NODE_OPTIONS: "--require=./older.cjs" };
    const { status, err } = await spawnCli(project.folder, ["check", "a.py"], "", env);
    assert.match(err, /^shufflewise: Node 20 or newer is needed, this is 18\.20\.8 /);
    assert.equal(status, 2);
  });

  it("reads standard input", async () => {
    project = makeProject();
    const { out } = await spawnCli(
      project.folder,
      ["check", "--stdin-filename", "a.py", "--output-format=json"],
      collecting,
    );
    assert.deepEqual(found(out), ["a.py:4:11 collect-unbounded"]);
  });

  it("serves LSP over standard input and output", async () => {
    project = makeProject();
    const child = spawn(process.execPath, [builtCli, "lsp", "--stdio", `--clientProcessId=${process.pid}`], {
      cwd: project.folder,
      env: userEnvironment(),
    });
    try {
      const request = JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { processId: null, rootUri: null, capabilities: {} },
      });
      child.stdin.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
      let answer = "";
      for await (const chunk of child.stdout.setEncoding("utf8")) {
        answer += String(chunk);
        if (answer.includes('"id":1')) break;
      }
      assert.match(answer, /hoverProvider/);
    } finally {
      child.kill();
    }
  });
});
