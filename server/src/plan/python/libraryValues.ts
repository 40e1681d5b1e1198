import { parsedArgument, parserMethod } from "./argumentParsers.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { sequenceOf } from "./heap.ts";
import { matchMethod, patternMethod } from "./regularExpressions.ts";
import { textOfFile } from "./sqlFileTexts.ts";
import { contentOf, isOwnText, text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

type LibraryValue = Extract<Value, { kind: "library" }>;

const number: Value = { kind: "number", value: null };
const truth: Value = { kind: "boolean", value: null };

/** `value.name` of a library's object; null for what is a method. */
export function libraryAttribute(value: LibraryValue, name: string): Value | null {
  switch (value.type) {
    case "argparse.Namespace":
      return parsedArgument(value, name);
    case "pathlib.Path":
      return pathAttribute(value, name);
    case "datetime.date":
    case "datetime.datetime":
      return /^(year|month|day|hour|minute|second|microsecond)$/.test(name) ? number : null;
    case "datetime.timedelta":
      return /^(days|seconds|microseconds)$/.test(name) ? number : null;
    default:
      return null;
  }
}

/** A method of a library's object. */
export function libraryMethod(
  evaluation: Evaluation,
  receiver: LibraryValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  switch (receiver.type) {
    case "argparse.ArgumentParser":
      return parserMethod(evaluation, receiver, method, args);
    case "argparse.Namespace":
      return unknown;
    case "pathlib.Path":
      return pathMethod(evaluation, receiver, method, args);
    case "builtins.bytes":
      return method === "decode" && receiver.args[0]?.value.kind === "string"
        ? receiver.args[0].value
        : unknown;
    case "os.environ":
      return method === "get" || method === "pop" || method === "setdefault" ? text(null, false) : unknown;
    case "io.TextIOWrapper":
      if (method === "read" && args.length === 0)
        return textOfFile(evaluation, pathTextOf(receiver.args[0]?.value));
      if (method === "read" || method === "readline") return text(null, false);
      if (method === "readlines") return sequenceOf(evaluation, "list", [text(null, false)], false);
      return method === "__enter__" ? receiver : unknown;
    case "datetime.date":
    case "datetime.datetime":
    case "datetime.timedelta":
      return dateMethod(receiver, method);
    case "decimal.Decimal":
      return method === "quantize" ? { kind: "library", type: receiver.type, args: [] } : unknown;
    case "re.Pattern":
      return patternMethod(evaluation, receiver.args[0]?.value ?? unknown, method, args) ?? unknown;
    case "re.Match":
      return matchMethod(evaluation, receiver, method, args);
    case "configparser.ConfigParser":
      if (method === "get") return text(null, false);
      if (method === "getint") return number;
      if (method === "getfloat") return { kind: "number", value: null, isFloat: true };
      return method === "getboolean" ? truth : unknown;
    default:
      return unknown;
  }
}

/** `object[index]` of a library's object. */
export function libraryElement(value: LibraryValue): Value {
  return value.type === "os.environ" ? text(null, false) : unknown;
}

function dateMethod(receiver: LibraryValue, method: string): Value {
  const made = (type: string): Value => ({ kind: "library", type, args: [] });
  switch (method) {
    case "strftime":
    case "isoformat":
    case "ctime":
      return text(null, true);
    case "date":
      return made("datetime.date");
    case "replace":
    case "astimezone":
      return made(receiver.type);
    case "timestamp":
    case "total_seconds":
      return { kind: "number", value: null, isFloat: true };
    case "weekday":
    case "isoweekday":
    case "toordinal":
      return number;
    default:
      return unknown;
  }
}

/** Arithmetic of dates, times, decimals and paths; null for what is none of it. */
export function libraryOperation(operator: string, left: Value, right: Value): Value | null {
  if (left.kind === "library" && left.type === "pathlib.Path" && operator === "/")
    return joinedPath(left, [right]);
  const types = [left, right].map((each) => (each.kind === "library" ? each.type : each.kind));
  const made = (type: string): Value => ({ kind: "library", type, args: [] });
  const [first, second] = types;
  if (first === "decimal.Decimal" || second === "decimal.Decimal") return made("decimal.Decimal");
  if (operator !== "+" && operator !== "-" && operator !== "*") return null;
  const isDate = (type: string | undefined): boolean =>
    type === "datetime.date" || type === "datetime.datetime";
  if (isDate(first) && isDate(second)) return made("datetime.timedelta");
  if (isDate(first) && second === "datetime.timedelta") return made(first ?? "");
  if (isDate(second) && first === "datetime.timedelta") return made(second ?? "");
  return first === "datetime.timedelta" || second === "datetime.timedelta"
    ? made("datetime.timedelta")
    : null;
}

/** The text of a path; null when it is not known. */
export function pathText(value: LibraryValue): string | null {
  const [only] = value.args;
  return only?.value.kind === "string" ? only.value.value : null;
}

/** A path from its parts. */
export function pathOf(args: readonly BoundArgument[]): LibraryValue {
  const [first] = args;
  if (!first) return { kind: "library", type: "pathlib.Path", args: [] };
  const base: LibraryValue = {
    kind: "library",
    type: "pathlib.Path",
    args: [{ ...first, name: null, value: partOf(first.value) }],
  };
  return joinedPath(
    base,
    args.slice(1).map((each) => each.value),
  );
}

function partOf(value: Value): Value {
  if (value.kind === "library" && value.type === "pathlib.Path") return value.args[0]?.value ?? unknown;
  const content = contentOf(value);
  return text(content === null ? null : content.replace(/(.)\/+$/, "$1"), isOwnText(value));
}

/** A path with more parts. */
export function joinedPath(base: LibraryValue, more: readonly Value[]): LibraryValue {
  const [first] = base.args;
  if (!first) return base;
  const value = more.map(partOf).reduce<Value>((made, part) => joinedText(made, part), first.value);
  return { ...base, args: [{ ...first, value }] };
}

/** Two parts of a path as `os.path.join` puts them together. */
export function joinedText(left: Value, right: Value): Value {
  const constant = isOwnText(left) && isOwnText(right);
  const [one, other] = [contentOf(left), contentOf(right)];
  if (one === null || other === null) return text(null, constant);
  if (other.startsWith("/") || one === "") return text(other, constant);
  return text(one.endsWith("/") ? one + other : `${one}/${other}`, constant);
}

function pathAttribute(value: LibraryValue, name: string): Value | null {
  const whole = pathText(value);
  const constant = value.args.every((each) => isOwnText(each.value));
  const file = whole?.split("/").at(-1) ?? null;
  switch (name) {
    case "name":
      return text(file, constant);
    case "stem":
      return text(file?.replace(/(.)\.[^.]*$/, "$1") ?? null, constant);
    case "suffix":
      return text(file === null ? null : (/.(\.[^.]*)$/.exec(file)?.[1] ?? ""), constant);
    case "parts":
      return whole === null
        ? null
        : {
            kind: "sequence",
            type: "tuple",
            elements: whole
              .split("/")
              .flatMap((part, index) =>
                part !== "" ? [text(part, constant)] : index === 0 ? [text("/", constant)] : [],
              ),
            exact: true,
          };
    case "parent":
      return withPath(value, parentOf(whole), constant);
    case "parents": {
      const elements: Value[] = [];
      for (let each = whole; each !== null && each !== "/" && each !== ".";) {
        each = parentOf(each);
        elements.push(withPath(value, each, constant));
      }
      return whole === null ? null : { kind: "sequence", type: "tuple", elements, exact: true };
    }
    default:
      return null;
  }
}

function withPath(receiver: LibraryValue, path: string | null, constant = true): LibraryValue {
  const [first] = receiver.args;
  return first ? { ...receiver, args: [{ ...first, value: text(path, constant) }] } : receiver;
}

const parentOf = (path: string | null): string | null =>
  path === null ? null : path.includes("/") ? path.replace(/\/[^/]*$/, "") || "/" : ".";

const beside = (path: string | null, name: string | null): string | null =>
  path === null || name === null ? null : path.replace(/[^/]*$/, () => name);

/** An absolute path without `.` and `..`; null for a relative one, which depends on where the program is started. */
export function absolutePath(path: string | null): string | null {
  if (path === null || !/^(\/|[a-z]:\/)/i.test(path)) return null;
  const parts: string[] = [];
  for (const part of path.split("/"))
    if (part === "..") parts.splice(Math.max(1, parts.length - 1));
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  return parts.length > 1 ? parts.join("/") : `${parts.join("")}/`;
}

/** The text of a path, however it is given. */
const pathTextOf = (value: Value | undefined): Value | undefined =>
  value?.kind === "library" && value.type === "pathlib.Path" ? value.args[0]?.value : value;

function pathMethod(
  evaluation: Evaluation,
  receiver: LibraryValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  switch (method) {
    case "joinpath":
      return joinedPath(
        receiver,
        args.map((each) => each.value),
      );
    case "as_posix":
    case "__str__":
      return receiver.args[0]?.value ?? text(".", true);
    case "resolve":
    case "absolute":
      return withPath(receiver, absolutePath(pathText(receiver)));
    case "with_name":
      return withPath(receiver, beside(pathText(receiver), contentOf(args[0]?.value ?? unknown)));
    case "with_suffix":
    case "expanduser":
      return withPath(receiver, null);
    case "exists":
    case "is_file":
    case "is_dir":
      return truth;
    case "read_bytes":
      return {
        kind: "library",
        type: "builtins.bytes",
        args: receiver.args.map((each) => ({ ...each, value: textOfFile(evaluation, each.value) })),
      };
    case "read_text":
      return textOfFile(evaluation, receiver.args[0]?.value);
    case "open":
      return { kind: "library", type: "io.TextIOWrapper", args: [...receiver.args.slice(0, 1), ...args] };
    case "glob":
    case "rglob":
    case "iterdir":
      return sequenceOf(
        evaluation,
        "list",
        [
          {
            kind: "library",
            type: "pathlib.Path",
            args: receiver.args.map((each) => ({
              ...each,
              value: text(null, true),
            })),
          },
        ],
        false,
      );
    default:
      return unknown;
  }
}
