import type { ColumnExpression } from "../plan/column.ts";
import { operatorOf } from "../plan/conditionOperators.ts";
import type { Site } from "../syntax/module.ts";

/** A condition that no row meets, or that every row meets that has a value. */
export interface FixedTruth {
  readonly truth: "never" | "always";
  /** What settles it: no values, bounds in the wrong order, a column beside itself, `or` of exclusions, two parts. */
  readonly cause: "choices" | "bounds" | "itself" | "exclusions" | "clash";
  /** The part that settles it. */
  readonly site: Site;
  /** Why, as the end of a sentence: "`age` cannot be over 9 and under 5 at once". */
  readonly why: string;
  /** The part that it does not go with. */
  readonly other: Site | null;
}

/** What the literals of a condition settle, whatever the data are; null for nothing. */
export function fixedTruth(condition: ColumnExpression): FixedTruth | null {
  const parts = joinedBy(condition, "&");
  for (const part of parts) {
    const alone = ofPart(part);
    if (alone) return alone;
  }
  return contradiction(parts);
}

type Call = Extract<ColumnExpression, { kind: "call" }>;

/** The parts of `a & b & c` or `a | b | c`, in Python or SQL. */
export function joinedBy(root: ColumnExpression, operator: "&" | "|"): readonly ColumnExpression[] {
  const found: ColumnExpression[] = [];
  const waiting = [root];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (part.kind === "call" && operatorOf(part) === operator) waiting.push(...part.args.toReversed());
    else found.push(part);
  }
  return found;
}

function ofPart(part: ColumnExpression): FixedTruth | null {
  if (part.kind !== "call") return null;
  switch (operatorOf(part)) {
    case "Column.isin":
      return ofChoices(part);
    case "Column.between":
      return ofBounds(part);
    case "|":
      return ofAlternatives(part);
    case "==":
    case "!=":
    case "<":
    case ">":
    case "<=":
    case ">=":
      return ofComparison(part);
    default:
      return null;
  }
}

/** `isin()` with no value. */
function ofChoices(part: Call): FixedTruth | null {
  const [, ...values] = part.args;
  const isEmpty =
    values.length === 0 || values.every((each) => each.kind === "list" && each.items.length === 0);
  return isEmpty && part.function === "Column.isin"
    ? { truth: "never", cause: "choices", site: part.site, why: "`isin()` gets no values here", other: null }
    : null;
}

function ofBounds(part: Call): FixedTruth | null {
  const [column, low, high] = part.args;
  const [from, to] = [literalOf(low), literalOf(high)];
  const order = from === null || to === null ? null : compared(from, to);
  if (!column || from === null || to === null || order === null || order <= 0) return null;
  return {
    truth: "never",
    cause: "bounds",
    site: part.site,
    why: `nothing lies between ${shown(from)} and ${shown(to)} in this order`,
    other: null,
  };
}

/** A column beside itself. */
function ofComparison(part: Call): FixedTruth | null {
  const [left, right] = part.args;
  if (left?.kind !== "reference" || right?.kind !== "reference") return null;
  // Names of frames that meet in a join may be of either side.
  if (left.of !== right.of || left.name !== right.name) return null;
  const operator = operatorOf(part);
  const truth = operator === "!=" || operator === "<" || operator === ">" ? "never" : "always";
  return {
    truth,
    cause: "itself",
    site: part.site,
    why: `\`${left.name}\` is compared with itself`,
    other: null,
  };
}

/** `(a != 1) | (a != 2)`: whatever a is, it differs from one of them. */
function ofAlternatives(part: Call): FixedTruth | null {
  const seen: { readonly column: Reference; readonly literal: Literal; readonly site: Site }[] = [];
  for (const each of joinedBy(part, "|")) {
    const unequal = inequality(each);
    if (!unequal) continue;
    const { column, literal } = unequal;
    const other = seen.find((one) => isSame(one.column, column) && differ(one.literal, literal));
    if (other)
      return {
        truth: "always",
        cause: "exclusions",
        site: part.site,
        why: `every \`${column.name}\` differs from ${shown(other.literal)} or from ${shown(literal)}`,
        other: null,
      };
    seen.push({ column, literal, site: each.site });
  }
  return null;
}

function inequality(
  part: ColumnExpression,
): { readonly column: Reference; readonly literal: Literal } | null {
  if (part.kind !== "call") return null;
  const [inner] = part.args;
  if (operatorOf(part) === "~" && inner?.kind === "call" && operatorOf(inner) === "==")
    return operandsOf(inner);
  return operatorOf(part) === "!=" ? operandsOf(part) : null;
}

type Reference = Extract<ColumnExpression, { kind: "reference" }>;
type Literal = string | number | boolean;

const isSame = (left: Reference, right: Reference): boolean =>
  left.of === right.of && left.name.toLowerCase() === right.name.toLowerCase();

function operandsOf({
  args: [left, right],
}: Call): { readonly column: Reference; readonly literal: Literal } | null {
  const [first, second] = [literalOf(left), literalOf(right)];
  if (left?.kind === "reference" && second !== null) return { column: left, literal: second };
  return right?.kind === "reference" && first !== null ? { column: right, literal: first } : null;
}

/** The value of a literal, or of `lit()` of one; null for nulls, and for what is none. */
function literalOf(column: ColumnExpression | undefined): Literal | null {
  if (column?.kind === "call" && column.function === "functions.lit") return literalOf(column.args[0]);
  if (column?.kind !== "literal" || column.value === null) return null;
  const isPlain = column.dataType.type === "atomic" || column.dataType.type === "decimal";
  return isPlain &&
    typeof column.value === "string" &&
    /^(date|timestamp|binary|interval)/.test(typeName(column))
    ? null
    : column.value;
}

const typeName = ({ dataType }: Extract<ColumnExpression, { kind: "literal" }>): string =>
  dataType.type === "atomic" ? dataType.name : "";

const shown = (value: Literal): string => (typeof value === "string" ? `"${value}"` : String(value));

/** Texts that are dates, which compare as texts as they do as dates. */
const isDate = (value: Literal): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

/** Negative where the first is less; null where Spark may compare in another way, as texts with a number's column. */
function compared(left: Literal, right: Literal): number | null {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return isDate(left) && isDate(right) ? (left < right ? -1 : left > right ? 1 : 0) : null;
}

/** Whether no value equals both, whatever the column's type and collation. */
function differ(left: Literal, right: Literal): boolean {
  const order = compared(left, right);
  if (order !== null) return order !== 0;
  if (typeof left !== "string" || typeof right !== "string") return false;
  const isWord = (text: string): boolean =>
    /^[a-z][\w -]*$/i.test(text) && !/^(true|false|t|f|y|n|yes|no|inf|infinity|nan)$/i.test(text);
  return isWord(left) && isWord(right) && left.trim().toLowerCase() !== right.trim().toLowerCase();
}

/** What the parts have said of one column so far. */
interface Known {
  readonly column: Reference;
  equal: Bound | null;
  low: Bound | null;
  high: Bound | null;
  isNull: Site | null;
  /** A part that only rows with a value pass. */
  hasValue: Site | null;
}

interface Bound {
  readonly value: Literal;
  readonly isIncluded: boolean;
  readonly site: Site;
}

/** Two parts that no value of a column meets at once. */
function contradiction(parts: readonly ColumnExpression[]): FixedTruth | null {
  const columns: Known[] = [];
  const knownOf = (column: Reference): Known => {
    let known = columns.find((each) => isSame(each.column, column));
    if (!known) {
      known = { column, equal: null, low: null, high: null, isNull: null, hasValue: null };
      columns.push(known);
    }
    return known;
  };
  for (const part of parts) {
    if (part.kind !== "call") continue;
    const operator = operatorOf(part);
    const [subject] = part.args;
    if (subject?.kind === "reference" && operator === "Column.isNull") {
      const known = knownOf(subject);
      known.isNull ??= part.site;
    } else if (subject?.kind === "reference" && operator === "Column.isNotNull") {
      const known = knownOf(subject);
      known.hasValue ??= part.site;
    } else {
      const found = note(part, operator, knownOf);
      if (found) return found;
    }
  }
  for (const { column, isNull, hasValue } of columns)
    if (isNull && hasValue)
      return {
        truth: "never",
        cause: "clash",
        site: laterOf(isNull, hasValue),
        other: laterOf(isNull, hasValue) === isNull ? hasValue : isNull,
        why: `\`${column.name}\` cannot be null and have a value at once`,
      };
  return null;
}

const laterOf = (left: Site, right: Site): Site => (left.start > right.start ? left : right);

/** Takes down what a comparison says; what it contradicts is told. */
function note(part: Call, operator: string, knownOf: (column: Reference) => Known): FixedTruth | null {
  const operands = operandsOf(part);
  if (!operands || !/^(==|<|>|<=|>=)$/.test(operator)) return null;
  const { column, literal: value } = operands;
  const known = knownOf(column);
  known.hasValue ??= part.site;
  const bound: Bound = { value, isIncluded: operator.includes("="), site: part.site };
  const isReversed = part.args[0]?.kind !== "reference";
  const side = operator.startsWith("<") !== isReversed ? "high" : "low";
  if (operator === "==") {
    if (known.equal && differ(known.equal.value, value))
      return clash(column, known.equal, bound, `${shown(known.equal.value)} and ${shown(value)}`);
    known.equal = bound;
  } else known[side] = tighter(known[side], bound, side);
  const { equal, low, high } = known;
  if (low && high && isEmpty(low, high)) return clash(column, low, high, `${above(low)} and ${below(high)}`);
  if (low && equal && isEmpty(low, equal))
    return clash(column, low, equal, `${above(low)} and ${shown(equal.value)}`);
  return high && equal && isEmpty(equal, high)
    ? clash(column, equal, high, `${shown(equal.value)} and ${below(high)}`)
    : null;
}

const above = ({ value, isIncluded }: Bound): string => `${isIncluded ? "at least" : "over"} ${shown(value)}`;
const below = ({ value, isIncluded }: Bound): string => `${isIncluded ? "at most" : "under"} ${shown(value)}`;

function isEmpty(low: Bound, high: Bound): boolean {
  const order = compared(low.value, high.value);
  return order !== null && (order > 0 || (order === 0 && !(low.isIncluded && high.isIncluded)));
}

function tighter(known: Bound | null, bound: Bound, side: "low" | "high"): Bound {
  const order = known && compared(known.value, bound.value);
  if (!known || order === null) return known ?? bound;
  if (order === 0) return known.isIncluded ? bound : known;
  return order < 0 === (side === "low") ? bound : known;
}

function clash(column: Reference, one: Bound, other: Bound, what: string): FixedTruth {
  const site = laterOf(one.site, other.site);
  return {
    truth: "never",
    cause: "clash",
    site,
    other: site === one.site ? other.site : one.site,
    why: `\`${column.name}\` cannot be ${what} at once`,
  };
}
