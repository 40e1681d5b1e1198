import type { Catalog } from "../catalog/catalog.ts";
import type { DataFiles } from "./dataFiles/dataFiles.ts";
import type { FunctionStatement, LambdaExpression, Statement } from "../syntax/ast.ts";
import type { Budget, Module, Unit } from "../syntax/module.ts";
import { batchFunctionNames } from "./conventions/batchFunctions.ts";
import { givesSparkFixtures, runConftests } from "./conventions/fixtures.ts";
import { fileConventions, sameConventions, type FileConventions } from "./conventions/fileConventions.ts";
import { notebookStatements } from "./conventions/sqlMagics.ts";
import { moduleContext, type Evaluation, type RunResult } from "./evaluation.ts";
import type { ModuleFacts } from "./facts.ts";
import { keptRuns } from "./keptRuns.ts";
import { carriesFrames, frameGroups } from "./frameGroups.ts";
import { forgetResults } from "./python/forgetting.ts";
import { importTable } from "./python/imports.ts";
import { moduleLevel, type ModuleScope, type Scope } from "./python/scope.ts";
import { isSessionName, sessionNames } from "./spark/importedSession.ts";
import { sessionName } from "./spark/sessionState.ts";
import { settledBy } from "./python/heap.ts";
import { PathMap } from "./python/pathMap.ts";
import { execute } from "./python/statements.ts";
import { fileName } from "./python/packageFiles.ts";
import { text } from "./python/text.ts";
import { runUncalledMethods } from "./python/uncalledMethods.ts";
import { runUncalled } from "./python/userFunctions.ts";
import { outsideHolds, type ModuleExports, type ModuleResolver, type OutsideReads } from "./moduleExports.ts";
import type { Session } from "./session.ts";
import type { Cell, ClassValue, EvidenceLevel, FunctionValue, Value } from "./value.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { unitFacts } from "./unitFacts.ts";

/** Evaluation steps that one run may take before the rest counts as unknown. */
const stepsPerRun = 300_000;
/** The same for loops that run round by round; then one round stands for all that follow. */
const roundStepsPerRun = 40_000;

/** What the next version of the document can take over. */
interface Memory {
  readonly results: ReadonlyMap<Unit, RunResult>;
  readonly uncalled: ReadonlyMap<FunctionValue | ClassValue, RunResult>;
  readonly level: EvidenceLevel;
  readonly file: FileConventions;
  readonly path: string | null;
  /** The same as the program's `__file__`. */
  readonly fileValue: Value | null;
  readonly session: Session;
  /** The same as programs' paths hand it on. */
  readonly sessionValue: Value;
  readonly moduleLevel: Scope;
  /** What all names and objects hold at the end. */
  readonly base: ReadonlyMap<string, Value>;
  readonly baseCells: ReadonlyMap<Cell, Value>;
}

const memories = sideTable<ModuleFacts, Memory>();
const noMemory: Memory["results"] = new Map();

/** How a module is read. */
export interface AnalysisOptions {
  readonly evidence: EvidenceLevel;
  readonly sparkVersion: string;
  /** Finds modules of the workspace; without, imports of them stay unknown. */
  readonly modules?: ModuleResolver | null;
  /** Only what other modules may import of it is wanted: all of it is run, but no function by itself. */
  readonly forImport?: boolean;
  /** The module's file, with `/` between the parts, where it is known. */
  readonly path?: string | null;
  /** The data files of the workspace; without, what is read from files stays unknown. */
  readonly files?: DataFiles | null;
}

/**
 * From a parsed document to all that happens in it: every unit is evaluated once with the values of the names it
 * reads, and kept, with the previous version's objects, while those stay the same.
 */
export function analyzeModule(
  module: Module,
  catalog: Catalog,
  options: AnalysisOptions,
  previous?: ModuleFacts,
  budget?: Budget,
): ModuleFacts {
  const imports = importTable(module);
  const file = fileConventions(module, imports);
  const usesSpark = file.usesSpark || (file.takesFixtures && givesSparkFixtures(options.modules ?? null));
  const path = options.path ?? null;
  const old = previous ? memories.get(previous) : undefined;
  const grammar = catalog.installedGrammar(options.sparkVersion);
  const canReuse =
    old !== undefined &&
    old.level === options.evidence &&
    sameConventions(old.file, file) &&
    old.path === path &&
    old.session.catalog === catalog &&
    old.session.version === options.sparkVersion &&
    old.session.grammar === grammar &&
    old.session.files === (options.files ?? null);
  const session: Session = canReuse
    ? old.session
    : { catalog, version: options.sparkVersion, grammar, conf: new Map(), files: options.files ?? null };
  const level = canReuse ? old.moduleLevel : moduleLevel();
  const modules = options.modules ?? null;
  const oldResults = canReuse ? old.results : noMemory;
  const sessionValue: Value = canReuse ? old.sessionValue : { kind: "session", session };
  const base = new Map<string, Value>([[sessionName, sessionValue]]);
  const fileValue = canReuse ? old.fileValue : path === null || file.isNotebook ? null : text(path, true);
  if (fileValue) base.set(fileName, fileValue);
  const baseCells = new Map<Cell, Value>();
  const results = new Map<Unit, RunResult>();
  const uncalled = new Map<FunctionValue | ClassValue, RunResult>();
  const links: [number, number][] = [];
  /** The unit that bound each name last, or changed each object last, where they carry frames. */
  const carriers = new Map<string | Cell, number>();
  let complete = module.complete;

  const start = (unit: Unit, scope: ModuleScope): Evaluation => ({
    api: catalog.api,
    session,
    level: options.evidence,
    file,
    forImport: options.forImport === true,
    modules,
    imports: new Map(),
    unit,
    scope,
    module: scope,
    run: {},
    cells: 0,
    heap: new PathMap(),
    originals: new Map(),
    context: moduleContext(unit.body[0] ?? emptyStatement),
    facts: [],
    frames: [],
    mentions: new Map(),
    created: [],
    called: new Set(),
    stack: [],
    loops: [],
    silent: 0,
    dead: 0,
    otherwise: null,
    steps: stepsPerRun,
    roundSteps: roundStepsPerRun,
    rounds: null,
    recorded: new Map(),
    depth: 0,
    entries: new Map(),
  });

  const run = (unit: Unit, body: (evaluation: Evaluation) => void): RunResult => {
    const scope: ModuleScope = {
      names: new PathMap(),
      parent: null,
      base,
      reads: new Map(),
      baseCells,
      cellReads: new Map(),
      outsideReads: new Map(),
      level,
    };
    const evaluation = start(unit, scope);
    body(evaluation);
    if (evaluation.steps <= 0) {
      complete = false;
      forgetResults(evaluation, unit.body);
    }
    const { facts, frames, mentions, created, called, imports, heap } = evaluation;
    return {
      reads: scope.reads,
      writes: scope.names.toMap(),
      cellReads: scope.cellReads,
      outsideReads: scope.outsideReads,
      cellWrites: heap.toMap(),
      imports,
      facts,
      frames,
      mentions,
      created,
      called,
    };
  };

  const earlier = canReuse && previous ? { units: previous.module.units, results: oldResults } : null;
  const runs = keptRuns(earlier, module.units, { names: base, cells: baseCells });
  const holds = (result: RunResult | undefined, index: number): result is RunResult => {
    if (result === undefined || !runs.holds(result, index)) return false;
    for (const [key, exports] of result.imports) if (resolvedAgain(modules, key) !== exports) return false;
    return outsideHolds(result.outsideReads);
  };

  const link = (index: number, result: RunResult): void => {
    for (const keys of [result.reads.keys(), result.cellReads.keys()])
      for (const key of keys) {
        const carrier = carriers.get(key);
        if (carrier !== undefined) links.push([index, carrier]);
      }
  };

  if (usesSpark || options.forImport === true)
    for (const [index, unit] of module.units.entries()) {
      if (budget?.expired() === true) {
        complete = false;
        break;
      }
      const kept = oldResults.get(unit);
      const result = holds(kept, index)
        ? kept
        : run(unit, (evaluation) => {
            if (index === 0) runConftests(evaluation, module.text, path);
            execute(evaluation, file.isNotebook ? notebookStatements(unit) : unit.body);
          });
      runs.note(index, result);
      link(index, result);
      for (const [name, value] of result.writes) {
        base.set(name, value);
        if (carriesFrames(value)) carriers.set(name, index);
        else carriers.delete(name);
      }
      for (const [cell, value] of result.cellWrites) {
        baseCells.set(cell, value);
        if (carriesFrames(value)) carriers.set(cell, index);
      }
      results.set(unit, result);
    }

  const called = new Set<FunctionStatement | LambdaExpression>();
  for (const result of results.values()) for (const node of result.called) called.add(node);
  const waiting = batchFunctionsLast([...results.values()].flatMap((result) => result.created));
  const extra = new Map<Unit, RunResult[]>();
  for (const value of options.forImport === true ? [] : waiting) {
    if (budget?.expired() === true) {
      complete = false;
      break;
    }
    if (value.kind === "function" && called.has(value.node)) continue;
    const kept = canReuse ? old.uncalled.get(value) : undefined;
    const result = holds(kept, module.units.length)
      ? kept
      : run(value.unit, (evaluation) => runAlone(evaluation, value, called));
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
  memories.set(facts, {
    results,
    uncalled,
    level: options.evidence,
    file,
    path,
    fileValue,
    session,
    sessionValue,
    moduleLevel: level,
    base,
    baseCells,
  });
  return facts;
}

/** The session that the program starts with; null for facts that were not made here. */
export const sessionAtStart = (facts: ModuleFacts): Session | null => memories.get(facts)?.session ?? null;

/** What the module's own names hold at its end, objects as they are then. */
export function valuesAtEnd(facts: ModuleFacts): ReadonlyMap<string, Value> {
  const memory = memories.get(facts);
  if (!memory) return new Map();
  const { base, baseCells } = memory;
  const now = (value: Value): Value => ("cell" in value ? baseCells.get(value.cell) : undefined) ?? value;
  return new Map(
    [...base].filter(([name]) => !isSessionName(name)).map(([name, value]) => [name, settledBy(now, value)]),
  );
}

/** What the module leaves in the session at its end, for the modules that import it. */
export const sessionAtEnd = (facts: ModuleFacts): ReadonlyMap<string, Value> =>
  sessionNames(memories.get(facts)?.base ?? new Map());

/** The same for other modules: functions and classes of the module find its names from now on. */
export function offeredNames(facts: ModuleFacts): ReadonlyMap<string, Value> {
  const names = valuesAtEnd(facts);
  const level = memories.get(facts)?.moduleLevel;
  if (level) level.names = PathMap.of(names);
  return names;
}

/** All that a module's results depend on outside of it, each once. */
interface Dependencies {
  readonly imports: readonly (readonly [key: string, exports: ModuleExports | null])[];
  readonly reads: readonly OutsideReads[];
}

const dependencies = sideTable<ModuleFacts, Dependencies>();

function dependenciesOf(facts: ModuleFacts, memory: Memory): Dependencies {
  let known = dependencies.get(facts);
  if (!known) {
    const results = [...memory.results.values(), ...memory.uncalled.values()];
    // One key may have meant several things in the course of a cycle: each of them is a pair of its own.
    const imports = new Map<ModuleExports | null, Map<string, readonly [string, ModuleExports | null]>>();
    for (const result of results)
      for (const [key, exports] of result.imports) {
        const keys = imports.get(exports) ?? new Map<string, readonly [string, ModuleExports | null]>();
        imports.set(exports, keys.set(key, [key, exports]));
      }
    known = {
      imports: [...imports.values()].flatMap((keys) => [...keys.values()]),
      reads: results.flatMap(({ outsideReads }) => (outsideReads.size > 0 ? [outsideReads] : [])),
    };
    dependencies.set(facts, known);
  }
  return known;
}

/** The modules of the workspace that run when a module does, each behind those that it imports itself. */
export function modulesBehind(facts: ModuleFacts): readonly ModuleFacts[] {
  const found = new Set<ModuleFacts>();
  const seen = new Set<ModuleFacts>([facts]);
  const visit = (module: ModuleFacts): void => {
    const memory = memories.get(module);
    for (const [, exports] of memory ? dependenciesOf(module, memory).imports : []) {
      if (exports === null || seen.has(exports.facts)) continue;
      seen.add(exports.facts);
      visit(exports.facts);
      found.add(exports.facts);
    }
  };
  visit(facts);
  return [...found];
}

/** Whether all imports of a module still mean what they meant when it was analysed. */
export function importsHold(facts: ModuleFacts, modules: ModuleResolver | null): boolean {
  const memory = memories.get(facts);
  if (!memory) return true;
  const { imports, reads } = dependenciesOf(facts, memory);
  // Modules are brought up to date first: their names are what is compared.
  for (const [key, exports] of imports) if (resolvedAgain(modules, key) !== exports) return false;
  return reads.every(outsideHolds);
}

function resolvedAgain(modules: ModuleResolver | null, key: string): ModuleExports | null {
  const level = /^\.*/.exec(key)?.[0].length ?? 0;
  return modules?.resolve(key.slice(level), level) ?? null;
}

/** Functions that get the batches of a stream behind those that start it: there the batches have a source. */
function batchFunctionsLast(
  waiting: readonly (FunctionValue | ClassValue)[],
): (FunctionValue | ClassValue)[] {
  const names = new Set(waiting.flatMap(({ unit }) => [...batchFunctionNames(unit)]));
  if (names.size === 0) return [...waiting];
  const getsBatches = ({ node }: FunctionValue | ClassValue): boolean =>
    node.kind === "Function" && names.has(node.name.id);
  return [...waiting.filter((value) => !getsBatches(value)), ...waiting.filter(getsBatches)];
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
