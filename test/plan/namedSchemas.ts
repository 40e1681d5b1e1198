import type { DataFiles } from "../../server/src/plan/dataFiles/dataFiles.ts";
import { keptSteps } from "../../server/src/plan/effects.ts";
import { eitherMethod } from "../../server/src/plan/eitherFrame.ts";
import { allFacts, type ModuleFacts } from "../../server/src/plan/facts.ts";
import { planNodes, type PlanNode } from "../../server/src/plan/logicalPlan.ts";
import { exchangesOf } from "../../server/src/plan/physical/exchanges.ts";
import type { ExchangeCounts } from "../../server/src/plan/physical/physicalNode.ts";
import { analysisOf, schemaOf } from "../../server/src/plan/schema/analysis.ts";
import type { Schema } from "../../server/src/plan/schema/schema.ts";
import { sparkAlternatives } from "../../server/src/plan/value.ts";
import type { Site } from "../../server/src/syntax/module.ts";
import { documentOffset } from "../../server/src/syntax/siteOffset.ts";
import { evaluated } from "./evaluated.ts";

/** What our engine says of a name that is bound to a DataFrame. */
export interface NamedSchema {
  readonly name: string;
  /** Of the name, 1-based. */
  readonly line: number;
  readonly schema: Schema;
  readonly streaming: boolean;
  /** The exchanges of its plan without adaptive execution; null without a plan, and where paths differ in them. */
  readonly exchanges: () => ExchangeCounts | null;
}

/** A mistake that our engine reports for a program. */
export interface NamedProblem {
  /** Spark's error condition. */
  readonly condition: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What our engine says of a program: its DataFrames in the order of execution, and its mistakes. */
export interface ProgramSchemas {
  readonly frames: readonly NamedSchema[];
  readonly problems: readonly NamedProblem[];
}

/** Analyses a program as the editor does, for a Spark of that version, in a workspace with these data files. */
export function namedSchemas(code: string, sparkVersion?: string, files?: DataFiles): ProgramSchemas {
  const facts = evaluated(code, undefined, undefined, sparkVersion, files);
  const lineOf = (site: Site): number => {
    const offset = documentOffset(facts.module, site);
    return offset === undefined ? 0 : code.slice(0, offset + site.start).split("\n").length;
  };
  const named = facts.units.flatMap((unit) => unit.frames).filter(({ value }) => value.type === "DataFrame");
  const kept = keptSteps(facts);
  const frames = named.map(({ name, nameSite, held }) => ({
    name,
    line: lineOf(nameSite),
    schema: held === null ? noPlan : schemaOf(held),
    streaming: held?.streaming ?? false,
    exchanges: () => (held === null || dependsOnPath(held) ? null : exchangesOf(held, kept)),
  }));
  const problems = plansOf(facts)
    .flatMap((plan) => analysisOf(plan).problems)
    .map(({ condition, site, text }) => ({ condition, line: lineOf(site), text }));
  return { frames, problems: problems.toSorted((left, right) => left.line - right.line) };
}

/** Whether a step stands for one of several frames: which exchanges run, the path through the program decides. */
const dependsOnPath = (plan: PlanNode): boolean =>
  planNodes(plan).some(({ method, inputs }) => {
    if (method !== eitherMethod) return false;
    const counts = inputs.map((input) => JSON.stringify(exchangesOf(input)));
    return counts.some((each) => each !== counts[0]);
  });

const noPlan: Schema = { kind: "unknown", reason: { text: "no plan", site: null } };

/** Every step of every frame of the program, named or not, each once. */
function plansOf(facts: ModuleFacts): readonly PlanNode[] {
  const calls = [...allFacts(facts)].filter((fact) => fact.kind === "call");
  const made = calls.flatMap(({ result }) => sparkAlternatives(result));
  const named = facts.units.flatMap((unit) => unit.frames).map(({ value }) => value);
  const roots = [...[...made, ...named].map(({ plan }) => plan), ...calls.map(({ inserts }) => inserts)];
  return [...new Set(roots.flatMap((plan) => (plan ? planNodes(plan) : [])))];
}
