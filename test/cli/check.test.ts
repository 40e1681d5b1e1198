import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { collecting, counting, found, makeProject, prelude, run, type TestProject } from "./project.ts";

const hit = (file: string): string => `${file}:4:11 collect-unbounded`;

describe("check", () => {
  let project: TestProject;
  afterEach(() => {
    project.remove();
  });

  const discovery: readonly [
    name: string,
    files: Record<string, string>,
    argv: string[],
    expected: string[],
  ][] = [
    ["checks a file", { "a.py": collecting }, ["a.py"], [hit("a.py")]],
    [
      "checks the folder when nothing is named",
      { "a.py": collecting, "b/c.py": collecting },
      [],
      [hit("a.py"), hit("b/c.py")],
    ],
    ["shows paths as they are given", { "b/c.py": collecting }, ["./b"], [hit("./b/c.py")]],
    [
      "checks SQL in a project with PySpark",
      { "a.py": prelude, "q/b.sql": "SELECT 1;\nSELECT a FORM t;\nSELECT 2\n" },
      ["."],
      ["q/b.sql:2:15 sql-syntax"],
    ],
    [
      "checks the SQL of notebooks",
      {
        "a.ipynb": JSON.stringify({
          cells: [
            { cell_type: "code", source: "df = spark.range(3)\n" },
            { cell_type: "code", source: "%%sql\nSELECT 1;\nSELECT a FORM t" },
          ],
          metadata: {},
          nbformat: 4,
        }),
      },
      ["."],
      ["a.ipynb:1:127 sql-syntax"],
    ],
    ["leaves SQL alone without PySpark", { "a.py": "x = 1\n", "b.sql": "SELECT a FORM t" }, ["."], []],
    ["checks SQL that is named", { "b.sql": "SELECT a FORM t" }, ["b.sql"], ["b.sql:1:15 sql-syntax"]],
    [
      "leaves SQL alone where the settings say so",
      { "a.py": prelude, "b.sql": "SELECT a FORM t", "shufflewise.toml": "sql-files = false\n" },
      ["."],
      [],
    ],
    ["takes a slash at the end", { "b/c.py": collecting }, ["b/"], [hit("b/c.py")]],
    ["checks what is named twice once", { "a.py": collecting }, ["a.py", "."], [hit("a.py")]],
    [
      "leaves environments and builds out",
      { ".venv/a.py": collecting, "node_modules/a.py": collecting, "build/a.py": collecting },
      ["."],
      [],
    ],
    [
      "leaves out what .gitignore says",
      {
        ".gitignore": "old/\n*_gen.py\n",
        "old/a.py": collecting,
        "x_gen.py": collecting,
        "b.py": collecting,
      },
      ["."],
      [hit("b.py")],
    ],
    [
      "lets a nearer .gitignore take back",
      { ".gitignore": "*.py\n", "jobs/.gitignore": "!a.py\n", "jobs/a.py": collecting },
      ["."],
      [hit("jobs/a.py")],
    ],
    [
      "leaves out what the settings exclude",
      {
        "pyproject.toml": '[tool.shufflewise]\nexclude = ["old/"]\n',
        "old/a.py": collecting,
        "b.py": collecting,
      },
      ["."],
      [hit("b.py")],
    ],
    [
      "checks an excluded file that is named",
      { "shufflewise.toml": 'exclude = ["old/"]\n', "old/a.py": collecting },
      ["old/a.py"],
      [hit("old/a.py")],
    ],
    [
      "takes only what the settings include",
      { "shufflewise.toml": 'include = ["jobs/**"]\n', "a.py": collecting, "jobs/a.py": collecting },
      ["."],
      [hit("jobs/a.py")],
    ],
    [
      "takes settings of the nearest folder",
      {
        "shufflewise.toml": 'ignore = ["collect-unbounded"]\n',
        "a.py": collecting,
        "sub/shufflewise.toml": "",
        "sub/a.py": collecting,
      },
      ["."],
      [hit("sub/a.py")],
    ],
    [
      "takes the settings file that is named",
      { "other.toml": 'ignore = ["collect-unbounded"]\n', "a.py": collecting },
      ["a.py", "--config", "other.toml"],
      [],
    ],
    [
      "lets the command line win",
      { "shufflewise.toml": 'ignore = ["collect-unbounded"]\n', "a.py": collecting },
      ["a.py", "--ignore", "infer-schema"],
      [hit("a.py")],
    ],
    [
      "selects rules",
      { "a.py": collecting + counting },
      ["a.py", "--select", "count-for-emptiness,cross-join"],
      ["a.py:8:7 count-for-emptiness"],
    ],
    [
      "checks spark-defaults.conf",
      { "conf/spark-defaults.conf": "spark.sql.shufle.partitions 10\n" },
      ["."],
      ["conf/spark-defaults.conf:1:1 config-unknown"],
    ],
    [
      "leaves rules out of spark-defaults.conf too",
      { "conf/spark-defaults.conf": "spark.sql.shufle.partitions 10\nspark.sql.ansi.enabled yes\n" },
      [".", "--ignore", "config-unknown"],
      ["conf/spark-defaults.conf:2:24 config-value"],
    ],
    [
      "places broken settings",
      { "shufflewise.toml": 'profil = "strict"\n', "a.py": "" },
      ["."],
      ["shufflewise.toml:1:1 broken-settings"],
    ],
    [
      "does not see names in other encodings as errors",
      { "a.py": `# é\n${collecting}` },
      ["."],
      ["a.py:5:11 collect-unbounded"],
    ],
  ];
  for (const [name, files, argv, expected] of discovery)
    it(name, async () => {
      project = makeProject(files);
      fs.mkdirSync(path.join(project.folder, ".git"));
      const { out, err } = await run(project.folder, ["check", ...argv, "--output-format", "json"]);
      assert.equal(err, "");
      assert.deepEqual(found(out), expected);
    });

  it("shows no line that holds a secret", async () => {
    const code = `${prelude}spark.conf.set("spark.app.password", "hunter2!")\n`;
    project = makeProject({ "a.py": code });
    const text = await run(project.folder, ["check", "a.py"]);
    const json = await run(project.folder, ["check", "--output-format", "json", "a.py"]);
    assert.match(text.out, /secret-in-code/);
    assert.doesNotMatch(text.out + json.out, /hunter2/);
  });

  it("shows a notebook's SQL as its cell has it", async () => {
    const cells = ["df = spark.range(3)\n", "%%sql\nSELECT a FORM t"].map((source) => ({
      cell_type: "code",
      source,
    }));
    project = makeProject({ "a.ipynb": JSON.stringify({ cells, metadata: {}, nbformat: 4 }) });
    const { out } = await run(project.folder, ["check", "."]);
    assert.match(out, /^a\.ipynb: cell 2, line 2:15 error sql-syntax/m);
    assert.match(out, /^ *2 \| SELECT a FORM t\n +\| {15}\^/m);
  });

  it("reads other encodings and writes them back", async () => {
    const latin = Buffer.from(`# -*- coding: latin-1 -*-\n# caf\u00e9\n${counting}`, "latin1");
    const marked = Buffer.from(`\ufeff# caf\u00e9\n${counting}`, "utf8");
    project = makeProject({ "latin.py": latin, "marked.py": marked });
    const { out } = await run(project.folder, ["check", "--output-format", "json", "."]);
    assert.deepEqual(found(out), ["latin.py:6:7 count-for-emptiness", "marked.py:5:7 count-for-emptiness"]);
    await run(project.folder, ["check", "--fix", "."]);
    const bytes = (file: string): Buffer => fs.readFileSync(path.join(project.folder, file));
    assert.equal(
      bytes("latin.py").toString("latin1"),
      latin.toString("latin1").replace("df.count() > 0", "not df.isEmpty()"),
    );
    assert.equal(
      bytes("marked.py").toString("utf8"),
      marked.toString("utf8").replace("df.count() > 0", "not df.isEmpty()"),
    );
  });

  it("tells what its fixes cannot be written to, with what is still found there", async () => {
    const chinese = `# -*- coding: gbk -*-\n${counting}`;
    project = makeProject({ "a.py": chinese, "b.py": counting });
    const { status, out, err } = await run(project.folder, ["check", "--fix", "--output-format=json", "."]);
    assert.deepEqual(found(out), ["a.py:5:7 count-for-emptiness"]);
    assert.match(out, /"fixed": 1\n/);
    assert.equal(err, "The fixes of a.py are not written: we read gbk, and cannot write it.\n");
    assert.equal(project.read("a.py"), chinese);
    assert.equal(status, 2);
  });

  it("fixes files", async () => {
    project = makeProject({ "a.py": counting, "b.py": collecting });
    const { status, out } = await run(project.folder, ["check", "--fix", "."]);
    assert.equal(project.read("a.py"), counting.replace("df.count() > 0", "not df.isEmpty()"));
    assert.equal(project.read("b.py"), collecting);
    assert.match(out, /1 fix applied/);
    assert.equal(status, 1);
  });

  it("writes nothing when the format is wrong", async () => {
    project = makeProject({ "a.py": counting });
    await run(project.folder, ["check", "--fix", "--output-format=xml", "a.py"]);
    assert.equal(project.read("a.py"), counting);
  });

  it("repairs spark-defaults.conf when asked for suggested fixes", async () => {
    const file = "conf/spark-defaults.conf";
    project = makeProject({ [file]: "spark.blacklist.enabled yes\nspark.executor.memory 1.5g\n# end\n" });
    await run(project.folder, ["check", "--unsafe-fixes", file]);
    assert.equal(
      fs.readFileSync(path.join(project.folder, file), "utf8"),
      "spark.excludeOnFailure.enabled true\nspark.executor.memory 1536m\n# end\n",
    );
  });

  it("applies suggested fixes when told to", async () => {
    project = makeProject({ "a.py": collecting });
    await run(project.folder, ["check", "--unsafe-fixes", "a.py"]);
    assert.notEqual(project.read("a.py"), collecting);
  });

  it("shows what fixes would change, and writes nothing", async () => {
    project = makeProject({ "my a.py": counting });
    const { status, out } = await run(project.folder, ["check", "--diff", "my a.py"]);
    assert.equal(project.read("my a.py"), counting);
    // A name with blanks ends with a tab, as `patch` wants it.
    assert.equal(
      out,
      [
        "--- my a.py\t",
        "+++ my a.py\t",
        "@@ -1,5 +1,5 @@",
        ...prelude
          .trimEnd()
          .split("\n")
          .map((line) => ` ${line}`),
        "-if df.count() > 0:",
        "+if not df.isEmpty():",
        '     print("rows")',
        "",
      ].join("\n"),
    );
    assert.equal(status, 1);
  });

  it("checks standard input under a name", async () => {
    project = makeProject({ "jobs/shufflewise.toml": 'ignore = ["collect-unbounded"]\n' });
    const checked = await run(
      project.folder,
      ["check", "--stdin-filename", "a.py", "--output-format=json"],
      collecting,
    );
    assert.deepEqual(found(checked.out), [hit("a.py")]);
    const ignored = await run(
      project.folder,
      ["check", "--stdin-filename", "jobs/a.py", "--output-format=json"],
      collecting,
    );
    assert.deepEqual(found(ignored.out), []);
  });

  it("writes the fixed standard input to standard output", async () => {
    project = makeProject();
    const { out } = await run(project.folder, ["check", "--fix", "--stdin-filename", "a.py"], counting);
    assert.equal(out, counting.replace("df.count() > 0", "not df.isEmpty()"));
  });

  it("writes standard input as it was encoded", async () => {
    project = makeProject();
    const argv = ["check", "--fix", "--stdin-filename", "a.py"];
    const marked = await run(project.folder, argv, `\ufeff${counting}`);
    assert.equal(marked.out, `\ufeff${counting.replace("df.count() > 0", "not df.isEmpty()")}`);
    const latin = Buffer.from(`# coding: latin-1\n# caf\u00e9\n${counting}`, "latin1");
    const { out } = await run(project.folder, argv, latin);
    // The letter is one byte still, and so no UTF-8.
    assert.match(out, /^# coding: latin-1\n# caf\ufffd\n/);
  });

  it("takes the Spark version from the project", async () => {
    const files = {
      "a.py": `${prelude}spark.conf.set("spark.sql.shuffle.partitions", "1")\n`,
      "requirements.txt": "pyspark==3.4.0\n",
    };
    project = makeProject({ ...files, "spark-defaults.conf": "spark.sql.ansi.enabledd true\n" });
    const { status } = await run(project.folder, ["check", "."]);
    assert.equal(status, 1);
  });

  const assumptions: readonly (readonly [string, Record<string, string>, readonly string[], number])[] = [
    ["says once which Spark it assumed", {}, [], 1],
    ["does not with --quiet", {}, ["--quiet"], 0],
    ["does not with a version", {}, ["--spark-version", "4.0"], 0],
    ["does not with a pin", { "requirements.txt": "pyspark==3.5.1\n" }, [], 0],
    ["does not with a setting", { "shufflewise.toml": 'spark-version = "3.5"\n' }, [], 0],
  ];
  for (const [name, files, argv, times] of assumptions)
    it(`${name}, on a terminal`, async () => {
      project = makeProject({ "a.py": collecting, "jobs/b.py": collecting, ...files });
      const ran = await run(project.folder, ["check", ".", ...argv], "", {}, true);
      assert.equal(ran.err.match(/newest known/g)?.length ?? 0, times);
      assert.doesNotMatch(ran.out, /newest known/);
    });

  it("assumes in silence where nobody reads", async () => {
    project = makeProject({ "a.py": collecting });
    assert.equal((await run(project.folder, ["check", "."])).err, "");
  });

  it("refuses a platform that is none", async () => {
    project = makeProject({ "a.py": collecting });
    const { status, err } = await run(project.folder, ["check", ".", "--platform", "bricks"]);
    assert.equal(status, 2);
    assert.match(err, /databricks/);
  });

  it("survives a loop of links", async () => {
    project = makeProject({ "jobs/a.py": collecting });
    fs.symlinkSync(project.folder, path.join(project.folder, "jobs/loop"));
    const { out } = await run(project.folder, ["check", ".", "--output-format", "json"]);
    assert.deepEqual(found(out), [hit("jobs/a.py")]);
  });

  it("tells the whole chain of evidence, in other files too", async () => {
    project = makeProject({
      "jobs/session.py":
        "from pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\n",
      "jobs/a.py": 'from session import spark\n\nrows = spark.table("t").collect()\n',
    });
    const { out } = await run(project.folder, ["check", "jobs/a.py", "--output-format", "json"]);
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly evidence: unknown }[] };
    assert.deepEqual(findings[0]?.evidence, [
      { file: "jobs/a.py", line: 3, text: "SparkSession.table" },
      { file: "jobs/session.py", line: 3, text: "Builder.getOrCreate" },
      { file: "jobs/session.py", line: 3, text: "SparkSession.builder" },
      { file: "jobs/session.py", line: 1, text: "pyspark.sql.SparkSession is imported" },
    ]);
  });

  it("writes one JSON document as the contract says", async () => {
    project = makeProject({ "a.py": counting });
    const { out } = await run(project.folder, ["check", "a.py", "--output-format", "json"]);
    const { version, findings, summary } = JSON.parse(out) as {
      readonly version: number;
      readonly findings: readonly Record<string, unknown>[];
      readonly summary: Record<string, number>;
    };
    assert.equal(version, 1);
    const { message, url, evidence, ...rest } = findings[0] ?? {};
    assert.equal(typeof message, "string");
    assert.match(String(url), /count-for-emptiness/);
    assert.deepEqual(rest, {
      file: "a.py",
      line: 4,
      column: 7,
      endLine: 4,
      endColumn: 12,
      rule: "count-for-emptiness",
      severity: "warning",
      fix: {
        title: "Ask `not isEmpty()` instead",
        safety: "safe",
        edits: [
          { line: 4, column: 4, endLine: 4, endColumn: 4, newText: "not " },
          { line: 4, column: 7, endLine: 4, endColumn: 12, newText: "isEmpty" },
          { line: 4, column: 14, endLine: 4, endColumn: 18, newText: "" },
        ],
      },
    });
    assert.ok(Array.isArray(evidence) && evidence.length > 0);
    const { durationMs, ...counts } = summary;
    assert.ok((durationMs ?? -1) >= 0);
    assert.deepEqual(counts, { files: 1, errors: 0, warnings: 1, infos: 0, hints: 0 });
  });
});
