import assert from "node:assert/strict";
import { rules } from "../../server/src/rules/registry.ts";
import { makeProject, prelude, run } from "./project.ts";

describe("commands", () => {
  const project = makeProject({
    "good.conf": "spark.sql.shuffle.partitions 10\n",
    "noqa.py": `${prelude}rows = df.collect()  # noqa: E501, CY001\n`,
    "pylint.py": `${prelude}rows = df.collect()  # pylint: disable=line-too-long\n`,
    "bad.conf": "# sizes\nspark.sql.shufle.partitions 10\nspark.driver.memory lots\n",
  });
  after(() => {
    project.remove();
  });

  const cases: readonly [argv: string[], status: number, out: RegExp, err?: RegExp][] = [
    [["--version"], 0, /^shufflewise \d+\.\d+\.\d+\n$/],
    [["--help"], 0, /check \[PATHS…\][^]*Exit status/],
    [["check", "--help"], 0, /--unsafe-fixes[^]*Examples/],
    [["help", "config"], 0, /config KEY\[=VALUE\]/],
    [[], 2, /^$/, /Usage/],
    [["chek"], 2, /^$/, /no command chek\. Did you mean check/],
    [["rules"], 0, /collect-unbounded +collect\(\)/],
    [["rules", "collect-unbounded"], 0, /^# collect-unbounded\n[^]*driver/],
    [["rules", "colect-unbounded"], 2, /^$/, /Did you mean collect-unbounded/],
    [
      ["config", "spark.sql.shuffle.partitions"],
      0,
      /^spark\.sql\.shuffle\.partitions[^]*default +200[^]*page +https:/,
    ],
    [["config", "spark.sql.files.maxPartitionBytes=134217728"], 0, /✓ 134217728 = 128 MiB/],
    [["config", "spark.sql.files.maxPartitionBytes=1.5g"], 1, /✗ 1\.5g is no size[^]*Write 1536m/],
    [
      ["config", "spark.sql.sources.default", "--platform", "databricks"],
      0,
      /default +parquet[^]*platform +On Databricks: delta/,
    ],
    [["config", "areas"], 0, /sql-joins +SQL: joins/],
    [["config", "--area", "sql-joins"], 0, /^spark\.sql\.shuffle\.partitions = 200\n {4}\w/],
    [["config", "--area", "sql-joins", "bucket"], 0, /^spark\.sql\.[^ ]*bucket/i],
    [["config", "--area", "joins"], 2, /^$/, /there are application, driver/],
    [["config", "skew", "join"], 0, /spark\.sql\.adaptive\.skewJoin\.enabled/],
    [["config", "nothingofthekind"], 1, /^$/, /No configuration/],
    [["config"], 2, /^$/, /needs a key/],
    [["config", "check", "good.conf"], 0, /No findings/],
    [
      ["config", "check", "bad.conf"],
      1,
      /bad\.conf:2:1 warning config-unknown[^]*shuffle\.partitions[^]*bad\.conf:3:21/,
    ],
    [["config", "check", "a.py"], 2, /^$/, /use `check`/],
    [["convert-suppressions"], 2, /^$/, /needs files or folders/],
    [
      ["convert-suppressions", "--diff", "noqa.py"],
      1,
      /\+rows = df\.collect\(\) {2}# noqa: E501 {2}# shufflewise: ignore\[collect-unbounded\]\n/,
    ],
    [["convert-suppressions", "pylint.py"], 0, /No suppressions of other linters/],
    [["convert-suppressions", "."], 0, /converted in 1 file\./],
    [["convert-suppressions", "--diff", "."], 0, /^$/],
    [["check", "noqa.py"], 0, /No findings/],
    [["lsp"], 2, /^$/, /lsp --stdio/],
    [["lsp", "--stdio", "--port=1"], 2, /^$/, /lsp --stdio/],
  ];
  for (const [argv, status, out, err] of cases)
    it(`shufflewise ${argv.join(" ")}`, async () => {
      const result = await run(project.folder, argv);
      assert.match(result.out, out);
      assert.match(result.err, err ?? /^$/);
      assert.equal(result.status, status);
    });

  it("lists the rules as JSON", async () => {
    const { out } = await run(project.folder, ["rules", "--output-format", "json"]);
    const document = JSON.parse(out) as {
      readonly version: number;
      readonly rules: readonly Record<string, unknown>[];
    };
    assert.equal(document.version, 1);
    assert.deepEqual(
      document.rules.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    for (const rule of document.rules)
      assert.deepEqual(Object.keys(rule), [
        "id",
        "summary",
        "category",
        "severity",
        "profiles",
        "fix",
        "since",
        "spark",
        "alsoKnownAs",
      ]);
  });

  it("explains a configuration as JSON", async () => {
    const { out } = await run(project.folder, [
      "config",
      "spark.sql.adaptive.enabled",
      "--output-format",
      "json",
      "--spark-version",
      "3.5",
    ]);
    const { version, configs } = JSON.parse(out) as {
      readonly version: number;
      readonly configs: readonly Record<string, unknown>[];
    };
    assert.equal(version, 1);
    assert.equal(configs[0]?.["key"], "spark.sql.adaptive.enabled");
    assert.equal(configs[0]["default"], "true");
    assert.match(String(configs[0]["url"]), /3\.5/);
  });

  it("colours when told to, and never against NO_COLOR alone", async () => {
    const coloured = await run(project.folder, ["rules", "--color"]);
    assert.ok(coloured.out.includes("\u001b["));
    const plain = await run(project.folder, ["rules"], "", { NO_COLOR: "1" });
    assert.ok(!plain.out.includes("\u001b["));
  });
});
