import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import {
  launcherArgv,
  launcherVariables,
  readLauncherAnswer,
} from "../../client/src/submit/sparkLauncher.ts";
import { composeSubmit } from "../../server/src/submit/compose.ts";
import { createOutputMatcher, ownFrame } from "../../server/src/submit/output.ts";
import { localProfile, parseProfiles } from "../../server/src/submit/profile.ts";
import { parseSparkDefaults } from "../../server/src/submit/sparkDefaults.ts";
import { facts } from "../submit/submitFacts.ts";
import { findSpark } from "./session/environment.ts";

const run = promisify(execFile);
const here = path.join(import.meta.dirname, "submit");
const apps = path.join(import.meta.dirname, "../submit/fixtures/apps");

describe("a real spark-submit", function () {
  this.timeout(120_000);
  let folder = "";
  let env: NodeJS.ProcessEnv = {};
  let sparkHome = "";
  let java = "";

  before(async () => {
    ({ env } = await findSpark());
    sparkHome = env["SPARK_HOME"] ?? "";
    java = env["JAVA_HOME"] === undefined ? "java" : path.join(env["JAVA_HOME"], "bin", "java");
    folder = await mkdtemp(path.join(tmpdir(), "shufflewise-submit-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function argvOf(fields: object, application: string | null): string[] {
    const { profiles } = parseProfiles(JSON.stringify({ profiles: { test: fields } }));
    const profile = profiles.get("test") ?? localProfile;
    const { argv, problems } = composeSubmit(facts, profile, application, {
      sparkVersion: "4.3",
      variables: {},
      environment: {},
    });
    assert.deepEqual(
      problems.filter(({ severity }) => severity === "error" && application !== null),
      [],
    );
    return argv.slice(1);
  }

  const submit = (args: readonly string[]) =>
    run(path.join(sparkHome, "bin/spark-submit"), args, { env, cwd: folder, maxBuffer: 64e6 }).then(
      (output) => ({ ...output, code: 0 }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );

  it("takes every value as it is written in the profile", async () => {
    const odd = `a "b" 'c' $HOME \\ * = ü😀`;
    const conf = { "spark.test.odd": odd, "spark.test.empty": "x y", "spark.ui.enabled": "false" };
    const args = ["one", "two words", odd, "--three"];
    const fields = { master: "local[1]", name: "odd ü name", driverMemory: "600m", conf, args };
    const { stdout, stderr } = await submit(argvOf(fields, path.join(here, "print_conf.py")));
    const line =
      stdout.split("\n").find((text) => text.startsWith("RESULT ")) ?? assert.fail(stdout + stderr);
    const result = JSON.parse(line.slice("RESULT ".length)) as {
      conf: Record<string, string>;
      args: string[];
    };
    assert.deepEqual(result.args, args);
    const expected = {
      ...conf,
      "spark.master": "local[1]",
      "spark.app.name": "odd ü name",
      "spark.driver.memory": "600m",
    };
    for (const [key, value] of Object.entries(expected)) assert.equal(result.conf[key], value, key);
  });

  it("knows every flag", async () => {
    const fields: Record<string, unknown> = {};
    for (const { field, value } of facts.options) {
      if (field === "remote") continue;
      if (value === "switch") fields[field] = true;
      else if (value === "count") fields[field] = 1;
      else if (["paths", "coordinates", "list"].includes(value)) fields[field] = ["a:b:c"];
      else fields[field] = value === "memory" ? "1g" : "x";
    }
    const propertiesFile = path.join(folder, "empty.conf");
    await writeFile(propertiesFile, "");
    Object.assign(fields, { propertiesFile, deployMode: "client", driverJavaOptions: "-Dx=1" });
    const argv = argvOf(fields, null);
    assert.equal(argv.filter((argument) => argument.startsWith("--")).length, facts.options.length - 1);
    const accepted = await submit([...argv, "--version"]);
    assert.equal(accepted.code, 0, accepted.stderr);
    const refused = await submit([...argv, "--no-such-flag", "1", "--version"]);
    assert.notEqual(refused.code, 0);
  });

  it("writes output whose failures we place", async () => {
    const { code, stdout } = await submit(
      argvOf({ master: "local[1]" }, path.join(apps, "missing-column.py")),
    );
    assert.equal(code, 1);
    const matcher = createOutputMatcher();
    const failures = [...matcher.push(stdout), ...matcher.end()].filter((event) => event.kind === "failure");
    assert.equal(failures.length, 1);
    assert.equal(failures[0]?.condition, "UNRESOLVED_COLUMN.WITH_SUGGESTION");
    const frame = ownFrame(failures[0].frames) ?? assert.fail(stdout);
    assert.equal(`${path.basename(frame.file)}:${frame.line}`, "missing-column.py:8");
  });

  it("is started by the command that its launcher names, where no script can be", async () => {
    const args = argvOf(
      { master: "local[1]", conf: { "spark.test.odd": "a \"b\" 'c'" } },
      path.join(apps, "exit3.py"),
    );
    const { stdout } = await run(java, launcherArgv(sparkHome, args), {
      env: { ...env, ...launcherVariables(sparkHome) },
    });
    const [program = "", ...rest] = readLauncherAnswer(stdout) ?? assert.fail(stdout);
    assert.ok(rest.includes("spark.test.odd=a \"b\" 'c'"));
    await assert.rejects(run(program, rest, { env, cwd: folder }), { code: 3 });
  });

  it("reads properties files as we do", async () => {
    const piece = fc.constantFrom(
      "spark.a",
      "b",
      " ",
      "=",
      ":",
      "\\",
      "\n",
      "\r\n",
      "\r",
      "\t",
      "\f",
      "#",
      "!",
      "u00e9",
      "\\u0041",
      "\\u",
      "\\t",
      "ü",
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
      { numRuns: 1500, seed: 7 },
    );
    const files = await Promise.all(
      texts.map(async (text, index) => {
        const file = path.join(folder, `${index}.conf`);
        await writeFile(file, text);
        return file;
      }),
    );
    const { stdout } = await run(java, [path.join(here, "Properties.java"), ...files], {
      env,
      maxBuffer: 64e6,
    });
    const answers = stdout.split("\n");
    for (const [index, text] of texts.entries())
      assert.equal(asNumbers(text), answers[index], JSON.stringify(text));
  });
});

/** Our reading of a properties file in the words of Properties.java. */
function asNumbers(text: string): string {
  const { entries, problems } = parseSparkDefaults(text);
  if (problems.some(({ severity }) => severity === "error")) return "error";
  const numbers = (value: string) =>
    [...Array(value.length).keys()].map((index) => `${value.charCodeAt(index)},`).join("");
  const last = new Map(entries.map(({ key, value }) => [key, value]));
  return [...last]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${numbers(key)}=${numbers(value)} `)
    .join("");
}
