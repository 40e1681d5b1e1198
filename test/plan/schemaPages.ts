import fs from "node:fs";
import path from "node:path";

/** What a comment in a block expects of the line above it. */
export interface Expectation {
  /** "schema": of the name bound last since the expectation before; "error": Spark's error condition. */
  readonly kind: "schema" | "error";
  readonly text: string;
  /** The block's lines that it speaks of, 1-based, both included; `to` is the comment's own. */
  readonly from: number;
  readonly to: number;
}

/** A Python program in a page of test/plan/schemas, with what is expected of it. */
export interface SchemaBlock {
  /** "join.md: on a name, the key comes first and once". */
  readonly title: string;
  readonly file: string;
  /** The line of the page before the block's first, 1-based. */
  readonly before: number;
  /** The block as it stands; {@link programOf} makes a program of it. */
  readonly code: string;
  readonly expectations: readonly Expectation[];
}

export const pagesFolder = path.join(import.meta.dirname, "schemas");

/** What every block starts with. */
const header = `from pyspark.sql import DataFrame, Row, SparkSession, Window, functions as F, types as T
spark = SparkSession.builder.getOrCreate()
`;
const headerLines = header.split("\n").length - 1;

/** The block as a program that runs by itself, and which line of the block a line of the program is. */
export const programOf = (block: SchemaBlock): string => header + block.code;
export const blockLine = (programLine: number): number => programLine - headerLines;

/** Every block of every page. */
export function schemaBlocks(): readonly SchemaBlock[] {
  return fs
    .readdirSync(pagesFolder)
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => blocksOf(name, fs.readFileSync(path.join(pagesFolder, name), "utf8")));
}

function blocksOf(file: string, page: string): readonly SchemaBlock[] {
  const blocks: SchemaBlock[] = [];
  let heading = "";
  let start: number | null = null;
  const lines = page.split("\n");
  for (const [index, line] of lines.entries()) {
    if (start === null && line.startsWith("## ")) heading = line.slice(3);
    if (line === "```python") start = index + 1;
    else if (line === "```" && start !== null) {
      const code = `${lines.slice(start, index).join("\n")}\n`;
      blocks.push({
        title: `${file}: ${heading}`,
        file,
        before: start,
        code,
        expectations: expectationsOf(code),
      });
      start = null;
    }
  }
  return blocks;
}

function expectationsOf(code: string): readonly Expectation[] {
  const expectations: Expectation[] = [];
  let from = 1;
  for (const [index, line] of code.split("\n").entries()) {
    const comment = /^\s*# (schema|error): (.*)$/.exec(line);
    if (comment === null) continue;
    const kind = comment[1] === "schema" ? "schema" : "error";
    expectations.push({ kind, text: comment[2] ?? "", from, to: index + 1 });
    from = index + 2;
  }
  return expectations;
}

/** What is known of a run of a block: lines are the block's, in the order of execution. */
export interface BlockRun {
  readonly frames: readonly { readonly line: number; readonly text: string }[];
  readonly errors: readonly { readonly line: number; readonly condition: string }[];
}

/** What the comment would say of this run. */
export function foundFor({ from, to }: Expectation, run: BlockRun): Pick<Expectation, "kind" | "text"> {
  const within = ({ line }: { readonly line: number }): boolean => line >= from && line <= to;
  const error = run.errors.find(within);
  if (error) return { kind: "error", text: error.condition };
  // The lowest line counts, not the last run: a function's body may run again for a later line.
  const frames = run.frames.filter(within);
  const line = Math.max(...frames.map((frame) => frame.line));
  return {
    kind: "schema",
    text: frames.findLast((frame) => frame.line === line)?.text ?? "no DataFrame",
  };
}

/** Errors where no comment expects one, as "line: condition". */
export const unexpectedErrors = (block: SchemaBlock, run: BlockRun): readonly string[] =>
  run.errors
    .filter(({ line }) => !block.expectations.some(({ from, to }) => line >= from && line <= to))
    .map(({ line, condition }) => `line ${line}: ${condition}`);
