import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { SqlEntry } from "../../server/src/sql/parse.ts";

export interface Verdict {
  readonly accept: boolean;
  readonly errorClass: string | null;
  readonly position: number | null;
}

/** A text with what the parsers of three Sparks said to it; the row itself is 4.1's verdict. */
export interface TruthRow extends Verdict {
  readonly sql: string;
  readonly kind: "plan" | "expr" | "type" | "schema";
  /** Where the text comes from: "sql-tests", "tpc", "fn-doc" … */
  readonly src: string;
  /** The grammar's own verdict, before Spark builds a plan of the tree. */
  readonly grammarAccept: boolean;
  readonly v35: Verdict | null;
  readonly v43: Verdict | null;
}

/** Texts of Spark's own SQL tests, of its documentation, and mutants of them. */
export const readTruth = (): readonly TruthRow[] =>
  gunzipSync(readFileSync(new URL("data/truth.jsonl.gz", import.meta.url)))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TruthRow);

export const entryOf: Readonly<Record<TruthRow["kind"], SqlEntry>> = {
  plan: "statement",
  expr: "expression",
  type: "dataType",
  schema: "tableSchema",
};

/**
 * Whether a text is refused for the same condition, or taken by both. Where an exception tells no condition, its class or
 * message stands for it.
 */
export const sameCondition = (ours: string | null, theirs: string | null): boolean =>
  ours === theirs || (ours !== null && theirs !== null && !/^[A-Z][A-Z0-9_.]+$/.test(theirs));
