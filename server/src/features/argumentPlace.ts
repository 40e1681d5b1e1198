import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import type { ApiCatalog, ApiSignature } from "../catalog/apiCatalog.ts";
import type { ApiParameter } from "../catalog/apiSignature.ts";
import type { CallFact } from "../plan/facts.ts";
import type { Argument, CallExpression } from "../syntax/ast.ts";
import { literalText } from "../syntax/literalText.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { apiCallAround, callFactOf, signatureOfCall } from "./apiPlace.ts";
import type { TypedPlace } from "./halfTypedCode.ts";

/** A call of PySpark's, resolved, with one of its parameters. */
interface ArgumentOfCall {
  readonly signature: ApiSignature;
  readonly call: CallExpression;
  /** What the plan engine knows of the call; null for functions that only the imports tell. */
  readonly fact: CallFact | null;
}

/** The text of an argument: between its quotes. */
export interface ArgumentText extends ArgumentOfCall, TypedPlace {
  readonly parameter: ApiParameter;
  /** The keyword or the key of `options(**{key: …})` that the text is for; null for one given by position. */
  readonly key: string | null;
  readonly part: "value" | "key";
  readonly text: string;
}

/** The keyword of an argument, or where one may begin. */
export interface ArgumentKeyword extends ArgumentOfCall {
  /** The keyword, or the word typed so far, in the document. */
  readonly range: Range;
  /** Nothing stands there yet that a keyword could be. */
  readonly isEmpty: boolean;
  /** An `=` stands behind it. */
  readonly isGiven: boolean;
  /** Its position among the arguments. */
  readonly index: number;
}

/** The literal argument of a call of PySpark's with the offset between its quotes. */
export function argumentTextAt(api: ApiCatalog, analysis: Analysis, offset: number): ArgumentText | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const { unit, offset: start } = placed;
  const at = offset - start;
  const around = nodeAt(unit, at);
  const literal = around.at(-1);
  if (literal?.kind !== "String") return null;
  const inner = literalText(literal, unit.text);
  if (inner === null || at < inner.start || at > inner.end) return null;
  const dict = around.at(-2)?.kind === "Dict" ? around.at(-2) : undefined;
  const call = around.at(dict === undefined ? -2 : -3);
  if (call?.kind !== "Call") return null;
  const index = call.args.findIndex(({ value }) => value === (dict ?? literal));
  const argument = call.args[index];
  const signature = signatureOfCall(api, analysis, call);
  if (argument === undefined || signature === null) return null;
  const place = {
    signature,
    call,
    fact: callFactOf(analysis, call),
    text: unit.text.slice(inner.start, inner.end),
    range: { start: start + inner.start, end: start + inner.end },
    isMissing: false,
  };
  if (dict?.kind === "Dict") {
    const entry = dict.entries.find(({ key, value }) => key === literal || value === literal);
    const rest = signature.form.parameters.find(({ kind }) => kind === "keywordRest");
    const [first] = signature.form.parameters;
    if (/^(DataFrame|GroupedData)\.agg$/.test(signature.name) && first && entry?.value === literal)
      return { ...place, parameter: first, key: null, part: "value" };
    if (argument.unpack !== "**" || entry === undefined || rest === undefined) return null;
    if (entry.key === literal) return { ...place, parameter: rest, key: null, part: "key" };
    return {
      ...place,
      parameter: rest,
      key: entry.key?.kind === "String" ? entry.key.value : null,
      part: "value",
    };
  }
  const parameter = parameterOf(signature.form.parameters, call.args, index);
  return parameter === null ? null : { ...place, parameter, key: argument.name?.id ?? null, part: "value" };
}

/** The keyword under the cursor in a call of PySpark's, or the place for one. */
export function argumentKeywordAt(
  api: ApiCatalog,
  analysis: Analysis,
  offset: number,
): ArgumentKeyword | null {
  const around = apiCallAround(api, analysis, offset);
  if (around === null) return null;
  const { call, signature, at, unitText } = around;
  const start = offset - at;
  const common = { signature, call, fact: callFactOf(analysis, call) };
  for (const [index, { name, value, unpack }] of call.args.entries()) {
    const word = name ?? (unpack === "" && value.kind === "Name" ? value : null);
    if (word === null || at < word.start || at > word.end) continue;
    const range = { start: start + word.start, end: start + word.end };
    return { ...common, range, isEmpty: false, isGiven: name !== null, index };
  }
  const before = unitText.slice(call.argumentList.start, at);
  if (!/[(,]\s*$/.test(before) || call.args.some((each) => each.start < at && at < each.end)) return null;
  const index = call.args.filter(({ end }) => end <= at).length;
  return { ...common, range: { start: offset, end: offset }, isEmpty: true, isGiven: false, index };
}

/** The parameter that the argument at an index goes to; null for none, or where unpacked arguments hide it. */
export function parameterOf(
  parameters: readonly ApiParameter[],
  args: readonly Argument[],
  index: number,
): ApiParameter | null {
  const argument = args[index];
  if (argument === undefined || argument.unpack !== "") return null;
  const { name } = argument;
  if (name !== null)
    return (
      parameters.find((each) => each.name === name.id) ??
      parameters.find(({ kind }) => kind === "keywordRest") ??
      null
    );
  // Behind a keyword nothing can be given by position.
  if (args.slice(0, index).some((each) => each.unpack !== "" || each.name !== null)) return null;
  const parameter = parameters[index] ?? parameters.find(({ kind }) => kind === "rest");
  return parameter?.kind === "keyword" || parameter?.kind === "keywordRest"
    ? (parameters.find(({ kind }) => kind === "rest") ?? null)
    : (parameter ?? null);
}
