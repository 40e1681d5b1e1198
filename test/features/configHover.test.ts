import assert from "node:assert/strict";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { configHover, platformDefaultText } from "../../server/src/features/configHover.ts";
import { createConfigCatalog } from "../../server/src/catalog/configCatalog.ts";
import { portion } from "../portion.ts";
import { catalog, configs as real, readData } from "../catalog/catalogFixture.ts";

/** The real facts, with explanations of this test's own. */
const configs = createConfigCatalog({
  configs: readData("configs.json"),
  notes: readData("config-notes.json"),
  ecosystem: readData("config-ecosystem.json"),
  explanations: () =>
    JSON.stringify({
      configs: {
        "spark.executor.memory": { summary: "Heap of each executor's JVM." },
        "spark.sql.ansi.enabled": { summary: "Makes invalid casts errors." },
        "spark.network.timeout": { summary: "The default of all network waits." },
        "spark.api.mode": { summary: "Classic or Connect." },
        "spark.hadoop.": { summary: "Handed to Hadoop's configuration." },
        "spark.sql.parquet.mergeSchema": {
          summary: "Reads the schemas of all files.",
          advice: "Leave it off: it opens every file before the first row.",
          example: 'spark.read.option("mergeSchema", "true").parquet("events")',
          related: ["spark.sql.parquet.filterPushdown", "spark.sql.files.ignoreMissingFiles"],
        },
      },
    }),
});

interface Example {
  readonly what: string;
  readonly key: string;
  readonly version: string;
  readonly value?: string;
  readonly markdown: readonly string[];
}

const docs = "https://spark.apache.org/docs";

const examples: readonly Example[] = [
  {
    what: "a size, with what a bare number means",
    key: "spark.executor.memory",
    version: "4.1",
    value: "4",
    markdown: [
      "**spark.executor.memory** — size (a bare number counts MiB)",
      "",
      "Heap of each executor's JVM.",
      "",
      "`4` = 4 MiB (4194304 bytes)",
      "",
      "Default: `1g`  ",
      "Set before the application starts: on the builder or when submitting  ",
      "Since Spark 0.7.0",
      "",
      `[Spark 4.1 documentation](${docs}/4.1.0/configuration.html#application-properties)`,
    ],
  },
  {
    what: "a version's own default",
    key: "spark.sql.ansi.enabled",
    version: "3.5.9",
    value: "true",
    markdown: [
      "**spark.sql.ansi.enabled** — `true` or `false`",
      "",
      "Makes invalid casts errors.",
      "",
      "Default: `false`; `true` in Spark 4.0 to 4.3  ",
      "Set any time, also with `spark.conf.set`  ",
      "Since Spark 3.0.0",
      "",
      `[Spark 3.5 documentation](${docs}/3.5.9/configuration.html#runtime-sql-configuration)`,
    ],
  },
  {
    what: "a wrong value with its repair",
    key: "spark.network.timeout",
    version: "4.1",
    value: "5 min",
    markdown: [
      "**spark.network.timeout** — duration (a bare number counts seconds)",
      "",
      "The default of all network waits.",
      "",
      "⚠ `5 min` is no time: no space may stand between number and unit. Write `5min`.",
      "",
      "Default: `2min`  ",
      "Set before the application starts: on the builder or when submitting  ",
      "Since Spark 1.3.0",
      "",
      `[Spark 4.1 documentation](${docs}/4.1.0/configuration.html#networking)`,
    ],
  },
  {
    what: "a removed key with its successor",
    key: "spark.sql.legacy.parquet.datetimeRebaseModeInWrite",
    version: "4.0",
    markdown: [
      "**spark.sql.legacy.parquet.datetimeRebaseModeInWrite**",
      "",
      "**Removed in Spark 4.0.0.** Use `spark.sql.parquet.datetimeRebaseModeInWrite` instead.",
    ],
  },
  {
    what: "a key that a newer release brings",
    key: "spark.api.mode",
    version: "3.5",
    markdown: [
      "**spark.api.mode** — one of `classic`, `connect`",
      "",
      "**Not in Spark 3.5 yet**, only from 4.0.0.  ",
      "Classic or Connect.",
      "",
      "Default: `classic`  ",
      "Set before the application starts: on the builder or when submitting  ",
      "Since Spark 4.0.0",
      "",
      `[Spark 3.5 documentation](${docs}/3.5.0/configuration.html#server-configuration)`,
    ],
  },
  {
    what: "a key of a family",
    key: "spark.hadoop.fs.s3a.some.key",
    version: "4.1",
    markdown: [
      "**spark.hadoop.fs.s3a.some.key** — text",
      "",
      "Handed to Hadoop's configuration.",
      "",
      "Set before the application starts: on the builder or when submitting",
    ],
  },
  {
    what: "advice, an example, what else to look at, and the option that wins",
    key: "spark.sql.parquet.mergeSchema",
    version: "4.3",
    markdown: [
      "**spark.sql.parquet.mergeSchema** — `true` or `false`",
      "",
      "Reads the schemas of all files.",
      "",
      "Leave it off: it opens every file before the first row.",
      "",
      "```python",
      'spark.read.option("mergeSchema", "true").parquet("events")',
      "```",
      "",
      "Default: `false`  ",
      "Set any time, also with `spark.conf.set`  ",
      "One read or write may differ: its option `mergeSchema` wins  ",
      "Since Spark 1.5.0",
      "",
      "See also `spark.sql.parquet.filterPushdown`, `spark.sql.files.ignoreMissingFiles`",
      "",
      `[Spark 4.3 documentation](${docs}/4.3.0/sql-data-sources-parquet.html#configuration)`,
    ],
  },
  {
    what: "a deprecated name, with the last page that has it",
    key: "spark.yarn.max.executor.failures",
    version: "4.3",
    markdown: [
      "**spark.yarn.max.executor.failures**",
      "",
      "**Deprecated since Spark 3.5.** Use `spark.executor.maxNumFailures` instead.",
      "",
      `[Spark 3.4 documentation](${docs}/3.4.0/running-on-yarn.html#spark-properties)`,
    ],
  },
  {
    what: "a key of another product, with its link",
    key: "spark.hadoop.fs.s3a.path.style.access",
    version: "4.1",
    value: "yes",
    markdown: [
      "**spark.hadoop.fs.s3a.path.style.access** — `true` or `false`",
      "",
      "Puts the bucket into the path instead of the host name. MinIO and most other stores beside AWS need it.",
      "",
      "⚠ `yes` is no boolean: Spark takes only true and false. Write `true`.",
      "",
      "Default: `false`  ",
      "Set before the application starts: on the builder or when submitting",
      "",
      "[Hadoop S3A documentation](https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/index.html)",
    ],
  },
];

describe("hover on a configuration", () => {
  for (const { what, key, version, value, markdown } of examples)
    it(`shows ${what}`, () => assert.equal(configHover(configs, key, version, value), markdown.join("\n")));

  it("says what the platform changes", () => {
    const { versions } = catalog;
    const onPlatform = platformDefaultText(versions, "spark.sql.sources.default", "databricks");
    assert.equal(onPlatform, "On Databricks: `delta`");
    assert.match(
      configHover(configs, "spark.sql.sources.default", "4.1", null, onPlatform) ?? "",
      /Default: `parquet` {2}\nOn Databricks: `delta`/,
    );
    assert.equal(platformDefaultText(versions, "spark.sql.sources.default", "plain"), null);
  });

  it("is silent about keys that Spark does not have", () =>
    assert.equal(configHover(configs, "spark.mycompany.retries", "4.1"), null));

  it("takes at most twenty lines for every key in every version", () => {
    const long = portion(real.keys("4.1"), 5)
      .flatMap((key) => knownVersions.map((version) => configHover(real, key, version, "x y") ?? ""))
      .filter((markdown) => markdown.split("\n").length > 20);
    assert.deepEqual(long, []);
  });
});
