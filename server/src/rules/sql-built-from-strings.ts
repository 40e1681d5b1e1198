import type { CallFact } from "../plan/facts.ts";
import { embeddedSqlOfCall, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { SqlHole } from "../plan/query/sqlText.ts";
import { isOwnText } from "../plan/python/text.ts";
import { sparkValue } from "../plan/value.ts";
import type { Unit } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { walk } from "../syntax/walk.ts";
import { sourceOf } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { markerFor, type Marker } from "./sqlMarkers.ts";
import { parameterFix } from "./sqlParameterFix.ts";

/** SQL text with values pasted into it. */
export const sqlBuiltFromStrings = defineRule({
  id: "sql-built-from-strings",
  summary: "SQL text put together from values",
  category: "sql",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["SparkSession.sql", "SQLContext.sql", "HiveContext.sql", "functions.expr"],
    check(call, context) {
      const evidence = (call.receiver ?? sparkValue(call.result))?.evidence;
      for (const sql of embeddedSqlOfCall(call, context)) {
        const told = new Set<string>();
        for (const hole of sql.holes) {
          if (hole.kind !== "value" || hole.put === null || isHarmless(sql, hole)) continue;
          if (!isValue(sql, hole, call.name) || isEscaped(hole.put) || isImportedConstant(hole.put)) continue;
          const written = writtenIn(hole.put);
          if (told.has(written)) continue;
          told.add(written);
          const marker = markerFor(sql, hole, context.sparkVersion);
          const fix = parameterFix(call, sql, hole, marker, context.sparkVersion);
          const site = sql.siteOf(hole);
          context.report({
            site: site.unit === call.unit ? site : argumentSite(call),
            message: messageFor(call, written, marker, context.sparkVersion),
            ...(fix && { fix }),
            ...(evidence && { evidence }),
          });
        }
      }
    },
  },
});

/** Numbers and dates can break nothing; nor can what stands in a comment. */
const isHarmless = (sql: EmbeddedSql, { put, start, end }: SqlHole): boolean =>
  put === null ||
  isOwnText(put.value) ||
  sql.tree.comments.some((comment) => comment.start <= start && comment.end >= end);

/**
 * Whether a value is put there: part of a text in quotes, or what something is compared with. What else stands without
 * quotes may be a column or an expression, which no parameter replaces.
 */
function isValue({ text, tree }: EmbeddedSql, { start, end }: SqlHole, method: string): boolean {
  if (tree.tokens.some((token) => token.start < start && token.end > end)) return true;
  const before = text.slice(0, start);
  // What MERGE inserts is columns of its source.
  if (insertedByMerge.test(before)) return false;
  return method !== "functions.expr" && comparedWith.test(before);
}

const insertedByMerge = /\bMERGE\s+INTO\b[^]*\bVALUES\s*\([^()]*$/i;

const comparedWith = /(?:[=<>]|\b(?:LIKE|BETWEEN|LIMIT|(?:IN|VALUES)\s*\([^()]*))\s*$/i;

type Put = NonNullable<SqlHole["put"]>;

/**
 * `escaped(value)`, `quote_literal(value)`, `value.replace("'", "''")`, a formatted date: the program sees to it, here
 * or where the name is bound.
 */
function isEscaped(put: Put): boolean {
  const written = writtenIn(put);
  if (escaping.test(written)) return true;
  return /^\w+$/.test(written) && bindingsOf(put.site.unit, written).some((text) => escaping.test(text));
}

const escaping =
  /(?:escape|quote|sanitize)\w*\(|(?:\b|_)esc\w*\(|\.replace\(\s*["']'|\.(?:strftime|isoformat)\(/i;

const bindingsOfUnits = sideTable<Unit, ReadonlyMap<string, readonly string[]>>();

/** The texts that a unit binds to a name. */
function bindingsOf(unit: Unit, name: string): readonly string[] {
  let bindings = bindingsOfUnits.get(unit);
  if (!bindings) {
    const found = new Map<string, string[]>();
    for (const statement of unit.body)
      walk(statement, (node) => {
        if (node.kind !== "Assign") return true;
        for (const target of node.targets) {
          if (target.kind !== "Name") continue;
          const others = found.get(target.id);
          if (others) others.push(sourceOf(unit, node.value));
          else found.set(target.id, [sourceOf(unit, node.value)]);
        }
        return true;
      });
    bindings = found;
    bindingsOfUnits.set(unit, bindings);
  }
  return bindings.get(name) ?? [];
}

/** What another module holds that this one imports, `settings.COUNTRY`: its author has set it, not a caller. */
function isImportedConstant({ value }: Put): boolean {
  const values = value.kind === "union" ? value.values : [value];
  return values.every((each) => each.kind === "api" || isOwnText(each));
}

const writtenIn = ({ site }: Put): string =>
  site.unit.text.slice(site.start, site.end).replace(/^\{([^]*)\}$/, "$1");

const argumentSite = ({ unit, node }: CallFact) => {
  const { start, end } = node.args[0]?.value ?? node;
  return { unit, start, end };
};

function messageFor({ name }: CallFact, written: string, marker: Marker, version: string): string {
  const subject = written.length <= 40 && !/[\n`]/.test(written) ? `\`${written}\`` : "A value";
  const remedies: Readonly<Record<Marker, string>> = {
    parameter: "Pass it with `args=` and a `:name` in the text",
    cast: "Pass it with `args=`, and cast it: `CAST(:name AS …)`",
    none: `Spark ${version} takes no parameter here: let only known values through`,
  };
  const remedy = name.endsWith(".sql")
    ? remedies[marker]
    : "Build the expression from Columns and `F.lit` instead";
  return `${subject} is pasted into this SQL text: a quote in it breaks the query, and input from outside can change what it does. ${remedy}.`;
}
