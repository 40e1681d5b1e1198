import fc from "fast-check";
import type { Program } from "../corpus.ts";
import { built, type Choices } from "./choices.ts";
import type { Frame } from "./model.ts";
import { shapes } from "./shapes.ts";
import { composedQueries } from "./composedQueries.ts";
import { source } from "./sources.ts";
import { combinations, groupings } from "./frameSteps.ts";
import { mistake } from "./mistakes.ts";
import { nestedSteps } from "./nestedSteps.ts";
import { pythonShapes } from "./pythonShapes.ts";
import { pythonSteps } from "./pythonSteps.ts";
import { queryShapes } from "./queryShapes.ts";
import { passings, projections, type StepMaker } from "./steps.ts";

/** A random program as the statements that bind its frames, so that some can be left out. */
export interface RandomProgram {
  /** Says how to make it again: the seed and its place. */
  readonly name: string;
  readonly statements: readonly string[];
}

const header = `import datetime
import sys
from decimal import Decimal
from dataclasses import dataclass
from functools import partial, reduce
import pandas as pd
from pyspark.sql import DataFrame, Row, SparkSession, Window, functions as F, types as T

spark = SparkSession.builder.getOrCreate()
`;

/** The statements as a program that runs by itself and goes on after errors. */
export const programOf = ({ name, statements }: RandomProgram): Program => ({
  name,
  code: `${header}${statements.join("\n")}\n`,
  continueAfterErrors: true,
});

/** `count` programs; the same seed gives the same ones. */
export function randomPrograms(seed: number, count: number): readonly RandomProgram[] {
  return fc
    .sample(built(statementsOf), { seed, numRuns: count })
    .map((statements, index) => ({ name: `seed ${seed} #${index}`, statements }));
}

/** Each kind of step as often as it is worth. */
const makers: readonly (readonly [weight: number, steps: readonly StepMaker[]])[] = [
  [6, projections],
  [3, passings],
  [4, combinations],
  [2, groupings],
  [2, nestedSteps],
  [2, shapes],
  [2, pythonShapes],
  [2, queryShapes],
  [2, composedQueries],
  [1, pythonSteps],
];

function statementsOf(choices: Choices): readonly string[] {
  const frames: Frame[] = [];
  const statements: string[] = [];
  const add = ({ frame, code }: { readonly frame: Frame; readonly code: string }): void => {
    frames.push(frame);
    statements.push(code);
  };
  const sources = 1 + choices.below(3);
  for (let index = 0; index < sources; index += 1) add(source(choices, `df${index}`));
  const steps = 3 + choices.below(6);
  for (let tries = 0; frames.length < sources + steps && tries < 40; tries += 1) {
    const input = recent(choices, frames);
    if (choices.once(6)) {
      const wrong = mistake(choices, [input, choices.pick(frames)]);
      if (wrong !== null) statements.push(wrong);
    }
    const made = stepMaker(choices)(choices, [input, choices.pick(frames)], `df${frames.length}`);
    if (made) add(made);
  }
  return statements;
}

/** Mostly the newest frame, so that chains get long. */
const recent = (choices: Choices, frames: readonly Frame[]): Frame =>
  choices.once(3) ? choices.pick(frames) : (frames.at(-1) ?? choices.pick(frames));

/** A step of any kind over those frames; null where they do not allow it. */
export const randomStep: StepMaker = (choices, frames, variable) =>
  stepMaker(choices)(choices, frames, variable);

function stepMaker(choices: Choices): StepMaker {
  let at = choices.below(makers.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, steps] of makers) {
    at -= weight;
    if (at < 0) return choices.pick(steps);
  }
  throw new Error("Weights do not add up.");
}
