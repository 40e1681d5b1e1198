import { innerColumns, type ColumnExpression } from "../plan/column.ts";
import type { CallFact, ModuleFacts, UnitFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { hiddenLists } from "../plan/schema/hidden.ts";
import { nameParts } from "../plan/schema/expressions/nameParts.ts";
import { readSql } from "../plan/schema/expressions/resolveSql.ts";
import type { Resolved } from "../plan/schema/resolved.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import { givenArguments } from "../plan/schema/step.ts";
import { sameName, type Session } from "../plan/session.ts";
import { sparkAlternatives, type Value } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import {
  nameTexts,
  splitsNames,
  stringsIn,
  type NameText,
  type StringPlace,
  type TextScope,
} from "./columnText.ts";
import { framesOfValue } from "./heldValues.ts";

/** A place where the program names a column. */
export interface ColumnOccurrence {
  readonly attribute: Attribute;
  readonly role: "definition" | "use";
  /** Where the name is spelled; null where the code puts it together, so that it cannot be pointed at. */
  readonly text: NameText | null;
  /** The step or call that the name is for. */
  readonly site: Site;
}

const known = sideTable<UnitFacts, readonly ColumnOccurrence[]>();

/** All places where a unit's runs name a column, each once for each column that it may mean there. */
export function occurrencesIn(facts: ModuleFacts, unit: UnitFacts): readonly ColumnOccurrence[] {
  let found = known.get(unit);
  if (!found) {
    const scope = { own: unit, facts };
    found = unique([
      ...stepsOf(unit).flatMap((step) => occurrencesOfStep(scope, step)),
      ...unit.facts.flatMap((fact) => (fact.kind === "call" ? namesInArguments(scope, fact) : [])),
    ]);
    known.set(unit, found);
  }
  return found;
}

const knownSteps = sideTable<UnitFacts, readonly PlanNode[]>();

/** The steps that a unit's runs have made. */
export function stepsOf(unit: UnitFacts): readonly PlanNode[] {
  let steps = knownSteps.get(unit);
  if (!steps) knownSteps.set(unit, (steps = findSteps(unit)));
  return steps;
}

function findSteps(unit: UnitFacts): readonly PlanNode[] {
  const steps = new Set<PlanNode>();
  const addQuery = ({ operator, inputs }: PlanNode): void => {
    const parts = operator === "SqlQuery" ? [...inputs] : [];
    for (const part of parts) {
      if (!part.method.startsWith("SQL.") || steps.has(part)) continue;
      steps.add(part);
      parts.push(...part.inputs);
    }
  };
  for (const fact of unit.facts)
    if (fact.kind === "call")
      for (const { plan } of framesOfValue(fact.result))
        if (plan.nameSite.start === fact.nameSite.start && plan.nameSite.unit === fact.nameSite.unit) {
          steps.add(plan);
          addQuery(plan);
        }
  // `df[…]` is no call.
  for (const mentions of unit.mentions)
    for (const [node, value] of mentions)
      for (const { plan } of framesOfValue(value))
        if (
          plan.method === "DataFrame.__getitem__" &&
          plan.site.start === node.start &&
          plan.site.end === node.end
        )
          steps.add(plan);
  return [...steps];
}

/**
 * Columns of frames that the code names by themselves, `c = df.name`, each as a use: no step has to read them. With
 * what steps read they overlap.
 */
export function bareOccurrences(facts: ModuleFacts, unit: UnitFacts): readonly ColumnOccurrence[] {
  const scope = { own: unit, facts };
  return unit.mentions.flatMap((mentions) =>
    [...mentions].flatMap(([node, value]) =>
      sparkAlternatives(value).flatMap(({ column }) => {
        if (column?.kind !== "reference" || column.of === null) return [];
        const { site, of, name } = column;
        if (site.unit !== unit.unit || site.start < node.start || site.end > node.end) return [];
        return readBy(column, attributesOf(schemaOf(of)), of.session).flatMap((attribute) =>
          occurrences(attribute, nameTexts(scope, site, attribute.name, name.includes(".")), site),
        );
      }),
    ),
  );
}

function occurrencesOfStep(scope: TextScope, step: PlanNode): readonly ColumnOccurrence[] {
  const { resolved, schema } = analysisOf(step);
  const inputs = new Set(
    step.inputs.flatMap((input) => attributesOf(schemaOf(input)).map((attribute) => attribute.id)),
  );
  const made = attributesOf(schema).filter(({ id }) => !inputs.has(id));
  return [
    ...resolved.flatMap((each) => usesIn(scope, step, each)),
    ...made.flatMap((attribute) => definitionsOf(scope, step, attribute)),
  ];
}

function definitionsOf(scope: TextScope, step: PlanNode, attribute: Attribute): readonly ColumnOccurrence[] {
  const { origin } = attribute.id;
  const texts = [
    ...(origin ? nameTexts(scope, origin, attribute.name, false) : []),
    ...keysOfRows(step, attribute.name).flatMap((site) => nameTexts(scope, site, attribute.name, false)),
  ];
  return texts.map((text) => ({ attribute, role: "definition", text, site: step.nameSite }));
}

/** The keys of a name in rows that are given as dicts: each row has its own. */
function keysOfRows({ operator, args }: PlanNode, name: string): readonly Site[] {
  const rows = operator === "LocalRelation" ? args[0]?.value : undefined;
  if (rows?.kind !== "sequence") return [];
  return rows.elements.flatMap((row) =>
    row.kind !== "dict"
      ? []
      : row.entries.flatMap(({ key }) =>
          key.kind === "string" && key.value === name && key.site ? [key.site] : [],
        ),
  );
}

function usesIn(scope: TextScope, step: PlanNode, resolved: Resolved): readonly ColumnOccurrence[] {
  return referencesIn(resolved.expression, step.session).flatMap((reference) =>
    readBy(reference, resolved.reads, step.session).flatMap((attribute) =>
      occurrences(attribute, nameTexts(scope, reference.site, attribute.name, true), step.nameSite),
    ),
  );
}

type Reference = Extract<ColumnExpression, { kind: "reference" }>;

/** The names in an expression, also in SQL text. */
export function referencesIn(root: ColumnExpression, session: Session): readonly Reference[] {
  return partsOf(root, session).filter((part) => part.kind === "reference");
}

/** All expressions inside, also in SQL text, the expression itself first; each once. */
export function partsOf(root: ColumnExpression, session: Session): readonly ColumnExpression[] {
  const seen = new Set<ColumnExpression>([root]);
  for (const part of seen)
    for (const inner of part.kind === "sql" ? [readSql(part, session).column] : innerColumns(part))
      seen.add(inner);
  return [...seen];
}

/** The columns, of those that an expression reads, that a name in it means. */
function readBy(
  { name, of }: Reference,
  reads: readonly Attribute[],
  session: Session,
): readonly Attribute[] {
  const parts = nameParts(name) ?? [name];
  const [first = "", second] = parts;
  if (of !== null) {
    const own = attributesOf(schemaOf(of)).filter((each) => sameName(session, each.name, first));
    const read = reads.filter((each) => own.some(({ id }) => id === each.id));
    return read.length > 0 ? read : own;
  }
  const qualified =
    second === undefined
      ? []
      : reads.filter(
          (each) =>
            sameName(session, each.name, second) &&
            each.qualifier.some((qualifier) => sameName(session, qualifier, first)),
        );
  return qualified.length > 0 ? qualified : reads.filter((each) => sameName(session, each.name, first));
}

const occurrences = (
  attribute: Attribute,
  texts: readonly NameText[],
  site: Site,
): readonly ColumnOccurrence[] =>
  texts.length === 0
    ? [{ attribute, role: "use", text: null, site }]
    : texts.map((text) => ({ attribute, role: "use", text, site }));

/** Names given as strings, such as those of `drop`, `fillna` and `partitionBy`, which no expression holds. */
function namesInArguments(scope: TextScope, fact: CallFact): readonly ColumnOccurrence[] {
  const plan = fact.receiver?.plan;
  if (!plan) return [];
  const names = columnStrings(fact);
  if (names.length === 0) return [];
  const step = framesOfValue(fact.result)[0]?.plan;
  const inputs = step && step !== plan && step.inputs.includes(plan) ? step.inputs : [plan];
  const named = (name: string): readonly Attribute[] =>
    inputs.flatMap((input) => {
      const { schema, hidden, joined } = analysisOf(input);
      for (const list of [attributesOf(schema), ...hiddenLists(joined, hidden)]) {
        const found = list.filter((each) => sameName(plan.session, each.name, name));
        if (found.length > 0) return found;
      }
      return [];
    });
  return names.flatMap(({ text, site }) => {
    const [first = ""] = nameParts(text) ?? [];
    const whole = named(text);
    const meant = whole.length > 0 ? whole : named(first);
    return meant.flatMap((attribute) =>
      occurrences(
        attribute,
        site ? nameTexts(scope, site, attribute.name, splitsNames(fact.name)) : [],
        fact.nameSite,
      ),
    );
  });
}

/** Parameters that take a dict whose keys are columns, beside those that the catalogue tells. */
const keyedByColumn: Readonly<Record<string, string>> = {
  "DataFrame.fillna": "value",
  "DataFrameNaFunctions.fill": "value",
  "DataFrame.withColumnsRenamed": "colsMap",
};

/** The strings among a call's arguments that name columns of the frame it is made on. */
export const columnStrings = (fact: CallFact): readonly StringPlace[] =>
  argumentsOfColumns(fact).flatMap(({ value, isKeyed }) =>
    value.kind !== "dict"
      ? stringsIn(value)
      : isKeyed
        ? value.entries.flatMap((entry) => stringsIn(entry.key))
        : [],
  );

/** The arguments of a call on a frame that name its columns; `isKeyed`: by the keys of a dict. */
export function argumentsOfColumns(
  fact: CallFact,
): readonly { readonly value: Value; readonly isKeyed: boolean }[] {
  const plan = fact.receiver?.plan;
  if (!plan) return [];
  const { session } = plan;
  const { api } = session.catalog;
  const [type = "", name = ""] = fact.name.split(".");
  const given = givenArguments(
    { node: plan, session },
    { method: fact.name, args: fact.args, unit: fact.unit },
  );
  const parameters = given && api.signature(type, name, session.version)?.form.parameters;
  return (parameters ?? []).flatMap((parameter) => {
    const values = given?.get(parameter.name) ?? [];
    if (values.length === 0) return [];
    const role = api.roles.role(fact.name, parameter)?.kind;
    const isNamed = role === "column" || role === "columnName" || role === "expression";
    const isKeyed = isNamed || keyedByColumn[fact.name] === parameter.name;
    return values.flatMap(({ value }) =>
      role === "expression" && value.kind === "string" && value.value !== null
        ? []
        : isNamed || (isKeyed && value.kind === "dict")
          ? [{ value, isKeyed }]
          : [],
    );
  });
}

function unique(all: readonly ColumnOccurrence[]): readonly ColumnOccurrence[] {
  const places = new Map<Site["unit"], Map<string, Set<Attribute["id"]>>>();
  return all.filter(({ attribute, role, text, site }) => {
    const { unit, start, end } = text?.site ?? site;
    const key = `${start} ${end} ${text ? role : "hidden"}`;
    const ofUnit = places.get(unit) ?? new Map<string, Set<Attribute["id"]>>();
    const ids = ofUnit.get(key) ?? new Set();
    if (ids.has(attribute.id)) return false;
    places.set(unit, ofUnit.set(key, ids.add(attribute.id)));
    return true;
  });
}
