import { atomic, isKnown, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { MlCast, MlColumn, MlNullable } from "../../../catalog/mlColumns.ts";
import type { Site } from "../../../syntax/module.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import { setting } from "../../session.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import { mlParams, modelFrameMethod, transformMethod, type MlParam } from "../../spark/mlParams.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attribute, attributesOf, type Attribute, type Reason, type Schema } from "../schema.ts";
import { inputSchema, unknownSchema, type Step } from "../step.ts";

/**
 * Steps that transformers and models of pyspark.ml add: they keep all columns and append some. That an input column
 * is missing is not reported.
 */
export const mlSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  [transformMethod]: (step) => ({ schema: transformed(step) }),
  [modelFrameMethod]: (step) => ({ schema: frameOfModel(step) }),
};

function frameOfModel(step: Step): Schema {
  const { node, session } = step;
  const path = node.builder[0]?.method ?? "";
  const params = mlParams(node.builder);
  const scope: Scope = { step, params: params ?? new Map(), attributes: [] };
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
  const scope: Scope = { step, params, attributes: attributesOf(schema) };
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

interface Scope {
  readonly step: Step;
  readonly params: ReadonlyMap<string, MlParam>;
  /** The columns that the stage finds. */
  readonly attributes: readonly Attribute[];
}

/** A column's name as a parameter says it. */
interface Named {
  readonly name: string;
  readonly site: Site | null;
}

/** The names that a parameter, or its plural, holds; empty when it names none, null where the code does not tell. */
function namesOf({ step, params }: Scope, param: string): readonly Named[] | null {
  const given = params.get(param);
  if (given) {
    if (given.value.kind !== "string" || given.value.value === null) return null;
    // An empty name stands for no column.
    return given.value.value === "" ? [] : [{ name: given.value.value, site: given.site }];
  }
  const several = params.get(`${param}s`);
  if (several) {
    if (several.value.kind !== "sequence" || !several.value.exact) return null;
    const names: Named[] = [];
    for (const value of several.value.elements) {
      if (value.kind !== "string" || value.value === null) return null;
      names.push({ name: value.value, site: literalSite(value, several.site) });
    }
    return names;
  }
  const name = step.session.catalog.mlColumns.defaultName(param);
  return name === null ? [] : [{ name, site: null }];
}

/** The columns that a row of the catalogue adds; null where their names are not known. */
function addedColumns(scope: Scope, column: MlColumn): readonly Attribute[] | null {
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

const typeOfInput = (scope: Scope, param: string, index: number): DataType =>
  inputColumn(scope, param, index)?.dataType ?? unknownType;

function nullability(scope: Scope, nullable: MlNullable, dataType: DataType, index: number): boolean | null {
  if (typeof nullable === "boolean") return nullable;
  if (nullable.types && !isKnown(dataType)) return null;
  const isListed = nullable.types?.includes(kindOf(dataType)) ?? true;
  if (nullable.of === undefined) return isListed;
  return isListed ? (inputColumn(scope, nullable.of, index)?.nullable ?? null) : true;
}

/** The input column that a parameter, or the same place in its plural, names; null where it is not known. */
function inputColumn(scope: Scope, param: string, index: number): Attribute | null {
  const name = namesOf(scope, param)?.[index]?.name;
  return name === undefined ? null : columnNamed(scope, name);
}

function columnNamed({ step, attributes }: Scope, name: string): Attribute | null {
  const same = attributes.filter((each) => isSameName(step, each.name, name));
  return same.length === 1 ? (same[0] ?? null) : null;
}

const isSameName = ({ session }: Step, left: string, right: string): boolean =>
  setting(session, "spark.sql.caseSensitive") === "true"
    ? left === right
    : left.toLowerCase() === right.toLowerCase();

/** The columns that an added one is made of: the one in the same place, where there are as many as are added. */
function inputsOf(scope: Scope, index: number, count: number): readonly Attribute[] {
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
function formulaColumns(scope: Scope): Schema {
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
function castColumns(scope: Scope, casts: readonly MlCast[]): ReadonlyMap<Attribute, Attribute> {
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
