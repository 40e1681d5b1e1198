import { compareVersions } from "../catalog/sparkVersion.ts";
import type { CallFact } from "../plan/facts.ts";
import type { EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { SqlHole } from "../plan/query/sqlText.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Site } from "../syntax/module.ts";
import { insert, sourceOf } from "./edits.ts";
import type { Edit, Fix } from "./rule.ts";
import type { Marker } from "./sqlMarkers.ts";

/** Spark has named parameters, and `args=` for them, from 3.4. */
const firstWithParameters = "3.4";

/**
 * Puts `:name` where a value is pasted into the f-string of a call of `spark.sql`, and the value into `args=`. Null for
 * what is put together in other ways.
 */
export function parameterFix(
  call: CallFact,
  sql: EmbeddedSql,
  hole: SqlHole,
  marker: Marker,
  version: string,
): Fix | null {
  const { put } = hole;
  if (put === null || marker !== "parameter" || call.name !== "SparkSession.sql") return null;
  if (compareVersions(version, firstWithParameters) < 0) return null;
  const [query, ...others] = call.args;
  const literal = query?.node;
  const isOwn = put.site.unit === call.unit && literal !== undefined && isInside(put.site, literal);
  if (literal?.kind !== "FormattedString" || !isOwn || (query?.name ?? "sqlQuery") !== "sqlQuery")
    return null;
  const [given] = others;
  if (others.length > 1 || (given && !(given.name === "args" && given.node.kind === "Dict"))) return null;
  const place = holeWithQuotes(sql, hole, put.site);
  if (place === null || /\bIN\s*$/i.test(sql.text.slice(0, hole.start))) return null;
  const value = sourceOf(call.unit, put.expression);
  if (value.includes("\n")) return null;
  const name = parameterName(put.expression, sql.text);
  const edits = [
    { site: place, newText: `:${name}` },
    argumentEdit(call, literal, given?.node, `"${name}": ${value}`),
  ];
  return { title: `Pass \`${name}\` as a parameter`, safety: "suggested", edits: () => edits };
}

const isInside = (inner: Site, outer: Expression): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;

/** The hole with the quotes of SQL around it; null where more stands between them. */
function holeWithQuotes(sql: EmbeddedSql, { start, end }: SqlHole, site: Site): Site | null {
  const before = sql.text.charAt(start - 1);
  const isQuoted = before === "'" || before === '"';
  if (!isQuoted) {
    const around = sql.tree.tokens.find((token) => token.start <= start && token.end >= end);
    return around?.start === start && around.end === end ? site : null;
  }
  if (sql.text.charAt(end) !== before) return null;
  const opening = sql.exactSiteOf({ start: start - 1, end: start });
  const closing = sql.exactSiteOf({ start: end, end: end + 1 });
  if (opening?.end !== site.start || closing?.start !== site.end) return null;
  return { ...site, start: opening.start, end: closing.end };
}

/** A name after the expression's, one that the text has not yet. */
function parameterName(expression: Expression, text: string): string {
  const wanted = nameOf(expression);
  const isTaken = (name: string): boolean => new RegExp(`:${name}\\b`, "i").test(text);
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!isTaken(`${wanted}${number}`)) return `${wanted}${number}`;
}

function nameOf(expression: Expression): string {
  const plain = (name: string): string => (/^[A-Za-z]\w*$/.test(name) ? name : "value");
  switch (expression.kind) {
    case "Name":
      return plain(expression.id);
    case "Attribute":
      return plain(expression.name.id);
    case "Subscript": {
      const [key] = expression.indices;
      return key?.kind === "String" ? plain(key.value ?? "") : "value";
    }
    case "Call":
      return nameOf(expression.callee);
    default:
      return "value";
  }
}

function argumentEdit(
  call: CallFact,
  literal: Expression,
  dict: Expression | undefined,
  entry: string,
): Edit {
  if (dict?.kind === "Dict") {
    const last = dict.entries.at(-1);
    return last ? insert(call.unit, last.end, `, ${entry}`) : insert(call.unit, dict.start + 1, entry);
  }
  return insert(call.unit, (literal.parens ?? literal).end, `, args={${entry}}`);
}
