import type { LiteralValue } from "../../../catalog/literalText.ts";
import { atomic, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import type { Site } from "../../../syntax/module.ts";
import type { ColumnExpression } from "../../column.ts";
import { isAnsi, timestampType, type Session } from "../../session.ts";
import { seenArguments } from "./argumentTypes.ts";
import { collatedCall } from "./collations.ts";
import { functionOutput } from "./functionOutput.ts";
import { literalNulls, literalTypes } from "./literalTypes.ts";
import { unknownTree, type NameTree } from "./outputName.ts";
import { otherProblem } from "./problems.ts";
import { mixesKinds, mixesText, refusal } from "./refusals.ts";
import type { Resolution } from "./resolution.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

/** Whether something inside of a call aggregates or makes rows. */
export function flagsOf(args: readonly Typed[]): Pick<Typed, "aggregates" | "generates"> {
  return {
    aggregates: args.some((each) => each.aggregates),
    generates: args.some((each) => each.generates),
  };
}

/**
 * The arguments of a call, stars taken for what they stand for. Null where their number is not known, or one is left
 * out before another.
 */
export function argumentsOf(
  resolution: Resolution,
  expressions: readonly ColumnExpression[],
): readonly Typed[] | null {
  const args: Typed[] = [];
  const last = expressions.findLastIndex(({ kind }) => kind !== "absent");
  for (const expression of expressions.slice(0, last + 1)) {
    if (expression.kind === "absent") return null;
    const arg = resolution.of(expression);
    if (arg.open !== null) return null;
    if (arg.columns) args.push(...arg.columns);
    else args.push(arg);
  }
  return args;
}

/** The tree of a call in names; null as soon as a part has none. */
export const callTree = (
  name: string,
  args: readonly Typed[],
  distinct = false,
): Extract<NameTree, { kind: "call" }> => ({
  kind: "call",
  function: name,
  args: args.map(({ tree }) => tree ?? unknownTree),
  types: args.map(({ dataType }) => dataType),
  ...(distinct && { distinct }),
});

/** A SQL function or operator on arguments. */
export function functionCall(
  resolution: Resolution,
  name: string,
  args: readonly Typed[],
  site: Site,
  more: { readonly tree?: NameTree | null; readonly aggregates?: boolean } = {},
): Typed {
  const { session } = resolution.scope;
  const decide = Object.hasOwn(literalTypes, name) ? literalTypes[name] : undefined;
  const decided = decide?.(args);
  const resultType = decided?.type === "unknown" ? undefined : decided;
  const output = functionOutput(session, name, seenArguments(name, args), resultType);
  const nulls = Object.hasOwn(literalNulls, name) ? literalNulls[name]?.(args) : undefined;
  const isRefused = output.refused && !takesNumberText(session, name, args) && !isUnasked(session, args);
  if (isRefused || mixesText(name, args) || mixesKinds(name, args)) {
    const problem = refusal(resolution, name, args, site);
    if (problem) resolution.problem(problem);
  }
  const flags = flagsOf(args);
  const kind = session.catalog.sqlFunctions.find(name, session.version)?.kind;
  const aggregates = more.aggregates ?? kind === "aggregate";
  const nullable = nulls === undefined ? output.nullable : nulls;
  const collated = collatedCall(name, args, output.dataType);
  const dataType = setOtherwise(session, name, collated?.dataType ?? output.dataType, args);
  return typed(dataType, castsText(name, args) ? true : nullable, {
    aggregates: flags.aggregates || aggregates,
    generates: flags.generates,
    tree:
      more.tree !== undefined
        ? more.tree
        : isNamedOtherwise(name, args)
          ? null
          : callTree(name, collated?.args ?? args),
    unlessWindow:
      kind === "window"
        ? otherProblem("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", name, `\`${name}\` needs a window`, site)
        : aggregates && flags.aggregates
          ? otherProblem(
              "NESTED_AGGREGATE_FUNCTION",
              name,
              `\`${name}\` cannot take what is aggregated already`,
              site,
            )
          : null,
  });
}

/** Calls with so many arguments have names of their own, from version to version others. */
const shortForms: readonly (readonly [names: RegExp, least: number, most: number])[] = [
  [/^make_interval$/, 4, 6],
  [/^(?:try_)?make_timestamp_(?:ltz|ntz)$/, 0, 3],
  [/^vector_norm(?:alize)?$/, 1, 1],
  [/^tuple_(?:union|intersection)_(?:double|integer)$/, 0, 3],
];

/** Whether Spark calls it by another name than it is called by. */
const isNamedOtherwise = (name: string, args: readonly Typed[]): boolean =>
  shortForms.some(
    ([names, least, most]) => args.length >= least && args.length <= most && names.test(name),
  ) || nullAdded(name, args);

/** A time plus null is an interval's, or a number of days; a date minus null is days before 4.0. */
function nullAdded(name: string, args: readonly Typed[]): boolean {
  const [left, right] = args.map(({ dataType }) => kindOf(dataType));
  if (name === "-") return left === "date" && right === "void";
  const isTime = (kind: string | undefined): boolean => /^(?:date|timestamp)/.test(kind ?? "");
  return name === "+" && ((left === "void" && isTime(right)) || (right === "void" && isTime(left)));
}

/** Types that configurations change; what they are then is not followed, unless it stands here. */
const otherTypes: readonly OtherType[] = [
  { key: "spark.sql.decimalOperations.allowPrecisionLoss", names: /^[-+*/%]$|^div$/, kind: /^decimal$/ },
  { key: "spark.sql.function.concatBinaryAsString", names: /^concat$/, kind: /^binary$/ },
  { key: "spark.sql.function.eltOutputAsString", names: /^elt$/, kind: /^binary$/ },
  {
    key: "spark.sql.legacy.interval.enabled",
    names: /^-$/,
    kind: /^interval /,
    isMeant: (_, args) => args.every(({ dataType }) => /^(?:date|timestamp)/.test(kindOf(dataType))),
    made: () => atomic("interval"),
  },
  // Without a zone in the text (SQLConf.timestampType, 3.4 to 4.3).
  {
    key: "spark.sql.timestampType",
    names: /^(?:try_)?(?:to|make)_timestamp$/,
    kind: /^timestamp$/,
    // make_timestamp of a date and a time stays as it is.
    isMeant: (name, { length }) => name.includes("to_") || length >= 6,
    made: (session) => timestampType(session),
  },
];

interface OtherType {
  readonly key: string;
  readonly names: RegExp;
  readonly kind: RegExp;
  readonly isMeant?: (name: string, args: readonly Typed[]) => boolean;
  readonly made?: (session: Session) => DataType;
}

/** The type of a function under the configurations that the program sets. */
function setOtherwise(session: Session, name: string, dataType: DataType, args: readonly Typed[]): DataType {
  if (session.conf.size === 0) return dataType;
  const other = otherTypes.find(
    ({ key, names, kind, isMeant }) =>
      session.conf.has(key) &&
      names.test(name) &&
      kind.test(kindOf(dataType)) &&
      isMeant?.(name, args) !== false,
  );
  return other ? (other.made?.(session) ?? unknownType) : dataType;
}

/** The catalogue knows the functions of 3.x without ANSI; with it, they cast text to what they take. */
const isUnasked = (session: Session, args: readonly Typed[]): boolean =>
  compareVersions(session.version, "4.0") < 0 &&
  isAnsi(session) !== false &&
  args.some(({ dataType }) => kindOf(dataType) === "string");

/** Without ANSI, days may be a literal text that is a whole number (3.3 to 4.2). */
const takesNumberText = (session: Session, name: string, args: readonly Typed[]): boolean =>
  (name === "date_add" || name === "date_sub" || name === "dateadd") &&
  isAnsi(session) !== true &&
  args[1]?.tree?.kind === "literal" &&
  kindOf(args[1].dataType) === "string";

/** Whether text is cast to what stands beside it, or to a time, which may give null (Cast.forceNullable, 3.3 to 4.3). */
function castsText(name: string, args: readonly Typed[]): boolean {
  const kinds = args.map(({ dataType }) => kindOf(dataType));
  if (name === "extract" || name === "date_part" || name === "datepart") return kinds[1] === "string";
  return (
    /^(?:[-+*/%=]|<>|<=?|>=?)$/.test(name) &&
    kinds.length === 2 &&
    kinds.includes("string") &&
    kinds.some((kind) => castFromText.has(kind))
  );
}

/** Kinds that text is cast to beside them. */
const castFromText: ReadonlySet<string> = new Set(
  "tinyint smallint int bigint float double decimal date timestamp timestamp_ntz boolean".split(" "),
);

/** A value that the code spells. */
export const literalOf = (value: string | number | boolean | null, type: string): Typed =>
  typed(atomic(type), value === null, {
    tree: { kind: "literal", dataType: atomic(type), value },
  });

/** A literal as the code gives it. Dates, intervals and the like may be known by their types alone. */
export function literalTyped({ value, dataType }: Extract<ColumnExpression, { kind: "literal" }>): Typed {
  const kind = kindOf(dataType);
  const isText = typeof value !== "string" || kind === "string";
  const isWritten =
    isText || (kind.startsWith("interval") ? /^-?\d+$/.test(value) : !/^[a-z]+\.[a-z.]+$/.test(value));
  return typed(dataType, value === null, { tree: isWritten ? { kind: "literal", value, dataType } : null });
}

/** The text that an argument is, or null. */
export function textOf(expression: ColumnExpression | undefined): string | null {
  if (expression?.kind === "call" && expression.function === "functions.lit")
    return textOf(expression.args[0]);
  return expression?.kind === "literal" && typeof expression.value === "string" ? expression.value : null;
}

/** The value of a literal; undefined for anything else. */
export const literalValue = ({ tree }: Typed): LiteralValue | undefined =>
  tree?.kind === "literal" ? tree.value : undefined;

/** Nothing known, but what stands inside. */
export const unknownCall = (args: readonly Typed[], more: Partial<Typed> = {}): Typed =>
  unknownTyped({ ...flagsOf(args), ...more });

export const typeNames = (args: readonly Typed[]): string =>
  args.map(({ dataType }) => simpleString(dataType)).join(" and ");
