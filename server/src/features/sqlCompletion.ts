import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { caretAt, type SqlCaret } from "../sql/caret.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { columnScopeAt } from "./columnScope.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";
import { completeConfigKeys, completeConfigValues } from "./configCompletion.ts";
import { formatsFor } from "./argumentSubject.ts";
import { closedTexts, type Reanalyze } from "./halfTypedCode.ts";
import { columnOffers, sharedColumns, type SqlOffer } from "./sqlColumnOffers.ts";
import { functionOffers, hintOffers, keywordOffers, typeOffers } from "./sqlWordOffers.ts";
import { nameText } from "./sqlNames.ts";
import { frameNamed, sqlPlaceAt, type SqlPlace } from "./sqlPlace.ts";
import { sqlScopeAt, type SqlScope } from "./sqlScope.ts";
import { tableOffers } from "./sqlTableOffers.ts";

/**
 * What may be written next in SQL text, best first; null where the place is in none. `reanalyze` is for code that is
 * not closed yet.
 */
export function sqlCompletion(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  reanalyze: Reanalyze,
): Completion | null {
  const here = choicesIn(catalog, analysis, offset);
  if (here !== null) return here;
  const placed = unitAt(analysis.facts.module, offset);
  // Code that parses has been understood.
  if (placed === undefined || placed.unit.errors.length === 0) return null;
  for (const { text } of closedTexts(analysis.text, placed.offset, offset)) {
    const found = choicesIn(catalog, reanalyze(text), offset);
    if (found !== null && found.choices.length > 0) return found;
  }
  return null;
}

function choicesIn(catalog: Catalog, analysis: Analysis, offset: number): Completion | null {
  const place = sqlPlaceAt(catalog, analysis, offset);
  if (place === null) return null;
  const setting = settingChoices(catalog, place);
  if (setting !== null) return setting;
  const caret = caretAt(place.tree, place.offset);
  if (caret.within !== "sql") return noCompletion;
  const range = place.rangeOf(caret.word);
  if (range === null || range.start > offset || range.end < offset) return noCompletion;
  const typed = place.text.slice(caret.word.start, place.offset);
  const offers = offersAt(catalog, analysis, place, caret, typed, offset);
  const seen = new Set<string>();
  const choices = offers.flatMap((offer): readonly CompletionChoice[] => {
    const text = place.spelt(offer.text, caret.word);
    if (text === null || seen.has(offer.text)) return [];
    seen.add(offer.text);
    return [{ ...range, isDeprecated: false, isLikely: false, isRanked: true, ...offer, text }];
  });
  // All of them at once: what is typed further narrows them down in the editor, without a pause.
  return { choices, complete: true };
}

function offersAt(
  catalog: Catalog,
  analysis: Analysis,
  place: SqlPlace,
  caret: SqlCaret,
  typed: string,
  offset: number,
): readonly SqlOffer[] {
  const { names, path } = caret;
  const { sparkVersion } = analysis.options;
  const scope = scopeAt(catalog, analysis, place, caret, offset);
  const isHint = path.some(({ rule }) => rule === "hintStatement");
  const qualifier = caret.qualifier.map((span) => nameText({ kind: "token", type: "", ...span }, place.text));
  const offers: SqlOffer[] = [];
  const has = (...wanted: readonly string[]): boolean => wanted.some((each) => names.has(each as "column"));
  if (isHint && has("column") && qualifier.length === 0)
    offers.push(...scope.relations.flatMap(({ name }) => (name === null ? [] : [aliasOffer(name)])));
  if (has("table")) offers.push(...tableOffers(place, scope, qualifier));
  const isUsing = path.some(
    ({ rule }, at) => rule === "identifierList" && path[at - 1]?.rule === "joinCriteria",
  );
  if (isUsing) offers.push(...sharedColumns(scope));
  else if (has("column")) offers.push(...columnOffers(scope, qualifier, atHand(place, scope)));
  if (has("hint")) offers.push(...hintOffers());
  if (has("window")) offers.push(...scope.windows.map((name) => aliasOffer(name)));
  if (has("type")) offers.push(...typeOffers(caret.keywords, sparkVersion));
  if (has("parameter")) offers.push(...parameterNames(place).map((name) => aliasOffer(name)));
  if (has("provider"))
    offers.push(
      ...formatsFor(catalog, null, sparkVersion).map(({ name }) => ({
        ...aliasOffer(name),
        kind: "value" as const,
      })),
    );
  if (qualifier.length > 0 || isHint) return offers;
  const wanted = { scalar: has("function"), table: has("tableFunction") };
  return [
    ...offers,
    ...keywordOffers(caret.keywords, typed, firstWord(place)),
    ...functionOffers(catalog, sparkVersion, wanted),
  ];
}

/** The first word of the statement tells whether its author writes in capitals. */
const firstWord = ({ text, tree }: SqlPlace): string => {
  const [first] = tree.tokens;
  return first === undefined ? "" : text.slice(first.start, first.end);
};

const aliasOffer = (name: string): SqlOffer => ({
  kind: "alias",
  text: name,
  detail: "",
  documentation: null,
});

/** What may be named: in an expression the columns of its frame, else what the query says. */
function scopeAt(
  catalog: Catalog,
  analysis: Analysis,
  place: SqlPlace,
  caret: SqlCaret,
  offset: number,
): SqlScope {
  const tableNamed = (name: string): ReturnType<typeof frameNamed> => frameNamed(place, name);
  const scope = sqlScopeAt({ ...place, tableNamed }, caret.path, place.offset);
  if (place.entry !== "expression") return scope;
  const columns = columnScopeAt(catalog.api, analysis, offset);
  const relation = columns
    ? { name: null, columns: columns.attributes, plan: null, closed: columns.exact }
    : null;
  return { ...scope, outer: relation ? [...scope.outer, relation] : scope.outer };
}

/** Frames to take columns of while the query names no table. */
const mostTables = 3;

function atHand({ tables, given, entry }: SqlPlace, scope: SqlScope): readonly (readonly [string, PlanOf])[] {
  if (scope.relations.length > 0 || scope.outer.length > 0 || entry !== "statement") return [];
  const all: (readonly [string, PlanOf])[] = [
    ...[...tables.values()].flatMap(({ table, plan }) => (plan ? [[table, plan] as const] : [])),
    ...given,
  ];
  return all.slice(-mostTables);
}

type PlanOf = NonNullable<ReturnType<typeof frameNamed>>;

/** The keys of the dict that the call hands over as `args`. */
function parameterNames({ call }: SqlPlace): readonly string[] {
  const value = call?.args.find(({ name }) => name === "args")?.value;
  if (value?.kind !== "dict") return [];
  return value.entries.flatMap(({ key }) => (key.kind === "string" && key.value !== null ? [key.value] : []));
}

const mostKeys = 200;

/** Behind SET the grammar takes any words: keys and values of configurations. */
function settingChoices({ configs }: Catalog, place: SqlPlace): Completion | null {
  const before = place.text.slice(0, place.offset);
  const [whole, key, value] = /^\s*(?:SET|RESET)\s+([\w.-]*)(?:\s*=\s*([\w.-]*))?$/i.exec(before) ?? [];
  if (whole === undefined || key === undefined || place.entry !== "statement") return null;
  const word = value ?? key;
  const rest = /^[\w.-]*/.exec(place.text.slice(place.offset))?.[0].length ?? 0;
  const range = place.rangeOf({ start: place.offset - word.length, end: place.offset + rest });
  if (range === null) return noCompletion;
  const { version } = place.session;
  const common = { ...range, isDeprecated: false, isLikely: false };
  if (value !== undefined) {
    const choices = completeConfigValues(configs, key, version).map((each): CompletionChoice => ({
      ...common,
      kind: "value",
      text: each.value,
      detail: each.detail,
      documentation: null,
    }));
    return { choices, complete: true };
  }
  const found = completeConfigKeys(configs, key, version, mostKeys);
  const choices = found.map((each): CompletionChoice => ({
    ...common,
    kind: each.isPrefix ? "configuration prefix" : "configuration key",
    text: each.key,
    detail: each.detail,
    documentation: each.documentation,
    isDeprecated: each.isDeprecated,
  }));
  return { choices, complete: found.length < mostKeys };
}
