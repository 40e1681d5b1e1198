import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { sideTable } from "../syntax/sideTable.ts";
import {
  argumentKeywordAt,
  argumentTextAt,
  type ArgumentKeyword,
  type ArgumentText,
} from "./argumentPlace.ts";
import {
  argumentSubject,
  formatsFor,
  keywordOptions,
  sourceOptions,
  type FoundOption,
} from "./argumentSubject.ts";
import { choiceTexts, usualAggregates, usualPatterns, usualSpellings, usualTypes } from "./choiceTexts.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";
import { inHalfTyped, type Reanalyze } from "./halfTypedCode.ts";
import { describeOption, optionDefault, optionValues } from "./sourceOptionText.ts";

/** A value to offer: its text between quotes, or as Python where no quotes stand. */
interface Offer {
  readonly kind: CompletionChoice["kind"];
  readonly text: string;
  readonly python?: string;
  readonly detail: string;
  readonly documentation: string | null;
  readonly isDeprecated?: boolean;
  /** It replaces the word under the cursor alone, and not all of the text. */
  readonly isWord?: true;
}

/**
 * Arguments of PySpark's methods and functions that are one of a known set: options of data sources with their values,
 * formats, modes, join types, triggers, storage levels. Also in half-typed calls, which `reanalyze` is for.
 */
export function argumentCompletion(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  reanalyze: Reanalyze,
): Completion {
  const { sparkVersion } = analysis.options;
  const find = (now: Analysis, at: number): ArgumentText | null => argumentTextAt(catalog.api, now, at);
  const inText = find(analysis, offset);
  const keyword = inText === null ? argumentKeywordAt(catalog.api, analysis, offset) : null;
  const known = inText === null ? [] : offers(catalog, inText, analysis, offset);
  const isRead = known.length > 0 || (inText !== null && isClosed(inText, analysis.text));
  const half = isRead ? null : inHalfTyped(analysis.text, offset, reanalyze, callNames(catalog), find);
  const place = half ?? inText;
  const values = half === null ? known : offers(catalog, half, analysis, offset);
  const choices = [
    ...(place === null ? [] : values.map((offer) => inPlace(offer, place, analysis.text, offset))),
    ...(keyword === null ? [] : keywords(catalog, keyword, sparkVersion)),
  ];
  return choices.length === 0 ? noCompletion : { choices, complete: true };
}

const namesOfCalls = sideTable<Catalog, readonly string[]>();

/** The methods and functions whose arguments may be completed. */
function callNames(catalog: Catalog): readonly string[] {
  let names = namesOfCalls.get(catalog);
  if (names === undefined) {
    const byRole = catalog.api.roles.takers(
      "choice",
      "format",
      "optionKey",
      "interval",
      "datetimePattern",
      "ddl",
    );
    names = [...new Set([...byRole, "options", "text", "persist", "agg"])];
    namesOfCalls.set(catalog, names);
  }
  return names;
}

function inPlace(offer: Offer, place: ArgumentText, text: string, offset: number): CompletionChoice {
  const {
    python = JSON.stringify(offer.text),
    isDeprecated = false,
    isWord,
    kind,
    detail,
    documentation,
  } = offer;
  return {
    start: isWord
      ? offset - (/\w*$/.exec(text.slice(place.range.start, offset))?.[0].length ?? 0)
      : place.range.start,
    end: wordEnd(text, offset, place.range.end),
    kind,
    text: place.isMissing ? python : offer.text,
    detail,
    documentation,
    isDeprecated,
    isLikely: false,
  };
}

function offers(catalog: Catalog, place: ArgumentText, analysis: Analysis, offset: number): readonly Offer[] {
  const version = analysis.options.sparkVersion;
  const subject = argumentSubject(catalog, place, version);
  switch (subject?.kind) {
    case undefined:
      return [];
    case "option key":
      return sourceOptions(catalog, subject.source, version).map((found) => ({
        kind: "option",
        text: found.option.name,
        ...optionText(catalog, found, version, subject.source.access),
      }));
    case "option value": {
      const { option } = subject.option;
      const values = optionValues(option, subject.source.access, catalog.configs, version).map(
        ({ value, detail }): Offer => ({
          kind: "value",
          text: value,
          ...pythonOf(value, subject.option),
          detail,
          documentation: choiceTexts["parseModes"]?.[value] ?? null,
        }),
      );
      const more = option.form === "datetime" ? patternOffers(place, analysis.text) : [];
      return [...values, ...more.filter(({ text }) => values.every((each) => each.text !== text))];
    }
    case "format":
      return formatsFor(catalog, subject.access, version).map(({ name, kind, package: from }) => ({
        kind: "value",
        text: name,
        detail: from === null ? kind : `${kind}, a package`,
        documentation: null,
      }));
    case "choice":
      return inUsualOrder(subject.values, subject.list).map(({ value, meaning }) => ({
        kind: "value",
        text: value,
        detail: meaning === value ? "" : meaning,
        documentation: choiceTexts[subject.list]?.[meaning] ?? null,
      }));
    case "interval":
      return intervals.map((text) => ({ kind: "value", text, detail: "", documentation: null }));
    case "pattern":
      return patternOffers(place, analysis.text);
    case "type":
      // Where nothing stands yet, a schema may as well be a StructType.
      if (place.isMissing && !place.signature.name.startsWith("Column.")) return [];
      return typeOffers(analysis.text.slice(place.range.start, place.isMissing ? place.range.start : offset));
    case "aggregate":
      return usualAggregates
        .filter((name) => catalog.sqlFunctions.find(name, version)?.kind === "aggregate")
        .map((text) => ({
          kind: "function",
          text,
          detail: "",
          documentation: catalog.api.summary(`functions.${text}`),
        }));
    case "truth":
      return place.isMissing
        ? [{ kind: "value", text: "True", python: "True", detail: "", documentation: null }]
        : [];
    case "storage level":
      return place.isMissing ? storageLevels(catalog, analysis, version) : [];
  }
}

const intervals = ["10 seconds", "1 minute", "10 minutes", "1 hour", "1 day"];

function optionText(
  catalog: Catalog,
  { option, formats }: FoundOption,
  version: string,
  access: Parameters<typeof optionDefault>[1],
): Pick<Offer, "detail" | "documentation" | "isDeprecated"> {
  return {
    detail: optionDefault(option, access),
    documentation: describeOption(option, formats, catalog.configs, version),
    isDeprecated: option.deprecated !== null,
  };
}

/** Patterns of dates and times; those with quotes of their own only where these do not end the string. */
function patternOffers({ range, isMissing }: ArgumentText, text: string): readonly Offer[] {
  const isSingle = !isMissing && text.charAt(range.start - 1) === "'";
  return usualPatterns
    .filter(([pattern]) => !isSingle || !pattern.includes("'"))
    .map(([pattern, example]) => ({ kind: "value", text: pattern, detail: example, documentation: null }));
}

/** Types: a type alone, or that of a column behind its name. Nothing where the name is still to come. */
function typeOffers(typed: string): readonly Offer[] {
  const isType = /^\w*$/.test(typed) || /(?:^|[,<])\s*(?:\w+|`[^`]*`)(?:\s*:\s*|\s+)\w*$/.test(typed);
  return isType
    ? usualTypes.map((text) => ({ kind: "value", text, detail: "", documentation: null, isWord: true }))
    : [];
}

/** Truth values and numbers are given as Python's own. */
function pythonOf(value: string, { option }: FoundOption): Pick<Offer, "python"> {
  if (option.type === "boolean" && /^(true|false)$/.test(value))
    return { python: value === "true" ? "True" : "False" };
  return (option.type === "int" || option.type === "double") && /^-?\d+(\.\d+)?$/.test(value)
    ? { python: value }
    : {};
}

function inUsualOrder<Value extends { readonly value: string }>(
  values: readonly Value[],
  list: string,
): readonly Value[] {
  const usual = usualSpellings[list] ?? [];
  const rank = ({ value }: Value): number => {
    const found = usual.indexOf(value);
    return found < 0 ? usual.length : found;
  };
  return values.toSorted((left, right) => rank(left) - rank(right));
}

/** `StorageLevel.MEMORY_AND_DISK` and the others, as the module names the class; none when it does not import it. */
function storageLevels({ lists }: Catalog, { facts }: Analysis, version: string): readonly Offer[] {
  const local = [...facts.imports.names].find(([, qualified]) =>
    /^pyspark\.(storagelevel\.)?StorageLevel$/.test(qualified),
  )?.[0];
  if (local === undefined) return [];
  return lists.storageLevels(version).map(({ name, disk, memory, offHeap, deserialized, replication }) => {
    const places = [memory ? "memory" : "", offHeap ? "off-heap memory" : "", disk ? "disk" : ""].filter(
      Boolean,
    );
    const copies = replication > 1 ? `, ${replication} copies` : "";
    const form = memory && deserialized ? ", as objects" : "";
    const text = `${local}.${name}`;
    return {
      kind: "value",
      text,
      python: text,
      detail: places.length === 0 ? "nowhere" : `${places.join(" and ")}${form}${copies}`,
      documentation: null,
    };
  });
}

function keywords(catalog: Catalog, place: ArgumentKeyword, version: string): readonly CompletionChoice[] {
  const { call, signature, range, isEmpty, isGiven, index } = place;
  const others = new Set(
    call.args.flatMap(({ name }, at) => (name === null || at === index ? [] : [name.id])),
  );
  const choice = (name: string, offer: Omit<Offer, "text">): CompletionChoice => ({
    ...range,
    text: isGiven ? name : `${name}=`,
    isDeprecated: false,
    ...offer,
    isLikely: false,
  });
  if (signature.name === "DataStreamWriter.trigger")
    return others.size > 0
      ? []
      : inUsualOrder(
          catalog.lists.triggers(version).map(({ name, value }) => ({ value: name, takes: value })),
          "triggers",
        ).map(({ value, takes }) =>
          choice(value, {
            kind: "option",
            detail: takes === "bool" ? "True" : "an interval",
            documentation: choiceTexts["triggers"]?.[value] ?? null,
          }),
        );
  // The first argument of `csv(…)` and `save(…)` is a path.
  if (isEmpty && index === 0 && !signature.name.endsWith(".options")) return [];
  return keywordOptions(catalog, place, version)
    .filter(({ option }) => !others.has(option.name))
    .map((found) =>
      choice(found.option.name, { kind: "option", ...optionText(catalog, found, version, null) }),
    );
}

/** Whether a string looks as its author meant it: one that is not closed yet runs on into other code. */
function isClosed({ range }: ArgumentText, text: string): boolean {
  return !/[()[\]{}\n]/.test(text.slice(range.start, range.end));
}

/** Where the word under the cursor ends: a string that is not closed yet may run on into other code. */
function wordEnd(text: string, offset: number, limit: number): number {
  let end = offset;
  while (end < limit && /[\w.\-]/.test(text.charAt(end))) end++;
  return end;
}
