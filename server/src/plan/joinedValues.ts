import { continuation, eitherPlan } from "./eitherFrame.ts";
import type { InstanceValue, SparkValue, Value } from "./value.ts";
import { keptList } from "../syntax/keptList.ts";

type SessionValue = Extract<Value, { kind: "session" }>;

/** How many alternatives a name may hold. */
const maximalAlternatives = 4;

const unknown: Value = { kind: "unknown" };

/** What a name holds after two paths meet. */
export function joinValues(left: Value, right: Value): Value {
  if (left === right) return left;
  const values: Value[] = [];
  for (const each of [left, right])
    if (each.kind === "union") for (const value of each.values) addAlternative(values, value);
    else addAlternative(values, each);
  const [first = unknown] = values;
  if (values.length === 1) return first;
  if (values.length <= maximalAlternatives) return { kind: "union", values: keptList(values) };
  if (values.every((value) => value.kind === "spark" && first.kind === "spark" && value.type === first.type))
    return { kind: "union", values: fewFrames(values) };
  return summary(values);
}

/** As many frames as a name may hold: the last one stands for all that follow it. */
function fewFrames(values: readonly Value[]): Value[] {
  const few = values.slice(0, maximalAlternatives);
  const last = few.at(-1);
  const plans = values
    .slice(maximalAlternatives)
    .flatMap((each) => (each.kind === "spark" ? (each.plan ?? []) : []));
  if (last?.kind !== "spark" || last.type !== "DataFrame" || !last.plan) return few;
  return few.with(-1, { ...last, plan: eitherPlan(last.plan, plans) });
}

function addAlternative(values: Value[], value: Value): void {
  for (const [index, other] of values.entries()) {
    if (other.kind === "session" && value.kind === "session") {
      values[index] = joinSessions(other, value);
      return;
    }
    if (isSameObject(other, value)) {
      values[index] = joinInstances(other as InstanceValue, value as InstanceValue);
      return;
    }
    if (isOpen(other, value)) {
      values[index] = summary([other, value]);
      return;
    }
    if (sameValue(other, value)) return;
    const extended = extendedFrame(other, value) ?? extendedFrame(value, other);
    if (extended !== null) {
      values[index] = extended;
      return;
    }
  }
  values.push(value);
}

/** Whether one of two values says all that is known of both: a text or a number of unknown content, an open list. */
function isOpen(left: Value, right: Value): boolean {
  switch (left.kind) {
    case "string":
      return right.kind === "string" && (left.value === null || right.value === null);
    case "boolean":
      return right.kind === "boolean" && (left.value === null || right.value === null);
    case "number":
      return (
        right.kind === "number" &&
        left.isFloat === right.isFloat &&
        (left.value === null || right.value === null)
      );
    case "sequence":
      return (
        right.kind === "sequence" &&
        left.cell === right.cell &&
        left.type === right.type &&
        !(left.exact && right.exact)
      );
    case "dict":
      return right.kind === "dict" && left.cell === right.cell && !(left.exact && right.exact);
    default:
      return false;
  }
}

/** What all of several values have in common, in one value; unknown when that is nothing. */
export function summary(values: readonly Value[]): Value {
  const [first] = values;
  switch (first?.kind) {
    case "string":
      return values.every((value) => value.kind === "string")
        ? {
            kind: "string",
            value: null,
            constant: values.every((value) => value.constant),
          }
        : unknown;
    case "number":
      if (!values.every((value) => value.kind === "number")) return unknown;
      return values.every((value) => value.isFloat)
        ? { kind: "number", value: null, isFloat: true }
        : { kind: "number", value: null };
    case "boolean":
      return values.every((value) => value.kind === "boolean") ? { kind: "boolean", value: null } : unknown;
    case "sequence": {
      const sequences = values.filter((value) => value.kind === "sequence");
      if (sequences.length < values.length) return unknown;
      const cell = sequences.every((value) => value.cell === first.cell) ? first.cell : undefined;
      const elements = distinct(sequences.flatMap((value) => value.elements));
      return {
        kind: "sequence",
        type: first.type,
        elements,
        exact: false,
        ...(cell && { cell }),
      };
    }
    case "dict": {
      const dicts = values.filter((value) => value.kind === "dict");
      if (dicts.length < values.length) return unknown;
      const cell = dicts.every((value) => value.cell === first.cell) ? first.cell : undefined;
      return {
        kind: "dict",
        entries: dicts.flatMap((value) => value.entries).slice(0, maximalDistinct),
        exact: false,
        ...(first.factory && { factory: first.factory }),
        ...(cell && { cell }),
      };
    }
    default:
      return unknown;
  }
}

/** How many different elements a container of unknown content is remembered with. */
const maximalDistinct = 50;
/** How many elements are compared to find the different ones. */
const maximalCompared = 300;

function distinct(values: readonly Value[]): Value[] {
  const found: Value[] = [];
  for (const value of values.length > maximalCompared ? values.slice(-maximalCompared) : values) {
    if (found.length >= maximalDistinct) break;
    if (!found.some((other) => sameValue(other, value))) found.push(value);
  }
  return found;
}

/**
 * What a name may hold in any round of a loop that is not run round by round, from what it held before and after
 * one round. Frames keep what they are made of; of everything else only the kind stays.
 */
export function widened(before: Value, after: Value): Value {
  const joined = joinValues(before, after);
  if (joined.kind !== "union" || joined === before) return joined;
  const kinds = new Map<string, Value[]>();
  for (const value of joined.values) kinds.set(value.kind, [...(kinds.get(value.kind) ?? []), value]);
  return [...kinds]
    .map(([kind, values]) =>
      values.length > 1 && /^(string|number|boolean|sequence|dict)$/.test(kind)
        ? summary(values)
        : values.reduce(joinValues),
    )
    .reduce(joinValues);
}

/**
 * A frame that is another one with further steps, as loops and optional steps make them: the longer one stands for
 * both, and for either of them where the steps may change the columns. Null where the steps change whether the rows
 * are bounded. Of readers, too, the one with more options stands for both.
 */
function extendedFrame(longer: Value, shorter: Value): Value | null {
  if (longer.kind !== "spark" || shorter.kind !== "spark" || longer.type !== shorter.type) return null;
  const { plan } = shorter;
  if (goesOn(longer, shorter)) return longer;
  if (!longer.plan || !plan || (longer.plan.maxRows === null) !== (plan.maxRows === null)) return null;
  const how = continuation(longer.plan, plan);
  if (how === null) return null;
  if (how === "keeps" || longer.type !== "DataFrame") return longer;
  const either = eitherPlan(longer.plan, [plan]);
  return either === longer.plan ? longer : { ...longer, plan: either };
}

/** Whether a reader is another one with further options, as optional options make them. */
function goesOn(longer: SparkValue, shorter: SparkValue): boolean {
  const [more, less] = [longer.state?.calls, shorter.state?.calls];
  return (
    !longer.plan && !shorter.plan && !!more && !!less && less.every((call, index) => call === more[index])
  );
}

/** How many parts of containers one comparison looks at. */
const comparisonLimit = 2000;

/** Whether two values are certainly the same; containers by what they hold. */
export function sameValue(left: Value, right: Value, fuel = { left: comparisonLimit }): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind || (fuel.left -= 1) <= 0) return false;
  switch (left.kind) {
    case "unknown":
    case "none":
      return true;
    case "string":
      return right.kind === "string" && left.value === right.value && left.constant === right.constant;
    case "number":
      return right.kind === "number" && left.value === right.value && left.isFloat === right.isFloat;
    case "boolean":
      return right.kind === "boolean" && left.value === right.value;
    case "module":
      return right.kind === "module" && left.name === right.name && left.exports === right.exports;
    case "api":
      return right.kind === "api" && left.name === right.name;
    case "sequence":
      return (
        right.kind === "sequence" &&
        left.type === right.type &&
        left.exact === right.exact &&
        left.cell === right.cell &&
        sameList(left.elements, right.elements, fuel)
      );
    case "dict":
      return (
        right.kind === "dict" &&
        left.exact === right.exact &&
        left.cell === right.cell &&
        sameList(partsOf(left), partsOf(right), fuel)
      );
    case "library":
      return (
        right.kind === "library" &&
        left.type === right.type &&
        left.cell === right.cell &&
        left.calls === right.calls &&
        sameList(
          left.args.map((each) => each.value),
          right.args.map((each) => each.value),
          fuel,
        )
      );
    case "function":
      return (
        right.kind === "function" &&
        left.node === right.node &&
        left.closure === right.closure &&
        left.role === right.role &&
        left.bound === right.bound &&
        (left.self === right.self ||
          (left.self !== null && right.self !== null && sameValue(left.self, right.self, fuel)))
      );
    case "class":
      return right.kind === "class" && left.node === right.node && left.cell === right.cell;
    case "spark":
      return right.kind === "spark" && sameSpark(left, right);
    case "union":
      return right.kind === "union" && sameList(left.values, right.values, fuel);
    default:
      return false;
  }
}

const partsOf = (dict: Extract<Value, { kind: "dict" }>): Value[] =>
  dict.entries.flatMap((entry) => [entry.key, entry.value]);

function sameList(left: readonly Value[], right: readonly Value[], fuel: { left: number }): boolean {
  return (
    left.length === right.length &&
    left.every((value, index) => {
      const other = right[index];
      return other !== undefined && sameValue(value, other, fuel);
    })
  );
}

function sameSpark(left: SparkValue, right: SparkValue): boolean {
  const isSession = left.type === "SparkSession" && left.plan === null;
  return (
    left.type === right.type &&
    left.plan === right.plan &&
    left.column === right.column &&
    left.udf === right.udf &&
    left.data === right.data &&
    (left.state === right.state || isSession) &&
    (left.plan !== null || left.evidence.level === right.evidence.level)
  );
}

const isSameObject = (left: Value, right: Value): boolean =>
  left.kind === "instance" &&
  right.kind === "instance" &&
  left.cell !== undefined &&
  left.cell === right.cell;

/** One object as two paths have left it. An attribute that only one of them sets may be there. */
function joinInstances(left: InstanceValue, right: InstanceValue): InstanceValue {
  if (left.attributes === right.attributes) return left;
  const attributes = new Map(left.attributes);
  for (const [name, value] of right.attributes) {
    const other = attributes.get(name);
    attributes.set(name, other === undefined ? value : joinValues(other, value));
  }
  return { ...left, attributes };
}

/** The session as two paths have left it: what they set differently is not known. */
function joinSessions(left: SessionValue, right: SessionValue): SessionValue {
  if (left.session === right.session) return left;
  const conf = new Map(left.session.conf);
  for (const key of new Set([...conf.keys(), ...right.session.conf.keys()]))
    if (conf.has(key) !== right.session.conf.has(key) || conf.get(key) !== right.session.conf.get(key))
      conf.set(key, null);
  return { kind: "session", session: { ...left.session, conf } };
}
