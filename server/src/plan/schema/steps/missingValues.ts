import { atomic, kindOf, type DataType } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { isAnsi, sameName } from "../../session.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import type { Value } from "../../value.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attribute, type Attribute } from "../schema.ts";
import {
  givenArguments,
  givenList,
  givenValue,
  inputHidden,
  inputSchema,
  resolveAll,
  scopeOf,
  textOfGiven,
  textsOfGiven,
  type Step,
} from "../step.ts";

/** Steps that drop rows with nulls, or put values in their places. */
export const missingValueSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.dropna": (step) => onSubset(step, dropNulls),
  "DataFrameNaFunctions.drop": (step) => onSubset(step, dropNulls),
  "DataFrame.fillna": (step) => onSubset(step, fill),
  "DataFrameNaFunctions.fill": (step) => onSubset(step, fill),
  "DataFrame.replace": (step) => onSubset(step, replace),
  "DataFrameNaFunctions.replace": (step) => onSubset(step, replace),
};

/** The columns named are looked up, in `subset` or as keys of a dict of values to fill in. */
function onSubset(step: Step, analyze: (step: Step) => StepAnalysis): StepAnalysis {
  const given = givenArguments(step);
  const value = /\.fill/.test(step.node.method) ? givenValue(given, "value") : undefined;
  const names =
    value?.value.kind === "dict"
      ? value.value.entries.map(({ key }) => ({ value: key, site: literalSite(key, value.site) }))
      : (givenList(given?.get("subset") ?? []) ?? []);
  const columns = names.flatMap((name): ColumnExpression[] => {
    const text = textOfGiven(name);
    if (text === null) return [];
    return [{ kind: "reference", name: text, of: null, site: literalSite(name.value, name.site) }];
  });
  return { ...analyze(step), resolved: resolveAll(columns, scopeOf(step)) };
}

function dropNulls(step: Step): StepAnalysis {
  return { schema: inputSchema(step) };
}

/** A value fills columns of its own kind only; a filled column has no nulls left. */
function fill(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const value = givenValue(given, "value");
  if (!value) return { schema: inputSchema(step) };
  if (value.value.kind === "dict") {
    const entries = value.value.exact ? value.value.entries : null;
    if (!entries) return changedTypes(step);
    const names = entries.map(({ key }) => (key.kind === "string" ? key.value : null));
    if (names.includes(null)) return changedTypes(step);
    return filled(step, (each) => {
      const entry = entries[names.findIndex((name) => sameName(step.session, name ?? "", each.name))];
      return entry ? typeFilledWith(entry.value) : false;
    });
  }
  const subset = givenValue(given, "subset");
  const named = subset && subset.value.kind !== "none" ? textsOfGiven(subset) : null;
  if (subset && subset.value.kind !== "none" && named === null) return changedTypes(step);
  const takes = kindsFilled(value.value);
  if (takes === null) return changedTypes(step);
  return filled(step, (each) => {
    const isNamed = named === null || named.some(({ text }) => sameName(step.session, text, each.name));
    if (!isNamed) return false;
    if (each.dataType.type === "unknown") return null;
    // PySpark hands a single number over as a double.
    return takes.has(kindOf(each.dataType)) ? atomic("double") : false;
  });
}

const numbers: ReadonlySet<string> = new Set([
  "tinyint",
  "smallint",
  "int",
  "bigint",
  "float",
  "double",
  "decimal",
]);

/** The kinds of columns that a value fills (DataFrameNaFunctions.fillValue, 4.3). */
export function kindsFilled(value: Value): ReadonlySet<string> | null {
  if (value.kind === "number") return numbers;
  if (value.kind === "string") return new Set(["string"]);
  return value.kind === "boolean" ? new Set(["boolean"]) : null;
}

/** The type that a value of a dict is handed over with; null where the code does not tell. */
function typeFilledWith(value: Value): DataType | null {
  if (value.kind === "number" && value.isFloat === true) return atomic("double");
  if (value.kind === "number" && value.value !== null)
    return atomic(Math.abs(value.value) < 2 ** 31 ? "int" : "bigint");
  return value.kind === "string" || value.kind === "boolean" ? atomic(value.kind) : null;
}

/** `typeOf` gives the type of the value that fills a column; false for columns left alone, null where it is not known. */
function filled(step: Step, typeOf: (each: Attribute) => DataType | false | null): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  const attributes = schema.attributes.map((each) => {
    const type = typeOf(each);
    if (type === false) return each;
    return remade(
      each,
      each.dataType,
      type ? filledNulls(step, each, type) : each.nullable === false ? false : null,
    );
  });
  return { schema: { ...schema, attributes }, hidden: inputHidden(step) };
}

/** The value is cast to the column's type, and such a cast may give null. */
function filledNulls({ session }: Step, { dataType, nullable }: Attribute, from: DataType): boolean | null {
  if (nullable === false || dataType.type === "unknown") return nullable === false ? false : null;
  if (!numbers.has(kindOf(dataType)) || kindOf(dataType) === kindOf(from)) return false;
  const ansi = isAnsi(session);
  if (ansi === null) return null;
  return session.catalog.outputs.castNullable(
    from,
    dataType,
    false,
    { version: session.version, ansi },
    "cast",
  );
}

const remade = (from: Attribute, dataType: DataType, nullable: boolean | null): Attribute =>
  attribute({ name: from.name, dataType, nullable }, { origin: from.id.origin, reads: [from] });

/** All columns stay, but which of them have changed is not known. */
const changedTypes = (step: Step): StepAnalysis => changedNulls(step, false);

/** Replaced values keep their column's type; None among the new values makes nulls. */
const replace = (step: Step): StepAnalysis => changedNulls(step, true);

/** All columns with their types; of which nulls only one thing is known, and only where it was so before. */
function changedNulls(step: Step, known: boolean): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  const attributes = schema.attributes.map((each) =>
    remade(each, each.dataType, each.nullable === known ? known : null),
  );
  return { schema: { ...schema, attributes } };
}
