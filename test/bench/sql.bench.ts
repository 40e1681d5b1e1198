import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildSync } from "esbuild";
import { caretAt } from "../../server/src/sql/caret.ts";
import { createSqlParser } from "../../server/src/sql/parse.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { readTruth } from "../sql/truthRows.ts";
import { median, type Bench, type Figure } from "./measure.ts";

const version = "4.3";
const typical =
  "SELECT c.name, sum(o.amount) AS total FROM orders o JOIN customers c ON o.customer_id = c.id " +
  "WHERE o.created >= '2024-01-01' AND o.status IN ('paid', 'sent') GROUP BY c.name ORDER BY total DESC LIMIT 10";

const numbered = (count: number, text: (each: number) => string, between: string): string =>
  Array.from({ length: count }, (_, each) => text(each)).join(between);

/** Texts that grow: half and whole, to see that the time does not grow faster. */
const growing: Readonly<Record<string, (size: number) => string>> = {
  "60 kB of VALUES": (size) =>
    `SELECT * FROM VALUES ${numbered(2400 * size, (each) => `(${each}, 'abc', 1.5, NULL)`, ", ")}`,
  "1,000 terms with AND": (size) =>
    `SELECT * FROM t WHERE ${numbered(1000 * size, (each) => `a${each} = ${each}`, " AND ")}`,
  "5,000 parentheses": (size) => `SELECT ${"(".repeat(5000 * size)}1${")".repeat(5000 * size)}`,
  "300 parentheses that nobody closes": (size) => `SELECT ${"(".repeat(300 * size)}a + `,
  "10,000 UNIONs": (size) => numbered(10_000 * size, (each) => `SELECT a, b FROM t${each}`, " UNION ALL "),
  "1 MB in an IN list": (size) =>
    `SELECT a FROM t WHERE b IN (${numbered(65_000 * size, (each) => `'value ${each}'`, ", ")})`,
};

/** Milliseconds of processor time. */
function processorTime(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** A fresh process that reads the grammar and parses its first query: what that takes beyond loading the modules. */
const coldStart = `
import { readFileSync } from "node:fs";
import { createSqlGrammarTables } from "./server/src/catalog/sqlGrammarTables.ts";
import { createSqlParser } from "./server/src/sql/parse.ts";
const start = process.cpuUsage();
const tables = createSqlGrammarTables(readFileSync("server/data/sql-grammars.json", "utf8"));
createSqlParser(tables)(${JSON.stringify(typical)}, "statement", "${version}");
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
`;

/** What parsing SQL takes. */
export const sql: Bench = {
  name: "sql",
  run({ quick }) {
    const parse = createSqlParser(catalog.sqlGrammars);
    const run = (text: string): number => processorTime(() => parse(text, "statement", version));
    for (let round = 0; round < 50; round++) run(typical);
    const rows = readTruth().filter(({ kind, accept }) => kind === "plan" && accept);
    const queries = rows.map((row) => row.sql).filter((text) => text.length > 1700 && text.length < 2300);
    const broken = readTruth().filter(({ v43 }) => v43?.errorClass === "PARSE_SYNTAX_ERROR");
    const average = (texts: readonly string[]): number =>
      processorTime(() => {
        for (const text of texts) parse(text, "statement", version);
      }) / texts.length;
    const samples = rows.filter((_, each) => each % (quick ? 50 : 5) === 0).map((row) => row.sql);
    average(samples);
    const figures: Figure[] = [
      {
        name: "a typical query",
        // Each differs from the one before in its first word: a text that stays the same is not read again.
        value: average(
          Array.from({ length: 300 }, (_, each) => (each % 2 === 0 ? typical : `EXPLAIN ${typical}`)),
        ),
        unit: "ms",
        goal: { most: 0.2 },
      },
      {
        name: "a statement of Spark's tests, on average",
        value: average(samples),
        unit: "ms",
        goal: { most: 0.2 },
      },
      {
        name: "a query of 2 kB",
        value: average(queries.slice(0, quick ? 3 : 40)),
        unit: "ms",
        goal: { most: 2 },
      },
      {
        name: "a refused statement, with message and mended tree",
        value: average(broken.filter((_, each) => each % (quick ? 100 : 10) === 0).map((row) => row.sql)),
        unit: "ms",
      },
    ];
    const typed = queries[0] ?? typical;
    const ends = Array.from({ length: quick ? 5 : 200 }, (_, each) => typed.length - 200 + each);
    const carets = processorTime(() => {
      for (const end of ends) caretAt(parse(typed.slice(0, end), "statement", version), end);
    });
    figures.push({
      name: "typing at the end of 2 kB: the mended tree and the caret",
      value: carets / ends.length,
      unit: "ms",
    });
    for (const [name, text] of Object.entries(growing)) {
      const [half, whole] = [run(text(quick ? 0.02 : 0.5)), run(text(quick ? 0.04 : 1))];
      figures.push({ name, value: whole, unit: "ms" });
      figures.push({ name: "  against half of it", value: whole / half, unit: "×", goal: { most: 3 } });
    }
    buildColdStart();
    const cold = Array.from({ length: quick ? 1 : 5 }, () => Number(coldRun()));
    figures.push({ name: "first query of a process", value: median(cold), unit: "ms", goal: { most: 30 } });
    return Promise.resolve(figures);
  },
};

const root = path.resolve(import.meta.dirname, "../..");
const coldProgram = path.join(root, "out/firstQuery.mjs");

/** Bundled, as the product is. */
const buildColdStart = (): unknown =>
  buildSync({
    stdin: { contents: coldStart, resolveDir: root, loader: "ts" },
    outfile: coldProgram,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });

const coldRun = (): string =>
  spawnSync(process.execPath, [coldProgram], { cwd: root, encoding: "utf8" }).stdout;
