import type { Catalog } from "../catalog/catalog.ts";
import type { FunctionStatement, LambdaExpression, Statement } from "../syntax/ast.ts";
import type { Budget, Module, Unit } from "../syntax/module.ts";
import { moduleContext, type Evaluation, type RunResult } from "./evaluation.ts";
import type { ModuleFacts, UnitFacts } from "./facts.ts";
import { carriesFrames, frameGroups } from "./frameGroups.ts";
import { importTable } from "./python/imports.ts";
import type { ModuleScope } from "./python/scope.ts";
import { execute } from "./python/statements.ts";
import { runUncalled, runUncalledMethods } from "./python/userFunctions.ts";
import type { Session } from "./session.ts";
import type { ClassValue, EvidenceLevel, FunctionValue, Value } from "./value.ts";
import { sideTable } from "../syntax/sideTable.ts";

/** Evaluation steps that one run may take before the rest counts as unknown. */
const stepsPerRun = 300_000;

/** What the next version of the document can take over. */
interface Memory {
  readonly results: ReadonlyMap<Unit, RunResult>;
  readonly uncalled: ReadonlyMap<FunctionValue | ClassValue, RunResult>;
  readonly reusable: boolean;
  readonly level: EvidenceLevel;
  readonly importsPyspark: boolean;
  readonly session: Session;
}

const memories = sideTable<ModuleFacts, Memory>();
const noMemory: Memory["results"] = new Map();

/**
 * From a parsed document to all that happens in it: every unit is evaluated once with the values of the names it
 * reads, and kept, with the previous version's objects, while those stay the same.
 */
export function analyzeModule(
  module: Module,
  catalog: Catalog,
  options: { readonly evidence: EvidenceLevel; readonly sparkVersion: string },
  previous?: ModuleFacts,
  budget?: Budget,
): ModuleFacts {
  const imports = importTable(module);
  const usesSpark = /\bpyspark\b|\bspark\b|\bdbutils\b/.test(module.text);
  const importsPyspark =
    /^# Databricks notebook source/.test(module.text) ||
    [...imports.names.values(), ...imports.star].some((name) => /^(pyspark|delta)(\.|$)/.test(name));
  const old = previous ? memories.get(previous) : undefined;
  const canReuse =
    old?.reusable === true &&
    old.level === options.evidence &&
    old.importsPyspark === importsPyspark &&
    old.session.catalog === catalog &&
    old.session.version === options.sparkVersion;
  const session: Session = canReuse
    ? old.session
    : { catalog, version: options.sparkVersion, conf: new Map() };
  const oldResults = canReuse ? old.results : noMemory;
  const base = new Map<string, Value>();
  const results = new Map<Unit, RunResult>();
  const uncalled = new Map<FunctionValue | ClassValue, RunResult>();
  const links: [number, number][] = [];
  /** The unit that bound each name last, for names that carry frames. */
  const carriers = new Map<string, number>();
  let complete = module.complete;

  const start = (unit: Unit, scope: ModuleScope): Evaluation => ({
    api: catalog.api,
    session,
    level: options.evidence,
    importsPyspark,
    unit,
    scope,
    module: scope,
    context: moduleContext(unit.body[0] ?? emptyStatement),
    facts: [],
    frames: [],
    mentions: new Map(),
    created: [],
    called: new Set(),
    stack: [],
    silent: 0,
    steps: stepsPerRun,
    depth: 0,
    changedForeign: false,
    ownInstances: new WeakSet(),
    returns: [],
    entries: new Map(),
  });

  const run = (unit: Unit, body: (evaluation: Evaluation) => void): RunResult => {
    const scope: ModuleScope = { names: new Map(), parent: null, base, reads: new Map() };
    const evaluation = start(unit, scope);
    body(evaluation);
    if (evaluation.steps <= 0) complete = false;
    const { facts, frames, mentions, created, called, changedForeign } = evaluation;
    return {
      reads: scope.reads,
      writes: scope.names,
      facts,
      frames,
      mentions,
      created,
      called,
      changedForeign,
    };
  };

  const holds = (result: RunResult | undefined): result is RunResult =>
    result !== undefined && [...result.reads].every(([name, value]) => base.get(name) === value);

  const link = (index: number, result: RunResult): void => {
    for (const name of result.reads.keys()) {
      const carrier = carriers.get(name);
      if (carrier !== undefined) links.push([index, carrier]);
    }
  };

  if (usesSpark)
    for (const [index, unit] of module.units.entries()) {
      if (budget?.expired() === true) {
        complete = false;
        break;
      }
      const kept = oldResults.get(unit);
      const result = holds(kept) ? kept : run(unit, (evaluation) => execute(evaluation, unit.body));
      link(index, result);
      for (const [name, value] of result.writes) {
        base.set(name, value);
        if (carriesFrames(value)) carriers.set(name, index);
        else carriers.delete(name);
      }
      results.set(unit, result);
    }

  const called = new Set<FunctionStatement | LambdaExpression>();
  for (const result of results.values()) for (const node of result.called) called.add(node);
  const waiting = [...results.values()].flatMap((result) => result.created);
  const extra = new Map<Unit, RunResult[]>();
  for (const value of waiting) {
    if (budget?.expired() === true) {
      complete = false;
      break;
    }
    if (value.kind === "function" && called.has(value.node)) continue;
    const kept = canReuse ? old.uncalled.get(value) : undefined;
    const result = holds(kept) ? kept : run(value.unit, (evaluation) => runAlone(evaluation, value, called));
    uncalled.set(value, result);
    for (const node of result.called) called.add(node);
    waiting.push(...result.created);
    const list = extra.get(value.unit) ?? [];
    list.push(result);
    extra.set(value.unit, list);
  }

  const units = module.units.map((unit) => unitFacts(unit, results.get(unit), extra.get(unit) ?? []));
  if (carriers.size > 0)
    module.units.forEach((unit, index) => {
      for (const result of extra.get(unit) ?? []) link(index, result);
    });
  const facts: ModuleFacts = {
    module,
    units,
    groups: frameGroups(units, links),
    imports,
    usesSpark,
    complete,
  };
  const reusable = [...results.values(), ...uncalled.values()].every((result) => !result.changedForeign);
  memories.set(facts, { results, uncalled, reusable, level: options.evidence, importsPyspark, session });
  return facts;
}

const emptyStatement: Statement = { kind: "Pass", start: 0, end: 0 };

function runAlone(
  evaluation: Evaluation,
  value: FunctionValue | ClassValue,
  called: ReadonlySet<unknown>,
): void {
  evaluation.context = moduleContext(value.node.kind === "Lambda" ? emptyStatement : value.node);
  if (value.kind === "class") runUncalledMethods(evaluation, value, called);
  else runUncalled(evaluation, value);
}

/** One object for each combination of results, so that what is derived from it can be kept. */
const factsByResult = sideTable<RunResult, UnitFacts[]>();

function unitFacts(unit: Unit, own: RunResult | undefined, alone: readonly RunResult[]): UnitFacts {
  const parts = own ? [own, ...alone] : alone;
  const key = parts[0];
  if (!key) return { unit, facts: [], frames: [], mentions: [] };
  const known = factsByResult.get(key) ?? [];
  const found = known.find(
    (facts) =>
      partsOf.get(facts)?.length === parts.length &&
      partsOf.get(facts)?.every((part, index) => part === parts[index]),
  );
  if (found) return found;
  const facts: UnitFacts = {
    unit,
    facts: parts.flatMap((part) => part.facts),
    frames: parts.flatMap((part) => part.frames),
    mentions: parts.flatMap((part) => (part.mentions.size > 0 ? [part.mentions] : [])),
  };
  partsOf.set(facts, parts);
  factsByResult.set(key, [...known.slice(-3), facts]);
  return facts;
}

const partsOf = sideTable<UnitFacts, readonly RunResult[]>();
