import assert from "node:assert/strict";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { catalog, readData } from "./catalogFixture.ts";

const { lists } = catalog;

describe("closed lists of Spark", () => {
  it("are those of its versions", () => {
    assert.equal(
      knownVersions.join(),
      (JSON.parse(readData("spark-lists.json")) as { versions: string[] }).versions.join(),
    );
  });

  it("18 spellings of joins are seven joins, in every version", () => {
    for (const version of knownVersions) {
      const joins = lists.joinTypes(version);
      assert.equal(joins.size, 18);
      assert.deepEqual([...new Set(joins.values())].toSorted(), [
        "CROSS",
        "FULL OUTER",
        "INNER",
        "LEFT ANTI",
        "LEFT OUTER",
        "LEFT SEMI",
        "RIGHT OUTER",
      ]);
      assert.equal(joins.get("leftouter"), "LEFT OUTER");
    }
  });

  it("modes", () => {
    assert.equal(lists.saveModes("4.3").get("default"), "ErrorIfExists");
    assert.deepEqual([...lists.outputModes("4.3").keys()], ["append", "complete", "update"]);
    assert.deepEqual(lists.explainModes("3.3"), ["codegen", "cost", "extended", "formatted", "simple"]);
  });

  it("storage levels", () => {
    const level = lists.storageLevels("4.3").find(({ name }) => name === "MEMORY_AND_DISK_2");
    assert.deepEqual(level, {
      name: "MEMORY_AND_DISK_2",
      disk: true,
      memory: true,
      offHeap: false,
      deserialized: false,
      replication: 2,
    });
  });

  it("hints and triggers by version", () => {
    const hints = (version: string) => lists.hints(version).map(({ name }) => name);
    assert.ok(hints("4.3").includes("REBALANCE_BY_SIZE") && !hints("4.2").includes("REBALANCE_BY_SIZE"));
    assert.equal(lists.hints("3.3").find(({ name }) => name === "MAPJOIN")?.strategy, "broadcast");
    const triggers = (version: string) => lists.triggers(version).map(({ name }) => name);
    assert.deepEqual(triggers("3.3"), ["availableNow", "continuous", "once", "processingTime"]);
    assert.ok(triggers("4.3").includes("realTime"));
  });

  it("names of types, and words of SQL", () => {
    assert.equal(lists.sqlTypes("3.5").get("long"), "bigint");
    assert.ok(!lists.sqlTypes("3.5").has("variant") && lists.sqlTypes("4.0").has("variant"));
    assert.ok(lists.sqlKeywords("4.3").length > lists.sqlKeywords("3.3").length);
    assert.ok(lists.isReserved("select", "3.3") && !lists.isReserved("day", "4.3"));
  });
});
