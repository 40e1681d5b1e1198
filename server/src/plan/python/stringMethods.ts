import type { Span } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { dictOf, fresh, sequenceOf } from "./heap.ts";
import { keptByStrip, textOfKept } from "../strings/keptText.ts";
import { changed, type KeptText, type TextOrigin } from "../strings/textOrigin.ts";
import { formatCall, joinCall } from "./filledTexts.ts";
import { isOwnText, text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

type StringValue = Extract<Value, { kind: "string" }>;

/** A method of a Python string. */
export function stringMethod(
  evaluation: Evaluation,
  receiver: StringValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const constant =
    receiver.constant &&
    args.every(({ value, unpack }) => unpack !== "**" && isOwnText(fresh(evaluation, value)));
  if (method === "format" || method === "format_map")
    return formatCall(evaluation, receiver, method, args, constant);
  if (method === "join") return joinCall(evaluation, receiver, args[0]);
  if (method === "translate")
    return text(translated(receiver.value, fresh(evaluation, args[0]?.value ?? unknown)), constant);
  const plain = plainArguments(args);
  const known = receiver.value === null || plain === null ? null : receiver.value;
  if (listMethods.has(method)) {
    const parts = known === null || plain === null ? null : splitText(known, method, plain);
    const type = method.endsWith("partition") ? "tuple" : "list";
    return sequenceOf(
      evaluation,
      type,
      parts === null ? [text(null, constant)] : parts.map((each) => text(each, constant)),
      parts !== null,
    );
  }
  if (testMethods.has(method))
    return {
      kind: "boolean",
      value: known === null ? null : testText(known, method, args),
    };
  if (numberMethods.has(method))
    return {
      kind: "number",
      value: known === null || plain === null ? null : placeIn(known, method, plain),
    };
  if (!textMethods.has(method)) return unknown;
  return text(
    known === null || plain === null ? null : changedText(known, method, plain),
    constant,
    plain === null ? undefined : changedOrigin(receiver, method, plain),
  );
}

type Plain = readonly (string | number | null)[];

/** The arguments, where all are known strings and numbers given by position. */
function plainArguments(args: readonly BoundArgument[]): Plain | null {
  const plain: (string | number | null)[] = [];
  for (const { name, unpack, value } of args) {
    if (unpack !== "" || (name !== null && name !== "maxsplit" && name !== "sep")) return null;
    if (value.kind === "none") plain.push(null);
    else if ((value.kind === "string" || value.kind === "number") && value.value !== null)
      plain.push(value.value);
    else if (value.kind === "boolean" || value.kind === "sequence") plain.push(null);
    else return null;
  }
  return plain;
}

const listMethods: ReadonlySet<string> = new Set("split rsplit splitlines partition rpartition".split(" "));
const testMethods: ReadonlySet<string> = new Set(
  "startswith endswith isdigit isnumeric isdecimal isalpha isalnum islower isupper isspace isidentifier".split(
    " ",
  ),
);
const numberMethods: ReadonlySet<string> = new Set("find rfind index rindex count".split(" "));
const textMethods: ReadonlySet<string> = new Set(
  "strip lstrip rstrip lower upper casefold title capitalize swapcase zfill replace removeprefix removesuffix ljust rjust center expandtabs encode translate".split(
    " ",
  ),
);

function changedText(value: string, method: string, [first, second, third]: Plain): string | null {
  switch (method) {
    case "strip":
    case "lstrip":
    case "rstrip":
      return typeof first === "number"
        ? null
        : textOfKept(value, [keptByMethod(value, method, first ?? null)]);
    case "lower":
    case "casefold":
      return value.toLowerCase();
    case "upper":
      return value.toUpperCase();
    case "title":
      return value.replace(/\p{L}+/gu, capitalized);
    case "capitalize":
      return capitalized(value);
    case "swapcase":
      return value.replace(/\p{L}/gu, (each) =>
        each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase(),
      );
    case "zfill": {
      if (typeof first !== "number") return null;
      const sign = /^[+-]/.exec(value)?.[0] ?? "";
      return sign + value.slice(sign.length).padStart(Math.min(first, 500) - sign.length, "0");
    }
    case "replace":
      if (typeof first !== "string" || typeof second !== "string" || third !== undefined || first === "")
        return null;
      return value.replaceAll(first, () => second);
    case "removeprefix":
      return typeof first !== "string" ? null : value.startsWith(first) ? value.slice(first.length) : value;
    case "removesuffix":
      return typeof first !== "string"
        ? null
        : first !== "" && value.endsWith(first)
          ? value.slice(0, -first.length)
          : value;
    case "ljust":
    case "rjust": {
      if (typeof first !== "number" || first > 500) return null;
      const fill = typeof second === "string" ? second : " ";
      return method === "ljust" ? value.padEnd(first, fill) : value.padStart(first, fill);
    }
    default:
      return null;
  }
}

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

const keptByMethod = (value: string, method: string, characters: string | null): Span =>
  keptByStrip(value, characters, method === "strip" ? "both" : method === "lstrip" ? "left" : "right");

/** The origin of a changed text, for methods that keep what they do not drop. */
function changedOrigin(
  { origin }: StringValue,
  method: string,
  [first, second, third]: Plain,
): TextOrigin | undefined {
  if (origin === undefined) return undefined;
  switch (method) {
    case "strip":
    case "lstrip":
    case "rstrip":
      return typeof first === "number"
        ? undefined
        : changed(origin, (value) => [keptByMethod(value, method, first ?? null)]);
    case "removeprefix":
    case "removesuffix":
      return typeof first === "string"
        ? changed(origin, (value) => {
            const isStart = method === "removeprefix";
            const drops = isStart ? value.startsWith(first) : value.endsWith(first);
            const length = drops ? first.length : 0;
            return [{ start: isStart ? length : 0, end: value.length - (isStart ? 0 : length) }];
          })
        : undefined;
    case "replace":
      return typeof first === "string" && typeof second === "string" && third === undefined && first !== ""
        ? changed(origin, (value) => keptByReplace(value, first, second))
        : undefined;
    default:
      return undefined;
  }
}

/** What `replace` makes: what stands around the places found, and the other text there. */
function keptByReplace(value: string, found: string, other: string): readonly KeptText[] {
  const pieces: KeptText[] = [];
  let end = 0;
  for (let at = value.indexOf(found); at >= 0; at = value.indexOf(found, end)) {
    pieces.push({ start: end, end: at }, { start: at, end: at + found.length, as: other });
    end = at + found.length;
  }
  return [...pieces, { start: end, end: value.length }];
}

function splitText(value: string, method: string, [first, second]: Plain): readonly string[] | null {
  switch (method) {
    case "split":
    case "rsplit": {
      if (first === undefined || first === null)
        return second === undefined ? value.split(/\s+/).filter((each) => each !== "") : null;
      if (typeof first !== "string" || first === "") return null;
      const parts = value.split(first);
      if (second === undefined || second === -1) return parts;
      if (typeof second !== "number") return null;
      if (parts.length <= second + 1) return parts;
      return method === "split"
        ? [...parts.slice(0, second), parts.slice(second).join(first)]
        : [parts.slice(0, -second || parts.length).join(first), ...(second > 0 ? parts.slice(-second) : [])];
    }
    case "splitlines":
      return value === "" ? [] : value.replace(/\r?\n$/, "").split(/\r?\n/);
    case "partition":
    case "rpartition": {
      if (typeof first !== "string" || first === "") return null;
      const at = method === "partition" ? value.indexOf(first) : value.lastIndexOf(first);
      if (at < 0) return method === "partition" ? [value, "", ""] : ["", "", value];
      return [value.slice(0, at), first, value.slice(at + first.length)];
    }
    default:
      return null;
  }
}

function testText(value: string, method: string, args: readonly BoundArgument[]): boolean | null {
  if (method === "startswith" || method === "endswith") {
    const [wanted, ...more] = args;
    if (!wanted || more.length > 0) return null;
    const options = wanted.value.kind === "sequence" ? wanted.value.elements : [wanted.value];
    const texts = options.map((each) => (each.kind === "string" ? each.value : null));
    if (texts.includes(null)) return null;
    return texts.some((each) =>
      method === "startswith" ? value.startsWith(each ?? "") : value.endsWith(each ?? ""),
    );
  }
  const pattern = testPatterns[method];
  return pattern ? pattern.test(value) : null;
}

const testPatterns: Readonly<Record<string, RegExp>> = {
  isdigit: /^\d+$/,
  isnumeric: /^\d+$/,
  isdecimal: /^\d+$/,
  isalpha: /^\p{L}+$/u,
  isalnum: /^[\p{L}\d]+$/u,
  islower: /^(?=.*\p{Ll})[^\p{Lu}]*$/u,
  isupper: /^(?=.*\p{Lu})[^\p{Ll}]*$/u,
  isspace: /^\s+$/,
  isidentifier: /^[\p{L}_][\p{L}\d_]*$/u,
};

function placeIn(value: string, method: string, [first, second]: Plain): number | null {
  if (typeof first !== "string" || second !== undefined) return null;
  if (method === "count") return first === "" ? null : value.split(first).length - 1;
  const at = method.startsWith("r") ? value.lastIndexOf(first) : value.indexOf(first);
  return at < 0 && method.endsWith("index") ? null : at;
}

/** The text with characters put in the places of others, as a table of `str.maketrans` says. */
function translated(value: string | null, table: Value): string | null {
  if (value === null || table.kind !== "dict" || !table.exact) return null;
  const replacements = new Map<string, string>();
  for (const { key, value: other } of table.entries) {
    if (key.kind !== "string" || key.value === null) return null;
    if (other.kind !== "none" && (other.kind !== "string" || other.value === null)) return null;
    replacements.set(key.value, other.kind === "none" ? "" : (other.value ?? ""));
  }
  return Array.from(value, (each) => replacements.get(each) ?? each).join("");
}

/** What `str.maketrans` gives: a dict of characters. */
export function translationTable(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const [first = unknown, second, third] = args.map((each) => fresh(evaluation, each.value));
  if (second === undefined) return first;
  if (first.kind !== "string" || second.kind !== "string" || first.value === null || second.value === null)
    return unknown;
  const targets = Array.from(second.value);
  const dropped = third === undefined ? "" : third.kind === "string" ? third.value : null;
  if (dropped === null) return unknown;
  return dictOf(
    evaluation,
    [
      ...Array.from(first.value, (each, index) => ({
        key: text(each, true),
        value: text(targets[index] ?? "", true),
      })),
      ...Array.from(dropped, (each) => ({ key: text(each, true), value: { kind: "none" } as const })),
    ],
    true,
  );
}
