import { unknownType } from "../../../catalog/dataType.ts";
import { generatorOutputs } from "../../../catalog/generatorOutputs.ts";
import type { ColumnExpression } from "../../column.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredFields, declaredSchema } from "../declaredSchema.ts";
import type { ResolutionScope } from "../resolved.ts";
import { attribute } from "../schema.ts";
import {
  givenArguments,
  givenValue,
  projectedSchema,
  resolveAll,
  unknownSchema,
  type Step,
} from "../step.ts";

/** Steps that give the rows of table-valued functions, and tables that a call makes. */
export const tableSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  ...Object.fromEntries(
    [
      "explode",
      "explode_outer",
      "inline",
      "inline_outer",
      "json_tuple",
      "posexplode",
      "posexplode_outer",
      "stack",
    ].map((name) => [`TableValuedFunction.${name}`, (step: Step) => generated(step, name)]),
  ),
  "TableValuedFunction.variant_explode": (step) => variants(step, "variant_explode"),
  "TableValuedFunction.variant_explode_outer": (step) => variants(step, "variant_explode_outer"),
  "TableValuedFunction.collations": (step) => listed(step, "collations()"),
  "TableValuedFunction.sql_keywords": (step) => listed(step, "sql_keywords()"),
  "SQL.Set": (step) => listed(step, "set"),
  "SQLContext.tables": (step) => listed(step, "show tables"),
  "Catalog.createTable": tableMade,
  "Catalog.createExternalTable": tableMade,
  "SQLContext.createExternalTable": tableMade,
  "UserDefinedTableFunction.__call__": functionOfUser,
};

/** Outside of any frame: what an argument names belongs to a frame that is joined with the rows. */
const scopeOutside = (step: Step): ResolutionScope => ({
  session: step.session,
  attributes: [],
  open: { text: "the columns of the frame around it are not known here", site: step.node.site },
});

function generated(step: Step, name: string): StepAnalysis {
  const call: ColumnExpression = {
    kind: "call",
    function: `functions.${name}`,
    args: step.node.columns,
    site: step.node.site,
  };
  const resolved = resolveAll([call], scopeOutside(step));
  return { schema: projectedSchema(resolved), resolved };
}

function variants(step: Step, name: string): StepAnalysis {
  const resolved = resolveAll(step.node.columns, scopeOutside(step));
  const type = resolved[0]?.columns[0]?.dataType ?? unknownType;
  const fields = generatorOutputs(name, [{ type, nullable: null }]);
  return {
    schema: fields
      ? { kind: "closed", attributes: attributesOfFields(fields, null) }
      : unknownSchema("the value that is taken apart is not known", step.node.site),
    resolved,
  };
}

/** What Spark lists always has the same columns. */
function listed({ node, session }: Step, what: string): StepAnalysis {
  const fields = session.catalog.sourceSchemas.columns(what, new Map());
  return {
    schema: fields
      ? { kind: "closed", attributes: fields.map((field) => attribute(field)) }
      : unknownSchema(`the columns of ${what} are not known`, node.site),
  };
}

/** A table with the schema given for it, nulls allowed everywhere, as tables keep none (4.3). */
function tableMade(step: Step): StepAnalysis {
  const schema = givenValue(givenArguments(step), "schema");
  const fields = schema && declaredSchema(schema.value);
  return {
    schema: fields
      ? { kind: "closed", attributes: attributesOfFields(fields, schema.site) }
      : unknownSchema("the table is made without a schema in the code", step.node.site),
  };
}

/** A call of a table function of the user's: the columns that it declares. */
function functionOfUser(step: Step): StepAnalysis {
  const declared = step.node.builder.findLast(({ method }) => method === "returnType")?.args[0]?.value;
  const fields = declared && declaredFields(declared);
  return {
    schema: fields
      ? { kind: "closed", attributes: attributesOfFields(fields, step.node.site) }
      : unknownSchema("the columns that the function declares are not known before it runs", step.node.site),
  };
}
