import type { Analysis } from "../analysis/analyze.ts";
import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { writeParameters, type ApiParameter, type SignatureForm } from "../catalog/apiSignature.ts";
import type { Argument } from "../syntax/ast.ts";
import { summaryOf } from "./apiHover.ts";
import { apiCallAround, type ApiCall } from "./apiPlace.ts";

/** The ways to call what is being called, and where in them the cursor is. */
export interface ApiSignatureHelp {
  readonly forms: readonly FormText[];
  /** The first form that the arguments so far fit. */
  readonly activeForm: number;
  /** Our sentence on the method or function, or null. */
  readonly summary: string | null;
}

/** One way to call, as text. */
export interface FormText {
  readonly label: string;
  /** Where each parameter stands in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  /** The parameter that the cursor's argument goes to; null for none. */
  readonly activeParameter: number | null;
}

/** Of more forms (createDataFrame has ten) nobody sees the difference; then one stands for all. */
const mostForms = 4;

/** Help for the innermost call around an offset whose callee is PySpark's for certain; null for any other. */
export function apiSignatureHelp(
  api: ApiCatalog,
  analysis: Analysis,
  offset: number,
): ApiSignatureHelp | null {
  const place = apiCallAround(api, analysis, offset);
  if (place === null) return null;
  const { signature } = place;
  const { form, overloads } = signature;
  const forms = overloads.length > 0 && overloads.length <= mostForms ? overloads : [form];
  const active = activeArgument(place);
  const given = place.call.args;
  const fitting = forms.findIndex((form) => fits(form, given, active));
  const name = signature.name.slice(signature.name.lastIndexOf(".") + 1);
  return {
    forms: forms.map((form) => formText(name, form, activeParameter(form.parameters, given, active))),
    activeForm: Math.max(fitting, 0),
    summary: summaryOf(api, signature),
  };
}

/** The index of the argument that the cursor is in; the number of arguments when a new one is to come. */
function activeArgument({ call: { args }, at, unitText }: ApiCall): number {
  for (const [index, each] of args.entries()) {
    if (at <= each.end) return index;
    const next = args[index + 1]?.start ?? Infinity;
    if (at < next) return /,/.test(unitText.slice(each.end, at).replaceAll(/#.*/g, "")) ? index + 1 : index;
  }
  return args.length;
}

function formText(
  name: string,
  { parameters, returns }: SignatureForm,
  activeParameter: number | null,
): FormText {
  const places: { start: number; end: number }[] = [];
  let label = `${name}(`;
  for (const [index, text] of writeParameters(parameters).entries()) {
    if (index > 0) label += ", ";
    if (text !== "*" && text !== "/") places.push({ start: label.length, end: label.length + text.length });
    label += text;
  }
  label += `)${returns === null ? "" : ` -> ${returns}`}`;
  return { label, parameters: places, activeParameter };
}

/** Which parameter the argument at an index goes to. */
function activeParameter(
  parameters: readonly ApiParameter[],
  args: readonly Argument[],
  active: number,
): number | null {
  const named = (name: string): number =>
    parameters.findIndex((each) => each.name === name && each.kind !== "positional" && each.kind !== "rest");
  const keywordRest = parameters.findIndex(({ kind }) => kind === "keywordRest");
  const orNull = (index: number): number | null => (index < 0 ? null : index);
  const name = args[active]?.name?.id;
  if (name !== undefined) return orNull(named(name) >= 0 ? named(name) : keywordRest);
  const before = args.slice(0, active);
  // What is unpacked may fill any number of parameters.
  if (before.some(({ unpack }) => unpack !== "")) return null;
  const positional = before.filter((each) => each.name === null).length;
  const given = new Set(before.flatMap((each) => (each.name === null ? [] : [named(each.name.id)])));
  const takesPosition = parameters.filter(({ kind }) => kind === "any" || kind === "positional").length;
  const rest = parameters.findIndex(({ kind }) => kind === "rest");
  if (given.size === 0) {
    if (positional < takesPosition) return positional;
    if (rest >= 0) return rest;
  }
  // Behind a keyword, or when all positions are taken: the next one that is free.
  return orNull(
    parameters.findIndex(
      ({ kind }, index) =>
        !given.has(index) &&
        kind !== "rest" &&
        (kind === "keyword" || kind === "keywordRest" || index >= positional),
    ),
  );
}

/** Whether a form takes the arguments so far. */
function fits({ parameters }: SignatureForm, args: readonly Argument[], active: number): boolean {
  const takesRest = parameters.some(({ kind }) => kind === "rest");
  const takesNames = parameters.some(({ kind }) => kind === "keywordRest");
  const positions = parameters.filter(({ kind }) => kind === "any" || kind === "positional").length;
  const positional = args.filter(({ name, unpack }) => name === null && unpack === "").length;
  const isComing = active >= args.length && args.every(({ name }) => name === null);
  if (!takesRest && positional + (isComing && args.length > 0 ? 1 : 0) > positions) return false;
  return args.every(
    ({ name }) =>
      name === null ||
      takesNames ||
      parameters.some((each) => each.name === name.id && each.kind !== "rest" && each.kind !== "positional"),
  );
}
