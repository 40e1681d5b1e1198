import type { Analysis } from "../analysis/analyze.ts";
import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type { ArgumentRole } from "../catalog/argumentRoles.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import { sameName } from "../plan/session.ts";
import type { CallExpression, DictExpression, StringExpression } from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import { callFactOf, signatureOfCall } from "./apiPlace.ts";
import { parameterOf } from "./argumentPlace.ts";
import { splitsNames } from "./columnText.ts";
import { columnIndex } from "./columnIndex.ts";
import { columnStrings, referencesIn } from "./columnOccurrences.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";

/** A string in which a column may be named, and the columns that it may name. */
export interface ColumnScope {
  readonly literal: StringExpression;
  /** The document offset at which the literal's unit starts. */
  readonly unitStart: number;
  readonly unitText: string;
  /** "name": the name alone. "path": dots and back quotes count. "sql": SQL text around it. */
  readonly form: "name" | "path" | "sql";
  /** In the order of the schema. */
  readonly attributes: readonly Attribute[];
  /** Nothing else can stand here: all columns are known, and none is made. */
  readonly exact: boolean;
}

/** Columns that may be named, and whether they are all. */
interface Columns {
  readonly attributes: readonly Attribute[];
  readonly closed: boolean;
}

/** What a string under an offset may name; null where no column is expected, or no frame is known. */
export function columnScopeAt(api: ApiCatalog, analysis: Analysis, offset: number): ColumnScope | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const chain = nodeAt(placed.unit, offset - placed.offset);
  const literal = chain.at(-1);
  if (literal?.kind !== "String") return null;
  const place = { literal, unitStart: placed.offset, unitText: placed.unit.text };
  const [parent] = chain.slice(-2);
  const scope = (form: ColumnScope["form"], { attributes, closed }: Columns): ColumnScope | null =>
    attributes.length === 0
      ? null
      : {
          ...place,
          form,
          attributes: byName(attributes),
          exact: closed && !isNewColumn(api, analysis, chain),
        };
  if (parent?.kind === "Subscript" && parent.object !== literal)
    return scope(
      "path",
      columnsOf(framesOfValue(heldAt(analysis.facts, parent.object)).map(({ plan }) => plan)),
    );
  const isInCall = chain.some(({ kind }) => kind === "Call");
  if (!isInCall)
    return mayHoldNames.has(parent?.kind ?? "Expression")
      ? scope("name", columnsElsewhere(analysis, placed.unit, chain, literal, false))
      : null;
  const form = formAt(api, analysis, chain);
  return (
    form &&
    scope(
      form,
      enclosingColumns(analysis, chain) ?? columnsElsewhere(analysis, placed.unit, chain, literal, true),
    )
  );
}

/** Where a string by itself may be the name of a column that is used later: `KEY = "…"`, `KEYS = ["…"]`. */
const mayHoldNames: ReadonlySet<AstNode["kind"]> = new Set([
  "Assign",
  "AnnotatedAssign",
  "List",
  "Tuple",
  "Set",
  "Dict",
]);

/** Each name once. */
function byName(attributes: readonly Attribute[]): readonly Attribute[] {
  const seen = new Map<string, Attribute>();
  for (const each of attributes) if (!seen.has(each.name)) seen.set(each.name, each);
  return [...seen.values()];
}

/** The argument that a literal stands in, alone or in a container. */
interface ArgumentAround {
  readonly method: string;
  readonly role: ArgumentRole["kind"] | null;
  /** Whether it is a key of a dict there; null where there is no dict. */
  readonly isKey: boolean | null;
}

function argumentAround(
  api: ApiCatalog,
  analysis: Analysis,
  chain: readonly AstNode[],
): ArgumentAround | null {
  const at = chain.findLastIndex(({ kind }) => kind === "Call");
  const call = chain[at];
  if (call?.kind !== "Call") return null;
  const inner = chain.slice(at + 1);
  // Strings inside a comparison and the like are values.
  if (!inner.slice(0, -1).every(({ kind }) => /^(List|Tuple|Set|Dict|Starred)$/.test(kind))) return null;
  const signature = signatureOfCall(api, analysis, call);
  const index = call.args.findIndex(({ value }) => value === inner[0]);
  if (signature === null || index < 0) return null;
  const parameter = parameterOf(signature.form.parameters, call.args, index);
  if (parameter === null) return null;
  const role = api.roles.role(signature.name, parameter)?.kind ?? null;
  const dict = inner.find((each): each is DictExpression => each.kind === "Dict");
  const isKey = dict ? dict.entries.some(({ key }) => key === inner.at(-1)) : null;
  return { method: signature.name, role, isKey };
}

/** How the argument that a literal stands in names columns; null for one that names none. */
function formAt(api: ApiCatalog, analysis: Analysis, chain: readonly AstNode[]): ColumnScope["form"] | null {
  const around = argumentAround(api, analysis, chain);
  if (around === null) return null;
  const { method, role, isKey } = around;
  const form = splitsNames(method) ? "path" : "name";
  if (isKey !== null) return isKey && (takesColumns(role) || dictsByColumn.test(method)) ? form : null;
  if (role === "expression") return "sql";
  if (role === "newColumn") return method === "DataFrame.withColumn" ? "name" : null;
  return takesColumns(role) ? form : null;
}

/** Whether the name may also be a new one. */
function isNewColumn(api: ApiCatalog, analysis: Analysis, chain: readonly AstNode[]): boolean {
  const around = argumentAround(api, analysis, chain);
  return around !== null && (around.role === "newColumn" || around.method === "DataFrame.withColumns");
}

/** Methods that take columns as the keys of a dict. */
const dictsByColumn =
  /^(DataFrame\.(fillna|withColumns|withColumnsRenamed|agg)|DataFrameNaFunctions\.fill|GroupedData\.agg)$/;

const takesColumns = (role: ArgumentRole["kind"] | null): boolean =>
  role === "column" || role === "columnName";

/** The columns of the frame that the innermost call around a place is made on; null when none is made on a frame. */
function enclosingColumns(analysis: Analysis, chain: readonly AstNode[]): Columns | null {
  for (const node of chain.toReversed()) {
    if (node.kind !== "Call") continue;
    const fact = callFactOf(analysis, node);
    const plan = fact?.receiver?.plan;
    if (!fact || !plan) continue;
    const side = chain.includes(node.callee) ? null : otherSide(fact);
    const onlyNames = side !== null && standsAlone(node, chain);
    return onlyNames ? shared(plan, side) : columnsOf([plan, ...(side ? [side] : [])]);
  }
  return null;
}

function columnsOf(plans: readonly PlanNode[]): Columns {
  const schemas = plans.map(schemaOf);
  return {
    attributes: schemas.flatMap(attributesOf),
    closed: schemas.every(({ kind }) => kind === "closed"),
  };
}

/** The frame that a call joins. */
function otherSide(fact: CallFact): PlanNode | null {
  if (!/^DataFrame\.(join|crossJoin|lateralJoin)$/.test(fact.name)) return null;
  return fact.args.flatMap(({ value }) => framesOfValue(value))[0]?.plan ?? null;
}

/** Whether the place is an argument itself, and not inside an expression of columns. */
function standsAlone(call: CallExpression, chain: readonly AstNode[]): boolean {
  return chain.slice(chain.indexOf(call) + 1, -1).every(({ kind }) => kind === "List" || kind === "Tuple");
}

/** The columns of the left side that the right one has too. */
function shared(left: PlanNode, right: PlanNode): Columns {
  const all = columnsOf([left, right]);
  const others = columnsOf([right]).attributes;
  const both = columnsOf([left]).attributes.filter((each) =>
    others.some((other) => sameName(left.session, each.name, other.name)),
  );
  return both.length > 0 ? { ...all, attributes: both } : all;
}

/**
 * Columns for an expression that stands by itself, such as `w = Window.partitionBy("…")` or `KEYS = ["…"]`: those of
 * the frames that it is used on; with `orAtHand`, while it is not used, those of the frames at hand.
 */
function columnsElsewhere(
  { facts }: Analysis,
  unit: Unit,
  chain: readonly AstNode[],
  literal: StringExpression,
  orAtHand: boolean,
): Columns {
  const isHere = (site: Site | undefined): boolean =>
    site?.unit === unit && site.start <= literal.start && literal.end <= site.end;
  const used = columnIndex(facts).steps.filter((step) =>
    analysisOf(step).resolved.some(({ expression }) =>
      referencesIn(expression, step.session).some(({ site }) => isHere(site)),
    ),
  );
  const given = facts.units.flatMap((each) =>
    each.facts.flatMap((fact) =>
      fact.kind === "call" && columnStrings(fact).some(({ site }) => isHere(site))
        ? (fact.receiver?.plan ?? [])
        : [],
    ),
  );
  const plans = [...used.flatMap(({ inputs }) => inputs), ...given];
  if (plans.length > 0) return columnsOf(plans);
  const { attributes } = columnsOf(orAtHand ? framesAtHand(facts, unit, chain, literal) : []);
  return { attributes, closed: false };
}

/** How many frames are looked at. */
const mostFrames = 3;

/** The frames that the function around a place has bound before it, or the module has; the last first. */
function framesAtHand(
  facts: ModuleFacts,
  unit: Unit,
  chain: readonly AstNode[],
  { start }: StringExpression,
): readonly PlanNode[] {
  const around = chain.findLast((node) => node.kind === "Function")?.name.id ?? null;
  const index = facts.module.units.indexOf(unit);
  const before = facts.units
    .slice(0, index + 1)
    .flatMap(({ frames }) => frames)
    .filter(
      (frame) => frame.function === around && (frame.nameSite.unit !== unit || frame.nameSite.start < start),
    )
    .toReversed();
  const plans = new Set(before.flatMap(({ value }) => value.plan ?? []));
  return [...plans].slice(0, mostFrames);
}
