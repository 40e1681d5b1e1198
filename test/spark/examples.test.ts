import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "mocha";
import { readNotebook } from "../../server/src/analysis/notebook.ts";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createEngineIn } from "../../server/src/host/engine.ts";
import { slashed } from "../../server/src/host/moduleTexts.ts";
import { rules } from "../../server/src/rules/registry.ts";
import { findSpark, root } from "./session/environment.ts";

const examples = path.join(root, "examples");

/** What each job prints or leaves when it succeeds; a job that is missing here fails the first test. */
const jobs: Readonly<Record<string, { prints: RegExp; leaves?: string }>> = {
  "daily_revenue.py": { prints: /^2024-03-01 \w+ [\d.]+$/m, leaves: "out/daily_revenue/_SUCCESS" },
  "customer_segments.py": { prints: /^120 offers$/m },
  "country_report.py": { prints: /^\d+ products were sold in DE$/m, leaves: "out/report_DE/_SUCCESS" },
  "sessionize_clicks.py": { prints: /^batch 2 is stored$/m, leaves: "out/visits/_SUCCESS" },
  "clean_orders.py": { prints: /^$/, leaves: "out/orders/country=DE" },
};

/** What the jobs print that Spark refuses in the end, and why it does. */
const broken: Readonly<Record<string, { prints: RegExp; fails: RegExp }>> = {
  "broken_filters.py": { prints: /^0 orders without a customer$/m, fails: /CANNOT_CONVERT_COLUMN_INTO_BOOL/ },
  "lost_columns.py": { prints: /^\d+ orders of known customers$/m, fails: /AMBIGUOUS_REFERENCE/ },
  "kept_clicks.py": { prints: /^\d+ pages were seen$/m, fails: /checkpointLocation/ },
  "refused_settings.py": { prints: /^\d+ lines, the header among them$/m, fails: /'Berlin'/ },
};
const submitArguments = (conf: string, javaOptions: string): string =>
  `--master local[2] --properties-file ${conf}/spark-defaults.conf --conf spark.ui.enabled=false --driver-java-options '${javaOptions}' pyspark-shell`;

describe("the example jobs on a real Spark", function () {
  this.timeout(240_000);
  let workspace: string;

  before(() => {
    workspace = mkdtempSync(path.join(tmpdir(), "shufflewise-examples-"));
    cpSync(examples, workspace, {
      recursive: true,
      filter: (source) => !["out", "__pycache__"].includes(path.basename(source)),
    });
  });

  after(() => rmSync(workspace, { recursive: true, force: true }));

  it("are all tested here", () => {
    const files = readdirSync(path.join(examples, "jobs")).filter((name) => name.endsWith(".py"));
    assert.deepEqual(files.sort(), [...Object.keys(jobs), ...Object.keys(broken)].sort());
  });

  it("show rules of every kind, and one job without a finding", async () => {
    const engine = await createEngineIn([examples]);
    const found = (job: string): string[] => {
      const file = path.join(examples, "jobs", job);
      const budget = { expired: () => false };
      return analyze(
        engine,
        readFileSync(file, "utf8"),
        defaultOptions,
        undefined,
        budget,
        slashed(file),
      ).findings.map(({ rule }) => rule);
    };
    const shown = new Set([...Object.keys(jobs), ...Object.keys(broken)].flatMap(found));
    const kindsOf = (all: typeof rules): string[] =>
      [...new Set(all.flatMap(({ category, severity, fix }) => [category, severity, `fix: ${fix}`]))].sort();
    assert.deepEqual(kindsOf(rules.filter(({ id }) => shown.has(id))), kindsOf(rules));
    assert.deepEqual(found("clean_orders.py"), []);
  });

  for (const [job, { prints, leaves }] of Object.entries(jobs))
    it(`${job} ends well`, async () => {
      const { status, stdout, stderr } = await start(workspace, `jobs/${job}`);
      assert.equal(status, 0, stderr.slice(-3000));
      assert.match(stdout, prints);
      if (leaves !== undefined) assert.ok(existsSync(path.join(workspace, leaves)), `${leaves} is missing`);
    });

  for (const [job, { prints, fails }] of Object.entries(broken))
    it(`${job} fails as it says`, async () => {
      const { status, stdout, stderr } = await start(workspace, `jobs/${job}`);
      assert.equal(status, 1);
      assert.match(stdout, prints);
      assert.match(stderr, fails);
    });

  it("the notebook's last cell fails, as the finding there says", async () => {
    const name = "notebooks/explore_orders.ipynb";
    const notebook = readNotebook(readFileSync(path.join(examples, name), "utf8"));
    assert.ok("text" in notebook);
    const file = slashed(path.join(examples, name));
    const engine = await createEngineIn([examples]);
    const { findings } = analyze(engine, notebook.text, defaultOptions, undefined, undefined, file);
    assert.deepEqual(
      findings.map(({ rule, start }) => [rule, notebook.place(start)?.cell]),
      [
        ["count-for-emptiness", 2],
        ["unknown-column", 4],
      ],
    );
    writeFileSync(path.join(workspace, "notebooks/cells.py"), notebook.text);
    const { status, stdout, stderr } = await start(path.join(workspace, "notebooks"), "cells.py", "../conf");
    assert.equal(status, 1);
    assert.match(stdout, /\|\s+DE\|[\d.]+\|/);
    assert.match(stderr, /UNRESOLVED_COLUMN[^]*`status`/);
  });
});

async function start(cwd: string, job: string, conf = "conf") {
  const { python, env } = await findSpark();
  const child = spawn(python, [job], {
    cwd,
    env: {
      ...env,
      PYSPARK_PYTHON: python,
      PYSPARK_SUBMIT_ARGS: submitArguments(conf, env["SHUFFLEWISE_JAVA_OPTIONS"] ?? ""),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}
