import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { valuesAtEnd } from "../../server/src/plan/analyzeModule.ts";
import { boundednessOf } from "../../server/src/plan/boundedness.ts";
import { programEffectsOf } from "../../server/src/plan/effects.ts";
import type { PlanNode } from "../../server/src/plan/logicalPlan.ts";
import { schemaOf } from "../../server/src/plan/schema/analysis.ts";
import { exactFields } from "../../server/src/plan/schema/schema.ts";
import type { Value } from "../../server/src/plan/value.ts";
import { readApiCalls } from "../plan/api/apiCalls.ts";
import { publicMembers } from "../plan/api/publicMembers.ts";
import { catalog, evaluated } from "../plan/evaluated.ts";
import { schemaText } from "../plan/schemaText.ts";
import { fieldsOfJson } from "./plans/sparkFields.ts";
import type { FrameDescription } from "./session/protocol.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();

/** What Spark says of one call; see api/probe.py. */
interface Probed {
  readonly line: string;
  readonly gives?: string;
  readonly streaming?: boolean;
  readonly schema?: FrameDescription["schema"];
  readonly error?: string;
  readonly jobs: number;
  readonly changed: readonly string[];
}

/** What our engine says of one call. */
interface Ours {
  readonly value: Value;
  /** The effects of the call and of those inside it. */
  readonly effects: ReadonlySet<string>;
  readonly eager: boolean;
}

const { setup, sections } = readApiCalls();
const lines = sections.flatMap((section) => section.lines);

function ours(line: string): Ours {
  const program = `${setup}result = ${line}\n`;
  const before = programEffectsOf(evaluated(setup)).length;
  const facts = evaluated(program);
  const effects = programEffectsOf(facts).slice(before);
  const calls = facts.units.at(-1)?.facts.flatMap((fact) => (fact.kind === "call" ? [fact.name] : [])) ?? [];
  return {
    value: valuesAtEnd(facts).get("result") ?? { kind: "unknown" },
    effects: new Set(effects.map(({ kind }) => kind)),
    eager: calls.some((name) => catalog.api.operationNamed(name)?.eager !== undefined),
  };
}

/** Whether what Spark gave can be what our engine says it gives. */
function fits(value: Value, gives: string): boolean {
  switch (value.kind) {
    case "union":
      return value.values.some((each) => fits(each, gives));
    case "none":
      return gives === "None";
    case "number":
      return /^(int|float|float64|BoundedFloat)$/.test(gives);
    case "boolean":
      return gives === "bool";
    case "string":
      // A query without a name has None for it, whatever the annotation says.
      return gives === "str" || gives === "None";
    case "sequence":
      return /^(list|tuple|set|generator|JavaSet)/.test(gives);
    case "dict":
      return /dict$/.test(gives);
    case "spark":
      return (
        gives.startsWith(value.type) ||
        (gives === "None" && isOptional(value.type)) ||
        (value.type === "UserDefinedFunction" && gives === "function")
      );
    case "library":
      return value.type.split(".").at(-1) === gives.split(".").at(-1);
    default:
      // What the user's own function or data is, or a constant of PySpark's.
      return true;
  }
}

/** Whether some member of PySpark gives an object of the class or None. */
const isOptional = (type: string): boolean =>
  publicMembers().some(({ gives }) => gives?.includes(`${type} | None`) === true);

/** What may change Spark, by the part of its state that changes. */
const changers: Readonly<Record<string, readonly string[]>> = {
  conf: ["conf"],
  kept: ["cache", "unpersist", "checkpoint"],
  rdds: ["cache", "checkpoint"],
  names: ["view", "catalog", "write", "start"],
  databases: ["catalog"],
  functions: ["catalog"],
  queries: ["start", "stop"],
};

/** Everything on which our engine and Spark differ about a call. */
function differences(probed: Probed, { value, effects, eager }: Ours): readonly string[] {
  const { gives = "", jobs, changed, streaming } = probed;
  const runs = ["action", "write", "wait", "start"].some((kind) => effects.has(kind));
  // To list what the catalog has takes small jobs over the list itself.
  const asksCatalog = probed.line.startsWith("spark.catalog.");
  const plan = value.kind === "spark" && value.type === "DataFrame" ? value.plan : null;
  const isStreaming = plan ? boundednessOf(plan).streaming : null;
  return [
    ...(fits(value, gives)
      ? []
      : [`gives ${gives}, not ${value.kind === "spark" ? value.type : value.kind}`]),
    ...(jobs > 0 && !runs && !eager && !asksCatalog ? [`runs ${jobs} jobs`] : []),
    ...(jobs === 0 && effects.has("action") && !probed.line.includes("WithJobGroup") ? ["runs no job"] : []),
    ...changed.flatMap((part) =>
      (changers[part] ?? []).some((kind) => effects.has(kind)) ? [] : [`changes ${part}`],
    ),
    ...schemaDifference(plan, probed.schema),
    ...(typeof streaming === "boolean" && isStreaming !== null && isStreaming !== streaming
      ? [streaming ? "streams" : "does not stream"]
      : []),
  ];
}

/** What a schema says of which our engine knows every part, where Spark says something else. */
function schemaDifference(plan: PlanNode | null, schema: Probed["schema"]): readonly string[] {
  const fields = plan && exactFields(schemaOf(plan));
  if (!fields || schema === undefined) return [];
  const [here, there] = [schemaText(fields), schemaText(fieldsOfJson(schema))];
  return here === there ? [] : [`has ${there}, not ${here}`];
}

describe("calls of the API on a real Spark", function () {
  this.timeout(600_000);
  const answers = new Map<string, Probed>();

  before(async function () {
    if (!spark.greeting().sparkVersion.startsWith("4.3.")) this.skip();
    const probe = readFileSync(path.join(import.meta.dirname, "api/probe.py"), "utf8");
    const answer = await spark.run({
      prelude: false,
      setup: probe,
      code: `probe({}, ${JSON.stringify(setup)}, ${JSON.stringify(lines)})`,
      timeoutMs: 580_000,
    });
    assert.equal(answer.error, undefined);
    for (const text of answer.stdout.split("\n"))
      if (text.startsWith("{")) {
        const probed = JSON.parse(text) as Probed;
        answers.set(probed.line, probed);
      }
  });

  for (const section of sections)
    it(section.title, () => {
      const found = section.lines.flatMap((line) => {
        const probed = answers.get(line);
        if (!probed) return [`${line}: Spark did not answer`];
        if (probed.error !== undefined) return [`${line}: ${probed.error}`];
        return differences(probed, ours(line)).map((text) => `${line}: ${text}`);
      });
      assert.deepEqual(found, []);
    });
});
