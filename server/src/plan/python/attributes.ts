import type { AttributeExpression, Expression, SubscriptExpression } from "../../syntax/ast.ts";
import { atomic } from "../../catalog/dataType.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { elementsOf } from "./iteration.ts";
import { lookUp } from "./scope.ts";
import { columnExpression, columnOf, literalSite } from "../spark/columnArguments.ts";
import { frameProperty } from "../spark/frameProperties.ts";
import { typeAttribute, typeElement } from "../spark/dataTypeMembers.ts";
import { rowAttribute, rowElement } from "../spark/rows.ts";
import { certain, columnValue, emptyState, planStep, spark } from "../spark/spark.ts";
import { joinValues, unknown, type SparkValue, type Value } from "../value.ts";

/** `object.name`. */
export function attributeOf(evaluation: Evaluation, object: Value, node: AttributeExpression): Value {
  const name = node.name.id;
  switch (object.kind) {
    case "union":
      return object.values.map((each) => attributeOf(evaluation, each, node)).reduce(joinValues);
    case "spark":
      return sparkAttribute(evaluation, object, node);
    case "module":
    case "api":
      return apiAttribute(evaluation, object.name, node);
    case "instance": {
      const own = object.attributes.get(name) ?? object.class.members.get(name);
      if (own?.kind === "function") return { ...own, self: object };
      return own ?? inherited(evaluation, object.class.node.args[0]?.value, name) ?? unknown;
    }
    case "class":
      return object.members.get(name) ?? unknown;
    default:
      return byName(evaluation, node) ?? unknown;
  }
}

function inherited(evaluation: Evaluation, base: Expression | undefined, name: string): Value | null {
  if (base?.kind !== "Name") return null;
  const value = lookUp(evaluation, base.id);
  return value?.kind === "class" ? (value.members.get(name) ?? null) : null;
}

/** With evidence by names: `self.spark.read`, `ctx.df.select` and the like. */
function byName(evaluation: Evaluation, node: AttributeExpression): Value | null {
  const receiver = believedReceiver(evaluation, node);
  return receiver ? sparkAttribute(evaluation, receiver, node) : null;
}

/**
 * The Spark object that an object of unknown origin must be: a DataFrame when the method is PySpark's alone and the
 * file imports pyspark; with evidence by names also what is called `spark` or `df`.
 */
export function believedReceiver(evaluation: Evaluation, node: AttributeExpression): SparkValue | null {
  const { api } = evaluation;
  const method = node.name.id;
  if (evaluation.importsPyspark && api.pysparkOnly.has(method)) {
    const evidence = {
      level: "structural",
      site: siteOf(evaluation, node.name),
      because: `only PySpark has a method ${method}`,
    } as const;
    return spark("DataFrame", evidence, { plan: parameterPlan(evaluation, node.object) });
  }
  if (evaluation.level !== "names") return null;
  const name =
    node.object.kind === "Name"
      ? node.object.id
      : node.object.kind === "Attribute"
        ? node.object.name.id
        : "";
  const evidence = {
    level: "names",
    site: siteOf(evaluation, node.object),
    because: `named ${name}`,
  } as const;
  if (name === "spark" && api.member("SparkSession", method)) return spark("SparkSession", evidence);
  if (/(^|_)(df|sdf|dataframe)$/.test(name) && api.member("DataFrame", method))
    return spark("DataFrame", evidence, { plan: parameterPlan(evaluation, node.object) });
  return null;
}

/** The plan of a DataFrame that comes from where the code does not show. */
export function parameterPlan(
  evaluation: Evaluation,
  node: Expression | AttributeExpression["name"],
): NonNullable<SparkValue["plan"]> {
  return planStep(evaluation, {
    operator: "Parameter",
    method: "parameter",
    inputs: [],
    span: node,
    nameSpan: node,
    maxRows: null,
  });
}

function apiAttribute(evaluation: Evaluation, owner: string, node: AttributeExpression): Value {
  const { api } = evaluation;
  const type = api.classNamed(owner);
  const member = type === null ? null : api.member(type, node.name.id);
  if (type === null || member === null) return { kind: "api", name: `${owner}.${node.name.id}` };
  const evidence = certain(evaluation, node, `${type}.${node.name.id}`);
  if (!member.isProperty) return { kind: "method", receiver: spark(type, evidence), name: node.name.id };
  return member.returns
    ? spark(member.returns, evidence, { state: emptyState })
    : { kind: "api", name: `${owner}.${node.name.id}` };
}

function sparkAttribute(evaluation: Evaluation, object: SparkValue, node: AttributeExpression): Value {
  const name = node.name.id;
  const member = evaluation.api.member(object.type, name);
  const said = object.data && (typeAttribute(object, name) ?? rowAttribute(object, name));
  if (said) return said;
  if (member === null) {
    if (object.type === "DataFrame" && name !== "" && !name.startsWith("_"))
      return columnValue(object.evidence, {
        kind: "reference",
        name,
        of: object.plan,
        site: siteOf(evaluation, node),
      });
    if (object.type === "Column" && name !== "" && !name.startsWith("_"))
      return columnValue(object.evidence, {
        kind: "call",
        function: "getField",
        args: [
          object.column ?? { kind: "unknown", site: siteOf(evaluation, node) },
          { kind: "literal", value: name, dataType: atomic("string"), site: siteOf(evaluation, node.name) },
        ],
        site: siteOf(evaluation, node),
      });
    return unknown;
  }
  if (!member.isProperty) return { kind: "method", receiver: object, name };
  const held = object.type === "DataFrame" ? frameProperty(object, name) : null;
  if (held !== null) return held;
  if (member.returns === null) return unknown;
  return spark(member.returns, object.evidence, {
    plan: object.plan,
    state: /Reader|Writer|Builder/.test(member.returns) ? emptyState : null,
  });
}

/** `object[indices]`. */
export function indexed(
  evaluation: Evaluation,
  object: Value,
  indices: readonly Value[],
  node: SubscriptExpression,
): Value {
  const index = indices[0] ?? unknown;
  switch (object.kind) {
    case "union":
      return object.values.map((each) => indexed(evaluation, each, indices, node)).reduce(joinValues);
    case "spark":
      return indexedSpark(evaluation, object, index, node);
    case "sequence": {
      if (index.kind === "number" && index.value !== null && object.exact)
        return object.elements.at(index.value) ?? unknown;
      return node.indices[0]?.kind === "Slice" ? { ...object, exact: false } : elementsOf(object);
    }
    case "dict": {
      const key = index.kind === "string" ? index.value : null;
      const entry = object.entries.findLast(
        (each) => key !== null && each.key.kind === "string" && each.key.value === key,
      );
      if (entry) return entry.value;
      const values = object.entries.map((each) => each.value);
      return values.length === 0 ? unknown : values.reduce(joinValues);
    }
    default:
      return unknown;
  }
}

function indexedSpark(
  evaluation: Evaluation,
  object: SparkValue,
  index: Value,
  node: SubscriptExpression,
): Value {
  const site = siteOf(evaluation, node);
  if (object.type === "Column")
    return columnValue(object.evidence, {
      kind: "call",
      function: "getItem",
      args: [...(object.column ? [object.column] : []), columnExpression(index, site)],
      site,
    });
  if (object.data) return typeElement(object, index) ?? rowElement(object, index) ?? unknown;
  if (object.type !== "DataFrame" || !object.plan) return unknown;
  const isFilter = columnOf(index) !== null;
  if (!isFilter && index.kind !== "sequence")
    return columnValue(object.evidence, {
      kind: "reference",
      name: index.kind === "string" ? (index.value ?? "") : "",
      of: object.plan,
      site: literalSite(index, site),
    });
  const [indexNode] = node.indices;
  const plan = planStep(evaluation, {
    operator: isFilter ? "Filter" : "Project",
    method: "DataFrame.__getitem__",
    inputs: [object.plan],
    span: node,
    nameSpan: node,
    maxRows: object.plan.maxRows,
    columns: isFilter ? [columnExpression(index, site)] : [],
    args: indexNode ? [{ name: null, unpack: "", node: indexNode, value: index }] : [],
  });
  return spark("DataFrame", object.evidence, { plan });
}
