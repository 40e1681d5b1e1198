import type { Catalog } from "../catalog/catalog.ts";
import type { CallFact, Fact, ModuleFacts, UnitFacts } from "../plan/facts.ts";
import type { FrameGroup } from "../plan/frameGroups.ts";
import type { Evidence, EvidenceLevel } from "../plan/value.ts";
import type { Report, RuleContext } from "../rules/rule.ts";
import type { ActiveRule, RuleSet } from "./ruleSet.ts";

/** A rule's report with its rule, still in places of units. */
export interface RuleReport {
  readonly active: ActiveRule;
  readonly report: Report;
  readonly evidence: readonly Evidence[];
}

export interface RuleCrash {
  readonly rule: string;
  /** The error's own message, one line. */
  readonly error: string;
}

export interface UnitResult {
  readonly reports: readonly RuleReport[];
  readonly crashes: readonly RuleCrash[];
}

/** What the checks on single facts report for a unit; run once and kept for as long as its facts stay the same. */
export function unitReports(unit: UnitFacts, ruleSet: RuleSet, catalog: Catalog): UnitResult {
  let result = ruleSet.kept.get(unit);
  if (!result) {
    const run = collector(ruleSet, catalog);
    for (const fact of unit.facts) checkFact(fact, ruleSet, run);
    result = run;
    ruleSet.kept.set(unit, result);
  }
  return result;
}

/** What the checks that compare facts report for a group of units; kept for as long as the group stays the same. */
export function groupReports(
  group: FrameGroup,
  facts: ModuleFacts,
  ruleSet: RuleSet,
  catalog: Catalog,
): UnitResult {
  const [first] = group.units;
  const known = first && ruleSet.keptGroups.get(first);
  if (known && isSame(known.group, group)) return known.result;
  const run = collector(ruleSet, catalog);
  const seen: ModuleFacts = { ...facts, units: group.units, groups: [group] };
  for (const active of ruleSet.frames)
    run.guarded(active, null, (context) => active.rule.frames?.(seen, context));
  empty(seen);
  if (first) ruleSet.keptGroups.set(first, { group, result: run });
  return run;
}

/**
 * The functions of fixes keep the scope alive that they were made in, and with it what the check was handed. Kept
 * findings would hold on to the version of the document that they were found in, each group to another one.
 */
function empty(facts: ModuleFacts): void {
  for (const key of Reflect.ownKeys(facts)) Reflect.set(facts, key, undefined);
}

/** What the checks that see the whole module report. */
export function moduleReports(facts: ModuleFacts, ruleSet: RuleSet, catalog: Catalog): UnitResult {
  const run = collector(ruleSet, catalog);
  for (const active of ruleSet.module)
    run.guarded(active, null, (context) => active.rule.module?.(facts, context));
  return run;
}

function isSame(left: FrameGroup, right: FrameGroup): boolean {
  return (
    left.units.length === right.units.length &&
    left.units.every(
      (unit, index) => unit === right.units[index] && left.follows[index] === right.follows[index],
    )
  );
}

/** What is an error wherever it runs is none where it does not. */
const isSpared = (fact: Fact, { rule }: ActiveRule): boolean =>
  fact.isUnreached === true && rule.severity === "error";

function checkFact(fact: Fact, ruleSet: RuleSet, run: Collector): void {
  switch (fact.kind) {
    case "call":
      checkCall(fact, ruleSet.calls.get(fact.name), run);
      checkCall(fact, ruleSet.calls.get("*"), run);
      return;
    case "operation":
      for (const active of ruleSet.operations)
        if (!isSpared(fact, active))
          run.guarded(active, null, (context) => active.rule.operations?.(fact, context));
      return;
    case "udf":
      for (const active of ruleSet.udfs)
        run.guarded(active, null, (context) => active.rule.udfs?.(fact, context));
      return;
    case "config":
      for (const active of ruleSet.configs)
        run.guarded(active, fact.evidence, (context) => active.rule.configs?.(fact, context));
  }
}

function checkCall(call: CallFact, rules: readonly ActiveRule[] | undefined, run: Collector): void {
  for (const active of rules ?? [])
    if (!isSpared(call, active))
      run.guarded(active, call.receiver?.evidence ?? null, (context) =>
        active.rule.calls?.check(call, context),
      );
}

interface Collector extends UnitResult {
  /** Runs a check; `fallback` is the evidence of reports that give none. A check that throws is noted as a crash. */
  readonly guarded: (
    active: ActiveRule,
    fallback: Evidence | null,
    check: (context: RuleContext) => void,
  ) => void;
}

const strength: Readonly<Record<EvidenceLevel, number>> = { certain: 2, structural: 1, names: 0 };

function collector(ruleSet: RuleSet, catalog: Catalog): Collector {
  const reports: RuleReport[] = [];
  const crashes: RuleCrash[] = [];
  const guarded: Collector["guarded"] = (active, fallback, check) => {
    const report = (report: Report): void => {
      const evidence = [report.evidence ?? fallback ?? []].flat();
      if (evidence.every((each) => strength[each.level] >= strength[ruleSet.evidence]))
        reports.push({ active, report, evidence });
    };
    try {
      check({ sparkVersion: ruleSet.sparkVersion, catalog, report });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      crashes.push({ rule: active.rule.id, error: message.split("\n")[0] ?? "" });
    }
  };
  return { reports, crashes, guarded };
}
