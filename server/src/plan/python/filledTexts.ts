import type { Expression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { changed, joined, operandOrigin, put, type TextOrigin } from "../strings/textOrigin.ts";
import { fresh } from "./heap.ts";
import { exactElements } from "./iteration.ts";
import { lookUp } from "./scope.ts";
import { isOwnText, text } from "./text.ts";
import {
  braceFields,
  braceFormatted,
  filledPieces,
  type FormatValues,
  type TemplateField,
} from "./textTemplates.ts";
import { unknown, type Value } from "../value.ts";

type StringValue = Extract<Value, { kind: "string" }>;

/** `template.format(…)` and `template.format_map(…)`. */
export function formatCall(
  evaluation: Evaluation,
  receiver: StringValue,
  method: string,
  args: readonly BoundArgument[],
  constant: boolean,
): Value {
  const given =
    method === "format" ? args : args.map((each): BoundArgument => ({ ...each, name: null, unpack: "**" }));
  const values = formatValues(evaluation, given);
  const { unit } = evaluation;
  const content = receiver.value === null || values === null ? null : braceFormatted(receiver.value, values);
  const [first] = given;
  if (first === undefined || (receiver.origin === undefined && receiver.value === null))
    return text(content, constant);
  const fields = receiver.value === null ? null : braceFields(receiver.value, values ?? noValues);
  const template =
    receiver.origin ?? put(siteOf(evaluation, first.node), first.node, receiver, receiver.value);
  const origin = changed(template, (written) =>
    filledPieces(
      written,
      fields ?? braceFields(written, noValues),
      "braces",
      unit,
      (key) => argumentFor(given, key) ?? first.node,
    ),
  );
  return text(content, constant, origin);
}
const noValues: FormatValues = { positional: [], named: () => undefined };

/** The values given to `format`; null where the code does not tell which. */
function formatValues(evaluation: Evaluation, args: readonly BoundArgument[]): FormatValues | null {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let hasLocals = false;
  for (const { name, unpack, value: given } of args) {
    const value = fresh(evaluation, given);
    if (name !== null) named.set(name, value);
    else if (unpack === "") positional.push(value);
    else if (unpack === "*") {
      const elements = exactElements(evaluation, value);
      if (elements === null) return null;
      positional.push(...elements);
    } else if (isLocals(value)) hasLocals = true;
    else {
      if (value.kind !== "dict" || !value.exact) return null;
      for (const { key, value: held } of value.entries)
        if (key.kind === "string" && key.value !== null) named.set(key.value, held);
    }
  }
  return {
    positional,
    named: (name) => named.get(name) ?? (hasLocals ? lookUp(evaluation, name) : undefined),
  };
}

const isLocals = (value: Value): boolean =>
  value.kind === "library" && (value.type === "builtins.locals" || value.type === "builtins.globals");

/** The expression that gives the value for a field. */
function argumentFor(args: readonly BoundArgument[], key: TemplateField["key"]): Expression | null {
  const positional = args.filter(({ name }) => name === null);
  const found =
    typeof key === "number" ? (positional[key] ?? positional.at(-1)) : args.find(({ name }) => name === key);
  return (found ?? args.find(({ unpack }) => unpack === "**") ?? args[0])?.node ?? null;
}

/** `separator.join(parts)`. */
export function joinCall(
  evaluation: Evaluation,
  separator: StringValue,
  argument: BoundArgument | undefined,
): Value {
  const parts = argument?.value ?? unknown;
  const elements = exactElements(evaluation, parts);
  const list = fresh(evaluation, parts);
  const all = elements ?? (list.kind === "sequence" ? list.elements : null);
  const constant = separator.constant && all !== null && all.every(isOwnText);
  if (elements === null) return text(null, constant);
  const texts = elements.map((each) => (each.kind === "string" ? each.value : null));
  const content = texts.includes(null) || separator.value === null ? null : texts.join(separator.value);
  return text(content, constant, argument && joinedOrigin(evaluation, separator, elements, argument));
}

/** The elements' texts with the separator's between them. */
function joinedOrigin(
  { unit }: Evaluation,
  separator: StringValue,
  elements: readonly Value[],
  { node }: BoundArgument,
): TextOrigin | undefined {
  if (separator.origin === undefined || elements.length > maximalJoined) return undefined;
  const listed = node.kind === "List" || node.kind === "Tuple" ? node.elements : [];
  const isListed = listed.length === elements.length && !listed.some(({ kind }) => kind === "Starred");
  const between = separator.origin;
  return joined(
    elements.flatMap((each, index) => {
      const part = operandOrigin(unit, (isListed ? listed[index] : null) ?? node, each);
      return index === 0 ? [part] : [between, part];
    }),
  );
}

/** How many texts are followed into the one that they are joined to. */
const maximalJoined = 500;
