import type { Analysis } from "../analysis/analyze.ts";
import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type { ArgumentRole } from "../catalog/argumentRoles.ts";
import { sparkAlternatives, type Value } from "../plan/value.ts";
import type { CallExpression, DictExpression, StringExpression } from "../syntax/ast.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import { callFactOf, signatureOfCall } from "./apiPlace.ts";
import { parameterOf } from "./argumentPlace.ts";
import {
  columnsElsewhere,
  columnsOf,
  enclosingColumns,
  type NameableColumn,
  type NameableColumns,
} from "./columnFrames.ts";
import { splitsNames } from "./columnText.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";
import { partsOfValue } from "./partsOfValue.ts";
import { framesOfStage, readsColumns, stageParameter } from "./stageColumns.ts";

/** A string in which a column may be named, and the columns that it may name. */
export interface ColumnScope {
  readonly literal: StringExpression;
  /** The document offset at which the literal's unit starts. */
  readonly unitStart: number;
  readonly unitText: string;
  /** "name": the name alone. "path": dots and back quotes count. "sql": SQL text around it. */
  readonly form: "name" | "path" | "sql";
  /** In the order of the schema; of two frames there may be several under one name. */
  readonly attributes: readonly NameableColumn[];
  /** Nothing else can stand here: all columns are known, and none is made. */
  readonly exact: boolean;
}

/** What a string under an offset may name; null where no column is expected, or no frame is known. */
export function columnScopeAt(api: ApiCatalog, analysis: Analysis, offset: number): ColumnScope | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const chain = nodeAt(placed.unit, offset - placed.offset);
  const literal = chain.at(-1);
  if (literal?.kind !== "String") return null;
  const place = { literal, unitStart: placed.offset, unitText: placed.unit.text };
  const found = columnsFor(api, analysis, placed.unit, chain, literal);
  return found === null || found.attributes.length === 0
    ? null
    : { ...place, form: found.form, attributes: found.attributes, exact: found.closed };
}

interface ScopedColumns extends NameableColumns {
  readonly form: ColumnScope["form"];
}

function columnsFor(
  api: ApiCatalog,
  analysis: Analysis,
  unit: Parameters<typeof framesOfStage>[1],
  chain: readonly AstNode[],
  literal: StringExpression,
): ScopedColumns | null {
  const [parent] = chain.slice(-2);
  const parts = (attributes: readonly NameableColumn[], form: ColumnScope["form"]): ScopedColumns => ({
    form,
    attributes,
    closed: false,
  });
  if (parent?.kind === "Subscript" && parent.object !== literal) {
    const frames = framesOfValue(heldAt(analysis.facts, parent.object));
    return frames.length > 0
      ? { form: "path", ...columnsOf(frames.map(({ plan }) => plan)) }
      : parts(partsOfValue(analysis, unit, chain, parent.object), "name");
  }
  if (!chain.some(({ kind }) => kind === "Call"))
    return mayHoldNames.has(parent?.kind ?? "Expression")
      ? { form: "name", ...columnsElsewhere(analysis, unit, chain, literal, false) }
      : null;
  const around = argumentAround(api, analysis, chain);
  if (around === null) return null;
  const { call, method, role, isStage } = around;
  if (takesField.test(method) && call.callee.kind === "Attribute")
    return parts(partsOfValue(analysis, unit, chain, call.callee.object), "name");
  const form = formOf(around);
  if (form === null) return null;
  const isNew = role === "newColumn" || method === "DataFrame.withColumns";
  const frames = isStage ? framesOfStage(analysis.facts, unit, literal) : [];
  // What a reader names is in the data that it reads, and not in the frames at hand.
  const columns =
    frames.length > 0
      ? columnsOf(frames)
      : (enclosingColumns(analysis, chain) ??
        columnsElsewhere(analysis, unit, chain, literal, !/Reader\./.test(method)));
  return { form, attributes: columns.attributes, closed: columns.closed && !isNew };
}

/** Methods of Column that name a field of a struct. */
const takesField = /^Column\.(getField|getItem|withField|dropFields)$/;

/** Where a string by itself may be the name of a column that is used later: `KEY = "…"`, `KEYS = ["…"]`. */
const mayHoldNames: ReadonlySet<AstNode["kind"]> = new Set([
  "Assign",
  "AnnotatedAssign",
  "List",
  "Tuple",
  "Set",
  "Dict",
]);

/** The argument that a literal stands in, alone or in a container. */
interface ArgumentAround {
  readonly call: CallExpression;
  readonly method: string;
  readonly role: ArgumentRole["kind"] | null;
  /** Whether it is a key of a dict there; null where there is no dict. */
  readonly isKey: boolean | null;
  /** A parameter of a stage of pyspark.ml that names columns. */
  readonly isStage: boolean;
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
  const index = call.args.findIndex(({ value }) => value === inner[0]);
  if (index < 0) return null;
  const dict = inner.find((each): each is DictExpression => each.kind === "Dict");
  // The first key of a dict is an element of a set while its value is not typed.
  const isInSet = inner.some(({ kind }) => kind === "Set");
  const isKey = dict ? dict.entries.some(({ key }) => key === inner.at(-1)) : isInSet ? true : null;
  const set = callFactOf(analysis, call)?.name;
  if (set?.startsWith("pyspark.ml.") && readsColumns(stageParameter(set, "")))
    return { call, method: set, role: "columnName", isKey: null, isStage: true };
  const signature = signatureOfCall(api, analysis, call);
  if (signature === null)
    return isUdf(heldAt(analysis.facts, call))
      ? { call, method: "udf", role: "column", isKey, isStage: false }
      : null;
  const parameter = parameterOf(signature.form.parameters, call.args, index);
  if (parameter === null) return null;
  const { name: method, path } = signature;
  if (path.startsWith("pyspark.ml.") && readsColumns(stageParameter(method, parameter.name)))
    return { call, method, role: "columnName", isKey: null, isStage: true };
  const role = api.roles.role(method, parameter)?.kind ?? null;
  return { call, method, role, isKey, isStage: false };
}

/** Whether a call is one of a function that the program has made a UDF of. */
const isUdf = (value: Value | null): boolean =>
  value !== null &&
  sparkAlternatives(value).some(({ column }) => column?.kind === "call" && column.function === "udf");

/** How the argument that a literal stands in names columns; null for one that names none. */
function formOf({ method, role, isKey, isStage }: ArgumentAround): ColumnScope["form"] | null {
  const form = splitsNames(method) && !isStage ? "path" : "name";
  if (isKey !== null) return isKey && (takesColumns(role) || dictsByColumn.test(method)) ? form : null;
  if (role === "expression") return "sql";
  if (role === "newColumn") return method === "DataFrame.withColumn" ? "name" : null;
  return takesColumns(role) ? form : null;
}

/** Methods that take columns as the keys of a dict. */
const dictsByColumn =
  /^(DataFrame\.(fillna|withColumns|withColumnsRenamed|agg)|DataFrameNaFunctions\.fill|GroupedData\.agg)$/;

const takesColumns = (role: ArgumentRole["kind"] | null): boolean =>
  role === "column" || role === "columnName";
