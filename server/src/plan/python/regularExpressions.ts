import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { sequenceOf } from "./heap.ts";
import { isOwnText, text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

const truth: Value = { kind: "boolean", value: null };

/** A function of the module `re`; null for those that we do not follow. */
export function patternCall(
  evaluation: Evaluation,
  method: string,
  args: readonly BoundArgument[],
): Value | null {
  if (method === "compile") return { kind: "library", type: "re.Pattern", args: args.slice(0, 1) };
  if (method === "escape") return text(null, isOwnText(args[0]?.value ?? unknown));
  return patternMethod(evaluation, args[0]?.value ?? unknown, method, args.slice(1));
}

/** A method of a compiled pattern: of the text that it was compiled from. */
export function patternMethod(
  evaluation: Evaluation,
  pattern: Value,
  method: string,
  args: readonly BoundArgument[],
): Value | null {
  const replaces = method === "sub";
  const [first, second] = args.map((each) => each.value);
  const subject = (replaces ? second : first) ?? unknown;
  const constant = isOwnText(pattern) && args.every((each) => isOwnText(each.value));
  // Flags and counts change what matches.
  const isPlain =
    args.length === (replaces ? 2 : 1) && args.every((each) => each.name === null && each.unpack === "");
  const expression = isPlain ? expressionOf(pattern, method === "fullmatch") : null;
  const content = subject.kind === "string" && isShort(subject.value) ? subject.value : null;
  const found = expression !== null && content !== null ? { expression, content } : null;
  const list = (parts: readonly string[] | null): Value =>
    sequenceOf(
      evaluation,
      "list",
      parts?.map((each) => text(each, constant)) ?? [text(null, constant)],
      parts !== null,
    );
  switch (method) {
    case "sub": {
      const replacement =
        first?.kind === "string" && first.value !== null ? replacementOf(first.value) : null;
      return text(
        found && replacement !== null ? found.content.replaceAll(found.expression, replacement) : null,
        constant,
      );
    }
    case "split":
      return list(
        found && !found.expression.source.includes("(") ? found.content.split(found.expression) : null,
      );
    case "findall":
      return list(
        found && !found.expression.source.includes("(")
          ? (found.content.match(found.expression) ?? [])
          : null,
      );
    case "match":
    case "fullmatch":
    case "search": {
      if (!found) return { kind: "union", values: [matched(args, null), { kind: "none" }] };
      const match = [...found.content.matchAll(found.expression)].find(
        ({ index }) => method === "search" || index === 0,
      );
      return match ? matched(args, match) : { kind: "none" };
    }
    default:
      return null;
  }
}

/** A match with its groups as arguments: the whole first. */
function matched(args: readonly BoundArgument[], match: readonly (string | undefined)[] | null): Value {
  const [given] = args;
  const groups =
    match && given
      ? match.map((group): BoundArgument => ({
          ...given,
          name: null,
          value: group === undefined ? { kind: "none" } : text(group, true),
        }))
      : [];
  return { kind: "library", type: "re.Match", args: groups };
}

/** A method of a match: `group(n)`, `groups()`. */
export function matchMethod(
  evaluation: Evaluation,
  match: Extract<Value, { kind: "library" }>,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const groups = match.args.map((each) => each.value);
  if (method === "groups") return sequenceOf(evaluation, "tuple", groups.slice(1), groups.length > 0);
  if (method !== "group") return method === "groupdict" ? unknown : truth;
  if (args.length > 1) return unknown;
  const index = args[0]?.value ?? { kind: "number", value: 0 };
  return (
    (index.kind === "number" && index.value !== null ? groups[index.value] : undefined) ?? text(null, false)
  );
}

/** How long texts and patterns may be, and how often a pattern may repeat: what is beyond might take long. */
const longestText = 200;
const longestPattern = 100;
const mostRepetitions = 3;

const isShort = (value: string | null): value is string =>
  value !== null && value.length <= longestText && /^[\x20-\x7e]*$/.test(value);

/** A pattern that means the same in both languages and cannot take long; null for all others. */
function expressionOf(pattern: Value, whole: boolean): RegExp | null {
  if (pattern.kind !== "string" || pattern.value === null) return null;
  const { value } = pattern;
  if (value.length > longestPattern || !/^[\x20-\x7e]*$/.test(value)) return null;
  const plain = value.replaceAll(/\\[dDwWsSbB.\-+*?()[\]{}|^$/\\_]/g, "x");
  const isForeign = plain.includes("\\") || /\(\?|\)[*+?{]|[*+?}][*+?]{2}|\[\]|\[\^\]/.test(plain);
  if (isForeign || (plain.match(/[*+{]/g) ?? []).length > mostRepetitions) return null;
  try {
    return new RegExp(whole ? `^(?:${value})$` : value, "g");
  } catch {
    return null;
  }
}

/** What Python's replacement text is in JavaScript; null where it names groups otherwise than by one digit. */
function replacementOf(value: string): string | null {
  const groups = value.replaceAll("$", "$$$$").replaceAll(/\\([1-9])(?!\d)/g, "$$$1");
  return groups.includes("\\") ? null : groups;
}
