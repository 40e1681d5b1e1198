import { atomic, isKnown, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { MlCast, MlColumn, MlNullable } from "../../../catalog/mlColumns.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import { mlParams, modelFrameMethod, transformMethod } from "../../spark/mlParams.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attribute, attributesOf, type Attribute, type Reason, type Schema } from "../schema.ts";
import { inputSchema, unknownSchema, type Step } from "../step.ts";
import { missingInputs } from "./mlInputs.ts";
import { columnNamed, isSameName, namesOf, type MlScope } from "./mlScope.ts";

/** Steps that transformers and models of pyspark.ml add: they keep all columns and append some. */
export const mlSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  [transformMethod]: (step) => ({ schema: transformed(step), problems: missingInputs(step) }),
  [modelFrameMethod]: (step) => ({ schema: frameOfModel(step) }),
};

function frameOfModel(step: Step): Schema {
  const { node, session } = step;
  const path = node.builder[0]?.method ?? "";
  const params = mlParams(node.builder);
  const scope: MlScope = { step, params: params ?? new Map(), attributes: [] };
  const fields =
    params && session.catalog.mlColumns.frame(path, (param) => namesOf(scope, param)?.[0]?.name ?? null);
  return fields
    ? { kind: "closed", attributes: fields.map((field) => attribute(field)) }
    : unknownSchema(`${path.split(".").slice(-2).join(".")} is not followed`, node.site);
}

function transformed(step: Step): Schema {
  const { node, session } = step;
  const schema = inputSchema(step);
  // The query of a SQLTransformer is the step's input.
  if (node.details.sql !== undefined) return schema;
  const path = node.builder[0]?.method ?? "";
  const label = path.slice(path.lastIndexOf(".") + 1);
  const stage = session.catalog.mlColumns.stage(path);
  const params = mlParams(node.builder);
  if (path.endsWith(".SQLTransformer"))
    return unknownSchema("the statement of the SQLTransformer is not known before it runs", node.site);
  if (!stage || !params || stage.runs !== null)
    return appended(step, [], { text: `the code does not tell what ${label} is set to`, site: node.site });
  const scope: MlScope = { step, params, attributes: attributesOf(schema) };
  if (/\.RFormula(?:Model)?$/.test(path)) return formulaColumns(scope);
  if (stage.adds === null) return appended(step, [], { text: `${label} is not followed`, site: node.site });
  const added = stage.adds.map((column) => addedColumns(scope, column));
  const isKnownByName = added.every((columns) => columns !== null);
  return appended(
    step,
    added.flatMap((columns) => columns ?? []),
    isKnownByName ? null : { text: "a column's name is not known before it runs", site: node.site },
    castColumns(scope, stage.casts),
  );
}

/** The columns that a row of the catalogue adds; null where their names are not known. */
function addedColumns(scope: MlScope, column: MlColumn): readonly Attribute[] | null {
  const names = namesOf(scope, column.param);
  if (names === null) return null;
  if (names.length === 0 && column.generated) return null;
  const { earlier } = column;
  const isEarlier = earlier && compareVersions(scope.step.session.version, earlier.before) < 0;
  const rule = isEarlier ? earlier.nullable : column.nullable;
  return names.map(({ name, site }, index) => {
    const dataType = "of" in column.type ? typeOfInput(scope, column.type.of, index) : column.type;
    return attribute(
      { name, dataType, nullable: nullability(scope, rule, dataType, index) },
      { origin: site, reads: inputsOf(scope, index, names.length) },
    );
  });
}

const typeOfInput = (scope: MlScope, param: string, index: number): DataType =>
  inputColumn(scope, param, index)?.dataType ?? unknownType;

function nullability(
  scope: MlScope,
  nullable: MlNullable,
  dataType: DataType,
  index: number,
): boolean | null {
  if (typeof nullable === "boolean") return nullable;
  if (nullable.types && !isKnown(dataType)) return null;
  const isListed = nullable.types?.includes(kindOf(dataType)) ?? true;
  if (nullable.of === undefined) return isListed;
  return isListed ? (inputColumn(scope, nullable.of, index)?.nullable ?? null) : true;
}

/** The input column that a parameter, or the same place in its plural, names; null where it is not known. */
function inputColumn(scope: MlScope, param: string, index: number): Attribute | null {
  const name = namesOf(scope, param)?.[index]?.name;
  return name === undefined ? null : columnNamed(scope, name);
}

/** The columns that an added one is made of: the one in the same place, where there are as many as are added. */
function inputsOf(scope: MlScope, index: number, count: number): readonly Attribute[] {
  for (const param of ["inputCol", "itemsCol", "featuresCol"]) {
    const names = namesOf(scope, param) ?? [];
    const own = names.length === count && count > 1 ? names.slice(index, index + 1) : names;
    const found = own.flatMap(({ name }) => columnNamed(scope, name) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

const numbers: ReadonlySet<string> = new Set([
  "tinyint",
  "smallint",
  "int",
  "bigint",
  "float",
  "double",
  "decimal",
  "boolean",
]);

/**
 * RFormula adds the features, and the label unless the frame has it: texts as their index, numbers as doubles
 * (RFormulaModel.transform, 4.3).
 */
function formulaColumns(scope: MlScope): Schema {
  const { step, params } = scope;
  const features = addedColumns(scope, { param: "featuresCol", type: atomic("vector"), nullable: true });
  const label = namesOf(scope, "labelCol")?.[0];
  const formula = params.get("formula")?.value;
  const source = formula?.kind === "string" ? /^\s*([\w.]+)\s*~/.exec(formula.value ?? "")?.[1] : undefined;
  const unnamed: Reason = { text: "the code does not tell the label of the RFormula", site: step.node.site };
  if (!features || !label) return appended(step, features ?? [], unnamed);
  if (columnNamed(scope, label.name)) return appended(step, features, null);
  const found = source === undefined ? null : columnNamed(scope, source);
  if (source === undefined || (!found && inputSchema(step).kind !== "closed"))
    return appended(step, features, unnamed);
  if (!found) return appended(step, features, null);
  const kind = kindOf(found.dataType);
  const isNumber = numbers.has(kind);
  const added = attribute(
    {
      name: label.name,
      dataType: atomic("double"),
      nullable: kind === "string" ? false : isNumber ? found.nullable : null,
    },
    { origin: label.site, reads: [found] },
  );
  return appended(step, [...features, added], null);
}

/** The columns that a stage replaces by themselves in another type, by what they were; they may be null. */
function castColumns(scope: MlScope, casts: readonly MlCast[]): ReadonlyMap<Attribute, Attribute> {
  const found = new Map<Attribute, Attribute>();
  for (const { param, type, from } of casts) {
    const column = inputColumn(scope, param, 0);
    if (column && compareVersions(scope.step.session.version, from) >= 0)
      found.set(
        column,
        attribute({ name: column.name, dataType: type, nullable: true }, { reads: [column] }),
      );
  }
  return found;
}

/** The input's columns with others behind them; one of the same name gives way. */
function appended(
  step: Step,
  added: readonly Attribute[],
  reason: Reason | null,
  casts: ReadonlyMap<Attribute, Attribute> = new Map(),
): Schema {
  const schema = inputSchema(step);
  const kept = attributesOf(schema)
    .filter((each) => !added.some(({ name }) => isSameName(step, name, each.name)))
    .map((each) => casts.get(each) ?? each);
  const attributes = [...kept, ...added];
  if (schema.kind !== "closed") return { kind: "open", attributes, reason: schema.reason };
  return reason === null ? { kind: "closed", attributes } : { kind: "open", attributes, reason };
}
