import type { ApiParameter } from "../../catalog/apiSignature.ts";
import type { Site, Unit } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { Session } from "../session.ts";
import { literalSite, namedColumn } from "../spark/columnArguments.ts";
import type { Value } from "../value.ts";
import type { Surroundings } from "../query/queryStep.ts";
import { analysisOf, schemaOf, type NodeAnalysis } from "./analysis.ts";
import { sameColumnsOnce } from "./expressions/columnsByFrame.ts";
import { hiddenBehind, type Hidden } from "./hidden.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { ResolutionScope, Resolved, ResolvedColumn } from "./resolved.ts";
import { attribute, attributesOf, type Attribute, type Reason, type Schema } from "./schema.ts";

/** A step of a plan, with its inputs' analyses. */
export interface Step {
  readonly node: PlanNode;
  readonly session: Session;
  readonly inputs: readonly NodeAnalysis[];
}

/** A value given for a parameter, and where. */
export interface Given {
  readonly value: Value;
  readonly site: Site;
}

export const unknownSchema = (text: string, site: Site | null): Schema => ({
  kind: "unknown",
  reason: { text, site },
});

/** What filters and sorts behind a projection may name: the input's columns, and what is hidden behind those. */
export const inputHidden = ({ inputs: [input] }: Step): Hidden | null =>
  input
    ? hiddenBehind([...attributesOf(input.schema), ...input.joined], input.hidden, openness(input.schema))
    : null;

/** The schema of the first input. */
export const inputSchema = ({ inputs: [input] }: Step): Schema =>
  input?.schema ?? unknownSchema("there is no input", null);

/** The arguments given for each parameter: one, or all for a rest parameter. Null when an unpacked argument hides them. */
export function givenArguments(
  { node, session }: Pick<Step, "node" | "session">,
  call: { readonly method: string; readonly args: readonly BoundArgument[]; readonly unit?: Unit } = node,
): ReadonlyMap<string, readonly Given[]> | null {
  const [type = "", name = ""] = call.method.split(".");
  const parameters = session.catalog.api.signature(type, name, session.version)?.form.parameters;
  return parameters === undefined
    ? null
    : bound(parameters, call.args, call.unit ?? node.site.unit, call.method);
}

/** What `*value` gives; null where that, or its order, is not known: the order of a set is Python's own affair. */
function unpacked(value: Value, method: string): readonly Value[] | null {
  if (value.kind === "dict") return value.exact ? value.entries.map(({ key }) => key) : null;
  if (value.kind !== "sequence" || !value.exact) return null;
  const hasOrder = value.type !== "set" || value.elements.length < 2 || method === "DataFrame.drop";
  return hasOrder ? value.elements : null;
}

function bound(
  parameters: readonly ApiParameter[],
  args: readonly BoundArgument[],
  unit: Unit,
  method: string,
): ReadonlyMap<string, readonly Given[]> | null {
  const given = new Map<string, Given[]>();
  let position = 0;
  const place = (name: string, value: Given): void => {
    const known = given.get(name);
    if (known) known.push(value);
    else given.set(name, [value]);
  };
  for (const { name, unpack, value, node } of args) {
    const site = { unit, start: node.start, end: node.end };
    if (unpack === "**") {
      if (value.kind !== "dict" || !value.exact) return null;
      for (const entry of value.entries) {
        if (entry.key.kind !== "string" || entry.key.value === null) return null;
        place(entry.key.value, { value: entry.value, site });
      }
      continue;
    }
    if (name !== null) {
      place(name, { value, site });
      continue;
    }
    const values = unpack === "*" ? unpacked(value, method) : [value];
    if (values === null) return null;
    for (const each of values) {
      const parameter = parameters[Math.min(position, parameters.length - 1)];
      if (parameter === undefined) return null;
      place(parameter.name, { value: each, site });
      if (parameter.kind !== "rest") position += 1;
    }
  }
  return given;
}

/** The one value given for a parameter; undefined when it is left out. */
export const givenValue = (
  given: ReadonlyMap<string, readonly Given[]> | null,
  ...names: readonly string[]
): Given | undefined => names.map((name) => given?.get(name)?.[0]).find((each) => each !== undefined);

/** The values given for a rest parameter, a single list or tuple taken for its elements; null where they are not all known. */
export function givenList(values: readonly Given[]): readonly Given[] | null {
  const [only] = values;
  if (values.length !== 1 || only?.value.kind !== "sequence") return values;
  if (!only.value.exact) return null;
  return only.value.elements.map((value) => ({ value, site: literalSite(value, only.site) }));
}

/** A constant text. */
export const textOfGiven = (given: Given | undefined): string | null =>
  given?.value.kind === "string" ? given.value.value : null;

/** Constant texts; null when one is not known. A single text counts as a list of one. */
export function textsOfGiven(
  given: Given | undefined,
): readonly { readonly text: string; readonly site: Site }[] | null {
  if (given === undefined) return null;
  const list = givenList([given]);
  if (list === null) return null;
  const texts: { text: string; site: Site }[] = [];
  for (const each of list) {
    const text = textOfGiven(each);
    if (text === null) return null;
    texts.push({ text, site: literalSite(each.value, each.site) });
  }
  return texts;
}

/** The columns that given values stand for; strings are names. Lists count as their elements. */
export function columnsOfGiven(values: readonly Given[]): readonly ColumnExpression[] {
  return values.flatMap(({ value, site }) => {
    const column = namedColumn(value, site);
    return column.kind === "list" ? column.items : [column];
  });
}

/** The scope of a step on its first input, or on several side by side. */
export function scopeOf(step: Step, more: Partial<ResolutionScope> = {}): ResolutionScope {
  const { inputs, session, node } = step;
  const { around } = node.details.query ?? {};
  const [only] = inputs;
  const open = inputs.map(({ schema }) => openness(schema)).find((reason) => reason !== null) ?? null;
  const joined = inputs.flatMap((input) => input.joined);
  return {
    session,
    attributes:
      inputs.length === 1 && only
        ? attributesOf(only.schema)
        : inputs.flatMap(({ schema }) => attributesOf(schema)),
    open,
    ...(joined.length > 0 && { hidden: [joined] }),
    ...(around && { around: columnsAround(around) }),
    ...more,
  };
}

/** The columns of the queries around a subquery. */
export const columnsAround = (around: Surroundings): NonNullable<ResolutionScope["around"]> =>
  around.flatMap((frames) => {
    const schemas = frames.map(schemaOf);
    const open = schemas.map(openness).find((reason) => reason !== null) ?? null;
    const joined = frames.flatMap((frame) => analysisOf(frame).joined);
    return [
      { attributes: schemas.flatMap(attributesOf), open },
      ...(joined.length > 0 ? [{ attributes: joined, open }] : []),
    ];
  });

/** Why a schema may have further columns; null when it has not. */
export const openness = (schema: Schema): Reason | null => (schema.kind === "closed" ? null : schema.reason);

export const resolveAll = (
  expressions: readonly ColumnExpression[],
  scope: ResolutionScope,
): readonly Resolved[] => expressions.map((expression) => resolveColumn(expression, scope));

/** The output column that a resolved one becomes: itself where it is only named, else a new one. */
export function outputOf(column: ResolvedColumn, resolved: Resolved): Attribute {
  const name = column.name ?? "?";
  if (column.attribute)
    return { ...column.attribute, name, dataType: column.dataType, nullable: column.nullable };
  return attribute(
    { name, dataType: column.dataType, nullable: column.nullable },
    { origin: column.nameSite, expression: resolved.expression, reads: resolved.reads },
  );
}

/** The schema that a list of expressions makes. */
export function projectedSchema(resolved: readonly Resolved[]): Schema {
  const expressions = new Set(resolved.map(({ expression }) => expression));
  const attributes = sameColumnsOnce(
    resolved.flatMap((each) =>
      each.columns.map((column) => {
        // A name twice: the second one was found among the items in front of it.
        const made = column.attribute?.id.expression;
        const isNameOf = made === undefined || (made !== null && expressions.has(made));
        return {
          attribute: outputOf(column, each),
          isOnlyName: each.expression.kind === "reference" && isNameOf,
        };
      }),
    ),
  );
  const open = resolved.map((each) => each.open).find((reason) => reason !== null) ?? null;
  if (open !== null) return { kind: "open", attributes, reason: open };
  const nameless = resolved.find((each) => each.columns.some((column) => column.name === null));
  return nameless
    ? {
        kind: "open",
        attributes,
        reason: {
          text: "a column's name is not known before it runs",
          site: nameless.expression.site,
        },
      }
    : { kind: "closed", attributes };
}
