import { isRequired, type ApiParameter, type SignatureForm } from "../catalog/apiSignature.ts";
import type { BoundArgument } from "../plan/facts.ts";

/** Why Python refuses to bind a call's arguments. */
export type ArityProblem =
  /** One by position too many: the first of these. */
  | { readonly kind: "surplus"; readonly argument: BoundArgument; readonly most: number }
  | { readonly kind: "unknown"; readonly argument: BoundArgument; readonly name: string }
  /** Given by position and by name. */
  | { readonly kind: "twice"; readonly argument: BoundArgument; readonly name: string }
  | { readonly kind: "missing"; readonly names: readonly string[] };

/** The first reason for which Python raises a TypeError; null where it binds all, or where unpacked arguments hide it. */
export function arityProblem(
  { parameters }: SignatureForm,
  args: readonly BoundArgument[],
): ArityProblem | null {
  if (args.some(({ unpack }) => unpack !== "")) return null;
  const positional = parameters.filter(({ kind }) => kind === "any" || kind === "positional");
  const takesRest = parameters.some(({ kind }) => kind === "rest");
  const byPosition = args.filter(({ name }) => name === null);
  const surplus = byPosition[positional.length];
  if (surplus && !takesRest) return { kind: "surplus", argument: surplus, most: positional.length };
  const filled = new Set(positional.slice(0, byPosition.length).map(({ name }) => name));
  for (const argument of args) {
    const { name } = argument;
    if (name === null) continue;
    if (!takesName(parameters, name)) return { kind: "unknown", argument, name };
    if (filled.has(name)) return { kind: "twice", argument, name };
    filled.add(name);
  }
  const names = parameters.filter(isRequired).flatMap(({ name }) => (filled.has(name) ? [] : [name]));
  return names.length > 0 ? { kind: "missing", names } : null;
}

const takesName = (parameters: readonly ApiParameter[], wanted: string): boolean =>
  parameters.some(
    ({ name, kind }) => kind === "keywordRest" || (name === wanted && (kind === "any" || kind === "keyword")),
  );
