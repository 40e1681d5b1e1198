import fc from "fast-check";
import type { Program } from "../../plans/corpus.ts";
import { built, type Choices } from "../../plans/random/choices.ts";
import { mistake } from "../../plans/random/mistakes.ts";
import {
  atom,
  date,
  double,
  int,
  isNumber,
  namedColumns,
  string,
  timestamp,
  type Frame,
} from "../../plans/random/model.ts";
import { randomStep } from "../../plans/random/randomProgram.ts";
import { actionHabits } from "./actionHabits.ts";
import { columnHabits } from "./columnHabits.ts";
import { fileHabits } from "./fileHabits.ts";
import type { Draw, Habit } from "./habit.ts";
import { joinHabits } from "./joinHabits.ts";
import { settingHabits } from "./settingHabits.ts";
import { sqlHabits } from "./sqlHabits.ts";
import { streamHabits } from "./streamHabits.ts";
import { udfHabits } from "./udfHabits.ts";

/** A random job as a data engineer might write it, mistakes included. */
export interface RandomJob {
  readonly program: Program;
  /** The lines of each statement, from 1: what Spark raises for one is raised in its lines. */
  readonly statements: readonly { readonly first: number; readonly last: number }[];
  /** Whether it can run here: some openings need what the tests do not have. */
  readonly runs: boolean;
}

/** `count` jobs over the shop of the rule pages; the same seed gives the same ones. */
export function randomJobs(seed: number, count: number): readonly RandomJob[] {
  return fc.sample(built(partsOf), { seed, numRuns: count }).map(({ opening, parts }, index) => {
    const statements: { first: number; last: number }[] = [];
    let code = opening.text;
    for (const part of parts) {
      const first = code.split("\n").length;
      code += `${part}\n`;
      statements.push({ first, last: code.split("\n").length - 1 });
    }
    const program = { name: `seed ${seed} #${index}`, code, continueAfterErrors: true, shop: true } as const;
    return { program, statements, runs: opening.runs };
  });
}

const imports = `import os
import sys
import datetime
from decimal import Decimal
import pandas as pd
from pyspark import StorageLevel
from pyspark.sql import DataFrame, Row, SparkSession, Window, functions as F, types as T
`;
const functionNames = "from pyspark.sql.functions import col, lit, pandas_udf, udf\n";
const session = "\nspark = SparkSession.builder.getOrCreate()\n";

/** How jobs begin. */
const openings = [
  { text: imports + functionNames + session, runs: true },
  { text: imports + functionNames + session, runs: true },
  { text: imports + session, runs: true },
  { text: `# Databricks notebook source\n${imports}${functionNames}${session}`, runs: true },
  { text: `${imports}from pyspark.sql.functions import *\n${session}`, runs: true },
  // No Connect server runs here.
  {
    text: `${imports}${functionNames}\nspark = SparkSession.builder.remote("sc://localhost").getOrCreate()\n`,
    runs: false,
  },
  // Python's parser refuses it.
  {
    text: `${imports}${functionNames}\nspark = SparkSession.builder \\\n    .appName("job")  # the name\n    .getOrCreate()\n`,
    runs: false,
  },
] as const;

const shop: readonly (Frame & { readonly rows: string; readonly ddl: string })[] = [
  {
    variable: "orders",
    columns: [
      { name: "order_id", kind: int },
      { name: "customer_id", kind: int },
      { name: "amount", kind: double },
      { name: "status", kind: string },
      { name: "country", kind: string },
      { name: "created", kind: date },
    ],
    rows: '[(1, 10, 19.99, "paid", "DE", datetime.date(2024, 1, 31)), (2, 11, None, "open", "FR", None)]',
    ddl: "order_id int, customer_id int, amount double, status string, country string, created date",
  },
  {
    variable: "customers",
    columns: [
      { name: "customer_id", kind: int },
      { name: "name", kind: string },
      { name: "country", kind: string },
      { name: "age", kind: int },
    ],
    rows: '[(10, "Ada", "DE", 36), (11, None, "FR", None)]',
    ddl: "customer_id int, name string, country string, age int",
  },
  {
    variable: "countries",
    columns: [
      { name: "code", kind: string },
      { name: "name", kind: string },
    ],
    rows: '[("DE", "Germany"), ("FR", "France")]',
    ddl: "code string, name string",
  },
  {
    variable: "events",
    columns: [
      { name: "event_id", kind: atom("bigint") },
      { name: "customer_id", kind: int },
      { name: "kind", kind: string },
      { name: "at", kind: timestamp },
      { name: "tags", kind: { type: "array", element: string } },
    ],
    rows: '[(1, 10, "view", datetime.datetime(2024, 3, 1), ["new"]), (2, None, "buy", None, [])]',
    ddl: "event_id bigint, customer_id int, kind string, at timestamp, tags array<string>",
  },
  {
    variable: "products",
    columns: [
      { name: "sku", kind: string },
      { name: "title", kind: string },
      { name: "price", kind: atom("decimal(10,2)") },
    ],
    rows: '[("A-1", "Lamp", Decimal("19.99")), ("B-2", None, None)]',
    ddl: "sku string, title string, price decimal(10,2)",
  },
];

function partsOf(choices: Choices): { opening: (typeof openings)[number]; parts: readonly string[] } {
  const opening = choices.pick(openings);
  const frames: Frame[] = [...shop];
  const parts = shop.map(({ variable, rows, ddl }) =>
    choices.pick([
      `${variable} = spark.table("${variable}")`,
      `${variable} = spark.read.parquet("data/${variable}.parquet")`,
      `${variable} = spark.createDataFrame(${rows}, "${ddl}")`,
      `${variable} = spark.createDataFrame(${rows}, "${ddl}")`,
    ]),
  );
  const count = 6 + choices.below(8);
  for (let index = 0; index < count; index += 1) {
    const two = [choices.pick(frames), choices.pick(frames)];
    if (choices.once(6)) {
      const step = randomStep(choices, two, `df${index}`);
      if (step) {
        frames.push(step.frame);
        parts.push(step.code);
      }
    } else if (choices.once(8)) {
      const wrong = mistake(choices, two);
      if (wrong !== null) parts.push(wrong);
    } else
      parts.push(shaped(choices, choices.pick(choices.pick(topics))(draw(choices, frames, index)), index));
  }
  return { opening, parts };
}

const topics: readonly (readonly Habit[])[] = [
  columnHabits,
  columnHabits,
  joinHabits,
  joinHabits,
  actionHabits,
  fileHabits,
  udfHabits,
  streamHabits,
  settingHabits,
  sqlHabits,
];

function draw(choices: Choices, frames: readonly Frame[], index: number): Draw {
  const plain = (frame: Frame) => namedColumns(frame).filter(({ name }) => /^\w+$/.test(name));
  const texts = (frame: Frame) => plain(frame).filter(({ kind }) => kind === string);
  const numbers = (frame: Frame) => plain(frame).filter(({ kind }) => isNumber(kind));
  const frame = choices.pick(frames.filter((each) => texts(each).length > 0 && numbers(each).length > 0));
  return {
    frame: frame.variable,
    other: choices.pick(frames).variable,
    column: choices.pick(plain(frame)).name,
    text: choices.pick(texts(frame)).name,
    number: choices.pick(numbers(frame)).name,
    id: String(index),
    pick: (...alternatives) => choices.pick(alternatives),
  };
}

/** The lines as they are, or as the body of something that runs them at once. */
function shaped(choices: Choices, code: string, index: number): string {
  const body = code.replaceAll(/^(?!$)/gm, "    ");
  return choices.pick([
    code,
    code,
    code,
    `def step_${index}():\n${body}\n\nstep_${index}()`,
    `def step_${index}(spark: SparkSession, orders: DataFrame):\n${body}\n\nstep_${index}(spark, orders)`,
    `for attempt in range(2):\n${body}`,
    `if len(sys.argv) < 9:\n${body}`,
  ]);
}
