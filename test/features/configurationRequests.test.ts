import assert from "node:assert/strict";
import { createConfigurationAnswers } from "../../server/src/features/configurationRequests.ts";
import { configs } from "../catalog/catalogFixture.ts";

const answers = createConfigurationAnswers(configs, "4.1", (name) => /password|secret/i.test(name));
const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 20 } };

describe("answers to the configuration view", () => {
  it("lists what a document sets, in its order, with the problem that matters most", () => {
    const { settings } = answers.inDocument([
      { key: "spark.app.name", value: "shop", where: "builder", uri: "job.py", range },
      { key: "spark.driver.memory", value: "lots", where: "builder", uri: "job.py", range },
      { key: "spark.sql.shuffle.partitions", value: null, where: "runtime", uri: "job.py", range },
    ]);
    assert.deepEqual(
      settings.map(({ key, value, problem }) => [key, value, problem]),
      [
        ["spark.app.name", "shop", null],
        ["spark.driver.memory", "lots", "`lots` is no size: write it like 64m or 2g."],
        ["spark.sql.shuffle.partitions", null, null],
      ],
    );
    assert.deepEqual(settings[0]?.range, range);
  });

  it("never sends a secret", () => {
    const set = (key: string, value: string) => ({
      key,
      value,
      where: "defaults" as const,
      uri: "job.py",
      range,
    });
    const { settings } = answers.inDocument([
      set("spark.ssl.keyPassword", "hunter2"),
      set("spark.jars.repositories", "https://me:hunter2@repo.example/maven"),
    ]);
    assert.ok(!JSON.stringify(settings).includes("hunter2"));
  });

  it("groups the catalogue, with summaries", () => {
    const { areas } = answers.areas();
    const joins = areas.find((area) => area.title.includes("joins"));
    assert.ok(
      joins?.keys.some((each) => each.key === "spark.sql.shuffle.partitions" && each.default === "200"),
    );
    assert.ok(areas.every((area) => area.keys.length > 0));
  });

  it("searches by words; without words it gives the best-known keys", () => {
    assert.equal(answers.search({ words: "time zone", limit: 5 }).keys[0]?.key, "spark.sql.session.timeZone");
    const best = answers.search({ words: " ", limit: 5 }).keys;
    assert.equal(best.length, 5);
    assert.equal(best[0]?.key, "spark.sql.shuffle.partitions");
  });

  it("explains a key as the hover does", () => {
    assert.match(answers.explain({ key: "spark.executor.memory", value: "4" }).markdown ?? "", /4 MiB/);
    assert.equal(answers.explain({ key: "spark.none.such" }).markdown, null);
  });
});
