import fs from "node:fs";
import path from "node:path";
import { columns } from "./columns.bench.ts";
import { commandLine } from "./commandLine.bench.ts";
import { keystroke } from "./keystroke.bench.ts";
import { isKept, type Figure } from "./measure.ts";
import { ruleCosts } from "./rules.bench.ts";
import { server } from "./server.bench.ts";
import { sql } from "./sql.bench.ts";
import { workspace } from "./workspace.bench.ts";

/** A short round that only proves that the measurements work: its times are too few to judge by. */
const smoke = process.argv.includes("--smoke");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const results: { bench: string; figures: readonly Figure[] }[] = [];
let failed = false;
for (const bench of [keystroke, ruleCosts, columns, sql, workspace, server, commandLine]) {
  if (wanted.length > 0 && !wanted.some((name) => bench.name.includes(name))) continue;
  console.log(`\n${bench.name}`);
  const figures = await bench.run({ quick: smoke });
  for (const figure of figures) {
    const { name, value, unit, goal } = figure;
    const bound =
      goal?.most !== undefined
        ? `goal ≤ ${goal.most}`
        : goal?.least !== undefined
          ? `goal ≥ ${goal.least}`
          : "";
    const verdict = goal === undefined ? "" : isKept(figure) ? "kept" : "MISSED";
    failed ||= verdict === "MISSED" && !smoke;
    console.log(
      `  ${name.padEnd(52)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit.padEnd(8)} ${bound} ${verdict}`.trimEnd(),
    );
  }
  results.push({ bench: bench.name, figures });
}
const target = path.resolve(import.meta.dirname, "../../out/bench.json");
fs.mkdirSync(path.dirname(target), { recursive: true });
fs.writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`);
process.exitCode = failed ? 1 : 0;
