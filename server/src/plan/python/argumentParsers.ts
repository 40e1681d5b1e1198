import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { change, fresh, sequenceOf } from "./heap.ts";
import { text } from "./text.ts";
import { unknown, type BuilderCall, type Value } from "../value.ts";

type LibraryValue = Extract<Value, { kind: "library" }>;

const number: Value = { kind: "number", value: null };
const truth: Value = { kind: "boolean", value: null };

/** A method of `argparse.ArgumentParser`. */
export function parserMethod(
  evaluation: Evaluation,
  parser: LibraryValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  switch (method) {
    case "add_argument":
    case "set_defaults":
      change(evaluation, parser, (now) =>
        now.kind === "library"
          ? {
              ...now,
              calls: [...(now.calls ?? []), { method, args, unit: evaluation.unit }].slice(-500),
            }
          : now,
      );
      return unknown;
    case "add_argument_group":
    case "add_mutually_exclusive_group":
      return parser;
    case "parse_args":
    case "parse_known_args": {
      const now = fresh(evaluation, parser);
      const calls = now.kind === "library" ? (now.calls ?? []) : [];
      const parsed: Value = {
        kind: "library",
        type: "argparse.Namespace",
        args: [],
        calls,
      };
      if (method === "parse_args") return parsed;
      const rest = sequenceOf(evaluation, "list", [text(null, false)], false);
      return sequenceOf(evaluation, "tuple", [parsed, rest], true);
    }
    default:
      return unknown;
  }
}

/** What the command line gives: never the content, but the type that `add_argument` asks for. */
export function parsedArgument(namespace: LibraryValue, name: string): Value {
  for (const call of (namespace.calls ?? []).toReversed()) {
    if (destination(call) !== name) continue;
    const keyword = (wanted: string): Value | undefined =>
      call.args.find((each) => each.name === wanted)?.value;
    const action = keyword("action");
    const one = action?.kind === "string" ? actionValue(action.value) : typedValue(keyword("type"));
    const count = keyword("nargs");
    if (count === undefined || (count.kind === "string" && count.value === "?")) return one;
    return { kind: "sequence", type: "list", elements: [one], exact: false };
  }
  return unknown;
}

function destination({ method, args }: BuilderCall): string | null {
  if (method !== "add_argument") return null;
  const named = args.find((each) => each.name === "dest")?.value;
  if (named?.kind === "string") return named.value;
  const flags = args.flatMap(({ name, value }) =>
    name === null && value.kind === "string" ? [value.value ?? ""] : [],
  );
  const flag = flags.find((each) => each.startsWith("--")) ?? flags[0];
  return flag?.replace(/^-+/, "").replaceAll("-", "_") ?? null;
}

function actionValue(action: string | null): Value {
  if (action === "store_true" || action === "store_false") return truth;
  if (action === "count") return number;
  return action === "append"
    ? {
        kind: "sequence",
        type: "list",
        elements: [text(null, false)],
        exact: false,
      }
    : text(null, false);
}

function typedValue(type: Value | undefined): Value {
  if (type === undefined) return text(null, false);
  if (type.kind !== "api") return unknown;
  switch (type.name) {
    case "builtins.str":
      return text(null, false);
    case "builtins.int":
      return number;
    case "builtins.float":
      return { kind: "number", value: null, isFloat: true };
    case "builtins.bool":
      return truth;
    default:
      return unknown;
  }
}
