import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { EcosystemFile, ExplanationFile } from "../../server/src/catalog/configData.ts";
import { readData } from "../catalog/catalogFixture.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** So many words in a row are nobody's by accident. */
const mostShared = 7;

/** The texts that the running Spark holds about its configurations: all that SQL registers, and the core's. */
const question = `
import json
jvm = spark._jvm
loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
for name in ("History", "Kryo", "Network", "Python", "R", "Status", "Streaming", "Tests", "UI", "Worker", "Deploy", "package"):
    jvm.java.lang.Class.forName("org.apache.spark.internal.config." + name + "$", True, loader)
for name in ("org.apache.spark.deploy.k8s.Config$", "org.apache.spark.deploy.yarn.config.package$", "org.apache.spark.sql.connect.config.Connect$", "org.apache.spark.sql.hive.HiveUtils$"):
    jvm.java.lang.Class.forName(name, True, loader)
companion = jvm.java.lang.Class.forName("org.apache.spark.internal.config.ConfigEntry$", True, loader)
module = companion.getField("MODULE$").get(None)
field = next(each for each in companion.getDeclaredFields() if each.getName().endswith("knownConfigs"))
field.setAccessible(True)
answer = json.dumps({entry.key(): entry.doc() or "" for entry in field.get(module).values()})
`;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

function* runsOf(text: string): Generator<string> {
  const words = wordsOf(text);
  for (let at = 0; at + mostShared < words.length; at++) yield words.slice(at, at + mostShared + 1).join(" ");
}

describe("our words about configurations", function () {
  this.timeout(120_000);

  it(`share no more than ${mostShared} words in a row with Spark's own`, async () => {
    const answer = await spark.run({ code: question, timeoutMs: 90_000 });
    assert.equal(answer.error, undefined);
    const docs = JSON.parse(String(answer.values?.answer)) as Record<string, string>;
    assert.ok(Object.keys(docs).length > 1400, `only ${Object.keys(docs).length} texts`);
    const theirs = new Map<string, string>();
    for (const [key, doc] of Object.entries(docs)) for (const run of runsOf(doc)) theirs.set(run, key);
    const { configs } = JSON.parse(readData("config-explanations.json")) as ExplanationFile;
    const { configs: products } = JSON.parse(readData("config-ecosystem.json")) as EcosystemFile;
    const shared = Object.entries({ ...products, ...configs }).flatMap(([key, ours]) =>
      [ours.summary, "advice" in ours ? (ours.advice ?? "") : ""].flatMap((text) =>
        [...runsOf(text)]
          .filter((run) => theirs.has(run))
          .slice(0, 1)
          .map((run) => `${key}: "${run}" is in Spark's text about ${theirs.get(run) ?? ""}`),
      ),
    );
    assert.deepEqual(shared, []);
  });
});
