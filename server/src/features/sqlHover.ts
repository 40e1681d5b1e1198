import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { placeElsewhere } from "../plan/evidence.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { statementContext } from "../plan/query/queryContext.ts";
import { relationPlan } from "../plan/query/relationPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { shownType } from "../plan/schema/schema.ts";
import { caretAt } from "../sql/caret.ts";
import { nodesBelow } from "../sql/tree.ts";
import { columnAt } from "./columnNavigation.ts";
import { configHover } from "./configHover.ts";
import type { HoverText } from "./hoverText.ts";
import { codeText, schemaSummary, schemaTable, type PlaceText } from "./schemaTable.ts";
import { describeSqlFunction } from "./sqlFunctionText.ts";
import { sameText, sqlNameAt, type SqlDeclaration, type SqlName } from "./sqlNames.ts";
import { frameNamed, sqlPlaceAt, type SqlPlace } from "./sqlPlace.ts";
import { sqlScopeAt, type SqlScope } from "./sqlScope.ts";
import { tableKey, tablePlaces, type TablePlace } from "./sqlTables.ts";
import { sqlTokenKinds } from "./sqlTokenKinds.ts";
import { sameHints, sqlHints, sqlTypes } from "./sqlWords.ts";

/** On a name or a word of SQL text: what it is, its columns or its type, and where it is made. */
export function sqlHover(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  placeText: PlaceText,
): HoverText | null {
  const place = sqlPlaceAt(catalog, analysis, offset);
  if (place === null) return null;
  const name = sqlNameAt(place.tree, place.offset);
  if (name === null) return typeHover(place);
  const range = place.rangeOf(name.span);
  const markdown = range && describe(catalog, analysis, place, name, placeText, range);
  return range && markdown !== null ? { ...range, markdown } : null;
}

function describe(
  catalog: Catalog,
  analysis: Analysis,
  place: SqlPlace,
  name: SqlName,
  placeText: PlaceText,
  range: Range,
): string | null {
  const { module } = analysis.facts;
  const framed = (title: string, plan: PlanNode, where: string | null): string =>
    [
      `${title} — ${schemaSummary(schemaOf(plan), module, placeText)}`,
      schemaTable(plan, module, placeText),
      where,
    ]
      .filter((part) => part !== null)
      .join("\n\n");
  switch (name.kind) {
    case "table": {
      const made = tableAt(analysis, place, name);
      const site = made && made.sql.siteOf(made.name.span);
      const at = site && documentRange(module, site);
      const isFrame = place.given.has(name.text);
      const kind = isFrame ? "DataFrame" : made?.kind === "view" ? "View" : "Table";
      const elsewhere = site && !at ? placeElsewhere(site) : null;
      const where = elsewhere
        ? `Made at ${elsewhere.path.slice(elsewhere.path.lastIndexOf("/") + 1)}:${elsewhere.line}`
        : at && at.start !== range.start
          ? `Made at ${placeText(at)}`
          : null;
      const plan = made?.plan ?? planOfTable(place, name);
      return framed(`**${kind}** ${codeText(name.text)}`, plan, where);
    }
    case "cte": {
      const plan = name.declaration && planOfCte(place, name.declaration);
      return plan && framed(`**Query of WITH** ${codeText(name.text)}`, plan, null);
    }
    case "alias": {
      const { relations, outer } = scopeAt(place, name.span.start);
      const found = [...relations, ...outer].find(
        (each) => each.name !== null && sameText(each.name, name.text),
      );
      const title = `**Alias** ${codeText(name.text)}`;
      return found?.plan ? framed(title, found.plan, null) : title;
    }
    case "function":
      return describeSqlFunction(catalog, name.text, analysis.options.sparkVersion);
    case "hint": {
      const word = name.text.toUpperCase();
      const known = sqlHints[sameHints[word] ?? word];
      return known ? `**Hint** ${codeText(word)}: takes ${known.takes}\n\n${known.text}` : null;
    }
    case "setting":
      return configHover(catalog.configs, name.text, place.session.version);
    case "parameter":
      return parameterText(place, name);
    case "window": {
      const node = name.declaration?.node;
      return node
        ? `**Window** ${codeText(name.text)}: ${codeText(place.text.slice(node.start, node.end).replaceAll(/\s+/g, " "))}`
        : null;
    }
    case "column":
      return columnAt(analysis.facts, range.start) ? null : columnText(place, name);
    default:
      return null;
  }
}

/** What makes the table that a name stands for: the place itself, else what has made it before. */
function tableAt({ facts }: Analysis, place: SqlPlace, name: SqlName): TablePlace | null {
  const own = tablePlaces(facts).find(
    (each) =>
      each.role === "definition" &&
      each.call?.node === place.call?.node &&
      each.sql.text === place.text &&
      each.name.span.start === name.span.start,
  );
  return own ?? place.tables.get(tableKey(name.text)) ?? null;
}

/** A column of a text that is not followed to its end, by what its query reads. */
function columnText(place: SqlPlace, name: SqlName): string | null {
  if (name.isNew) return null;
  const { relations, outer } = scopeAt(place, name.span.start);
  const column = [...relations, ...outer]
    .flatMap(({ columns }) => columns)
    .find((each) => sameText(each.name, name.text));
  if (!column) return null;
  const type = shownType(column);
  const nulls = column.nullable === null ? "" : column.nullable ? ", may be null" : ", never null";
  return `**Column** ${codeText(column.name)}: ${type.type === "unknown" ? "type not known" : codeText(simpleString(type))}${nulls}`;
}

const scopeAt = (place: SqlPlace, offset: number): SqlScope =>
  sqlScopeAt(
    { ...place, tableNamed: (name) => frameNamed(place, name) },
    caretAt(place.tree, offset).path,
    offset,
  );

function planOfTable(place: SqlPlace, name: SqlName): PlanNode {
  const known = frameNamed(place, name.text);
  if (known) return known;
  const { session, text, site } = place;
  const context = statementContext({ session, text, siteOf: () => site, tableNamed: () => null });
  const parts = name.text.split(".").map((part) => ({ text: part, span: name.span }));
  return relationPlan({ kind: "table", name: parts, alias: null, sampled: false, span: name.span }, context);
}

/** All queries of a WITH are known behind it. */
function planOfCte(place: SqlPlace, { scope, text }: SqlDeclaration): PlanNode | null {
  const { root } = place.tree;
  if (root === null) return null;
  for (const node of nodesBelow(root)) {
    if (node.start !== scope.start || node.end !== scope.end) continue;
    const tableNamed = (name: string): PlanNode | null => frameNamed(place, name);
    const { ctes } = sqlScopeAt({ ...place, tableNamed }, [node], node.end + 1);
    const found = ctes.findLast((each) => sameText(each.name, text));
    if (found) return found.plan;
  }
  return null;
}

function parameterText({ call }: SqlPlace, { text }: SqlName): string | null {
  const args = call?.args.find(({ name }) => name === "args")?.value;
  if (args?.kind !== "dict") return null;
  const entry = args.entries.find(({ key }) => key.kind === "string" && key.value === text);
  if (!entry) return args.exact ? `**Parameter** ${codeText(text)}: \`args\` has no such key` : null;
  const { value } = entry;
  const shown =
    value.kind === "string" || value.kind === "number" || value.kind === "boolean"
      ? String(value.value ?? "")
      : "";
  return `**Parameter** ${codeText(text)}${shown === "" ? "" : `: ${codeText(shown)}`}`;
}

function typeHover(place: SqlPlace): HoverText | null {
  const { tree, offset, text } = place;
  const token = sqlTokenKinds(tree).find(
    ({ start, end, kind }) => kind === "type" && start <= offset && offset <= end,
  );
  const range = token && place.rangeOf(token);
  if (!token || !range) return null;
  const word = text.slice(token.start, token.end).toUpperCase();
  const known = Object.hasOwn(sqlTypes, word) ? sqlTypes[word] : undefined;
  return known === undefined ? null : { ...range, markdown: `**Type** ${codeText(word)}\n\n${known}` };
}
