import type { CallExpression, Span } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { placedArguments } from "./arguments.ts";
import { builtinCall, reduced } from "./builtins.ts";
import { instantiate } from "./classes.ts";
import { dictOf, fresh, newCell, sequenceOf } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { jsonValue } from "./jsonTexts.ts";
import { absolutePath, joinedText, pathOf } from "./libraryValues.ts";
import { operatorCall } from "./operatorModule.ts";
import { packageFileCall } from "./packageFiles.ts";
import { patternCall } from "./regularExpressions.ts";
import { keptByCleandoc, keptByDedent, textOfKept } from "../strings/keptText.ts";
import { changed } from "../strings/textOrigin.ts";
import { contentOf, isOwnText, text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

/** A call of a function or class of Python's library or of pandas; null for all others. */
export function libraryCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const first = args[0]?.value ?? unknown;
  const operation = /^_?operator\.(\w+)$/.exec(name)?.[1];
  if (operation !== undefined) return operatorCall(evaluation, operation, args, node);
  if (name.startsWith("re.")) return patternCall(evaluation, name.slice("re.".length), args);
  const packaged = packageFileCall(evaluation, name, args, node);
  if (packaged !== null) return packaged;
  const date = dateTypes.get(name);
  if (date !== undefined) return { kind: "library", type: date, args: [] };
  if (ownTexts.has(name)) return text(null, true);
  if (outsideTexts.has(name)) return text(null, false);
  switch (name) {
    case "functools.reduce":
      return reduced(evaluation, args, node);
    case "functools.partial":
      return first.kind === "function"
        ? { ...first, bound: [...(first.bound ?? []), ...args.slice(1)] }
        : first;
    case "functools.wraps":
    case "functools.lru_cache":
    case "functools.cache":
      return name !== "functools.wraps" && first.kind === "function" ? first : keepsFunction;
    case "functools.wraps.decorator":
    case "asyncio.run":
    case "contextlib.closing":
    case "contextlib.nullcontext":
      return first;
    case "asyncio.gather":
      return sequenceOf(
        evaluation,
        "list",
        args.map((each) => each.value),
        args.every((each) => each.unpack === ""),
      );
    case "typing.cast":
      return args[1]?.value ?? unknown;
    case "os.path.join":
    case "posixpath.join": {
      const [base = unknown, ...more] = args.map((each) => each.value);
      if (args.some((each) => each.unpack !== "")) return text(null, false);
      return more.reduce(joinedText, text(contentOf(base), isOwnText(base)));
    }
    case "os.path.basename":
    case "os.path.dirname": {
      const path = contentOf(first);
      const at = path === null ? -1 : path.lastIndexOf("/");
      const part =
        path === null
          ? null
          : name === "os.path.basename"
            ? path.slice(at + 1)
            : at > 0
              ? path.slice(0, at)
              : path.slice(0, at + 1);
      return text(part, isOwnText(first));
    }
    case "os.path.abspath":
    case "os.path.realpath":
    case "os.path.normpath": {
      const path = absolutePath(contentOf(first));
      return text(path, path !== null && isOwnText(first));
    }
    case "os.path.splitext": {
      const path = contentOf(first);
      const [, stem = null, end = null] =
        path === null ? [] : (/^(.*?[^/.][^/]*?|)(\.[^./]*)?$/s.exec(path) ?? []);
      return sequenceOf(
        evaluation,
        "tuple",
        [text(stem, isOwnText(first)), text(stem === null ? null : (end ?? ""), isOwnText(first))],
        true,
      );
    }
    case "json.loads":
      return jsonValue(evaluation, first);
    case "os.path.exists":
    case "os.path.isfile":
    case "os.path.isdir":
      return { kind: "boolean", value: null };
    case "os.listdir":
      return sequenceOf(evaluation, "list", [text(null, false)], false);
    case "pathlib.Path":
    case "pathlib.PurePath":
    case "pathlib.PosixPath":
    case "pathlib.PurePosixPath":
      return pathOf(args);
    case "textwrap.dedent":
      return withKept(first, keptByDedent);
    case "inspect.cleandoc":
      return withKept(first, keptByCleandoc);
    case "argparse.ArgumentParser":
      return {
        kind: "library",
        type: name,
        args,
        calls: [],
        cell: newCell(evaluation),
      };
    case "collections.defaultdict": {
      const made = builtinCall(evaluation, "dict", args.slice(1), node);
      return made.kind === "dict" && first.kind !== "none" ? { ...made, factory: first } : made;
    }
    case "collections.OrderedDict":
      return builtinCall(evaluation, "dict", args, node);
    case "collections.Counter": {
      const key = elementsNow(evaluation, first);
      return dictOf(
        evaluation,
        args.length === 0 ? [] : [{ key, value: { kind: "number", value: null } }],
        args.length === 0,
        { kind: "api", name: "builtins.int" },
      );
    }
    case "copy.copy":
    case "copy.deepcopy": {
      const now = fresh(evaluation, first);
      return now.kind === "sequence" || now.kind === "dict" || now.kind === "instance"
        ? { ...now, cell: newCell(evaluation) }
        : now;
    }
    case "itertools.chain": {
      const { positional, more } = placedArguments(evaluation, args);
      return chained(evaluation, more === null ? positional : [...positional, more], more === null);
    }
    case "itertools.chain.from_iterable":
      return chained(
        evaluation,
        exactElements(evaluation, first) ?? [elementsNow(evaluation, first)],
        exactElements(evaluation, first) !== null,
      );
    case "itertools.product":
      return product(evaluation, args);
    case "dataclasses.asdict": {
      const now = fresh(evaluation, first);
      if (now.kind !== "instance") return unknown;
      const entries = [...now.attributes].map(([key, value]) => ({
        key: text(key, true),
        value,
      }));
      return dictOf(evaluation, entries, true);
    }
    case "dataclasses.replace":
    case "attr.evolve":
    case "attrs.evolve":
      return replaced(evaluation, first, args.slice(1), node);
    case "sys.exit":
      return unknown;
    default:
      return /^(datetime|decimal|pandas|numpy|uuid|configparser|dataclasses|attrs?|pydantic)\./.test(name)
        ? { kind: "library", type: name, args }
        : null;
  }
}

/** Decorators that give back the function they get. */
const keepsFunction: Value = { kind: "api", name: "functools.wraps.decorator" };

/** What an attribute of a library's module is, where it is no function or class; null for all others. */
export function libraryConstant(evaluation: Evaluation, name: string): Value | null {
  switch (name) {
    case "sys.argv":
      return sequenceOf(evaluation, "list", [text(null, false)], false);
    case "os.environ":
      return { kind: "library", type: name, args: [] };
    case "sys.maxsize":
      return { kind: "number", value: 2 ** 63 };
    case "math.pi":
    case "math.e":
    case "math.inf":
      return { kind: "number", value: null, isFloat: true };
    case "os.sep":
      return text("/", true);
    case "string.ascii_lowercase":
      return text("abcdefghijklmnopqrstuvwxyz", true);
    case "string.ascii_uppercase":
      return text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", true);
    case "string.ascii_letters":
      return text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", true);
    case "string.digits":
      return text("0123456789", true);
    default:
      return null;
  }
}

/** What makes a date, a time or a duration that the code does not tell, by the class of what it makes. */
const dateTypes: ReadonlyMap<string, string> = new Map([
  ...["today", "fromisoformat", "fromtimestamp", "fromordinal"].map((method): [string, string] => [
    `datetime.date.${method}`,
    "datetime.date",
  ]),
  ...[
    "now",
    "utcnow",
    "today",
    "strptime",
    "fromisoformat",
    "fromtimestamp",
    "utcfromtimestamp",
    "combine",
  ].map((method): [string, string] => [`datetime.datetime.${method}`, "datetime.datetime"]),
]);

const ownTexts: ReadonlySet<string> = new Set(
  "time.strftime time.ctime os.getcwd tempfile.mkdtemp tempfile.gettempdir".split(" "),
);
const outsideTexts: ReadonlySet<string> = new Set(
  "os.getenv getpass.getpass getpass.getuser os.path.expanduser json.dumps".split(" "),
);

function chained(evaluation: Evaluation, parts: readonly Value[], certain: boolean): Value {
  const lists = parts.map((each) => exactElements(evaluation, each));
  return certain && !lists.includes(null)
    ? sequenceOf(
        evaluation,
        "list",
        lists.flatMap((each) => each ?? []),
        true,
      )
    : sequenceOf(
        evaluation,
        "list",
        parts.map((each) => elementsNow(evaluation, each)),
        false,
      );
}

/** `dataclasses.replace(object, **changes)`: its class is called with the fields as they are, and the changes. */
function replaced(
  evaluation: Evaluation,
  object: Value,
  changes: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const now = fresh(evaluation, object);
  if (now.kind !== "instance") return unknown;
  const { named, moreNamed } = placedArguments(evaluation, changes);
  if (moreNamed !== null) return unknown;
  const args = now.class.fields.map(({ name }): BoundArgument => ({
    name,
    unpack: "",
    node,
    value: named.get(name) ?? now.attributes.get(name) ?? unknown,
  }));
  return instantiate(evaluation, now.class, args);
}

/** How many combinations are listed. */
const maximalProduct = 256;

function product(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const lists = args.map(({ name, unpack, value }) =>
    name === null && unpack === "" ? exactElements(evaluation, value) : null,
  );
  const tuple = (elements: readonly Value[]): Value => sequenceOf(evaluation, "tuple", elements, true);
  const size = lists.reduce((total, each) => total * (each?.length ?? Infinity), 1);
  if (lists.includes(null) || size > maximalProduct)
    return sequenceOf(
      evaluation,
      "list",
      [tuple(args.map((each) => elementsNow(evaluation, each.value)))],
      false,
    );
  const rows = lists.reduce<Value[][]>(
    (made, list) => made.flatMap((row) => (list ?? []).map((each) => [...row, each])),
    [[]],
  );
  return sequenceOf(evaluation, "list", rows.map(tuple), true);
}

/** The text of which a function keeps pieces. */
function withKept(value: Value, kept: (text: string) => readonly Span[]): Value {
  if (value.kind !== "string") return text(null, isOwnText(value));
  const content = value.value === null ? null : textOfKept(value.value, kept(value.value));
  return text(content, value.constant, value.origin && changed(value.origin, kept));
}
