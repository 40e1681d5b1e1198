import assert from "node:assert/strict";
import { blocks, described, opened } from "./findings.ts";

/** What each block of the documents is to be told, worked out by reading it; blocks that are right are not named. */
const expected: Readonly<Record<string, readonly string[]>> = {
  // The documents' own examples of what not to do.
  A01: ["2 collect-unbounded"],
  A05: ["3 udf-has-builtin", "6 unused-transformation"],
  // The result of a transformation is shown to nobody, in examples of what to do as well.
  A06: ["2 unused-transformation"],
  A08: ["2 unused-transformation"],
  // A comment takes the place of the backslash: the file does not run.
  A13: ["13 config-of-product", "15 comment-in-chain"],
  // Kafka without a topic.
  B02: ["6 kafka-option-refused"],
  // Imports that are forgotten although the block has others.
  C14: ["18 name-not-imported"],
  C16: ["5 name-not-imported", "11 storage-level-unknown"],
  C17: ["10 name-not-imported"],
  // `F` is not imported, so nothing tells that line 20 aggregates to one row.
  C18: [
    "2 config-of-product",
    "3 config-too-late",
    "4 config-too-late",
    "10 name-not-imported",
    "20 collect-unbounded",
    "26 config-too-late",
  ],
  C19: ["13 name-not-imported"],
  C20: ["28 name-not-imported"],
  D01: ["27 jdbc-partitions-ignored", "42 name-not-imported", "43 name-not-imported", "46 name-not-imported"],
  // countDistinct() on a stream.
  D02: ["39 stream-refused", "81 checkpoint-not-durable"],
  // Levels of Scala's.
  D06: ["8 storage-level-unknown"],
  E03: [
    "38 master-in-code",
    "98 coalesce-to-one",
    "99 coalesce-to-one",
    "158 chained-with-column",
    "167 chained-with-column",
    "188 reuse-without-cache",
    "202 reuse-without-cache",
    "271 coalesce-to-one",
    "274 coalesce-to-one",
    "277 coalesce-to-one",
    "280 coalesce-to-one",
    "331 coalesce-to-one",
    "334 coalesce-to-one",
  ],
  E04: ["2 name-not-imported"],
  E06: ["7 storage-level-unknown"],
  E07: ["17 name-not-imported", "22 count-for-emptiness"],
  // What is read is overwritten: the data would be gone.
  E09: ["9 name-not-imported", "11 count-for-emptiness", "26 overwrite-of-source"],
  E10: ["24 name-not-imported"],
};

describe("code from pages about Spark", () => {
  it("is all here", () => {
    assert.equal(blocks.length, 57);
    assert.deepEqual(
      Object.keys(expected).filter((block) => !blocks.includes(block)),
      [],
    );
  });

  for (const block of blocks)
    it(`${block}: what is wrong is found, and nothing else`, () => {
      assert.deepEqual(described(opened(block)), expected[block] ?? []);
    });
});
