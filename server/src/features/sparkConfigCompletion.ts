import type { Analysis } from "../analysis/analyze.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import { configMethodNames } from "../plan/spark/configCalls.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import type { CompletionChoice, Completion } from "./completionItem.ts";
import { noCompletion } from "./completionItem.ts";
import { completeConfigKeys, completeConfigValues } from "./configCompletion.ts";
import { closedTexts, inHalfTyped, separatedTexts, type Reanalyze } from "./halfTypedCode.ts";
import {
  sparkConfigInDefaults,
  sparkConfigInPython,
  sparkConfigInString,
  type SparkConfigPlace,
} from "./sparkConfigAt.ts";

/** Keys and values of configurations in Python code and its dicts, also in half-typed calls, which `reanalyze` is for. */
export function sparkConfigCompletion(
  configs: ConfigCatalog,
  analysis: Analysis,
  offset: number,
  reanalyze: Reanalyze,
): Completion {
  const place =
    sparkConfigInPython(analysis, offset) ??
    inHalfTyped(analysis.text, offset, reanalyze, configMethodNames, sparkConfigInPython) ??
    inDict(analysis, offset) ??
    inHalfTypedDict(analysis, offset, reanalyze);
  return place === null
    ? noCompletion
    : completionAt(configs, place, analysis.text, offset, analysis.options.sparkVersion);
}

function inDict(analysis: Analysis, offset: number): SparkConfigPlace | null {
  const place = sparkConfigInString(analysis, offset);
  return place?.isInDict === true ? place : null;
}

/** A key that has no value yet: until then a dict is a set, does not parse, or takes the next key for the same string. */
function inHalfTypedDict(analysis: Analysis, offset: number, reanalyze: Reanalyze): SparkConfigPlace | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined || !/["']spark\.[\w.-]*$/.test(analysis.text.slice(placed.offset, offset)))
    return null;
  const texts = [
    ...separatedTexts(analysis.text, offset, ": None,"),
    ...closedTexts(analysis.text, placed.offset, offset),
  ];
  for (const { text, wordEnd } of texts) {
    const place = inDict(reanalyze(text), offset);
    if (place !== null) return { ...place, range: { start: place.range.start, end: wordEnd } };
  }
  return null;
}

/** Keys and values in a spark-defaults.conf. */
export function sparkDefaultsCompletion(
  configs: ConfigCatalog,
  text: string,
  offset: number,
  version: string,
): Completion {
  const place = sparkConfigInDefaults(text, offset);
  return place === null ? noCompletion : completionAt(configs, place, text, offset, version);
}

const mostKeys = 200;

function completionAt(
  configs: ConfigCatalog,
  place: SparkConfigPlace,
  text: string,
  offset: number,
  version: string,
): Completion {
  const range = { start: place.range.start, end: wordEnd(text, offset, place.range.end) };
  if (place.part === "value") return { choices: values(configs, place, version, range), complete: true };
  const offered = completeConfigKeys(configs, text.slice(range.start, offset), version, mostKeys);
  const choices = offered.map((each): CompletionChoice => ({
    ...range,
    kind: each.isPrefix ? "configuration prefix" : "configuration key",
    text: place.isMissing ? JSON.stringify(each.key) : each.key,
    detail: each.detail,
    documentation: each.documentation,
    isDeprecated: each.isDeprecated,
    isLikely: false,
  }));
  // What is found by words of the explanation depends on what has been typed.
  return { choices, complete: false };
}

function values(
  configs: ConfigCatalog,
  { key, isMissing }: SparkConfigPlace,
  version: string,
  range: { readonly start: number; readonly end: number },
): CompletionChoice[] {
  return completeConfigValues(configs, key, version).map(({ value, detail }) => ({
    ...range,
    kind: "value",
    text: isMissing ? JSON.stringify(value) : value,
    detail,
    documentation: null,
    isDeprecated: false,
    isLikely: false,
  }));
}

/** Where the word under the cursor ends: a string that is not closed yet may run on into other code. */
function wordEnd(text: string, offset: number, limit: number): number {
  let end = offset;
  while (end < limit && /[\w.\-*]/.test(text.charAt(end))) end++;
  return end;
}
