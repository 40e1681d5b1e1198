import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkConfigValue } from "../../server/src/catalog/configValue.ts";
import { configs } from "../catalog/catalogFixture.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** Values of every kind, right and wrong, with the ends of common ranges. */
const attempts = [
  "",
  "Off",
  "-1",
  "0",
  "2e2",
  " 7 ",
  "0.5",
  "10 MB",
  "10mb",
  "500k",
  "5min",
  "100us",
  "Legacy",
  "snappy",
  "2147483648",
];

/** PySpark's own handling of refusals costs many calls to the JVM, so it is put aside. Asks Spark's own registry, without starting anything: {key: which attempts it takes}; null for keys it does not let a session change. */
const question = (keys: readonly string[]) => `
import json
import py4j.java_gateway, py4j.protocol
pyspark_return_value = py4j.java_gateway.get_return_value
py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
conf = spark._jvm.org.apache.spark.sql.internal.SQLConf()
attempts = json.loads(${JSON.stringify(JSON.stringify(attempts))})
def takes(key, value):
    try:
        conf.setConfString(key, value)
        return True
    except Exception:
        return False
answer = json.dumps({
    key: [takes(key, value) for value in attempts] if spark.conf.isModifiable(key) else None
    for key in json.loads(${JSON.stringify(JSON.stringify(keys))})
})
py4j.java_gateway.get_return_value = pyspark_return_value
`;

describe("configurations, against Spark itself", function () {
  this.timeout(180_000);

  it("refuses no value that Spark takes, and misses few that it refuses", async () => {
    const version = spark.greeting().sparkVersion;
    const keys = configs
      .keys(version)
      .filter((key) => configs.entry(key, version)?.when === "runtime" && key.startsWith("spark.sql."))
      .filter((key, index) => index < 24 || index % 24 === 0 || configs.entry(key, version)?.values);
    const answer = await spark.run({ code: question(keys), timeoutMs: 150_000 });
    assert.equal(answer.error, undefined);
    const taken = JSON.parse(String(answer.values?.answer)) as Record<string, readonly boolean[] | null>;
    const wrong: string[] = [];
    let asked = 0;
    let missed = 0;
    for (const key of keys)
      for (const [index, value] of attempts.entries()) {
        const real = taken[key]?.[index];
        const entry = configs.entry(key, version);
        if (real === undefined || !entry) continue;
        asked++;
        const ours = checkConfigValue(entry, value).ok;
        if (real && !ours) wrong.push(`${key} takes ${JSON.stringify(value)}`);
        if (!real && ours) missed++;
      }
    assert.ok(asked > 600, `only ${asked} were asked`);
    assert.deepEqual(wrong, []);
    assert.ok(missed < asked * 0.06, `${missed} of ${asked} refused values were not noticed`);
  });

  it("knows which keys a session cannot change", async () => {
    const version = spark.greeting().sparkVersion;
    const fixed = configs.keys(version).filter((key) => configs.entry(key, version)?.when === "static");
    const answer = await spark.run({ code: question(fixed) });
    const taken = JSON.parse(String(answer.values?.answer)) as Record<string, unknown>;
    assert.deepEqual(
      fixed.filter((key) => taken[key] !== null),
      [],
    );
    const refused = await spark.run({ code: "spark.conf.set('spark.sql.warehouse.dir', '/tmp/x')" });
    assert.equal(refused.ok, false);
  });
});
