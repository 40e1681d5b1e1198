import { compareVersions } from "../catalog/sparkVersion.ts";
import type { UnitFacts } from "../plan/facts.ts";
import type { FrameGroup } from "../plan/frameGroups.ts";
import type { EvidenceLevel } from "../plan/value.ts";
import { rules as registry } from "../rules/registry.ts";
import type { Rule, Severity } from "../rules/rule.ts";
import { sideTable, type SideTable } from "../syntax/sideTable.ts";
import type { Engine } from "./analyze.ts";
import type { Options } from "./options.ts";
import { ownFindingKinds, type OwnFindingKind } from "./ownFindings.ts";
import type { UnitResult } from "./runRules.ts";

export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** The rules that given options switch on, indexed by what they ask for, with the findings they made so far. */
export interface RuleSet {
  /** All rules there are, on or off. */
  readonly all: readonly Rule[];
  readonly active: ReadonlyMap<string, ActiveRule>;
  /** The more specific rules that a rule yields to, by its id. */
  readonly yielding: ReadonlyMap<string, readonly string[]>;
  /** By the call's resolved name. */
  readonly calls: ReadonlyMap<string, readonly ActiveRule[]>;
  readonly operations: readonly ActiveRule[];
  readonly udfs: readonly ActiveRule[];
  readonly configs: readonly ActiveRule[];
  readonly frames: readonly ActiveRule[];
  readonly module: readonly ActiveRule[];
  /** Severities of the engine's own findings that are on. */
  readonly own: ReadonlyMap<string, Severity>;
  /** Whether the options name single rules to run or to leave out. */
  readonly restricted: boolean;
  readonly sparkVersion: string;
  readonly evidence: EvidenceLevel;
  /** What the checks on single facts reported, kept as long as the unit's facts live. */
  readonly kept: SideTable<UnitFacts, UnitResult>;
  /** What the checks that compare facts reported, by the first unit of a group. */
  readonly keptGroups: SideTable<UnitFacts, { readonly group: FrameGroup; readonly result: UnitResult }>;
}

/** Rule sets that an engine keeps: a workspace has one or a few different options. */
const keptRuleSets = 8;
const ruleSetsOfEngine = new WeakMap<Engine, Map<string, RuleSet>>();
const keys = new WeakMap<Options, string>();

/** The rule set for the options; the same object for equal options. */
export function ruleSetOf(engine: Engine, options: Options): RuleSet {
  const ruleSets = ruleSetsOfEngine.get(engine) ?? new Map<string, RuleSet>();
  ruleSetsOfEngine.set(engine, ruleSets);
  const key = optionsKey(options);
  const ruleSet = ruleSets.get(key) ?? buildRuleSet(engine.rules ?? registry, options);
  ruleSets.delete(key);
  ruleSets.set(key, ruleSet);
  for (const oldest of ruleSets.keys()) {
    if (ruleSets.size <= keptRuleSets) break;
    ruleSets.delete(oldest);
  }
  return ruleSet;
}

/** Equal for options that give equal findings. */
export function optionsKey(options: Options): string {
  let key = keys.get(options);
  if (key === undefined) {
    key = JSON.stringify([
      options.profile,
      options.evidence,
      options.sparkVersion,
      [...options.select].sort(),
      [...options.ignore].sort(),
      Object.entries(options.rules).sort(([left], [right]) => (left < right ? -1 : 1)),
    ]);
    keys.set(options, key);
  }
  return key;
}

/** The severity with which a rule runs, or null when the options leave it out. */
export function severityOf(rule: Rule, options: Options): Severity | null {
  const { from, until } = rule.spark ?? {};
  if (from !== undefined && compareVersions(options.sparkVersion, from) < 0) return null;
  if (until !== undefined && compareVersions(options.sparkVersion, until) > 0) return null;
  if (names(options.ignore, rule)) return null;
  const own = options.rules[rule.id];
  const selected = names(options.select, rule);
  if (options.select.length > 0 && !selected) return null;
  if (own === "off") return selected ? rule.severity : null;
  if (own !== undefined) return own;
  return selected || rule.profiles.includes(options.profile) ? rule.severity : null;
}

function buildRuleSet(all: readonly Rule[], options: Options): RuleSet {
  const active: ActiveRule[] = [];
  for (const rule of all) {
    const severity = severityOf(rule, options);
    if (severity !== null) active.push({ rule, severity });
  }
  const calls = new Map<string, ActiveRule[]>();
  for (const each of active)
    for (const name of each.rule.calls?.names ?? []) {
      const others = calls.get(name);
      if (others) others.push(each);
      else calls.set(name, [each]);
    }
  return {
    all,
    active: new Map(active.map((each) => [each.rule.id, each])),
    yielding: new Map(all.flatMap(({ id, yieldsTo }) => (yieldsTo ? [[id, yieldsTo] as const] : []))),
    calls,
    operations: active.filter(({ rule }) => rule.operations),
    udfs: active.filter(({ rule }) => rule.udfs),
    configs: active.filter(({ rule }) => rule.configs),
    frames: active.filter(({ rule }) => rule.frames),
    module: active.filter(({ rule }) => rule.module),
    own: ownSeverities(options),
    restricted: options.select.length > 0 || options.ignore.length > 0,
    sparkVersion: options.sparkVersion,
    evidence: options.evidence,
    kept: sideTable(),
    keptGroups: sideTable(),
  };
}

function ownSeverities(options: Options): Map<string, Severity> {
  const severities = new Map<string, Severity>();
  for (const [id, kind] of Object.entries<OwnFindingKind>(ownFindingKinds)) {
    const own = options.rules[id];
    const selected = options.select.length === 0 || options.select.includes(id);
    if (own === "off" || options.ignore.includes(id) || !(selected || kind.always)) continue;
    severities.set(id, own ?? kind.severity);
  }
  return severities;
}

/** Whether a list of rule ids and categories means this rule. */
function names(list: readonly string[], rule: Rule): boolean {
  return list.includes(rule.id) || list.includes(rule.category);
}
