import { arrayOf, atomic, kindOf, unknownType } from "../../../catalog/dataType.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import type { StepAnalysis } from "../analysis.ts";
import { eitherNullable, meetingType } from "../nullability.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { sameName } from "../../session.ts";
import { ambiguousColumn, typeMismatch } from "../expressions/problems.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { attribute, type Attribute, type Schema } from "../schema.ts";
import {
  columnsOfGiven,
  givenArguments,
  givenList,
  givenValue,
  inputSchema,
  outputOf,
  resolveAll,
  scopeOf,
  textOfGiven,
  textsOfGiven,
  unknownSchema,
  type Step,
} from "../step.ts";

/** Steps that turn columns into rows or rows into columns, and statistics. */
export const reshapingSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.unpivot": unpivot,
  "DataFrame.melt": unpivot,
  "DataFrame.describe": (step) => described(step, "cols"),
  "DataFrame.summary": (step) => described(step, null),
  "DataFrame.crosstab": crosstab,
  "DataFrameStatFunctions.crosstab": crosstab,
  "DataFrame.transpose": transposed,
  "DataFrame.freqItems": frequentItems,
  "DataFrameStatFunctions.freqItems": frequentItems,
};

const string = atomic("string");

function unpivot(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const [ids, values] = [givenValue(given, "ids"), givenValue(given, "values")];
  const names = [givenValue(given, "variableColumnName"), givenValue(given, "valueColumnName")];
  const schema = inputSchema(step);
  const idList = ids && ids.value.kind !== "none" ? givenList([ids]) : [];
  const valueList = values && values.value.kind !== "none" ? givenList([values]) : undefined;
  if (!idList || valueList === null || names.some((name) => textOfGiven(name) === null))
    return { schema: unknownSchema("the arguments are not known before it runs", step.node.site) };
  const scope = scopeOf(step);
  const keys = resolveAll(columnsOfGiven(idList), scope);
  const keyColumns = keys.flatMap((key) => key.columns.map((column) => outputOf(column, key)));
  const taken = new Set(keyColumns.map(({ id }) => id));
  const chosen = valueList && resolveAll(columnsOfGiven(valueList), scope);
  const melted = chosen
    ? outputs(chosen)
    : schema.kind === "closed"
      ? schema.attributes.filter(({ id }) => !taken.has(id))
      : null;
  if (melted === null) return { schema, resolved: keys };
  const [first, ...rest] = melted;
  const dataType = rest.reduce(
    (type, each) => meetingType(step.session, type, each.dataType) ?? unknownType,
    first?.dataType ?? unknownType,
  );
  const nullable = rest.reduce((so, each) => eitherNullable(so, each.nullable), first?.nullable ?? null);
  const [variable, value] = names.map((name) => ({
    name: textOfGiven(name) ?? "",
    origin: name ? literalSite(name.value, name.site) : null,
  }));
  const attributes = [
    ...keyColumns,
    attribute(
      { name: variable?.name ?? "", dataType: string, nullable: false },
      { origin: variable?.origin ?? null },
    ),
    attribute(
      { name: value?.name ?? "", dataType, nullable },
      { origin: value?.origin ?? null, reads: melted },
    ),
  ];
  return {
    schema: { kind: "closed", attributes },
    resolved: [...keys, ...(chosen ?? [])],
    problems: differentTypes(step, melted),
  };
}

/** Values of text and of other kinds have no type in common, since nothing is cast (ResolveUnpivot, 3.4 to 4.3). */
function differentTypes({ node }: Step, melted: readonly Attribute[]): readonly Problem[] {
  const plain = melted.filter(({ dataType }) => dataType.type !== "unknown" && kindOf(dataType) !== "void");
  const text = plain.find(({ dataType }) => kindOf(dataType) === "string");
  const other = plain.find(({ dataType }) => kindOf(dataType) !== "string");
  if (!text || !other) return [];
  return [
    typeMismatch(
      "UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
      other.name,
      `\`${text.name}\` is text and \`${other.name}\` is ${simpleString(other.dataType)}`,
      node.nameSite,
    ),
  ];
}

const outputs = (resolved: readonly Resolved[]): readonly Attribute[] =>
  resolved.flatMap((each) => each.columns.map((column) => outputOf(column, each)));

/** A row for each statistic; the values of numeric and string columns as text. */
function described(step: Step, parameter: string | null): StepAnalysis {
  const schema = inputSchema(step);
  const list = parameter === null ? [] : givenList(givenArguments(step)?.get(parameter) ?? []);
  const summary = attribute({ name: "summary", dataType: string, nullable: true });
  const reason = { text: "its columns are those that have numbers or text", site: step.node.site };
  if (!list) return { schema: { kind: "open", attributes: [summary], reason } };
  const resolved = resolveAll(columnsOfGiven(list), scopeOf(step));
  const chosen = list.length > 0 ? outputs(resolved) : schema.kind === "closed" ? schema.attributes : null;
  if (chosen === null || chosen.some((each) => each.dataType.type === "unknown"))
    return { schema: { kind: "open", attributes: [summary], reason }, resolved };
  const attributes = chosen
    .filter(({ dataType }) =>
      /^(tinyint|smallint|int|bigint|float|double|decimal|string)$/.test(kindOf(dataType)),
    )
    .map((each) =>
      attribute(
        { name: each.name, dataType: string, nullable: true },
        { reads: [each], origin: each.id.origin },
      ),
    );
  return {
    schema: { kind: "closed", attributes: [summary, ...attributes] },
    resolved,
    problems: list.length === 0 ? twice(step, attributes) : [],
  };
}

/** All columns are taken by their names, which must be different. */
function twice({ session, node }: Step, attributes: readonly Attribute[]): readonly Problem[] {
  const again = attributes.find(({ name }, index) =>
    attributes.slice(0, index).some((each) => sameName(session, each.name, name)),
  );
  return again ? [ambiguousColumn([again.name], again.name, [again.name, again.name], node.nameSite)] : [];
}

function crosstab(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const [one, other] = [textOfGiven(givenValue(given, "col1")), textOfGiven(givenValue(given, "col2"))];
  const reason = { text: "a contingency table makes its columns of the data", site: step.node.site };
  const attributes =
    one === null || other === null
      ? []
      : [attribute({ name: `${one}_${other}`, dataType: string, nullable: true })];
  return { schema: { kind: "open", attributes, reason } };
}

/** Rows become columns, named by the data. */
function transposed({ node }: Step): StepAnalysis {
  const key = attribute({ name: "key", dataType: string, nullable: false });
  const reason = { text: "a transposed frame makes its columns of the data", site: node.site };
  return { schema: { kind: "open", attributes: [key], reason } };
}

function frequentItems(step: Step): StepAnalysis {
  const names = textsOfGiven(givenValue(givenArguments(step), "cols"));
  if (names === null)
    return { schema: unknownSchema("the columns are not known before it runs", step.node.site) };
  const resolved = resolveAll(
    names.map(({ text, site }) => ({ kind: "reference", name: text, of: null, site })),
    scopeOf(step),
  );
  const attributes = outputs(resolved).map((each) =>
    attribute(
      { name: `${each.name}_freqItems`, dataType: arrayOf(each.dataType), nullable: null },
      { reads: [each] },
    ),
  );
  const schema: Schema = { kind: "closed", attributes };
  return { schema, resolved };
}
