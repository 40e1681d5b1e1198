import type { DataType, Field } from "../../../catalog/dataType.ts";
import { sameName, type Session } from "../../session.ts";
import type { StepAnalysis } from "../analysis.ts";
import { declaredFields } from "../declaredSchema.ts";
import { siteOfField } from "../fieldSites.ts";
import { sameType } from "../nullability.ts";
import { attribute, attributesOf, type Attribute } from "../schema.ts";
import { givenArguments, givenValue, inputSchema, unknownSchema, type Step } from "../step.ts";

/** `df.to(schema)`: the columns that the schema names, with its types and the input's nulls. */
export const reconcilingSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.to": (step) => {
    const fields = declaredFields(givenValue(givenArguments(step), "schema")?.value);
    if (!fields)
      return {
        schema: unknownSchema(
          "the code does not tell the schema that the frame is brought to",
          step.node.site,
        ),
      };
    const input = inputSchema(step);
    const columns = attributesOf(input);
    const isOpen = input.kind !== "closed";
    return {
      schema: {
        kind: "closed",
        attributes: fields.map((field) => reconciled(field, columns, isOpen, step.session)),
      },
    };
  },
};

/** The column of the input that a field means, in the field's type; a new one of nulls where there is none (`Project.matchSchema`, 3.4 to 4.3). */
function reconciled(
  field: Field,
  columns: readonly Attribute[],
  isOpen: boolean,
  session: Session,
): Attribute {
  const origin = siteOfField(field);
  const column = columns.find(({ name }) => sameName(session, name, field.name));
  if (!column)
    return attribute({ ...field, nullable: isOpen && field.nullable ? null : field.nullable }, { origin });
  const dataType = reconciledType(column.dataType, field.dataType, session);
  return sameType(dataType, column.dataType)
    ? { ...column, name: field.name }
    : attribute({ name: field.name, dataType, nullable: column.nullable }, { origin, reads: [column] });
}

function reconciledType(from: DataType, to: DataType, session: Session): DataType {
  if (from.type === "array" && to.type === "array")
    return { ...from, element: reconciledType(from.element, to.element, session) };
  if (from.type === "map" && to.type === "map")
    return {
      ...from,
      key: reconciledType(from.key, to.key, session),
      value: reconciledType(from.value, to.value, session),
    };
  if (from.type !== "struct" || to.type !== "struct") return to;
  return {
    type: "struct",
    fields: to.fields.map((field) => {
      const held = from.fields.find(({ name }) => sameName(session, name, field.name));
      return held
        ? {
            ...field,
            dataType: reconciledType(held.dataType, field.dataType, session),
            nullable: held.nullable,
          }
        : field;
    }),
  };
}
