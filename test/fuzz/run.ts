import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { seededRandom } from "../syntax/randomEdits.ts";
import type { FuzzTarget } from "./fuzzTarget.ts";

const { values, positionals } = parseArgs({
  options: { seconds: { type: "string", default: "10" }, seed: { type: "string" }, part: { type: "string" } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error("Give --seconds a positive number and --seed an integer.");
  process.exit(2);
}
const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(values.part ?? "") ?? []).map(Number);
if (values.part !== undefined && !(number >= 1 && number <= of)) {
  console.error("Give --part as 2/4: the second of four parts.");
  process.exit(2);
}
const part = values.part === undefined ? null : { number, of };
console.log(`seed ${seed}`);

for (const file of readdirSync(import.meta.dirname).sort()) {
  if (!file.endsWith(".fuzz.ts")) continue;
  const target = (await import(join(import.meta.dirname, file))) as FuzzTarget;
  if (positionals.length === 0 || positionals.includes(target.name)) await runTarget(target);
}

async function runTarget(target: FuzzTarget): Promise<void> {
  const counts = new Map<string, number>();
  const start = performance.now();
  const figures = (): string => [...counts].map(([what, count]) => `${count} ${what}`).join(", ");
  try {
    await target.run({
      seconds,
      hasTime: () => performance.now() - start < seconds * 1000,
      random: seededRandom(seed),
      part,
      report: (what, count) => void counts.set(what, (counts.get(what) ?? 0) + count),
    });
    console.log(`ok    ${target.name}: ${figures()} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAIL  ${target.name} (--seed ${seed}) after ${figures()}`);
    console.log(inspect(error));
  }
}
