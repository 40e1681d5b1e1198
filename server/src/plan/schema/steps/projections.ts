import { atomic } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { sameName, type Session } from "../../session.ts";
import { literalSite, namedColumn, sqlColumn } from "../../spark/columnArguments.ts";
import type { Site } from "../../../syntax/module.ts";
import type { StepAnalysis } from "../analysis.ts";
import { frameColumn } from "../expressions/columnsByFrame.ts";
import { otherProblem } from "../expressions/problems.ts";
import { aggregatedBeside, givenTwice, resolveItems, ungroupedBeside } from "../items.ts";
import { resolveColumn } from "../resolveColumn.ts";
import type { Resolved } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type Schema } from "../schema.ts";
import {
  columnsOfGiven,
  givenArguments,
  givenList,
  givenValue,
  inputHidden,
  inputSchema,
  projectedSchema,
  resolveAll,
  scopeOf,
  textOfGiven,
  unknownSchema,
  type Given,
  type Step,
} from "../step.ts";

/** Steps that choose, add, rename and drop columns. */
export const projectionSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.select": select,
  "DataFrame.selectExpr": selectExpressions,
  "DataFrame.withColumn": withColumn,
  "DataFrame.withColumns": withColumns,
  "DataFrame.withColumnRenamed": withColumnRenamed,
  "DataFrame.withColumnsRenamed": withColumnsRenamed,
  "DataFrame.drop": drop,
  "DataFrame.toDF": renameAll,
  "DataFrame.zipWithIndex": zipWithIndex,
  "DataFrame.__getitem__": getItem,
};

const notKnown = (step: Step): StepAnalysis => ({
  schema: unknownSchema("the arguments are not known before it runs", step.node.site),
});

function project(step: Step, expressions: readonly ColumnExpression[]): StepAnalysis {
  const resolved = resolveItems(expressions, scopeOf(step));
  return {
    schema: projectedSchema(resolved),
    resolved,
    problems: ungroupedBeside(resolved),
    hidden: inputHidden(step),
  };
}

function select(step: Step): StepAnalysis {
  const given = givenArguments(step)?.get("cols") ?? (step.node.args.length === 0 ? [] : null);
  return given === null ? notKnown(step) : selected(step, given);
}

function selected(step: Step, given: readonly Given[]): StepAnalysis {
  const list = givenList(given);
  return list === null ? notKnown(step) : project(step, columnsOfGiven(list));
}

function selectExpressions(step: Step): StepAnalysis {
  const given = givenArguments(step)?.get("expr");
  const list = given && givenList(given);
  if (!list) return notKnown(step);
  return project(
    step,
    list.map(({ value, site }) => sqlColumn(value, site)),
  );
}

/** `df[["a", "b"]]` chooses columns, `df[condition]` filters. */
function getItem(step: Step): StepAnalysis {
  const [only] = step.node.args;
  if (!only) return { schema: inputSchema(step) };
  const site = { unit: step.node.site.unit, start: only.node.start, end: only.node.end };
  if (only.value.kind === "sequence") return selected(step, [{ value: only.value, site }]);
  return { schema: inputSchema(step), resolved: resolveAll(step.node.columns, scopeOf(step)) };
}

/** A column of numbers behind all others (4.2 and later). */
function zipWithIndex(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const given = givenValue(givenArguments(step), "indexColName");
  const name = given ? textOfGiven(given) : "index";
  if (name === null) return addUnknown(step);
  const index = attribute(
    { name, dataType: atomic("bigint"), nullable: false },
    { origin: given ? literalSite(given.value, given.site) : null },
  );
  return schema.kind === "unknown"
    ? { schema }
    : { schema: withAttributes(schema, [...schema.attributes, index]) };
}

interface NewColumn {
  readonly name: string;
  readonly site: Site;
  readonly column: ColumnExpression;
}

function withColumn(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const name = givenValue(given, "colName");
  const column = givenValue(given, "col");
  const text = textOfGiven(name);
  if (!name || !column || text === null) return addUnknown(step);
  return addColumns(step, [
    { name: text, site: literalSite(name.value, name.site), column: namedColumn(column.value, column.site) },
  ]);
}

function withColumns(step: Step): StepAnalysis {
  const map = givenValue(givenArguments(step), "colsMap");
  if (map?.value.kind !== "dict" || !map.value.exact) return addUnknown(step);
  const columns: NewColumn[] = [];
  for (const { key, value } of map.value.entries) {
    if (key.kind !== "string" || key.value === null) return addUnknown(step);
    columns.push({ name: key.value, site: literalSite(key, map.site), column: namedColumn(value, map.site) });
  }
  return addColumns(step, columns);
}

/** A column of unknown name is added, or takes another's place: what was there stays, with types that may have changed. */
function addUnknown(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const reason = { text: "a column is added whose name is not known before it runs", site: step.node.site };
  if (schema.kind === "unknown") return { schema };
  return {
    schema: {
      kind: "open",
      attributes: schema.attributes.map((each) => ({
        ...each,
        dataType: { type: "unknown" },
        nullable: null,
      })),
      reason,
    },
  };
}

/** New columns take the places of those with the same names, or stand behind all others. */
function addColumns(step: Step, columns: readonly NewColumn[]): StepAnalysis {
  const { session } = step;
  const scope = scopeOf(step);
  const schema = inputSchema(step);
  const resolved: Resolved[] = [];
  let attributes = [...attributesOf(schema)];
  let lateral: readonly Attribute[] = [];
  for (const { name, site, column } of columns) {
    const found = resolveColumn(column, lateral.length === 0 ? scope : { ...scope, lateral });
    resolved.push(found);
    const [value] = found.columns;
    const made = attribute(
      { name, dataType: value?.dataType ?? { type: "unknown" }, nullable: value?.nullable ?? null },
      { origin: site, expression: column, reads: found.reads },
    );
    attributes = replaceOrAppend(session, attributes, made);
    lateral = [...lateral, made];
  }
  return {
    schema: withAttributes(schema, attributes),
    resolved,
    problems: [...givenTwice(session, columns), ...aggregatedBeside(resolved, attributesOf(schema))],
    hidden: inputHidden(step),
  };
}

function replaceOrAppend(session: Session, attributes: Attribute[], made: Attribute): Attribute[] {
  const places = attributes.flatMap((each, index) =>
    sameName(session, each.name, made.name) ? [index] : [],
  );
  if (places.length === 0) attributes.push(made);
  for (const place of places) attributes[place] = made;
  return attributes;
}

/** The schema with other columns, as closed or open as before. */
function withAttributes(schema: Schema, attributes: readonly Attribute[]): Schema {
  return schema.kind === "closed"
    ? { kind: "closed", attributes }
    : { kind: "open", attributes, reason: schema.reason };
}

function withColumnRenamed(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const [from, to] = [givenValue(given, "existing"), givenValue(given, "new")];
  const [old, name] = [textOfGiven(from), textOfGiven(to)];
  if (old === null || name === null || !to) return addUnknown(step);
  return renamed(step, [{ old, name, site: literalSite(to.value, to.site) }]);
}

function withColumnsRenamed(step: Step): StepAnalysis {
  const map = givenValue(givenArguments(step), "colsMap");
  if (map?.value.kind !== "dict" || !map.value.exact) return addUnknown(step);
  const pairs: { old: string; name: string; site: Site }[] = [];
  for (const { key, value } of map.value.entries) {
    if (key.kind !== "string" || key.value === null || value.kind !== "string" || value.value === null)
      return addUnknown(step);
    pairs.push({ old: key.value, name: value.value, site: literalSite(value, map.site) });
  }
  return renamed(step, pairs);
}

function renamed(
  step: Step,
  pairs: readonly { readonly old: string; readonly name: string; readonly site: Site }[],
): StepAnalysis {
  const schema = inputSchema(step);
  let attributes = attributesOf(schema);
  for (const { old, name, site } of pairs)
    attributes = attributes.map((each) =>
      sameName(step.session, each.name, old) ? renameOf(each, name, site) : each,
    );
  return { schema: withAttributes(schema, attributes), hidden: inputHidden(step) };
}

function renameOf(from: Attribute, name: string, site: Site | null): Attribute {
  return attribute(
    { name, dataType: from.dataType, nullable: from.nullable },
    { origin: site, reads: [from] },
  );
}

/** Strings drop every column of that name, Columns the one that they refer to; a missing one is no mistake. */
function drop(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const given = givenArguments(step)?.get("cols") ?? [];
  const list = givenList(given) ?? null;
  if (list === null) {
    if (schema.kind === "unknown") return { schema };
    const reason = {
      text: "columns are dropped whose names are not known before it runs",
      site: step.node.site,
    };
    return { schema: { kind: "unknown", reason } };
  }
  const gone = new Set<Attribute>();
  const known = attributesOf(schema);
  // A Column that is none of those known may be one of them where the frame has others.
  const mayBe = (each: Attribute, { of, name }: Extract<ColumnExpression, { kind: "reference" }>): boolean =>
    schema.kind !== "closed" &&
    (of === null || frameColumn(each.id) !== undefined) &&
    sameName(step.session, each.name, name);
  let certain = true;
  for (const { value, site } of list) {
    if (value.kind === "string" && value.value !== null) {
      for (const each of known) if (sameName(step.session, each.name, value.value)) gone.add(each);
      continue;
    }
    const column = namedColumn(value, site);
    if (column.kind !== "reference") {
      certain = false;
      continue;
    }
    const { columns } = resolveColumn(column, { ...scopeOf(step), open: { text: "", site: null } });
    const id = columns[0]?.attribute?.id;
    const isHere = id !== undefined && known.some((each) => each.id === id);
    for (const each of known) if (isHere ? each.id === id : mayBe(each, column)) gone.add(each);
  }
  const attributes = known.filter((each) => !gone.has(each));
  if (!certain)
    return { schema: unknownSchema("columns are dropped that the code does not name", step.node.site) };
  return { schema: withAttributes(schema, attributes), hidden: inputHidden(step) };
}

function renameAll(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const given = givenArguments(step)?.get("cols");
  const list = step.node.args.length === 0 ? [] : given && givenList(given);
  if (!list) return notKnown(step);
  const names = list.map(textOfGiven);
  const known = schema.kind === "closed" ? schema.attributes : null;
  if (names.includes(null)) return notKnown(step);
  if (known && known.length !== names.length) {
    const text = `the frame has ${known.length} columns, and ${names.length} names are given`;
    return {
      ...notKnown(step),
      problems: [otherProblem("ASSIGNMENT_ARITY_MISMATCH", "", text, step.node.nameSite)],
    };
  }
  const attributes = list.map((each, index) => {
    const name = names[index] ?? "";
    const site = literalSite(each.value, each.site);
    const old = known?.[index];
    return old
      ? renameOf(old, name, site)
      : attribute({ name, dataType: { type: "unknown" }, nullable: null }, { origin: site });
  });
  return { schema: { kind: "closed", attributes }, hidden: inputHidden(step) };
}
