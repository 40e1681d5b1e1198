import type { SourceAccess } from "../../catalog/dataSources.ts";
import type { Argument, CallExpression, Expression, Span } from "../../syntax/ast.ts";
import { nodeAt } from "../../syntax/walk.ts";
import type { CallFact } from "../facts.ts";

/** What a reader or writer works on, as far as the code tells. */
export interface SourceChain {
  readonly access: SourceAccess;
  /** "csv"; null when the code does not tell. */
  readonly format: string | null;
}

/** An option that a call gives by a key that stands in the code. */
export interface GivenOption {
  readonly key: string;
  /** The key's literal, or its keyword, in the unit. */
  readonly place: Span;
  readonly isKeyword: boolean;
}

const accessOf: Readonly<Record<string, SourceAccess>> = {
  DataFrameReader: "read",
  DataStreamReader: "readStream",
  DataFrameWriter: "write",
  DataFrameWriterV2: "write",
  DataStreamWriter: "writeStream",
};

/** The calls that give options to readers and writers, by the classes of these. */
export const optionCalls: readonly string[] = [
  "DataFrameReader",
  "DataFrameWriter",
  "DataStreamReader",
  "DataStreamWriter",
].flatMap((owner) => [`${owner}.option`, `${owner}.options`]);

/** Methods of readers and writers that are named after the format they work on. */
const namedFormats: ReadonlySet<string> = new Set(["csv", "json", "orc", "parquet", "text", "xml", "jdbc"]);

/** Methods that take a format beside the path or the table, and its position. */
const formatPositions: ReadonlyMap<string, number> = new Map([
  ["format", 0],
  ["using", 0],
  ["load", 1],
  ["save", 1],
  ["saveAsTable", 1],
  ["start", 1],
  ["toTable", 1],
]);

/** The source that a call on a reader or writer is about: what was said before it, and what its chain says behind it. */
export function sourceChain(call: CallFact): SourceChain | null {
  const access = accessOf[call.receiver?.type ?? ""];
  if (access === undefined) return null;
  // Behind the call, the last word counts: `.option(…).format("csv")`, `.option(…).csv(path)`.
  const behind = [call.node, ...callsBehind(call)].map((node) => formatSaid(methodOf(node), node.args));
  const said = behind.findLast((format) => format !== undefined);
  return { access, format: said === undefined ? (call.receiver?.state?.format ?? null) : said };
}

/** The calls that a call's result is the receiver of, innermost first. */
function callsBehind({ unit, node }: CallFact): readonly CallExpression[] {
  const around = nodeAt(unit, node.argumentList.start);
  const found: CallExpression[] = [];
  let current: Expression = node;
  for (let index = around.indexOf(node) - 1; index > 0; index -= 2) {
    const [access, call] = [around[index], around[index - 1]];
    if (access?.kind !== "Attribute" || access.object !== current) break;
    if (call?.kind !== "Call" || call.callee !== access) break;
    found.push(call);
    current = call;
  }
  return found;
}

/** The format that a call names; null for one that the text does not tell, undefined for none. */
function formatSaid(method: string, args: readonly Argument[]): string | null | undefined {
  if (namedFormats.has(method)) return method;
  const position = formatPositions.get(method);
  if (position === undefined) return undefined;
  const positional = args.filter(({ name, unpack }) => name === null && unpack === "");
  const given =
    args.find(({ name }) => name?.id === "format" || name?.id === "source")?.value ??
    positional[position]?.value;
  if (given === undefined || (given.kind === "Constant" && given.value === "None")) return undefined;
  return given.kind === "String" ? given.value : null;
}

const methodOf = ({ callee }: CallExpression): string =>
  callee.kind === "Attribute" ? callee.name.id : callee.kind === "Name" ? callee.id : "";

/** The options with literal keys that `option(…)` or `options(…)` of a reader or writer gives. */
export function givenOptions(call: CallFact): readonly GivenOption[] {
  const method = methodOf(call.node);
  const { args } = call.node;
  if (method === "option") {
    const key = args.find(({ name }) => name?.id === "key") ?? args[0];
    return key === undefined || key.unpack !== "" ? [] : literalKey(key.value);
  }
  if (method !== "options") return [];
  return args.flatMap(({ name, unpack, value }) => {
    if (name !== null) return [{ key: name.id, place: name, isKeyword: true }];
    if (unpack !== "**" || value.kind !== "Dict") return [];
    return value.entries.flatMap(({ key }) => (key === null ? [] : literalKey(key)));
  });
}

function literalKey(node: Expression): readonly GivenOption[] {
  return node.kind === "String" && node.value !== null
    ? [{ key: node.value, place: node, isKeyword: false }]
    : [];
}
