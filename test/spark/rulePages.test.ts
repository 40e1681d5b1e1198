import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { rules } from "../../server/src/rules/registry.ts";
import { type Block, readCases, readPage } from "../rules/blocks.ts";
import type { BlockAnswer, BlockError } from "./session/protocol.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

describe("the rule pages on a real Spark", function () {
  this.timeout(120_000);
  for (const rule of rules) {
    const blocks = [readPage(`server/src/rules/${rule.id}.md`), readCases(rule.id)].flatMap(
      (page) => page?.blocks ?? [],
    );
    const errorRule = rule.severity === "error";
    describe(rule.id, () => {
      for (const block of blocks) {
        if (block.kind === "bad" && errorRule)
          it(`${place(block)} raises what it says`, async () => raises(await run(block.text), block));
        if (block.kind === "bad" && block.fixed !== null) {
          const fixed = block.fixed;
          if (errorRule) it(`${place(block)} runs when fixed`, async () => succeeds(await run(fixed)));
          else if (rule.fix === "safe")
            it(`${place(block)} has equal results when fixed`, () => sameResults(block.text, fixed));
        }
        if (block.kind === "good") it(`${place(block)} runs`, async () => succeeds(await run(block.text)));
      }
    });
  }
});

function place(block: Block): string {
  return `${block.file}:${block.line}`;
}

function run(code: string): Promise<BlockAnswer> {
  return spark.run({ code });
}

/** The bad block of an error rule names the condition: "# raises: CANNOT_CONVERT_COLUMN_INTO_BOOL". */
function raises(answer: BlockAnswer, block: Block): void {
  const expected = /# raises: ([\w.]+)/.exec(block.text)?.[1];
  assert.ok(expected, `${place(block)}: no "# raises: CONDITION_NAME" in the block`);
  assert.equal(answer.ok, false, "Spark ran it without an error");
  assert.equal(answer.error?.class, expected, answer.error?.message);
}

function succeeds(answer: BlockAnswer): void {
  assert.equal(describeError(answer.error), undefined);
}

async function sameResults(bad: string, fixed: string): Promise<void> {
  const before = await spark.run({ code: bad, rows: "all" });
  const after = await spark.run({ code: fixed, rows: "all" });
  assert.equal(describeError(after.error), describeError(before.error));
  assert.equal(after.stdout, before.stdout);
  assert.deepEqual(shared(after.values, before.values), shared(before.values, after.values));
  assert.deepEqual(shared(after.rows, before.rows), shared(before.rows, after.rows));
  for (const name of Object.keys(shared(after.names, before.names)))
    assert.equal(typesOf(after.names[name]!.ddl), typesOf(before.names[name]!.ddl), `the schema of ${name}`);
}

/** Spark proves of more built-in functions than of UDFs that they never give null; the rows say whether they do. */
function typesOf(ddl: string): string {
  return ddl.replaceAll(" NOT NULL", "");
}

/** The entries of the first record whose names the second has too. */
function shared<T>(record: Readonly<Record<string, T>> = {}, other: Readonly<Record<string, T>> = {}) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name in other));
}

function describeError(error: BlockError | undefined): string | undefined {
  return error && `${error.class}: ${error.message}`;
}
