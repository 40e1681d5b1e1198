import type { Catalog } from "../catalog/catalog.ts";
import type { InstalledGrammar } from "../catalog/sqlGrammarTables.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { DataFiles } from "../plan/dataFiles/dataFiles.ts";
import { analyzeModule, importsHold } from "../plan/analyzeModule.ts";
import { isSqlDocument, sqlModule } from "../plan/conventions/sqlDocument.ts";
import { parseModule } from "../syntax/parseModule.ts";
import type { PythonParser } from "../syntax/parser.ts";
import { rulesShare, type Budget } from "../syntax/module.ts";
import type { Rule } from "../rules/rule.ts";
import type { Finding } from "./finding.ts";
import type { Options } from "./options.ts";
import { ownFinding } from "./ownFindings.ts";
import { foreignSqlFinding, isForeignSql } from "./foreignSql.ts";
import { byPlace, placedFindings } from "./resolveFinding.ts";
import { groupReports, moduleReports, unitReports, type RuleCrash, type UnitResult } from "./runRules.ts";
import { optionsKey, ruleSetOf, type RuleSet } from "./ruleSet.ts";
import { mostSpecific } from "./precedence.ts";
import { applySuppressions } from "./suppressions.ts";
import type { WorkspaceModules } from "./workspaceModules.ts";

/** What the engine needs from its shell, once a process. */
export interface Engine {
  readonly parser: PythonParser;
  readonly catalog: Catalog;
  /** All rules there are; those of the registry when absent. */
  readonly rules?: readonly Rule[];
  /** The data files of the workspace as they are now; none when absent. */
  readonly files?: () => DataFiles | null;
  /** The Python modules of the workspace; without, what is imported from them is unknown. */
  readonly modules?: WorkspaceModules;
}

/** One version of one document, analysed. Immutable; give it back as `previous` when the text has changed. */
export interface Analysis {
  readonly text: string;
  /** The file, with `/` between the parts, where it is known; imports are looked for from there. */
  readonly path: string | null;
  readonly facts: ModuleFacts;
  /** The data files that it could read. */
  readonly files: DataFiles | null;
  /** The grammar of the installed Spark that its SQL was read by; null for that of the version. */
  readonly grammar: InstalledGrammar | null;
  readonly options: Options;
  readonly findings: readonly Finding[];
  /** False when the time ended before all was read, evaluated and checked. */
  readonly complete: boolean;
}

/**
 * The findings of a document, sorted by place. `previous` is the analysis of an earlier text of the same document:
 * what the change did not touch is taken from it. When `budget` expires the result is partial and says so with the
 * finding "analysis-incomplete". `path` is the document's file; that of `previous` when left out. Never throws on any text.
 */
export function analyze(
  engine: Engine,
  text: string,
  options: Options,
  previous?: Analysis,
  budget?: Budget,
  path: string | null = previous?.path ?? null,
): Analysis {
  const sameOptions = previous !== undefined && optionsKey(previous.options) === optionsKey(options);
  const modules = path === null ? null : (engine.modules?.resolver(engine, path, options) ?? null);
  const workspace = engine.files?.() ?? null;
  const files = path === null ? workspace : (workspace?.beside(path) ?? null);
  const grammar = engine.catalog.installedGrammar(options.sparkVersion);
  const holds =
    sameOptions &&
    previous.grammar === grammar &&
    previous.text === text &&
    previous.path === path &&
    previous.files === files &&
    previous.complete;
  if (holds && importsHold(previous.facts, modules)) return previous;

  const module = isSqlDocument(path, text)
    ? sqlModule(text, previous?.facts.module)
    : parseModule(engine.parser, text, {
        ...(previous && { previous: previous.facts.module }),
        ...(budget && { budget }),
      });
  const facts = analyzeModule(
    module,
    engine.catalog,
    {
      evidence: options.evidence,
      sparkVersion: options.sparkVersion,
      path,
      files,
      modules,
    },
    previous?.facts,
    budget,
  );
  return { text, path, files, grammar, facts, options, ...findingsOf(engine, facts, options, budget) };
}

function findingsOf(
  engine: Engine,
  facts: ModuleFacts,
  options: Options,
  budget: Budget | undefined,
): Pick<Analysis, "findings" | "complete"> {
  const ruleSet = ruleSetOf(engine, options);
  if (facts.module.language === "sql" && isForeignSql(facts)) {
    const finding = foreignSqlFinding(facts, ruleSet);
    return { findings: finding === null ? [] : [finding], complete: facts.complete };
  }
  const ran = rulesRun(engine, facts, ruleSet, budget);
  const complete = ran.complete && facts.complete && facts.module.complete;
  const findings = applySuppressions(facts, ran.findings, ruleSet);
  findings.push(...engineTroubles(facts, ran.crashes, ruleSet, complete));
  return { findings: findings.sort(byPlace), complete };
}

/** What the rules find where no comment suppresses anything. */
export function unsuppressedFindings(
  engine: Engine,
  facts: ModuleFacts,
  options: Options,
): readonly Finding[] {
  return rulesRun(engine, facts, ruleSetOf(engine, options)).findings;
}

function rulesRun(
  engine: Engine,
  facts: ModuleFacts,
  ruleSet: RuleSet,
  budget?: Budget,
): {
  readonly findings: readonly Finding[];
  readonly crashes: Iterable<RuleCrash>;
  readonly complete: boolean;
} {
  const crashes = new Map<string, RuleCrash>();
  const results: UnitResult[] = [];
  const hasTime = (): boolean => budget?.expired(rulesShare) !== true;
  for (const unit of facts.units) if (hasTime()) results.push(unitReports(unit, ruleSet, engine.catalog));
  for (const group of facts.groups)
    if (hasTime()) results.push(groupReports(group, facts, ruleSet, engine.catalog));
  const complete = results.length === facts.units.length + facts.groups.length;
  results.push(moduleReports(facts, ruleSet, engine.catalog));
  for (const result of results) for (const crash of result.crashes) crashes.set(crash.rule, crash);
  const findings = placedFindings(
    facts,
    results.flatMap(({ reports }) => reports),
  );
  return { findings: mostSpecific(findings, ruleSet.yielding), crashes: crashes.values(), complete };
}

function engineTroubles(
  facts: ModuleFacts,
  crashes: Iterable<RuleCrash>,
  ruleSet: RuleSet,
  complete: boolean,
): Finding[] {
  const firstLine = { start: 0, end: /^[^\r\n]*/.exec(facts.module.text)?.[0].length ?? 0 };
  const troubles = [...crashes].map(({ rule, error }) =>
    ownFinding(
      ruleSet,
      "rule-crashed",
      firstLine,
      `The rule \`${rule}\` failed on this file (${error}), so its findings are missing. The other rules are not affected; please report this.`,
    ),
  );
  if (!complete)
    troubles.push(
      ownFinding(
        ruleSet,
        "analysis-incomplete",
        firstLine,
        "The time for this file ended before all of it was analysed, so findings may be missing. Splitting the file helps.",
      ),
    );
  return troubles.filter((finding) => finding !== null);
}
