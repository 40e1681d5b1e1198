import { memberName } from "../catalog/memberName.ts";
import { constantString, type BoundArgument, type CallFact } from "../plan/facts.ts";
import { textOf } from "../plan/spark/optionText.ts";
import type { Value } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { siteIn } from "./edits.ts";

/** What has been said to a reader or writer by the time of its last call: `load`, `save`, `start` and the like. */
export interface GivenOptions {
  /** In lower case; null where the code does not tell. */
  readonly format: string | null;
  /** Options by keys in lower case; null for a value that the code does not tell. */
  readonly options: ReadonlyMap<string, string | null>;
  /** Whether these are all of them: no key is computed, nothing unknown is unpacked. */
  readonly isComplete: boolean;
}

/** Keywords of the last calls that are no options. */
const ownKeywords: ReadonlySet<string> = new Set([
  "format",
  "mode",
  "outputmode",
  "partitionby",
  "path",
  "processingtime",
  "schema",
  "table",
  "tablename",
]);

/** What the last call of a reader or writer works with. */
export function givenOptions(call: CallFact): GivenOptions {
  const state = call.receiver?.state;
  const method = memberName(call.name);
  const own = call.args.find(({ name }) => name === "format");
  const positional = method === "load" || method === "save" ? call.args[1] : undefined;
  const said = own ?? (positional?.name === null ? positional : undefined);
  const isNamed = /^(csv|jdbc|json|orc|parquet|text|xml)$/.test(method);
  const format = isNamed ? method : said ? constantString(said.value) : (state?.format ?? null);
  const options = new Map(state?.options);
  for (const [key, value] of call.args.flatMap(namedValues))
    if (!ownKeywords.has(key)) options.set(key, textOf(value));
  return {
    format: format?.toLowerCase() ?? null,
    options,
    isComplete:
      state !== undefined && state !== null && !hidesOptions(call.args) && state.calls.every(isPlain),
  };
}

const hidesOptions = (args: readonly BoundArgument[]): boolean =>
  args.some(({ unpack, value }) => unpack !== "" && !(value.kind === "dict" && value.exact));

function isPlain({
  method,
  args,
}: {
  readonly method: string;
  readonly args: readonly BoundArgument[];
}): boolean {
  if (method === "option") {
    const key = args.find(({ name }) => name === "key") ?? args[0];
    return key !== undefined && constantString(key.value) !== null;
  }
  return method !== "options" || !hidesOptions(args);
}

/** What an argument gives by name, keys in lower case: one value, or those of a dict that is unpacked. */
function namedValues({ name, unpack, value }: BoundArgument): readonly (readonly [string, Value])[] {
  if (name !== null) return [[name.toLowerCase(), value]];
  if (unpack !== "**" || value.kind !== "dict") return [];
  return value.entries.flatMap(({ key, value: held }) =>
    key.kind === "string" && key.value !== null ? [[key.value.toLowerCase(), held] as const] : [],
  );
}

/** The argument that gives an option, in the calls on the reader or writer or in the last call; null for none. */
export function optionArgument(call: CallFact, key: string): BoundArgument | null {
  const isKey = (name: string | null | undefined): boolean => name?.toLowerCase() === key;
  const own = call.args.find(({ name }) => isKey(name));
  if (own) return own;
  for (const { method, args } of call.receiver?.state?.calls.toReversed() ?? []) {
    if (method === "option" && isKey(constantString(args[0]?.value))) return args[1] ?? null;
    const named = method === "options" ? args.find(({ name }) => isKey(name)) : undefined;
    if (named) return named;
  }
  return null;
}

/** Where to underline an argument: itself in the last call, else that call's name, as what was said before may stand anywhere. */
export function argumentSite(call: CallFact, given: BoundArgument | null): Site {
  return given && call.args.includes(given) ? siteIn(call.unit, given.node) : call.nameSite;
}
