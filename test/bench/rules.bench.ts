import { analyze, unsuppressedFindings } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import { rules } from "../../server/src/rules/registry.ts";
import { median, timed, type Bench, type Figure } from "./measure.ts";
import { sparkProgram } from "./program.ts";

/** How many of the slowest rules are named. */
const named = 5;

/** All rules together against the plans that they read, and the slowest of them, each alone over plans that stand. */
export const ruleCosts: Bench = {
  name: "rules",
  async run({ quick }) {
    const rounds = quick ? 2 : 9;
    const engine = await createEngine();
    const options = { ...defaultOptions, profile: "strict" } as const;
    const plans: number[] = [];
    const all: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Another text each time, so that nothing is kept.
      const text = `${sparkProgram(4551)}# ${round}\n`;
      const bare = { ...engine, rules: [] };
      let facts = analyze(bare, "", options).facts;
      plans.push(timed(() => (facts = analyze(bare, text, options).facts)));
      all.push(timed(() => unsuppressedFindings({ ...engine, rules: [...rules] }, facts, options)));
    }
    const { facts } = analyze({ ...engine, rules: [] }, sparkProgram(4551), options);
    unsuppressedFindings({ ...engine, rules: [...rules] }, facts, options);
    const slowest = rules
      .map((rule): Figure => {
        const times = Array.from({ length: rounds }, () =>
          timed(() => unsuppressedFindings({ ...engine, rules: [rule] }, facts, options)),
        );
        return { name: `${rule.id}, alone`, value: median(times), unit: "ms" };
      })
      .sort((left, right) => right.value - left.value)
      .slice(0, named);
    return [
      { name: "parsing 4,551 lines and building their plans", value: median(plans), unit: "ms" },
      { name: `all ${rules.length} rules over them`, value: median(all), unit: "ms" },
      {
        name: "rules for each plan's time",
        value: median(all) / median(plans),
        unit: "×",
        goal: { most: 1 },
      },
      ...slowest,
    ];
  },
};
