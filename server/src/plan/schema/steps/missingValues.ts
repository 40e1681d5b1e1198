import { atomic, kindOf, type DataType } from "../../../catalog/dataType.ts";
import { isAnsi, sameName } from "../../session.ts";
import type { Value } from "../../value.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attribute, type Attribute } from "../schema.ts";
import { givenArguments, givenValue, inputHidden, inputSchema, textsOfGiven, type Step } from "../step.ts";

/** Steps that drop rows with nulls, or put values in their places. */
export const missingValueSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.dropna": dropNulls,
  "DataFrameNaFunctions.drop": dropNulls,
  "DataFrame.fillna": fill,
  "DataFrameNaFunctions.fill": fill,
  "DataFrame.replace": replace,
  "DataFrameNaFunctions.replace": replace,
};

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
    return filled(step, (each) => names.some((name) => sameName(step.session, name ?? "", each.name)));
  }
  const subset = givenValue(given, "subset");
  const named = subset && subset.value.kind !== "none" ? textsOfGiven(subset) : null;
  if (subset && subset.value.kind !== "none" && named === null) return changedTypes(step);
  const takes = kindsFilled(value.value);
  if (takes === null) return changedTypes(step);
  return filled(
    step,
    (each) =>
      (named === null || named.some(({ text }) => sameName(step.session, text, each.name))) &&
      (each.dataType.type === "unknown" ? null : takes.has(kindOf(each.dataType))),
  );
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
function kindsFilled(value: Value): ReadonlySet<string> | null {
  if (value.kind === "number") return numbers;
  if (value.kind === "string") return new Set(["string"]);
  return value.kind === "boolean" ? new Set(["boolean"]) : null;
}

function filled(step: Step, isFilled: (each: Attribute) => boolean | null): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  const attributes = schema.attributes.map((each) => {
    const change = isFilled(each);
    if (change === false) return each;
    return remade(
      each,
      each.dataType,
      change ? filledNulls(step, each) : each.nullable === false ? false : null,
    );
  });
  return { schema: { ...schema, attributes }, hidden: inputHidden(step) };
}

/** PySpark hands numbers over as doubles, and the cast of one to the column's type may give null. */
function filledNulls({ session }: Step, { dataType, nullable }: Attribute): boolean | null {
  if (!numbers.has(kindOf(dataType)) || nullable === false) return false;
  const ansi = isAnsi(session);
  if (ansi === null) return null;
  return session.catalog.outputs.castNullable(
    atomic("double"),
    dataType,
    false,
    { version: session.version, ansi },
    "cast",
  );
}

const remade = (from: Attribute, dataType: DataType, nullable: boolean | null): Attribute =>
  attribute({ name: from.name, dataType, nullable }, { origin: from.id.origin, reads: [from] });

/** All columns stay, but which of them have changed is not known. */
function changedTypes(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  return {
    schema: {
      ...schema,
      attributes: schema.attributes.map((each) =>
        remade(each, each.dataType, each.nullable === false ? false : null),
      ),
    },
  };
}

/** Replaced values keep their column's type; None among the new values makes nulls. */
function replace(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  return {
    schema: {
      ...schema,
      attributes: schema.attributes.map((each) =>
        remade(each, each.dataType, each.nullable === true ? true : null),
      ),
    },
  };
}
