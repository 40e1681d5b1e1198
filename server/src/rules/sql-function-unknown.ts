import { editDistance } from "../catalog/editDistance.ts";
import { knownVersions } from "../catalog/sparkVersion.ts";
import type { SqlFunctionCatalog } from "../catalog/sqlFunctionCatalog.ts";
import { calledFunctions } from "../plan/query/calledFunctions.ts";
import { sqlOfCalls, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import { sqlEvidence } from "../plan/query/sqlSteps.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { literalText } from "../syntax/literalText.ts";
import type { Span } from "../syntax/ast.ts";
import type { Site } from "../syntax/module.ts";
import { siteIn } from "./edits.ts";
import { isMadeHere } from "./madeFunctions.ts";
import { defineRule, type RuleContext } from "./rule.ts";

/** A function of SQL that is a slip away from one of Spark's, or that a later Spark brings. */
export const sqlFunctionUnknown = defineRule({
  id: "sql-function-unknown",
  summary: "SQL function that this Spark does not have",
  category: "sql",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { call, sql } of sqlOfCalls(facts, context)) {
      if (!takesSql.test(call.name)) continue;
      for (const { name, span } of calledFunctions(sql))
        check({ name, call, place: () => placeIn(sql, span, call, facts) }, facts, context);
    }
    for (const call of callsNamed(facts, ["DataFrame.agg", "GroupedData.agg"]))
      for (const { value } of call.args[0]?.node.kind === "Dict" ? call.args[0].node.entries : []) {
        const inside = value.kind === "String" ? literalText(value, call.unit.text) : null;
        if (!inside) continue;
        const name = call.unit.text.slice(inside.start, inside.end);
        const site = siteIn(call.unit, inside);
        check({ name, call, place: () => ({ site, exact: site }) }, facts, context);
      }
  },
});

/** Where a function is named. */
interface Place {
  readonly site: Site;
  /** What a fix replaces; null where it cannot. */
  readonly exact: Site | null;
}

/** The place in the text of a call; the call itself where the text stands in another file. */
function placeIn(sql: EmbeddedSql, span: Span, call: CallFact, { module }: ModuleFacts): Place {
  const site = sql.siteOf(span);
  const isHere = documentOffset(module, site) !== undefined;
  return { site: isHere ? site : call.nameSite, exact: sql.exactSiteOf(span) };
}

interface Named {
  readonly name: string;
  readonly call: CallFact;
  /** Worked out only for what is told. */
  readonly place: () => Place;
}

function check(
  { name, call, place }: Named,
  { module }: ModuleFacts,
  { catalog, sparkVersion, report }: RuleContext,
): void {
  if (catalog.sqlFunctions.find(name, sparkVersion) !== null) return;
  const later = firstWith(catalog.sqlFunctions, name, sparkVersion);
  const meant = later === null ? meantFunction(catalog.sqlFunctions, name, sparkVersion) : null;
  if ((later === null && meant === null) || !/^\w+$/.test(name)) return;
  // As the value of a dict it is only used.
  const elsewhere = module.text.replaceAll(new RegExp(`:\\s*["']${name}["']`, "g"), "");
  if (isMadeHere(name, elsewhere)) return;
  const { site, exact } = place();
  report({
    site,
    message:
      later === null
        ? `Did you mean \`${meant ?? ""}\`? Spark has no function \`${name}\`, and nothing here makes one.`
        : `Spark ${sparkVersion} has no function \`${name}\`: it comes with Spark ${later}. Take another, or a newer Spark.`,
    evidence: sqlEvidence(call),
    ...(exact &&
      meant !== null && {
        fix: {
          title: `Write \`${meant}\``,
          safety: "suggested",
          edits: () => [{ site: exact, newText: meant }],
        },
      }),
  });
}

const takesSql = /\.(sql|expr|filter|where|selectExpr)$/;

/** The first later line of Spark that has a function; null for none. */
const firstWith = (functions: SqlFunctionCatalog, name: string, version: string): string | null =>
  knownVersions
    .slice(knownVersions.findIndex((each) => each === version) + 1)
    .find((each) => functions.find(name, each) !== null) ?? null;

/** Shorter names are a slip away from many. */
const shortest = 4;

/** The only function that one edit makes of a name; null where several or none are near. */
function meantFunction(functions: SqlFunctionCatalog, name: string, version: string): string | null {
  if (name.length < shortest) return null;
  const [near, ...others] = functions
    .names(version)
    .filter((each) => /^\w+$/.test(each) && editDistance(name.toLowerCase(), each.toLowerCase(), 1) === 1);
  return near === undefined || others.length > 0 ? null : near;
}
