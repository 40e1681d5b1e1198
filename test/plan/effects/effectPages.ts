import fs from "node:fs";
import path from "node:path";
import {
  computedSteps,
  executionsOf,
  programEffectsOf,
  recomputations,
  type Execution,
  type ProgramEffect,
} from "../../../server/src/plan/effects.ts";
import { framesOf, type ModuleFacts } from "../../../server/src/plan/facts.ts";
import type { PlanNode } from "../../../server/src/plan/logicalPlan.ts";
import { documentOffset } from "../../../server/src/syntax/siteOffset.ts";
import { evaluated } from "../evaluated.ts";

/** A program of effects.md, with what it says of it. */
export interface EffectBlock {
  readonly title: string;
  readonly code: string;
  /** By line of the block, 1-based: what its comment says. */
  readonly effects: ReadonlyMap<number, string>;
  /** "df 1; raw 2". */
  readonly again: string;
  /** How often `raw` is computed when the block runs; null where the page does not say. */
  readonly computed: number | null;
}

/** What each block starts with: `raw`, whose computations `computed` counts. */
export const header = `from pyspark.sql import DataFrame, SparkSession, functions as F
import tempfile
spark = SparkSession.builder.getOrCreate()
folder = tempfile.mkdtemp()
rows = spark.sparkContext.accumulator(0)
def noted(number):
    rows.add(1)
    return (number % 2, number)
raw = spark.createDataFrame(spark.sparkContext.range(4, numSlices=1).map(noted), "k bigint, v bigint")
`;
const headerLines = header.split("\n").length - 1;

/** Every block of effects.md. */
export function effectBlocks(): readonly EffectBlock[] {
  const page = fs.readFileSync(path.join(import.meta.dirname, "effects.md"), "utf8");
  return [...page.matchAll(/^## (.+)\n\n```python\n([\s\S]*?)```/gm)].map(([, title = "", code = ""]) => {
    const lines = code.trimEnd().split("\n");
    const said = (key: string): string | undefined =>
      lines.find((line) => line.startsWith(`# ${key}: `))?.slice(key.length + 4);
    const computed = said("computed");
    return {
      title,
      code,
      effects: new Map(
        lines.flatMap((line, index) => {
          const comment = /\S {2}# (.+)$/.exec(line)?.[1];
          return comment === undefined ? [] : [[index + 1, comment] as const];
        }),
      ),
      again: said("again") ?? "",
      computed: computed === undefined ? null : Number(computed),
    };
  });
}

/** What our engine says of a block, in the page's words. */
export function effectsFound({ code }: EffectBlock): Pick<EffectBlock, "effects" | "again" | "computed"> {
  const facts = evaluated(header + code);
  const executions = new Map(executionsOf(facts).map((each) => [each.effect, each]));
  const byLine = new Map<number, string[]>();
  for (const effect of programEffectsOf(facts)) {
    const line = lineOf(facts, effect) - headerLines;
    if (line < 1) continue;
    const text = effectText(facts, effect, executions.get(effect as Execution["effect"]));
    const known = byLine.get(line) ?? [];
    // A function's body is told once, however often it runs.
    if (!known.includes(text)) byLine.set(line, [...known, text]);
  }
  const raw = framesNamed(facts, "raw");
  const computing = [...executions.values()].filter(
    (execution) => raw !== null && computedSteps(execution).has(raw),
  );
  const computed = computing.reduce((sum, { effect: { call, passes }, fills, shuffled }) => {
    const isUnrolled = computing.filter(({ effect }) => effect.call.node === call.node).length > 1;
    const isFilled = raw !== null && (fills.has(raw) || shuffled.has(raw));
    const rounds = call.context.loops.reduce((times, loop) => times * (loop.times ?? Infinity), 1);
    const isBelowKept = raw !== null && [...fills.values()].some((steps) => steps.has(raw));
    return sum + (isUnrolled || isFilled ? 1 : rounds) * (isFilled || isBelowKept ? 1 : passes);
  }, 0);
  return {
    effects: new Map(
      [...byLine].toSorted(([a], [b]) => a - b).map(([line, texts]) => [line, texts.join("; ")]),
    ),
    again: [...recomputations(facts)]
      .map(([step, { again }]) => `${nameOf(facts, step)} ${again}`)
      .join("; "),
    computed,
  };
}

function effectText(facts: ModuleFacts, effect: ProgramEffect, execution: Execution | undefined): string {
  const { kind, plan, name, call } = effect;
  const label = /^(view|conf|catalog)$/.test(kind)
    ? (name ?? "?")
    : plan
      ? nameOf(facts, plan)
      : (name ?? "?");
  const paths = call.context.branches.map(({ node, arm }) => `${node.kind.toLowerCase()} ${arm}`);
  const loops = call.context.loops.map(({ times }) => `loop ${times ?? "?"}`);
  return [`${kind} ${label}`, ...paths, ...loops, ...(execution ? executionText(facts, execution) : [])].join(
    ", ",
  );
}

function executionText(facts: ModuleFacts, { steps, kept, fills }: Execution): string[] {
  const names = (all: Iterable<PlanNode>): string =>
    [
      ...new Set(
        [...all].flatMap((step) =>
          framesOf(facts, step)
            .slice(0, 1)
            .map((each) => each.name),
        ),
      ),
    ]
      .toSorted()
      .join(" ");
  const read = [...kept].filter((step) => !fills.has(step));
  const filled = [...fills.values()].flatMap((each) => [...each]);
  return [
    ...(steps.size > 0 ? [`computes ${names(steps)}`.trim()] : []),
    ...(read.length > 0 ? [`reads ${names(read)}`] : []),
    ...(filled.length > 0 ? [`fills ${names(filled)}`] : []),
  ];
}

const nameOf = (facts: ModuleFacts, step: PlanNode): string => framesOf(facts, step)[0]?.name ?? "?";

const framesNamed = (facts: ModuleFacts, name: string): PlanNode | null =>
  facts.units.flatMap((unit) => unit.frames).find((frame) => frame.name === name)?.value.plan ?? null;

const lineOf = (facts: ModuleFacts, { call }: ProgramEffect): number =>
  facts.module.text
    .slice(0, (documentOffset(facts.module, call.nameSite) ?? 0) + call.nameSite.start)
    .split("\n").length;
