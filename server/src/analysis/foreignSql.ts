import { allFacts, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlIn } from "../plan/query/embeddedSql.ts";
import { mayBeExtension } from "../rules/sqlStatements.ts";
import { sideTable } from "../syntax/sideTable.ts";
import type { Finding } from "./finding.ts";
import { ownFinding } from "./ownFindings.ts";
import type { RuleSet } from "./ruleSet.ts";

/** What other databases' SQL has and Spark's has not, in a file of one statement. */
const foreignMarks =
  /^\s*(GO|DELIMITER\b.*|\\\w+.*)\s*$|\bSELECT\s+TOP\b|\[\w+\]\.\[\w+\]|\$\$|\bPRAGMA\b|\bAUTO_?INCREMENT\b|\bSERIAL\s+PRIMARY\b|\bLANGUAGE\s+plpgsql\b|\bNVARCHAR\b|\bVARCHAR2\b/im;

const known = sideTable<ModuleFacts, boolean>();

/** Whether Spark refuses more than half of a file's statements: then the file is another database's. */
export function isForeignSql(facts: ModuleFacts): boolean {
  let isForeign = known.get(facts);
  if (isForeign === undefined) {
    const all = embeddedSqlIn(facts);
    const refused = all.filter(
      ({ text, certainProblems: [problem] }) => problem !== undefined && !mayBeExtension(text, problem),
    ).length;
    isForeign =
      all.length === 1 ? refused === 1 && foreignMarks.test(facts.module.text) : refused * 2 > all.length;
    known.set(facts, isForeign);
  }
  return isForeign;
}

/** The one thing to say of such a file. */
export function foreignSqlFinding(facts: ModuleFacts, ruleSet: RuleSet): Finding | null {
  const calls = [...allFacts(facts)].filter((fact): fact is CallFact => fact.kind === "call");
  const firstLine = { start: 0, end: /^[^\r\n]*/.exec(facts.module.text)?.[0].length ?? 0 };
  return ownFinding(
    ruleSet,
    "foreign-sql",
    firstLine,
    `Spark ${ruleSet.sparkVersion} refuses most of the ${calls.length} statements in this file, so it is taken for another database's and not checked.`,
  );
}
