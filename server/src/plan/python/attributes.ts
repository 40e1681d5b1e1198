import type { AttributeExpression, Expression, SubscriptExpression } from "../../syntax/ast.ts";
import { atomic } from "../../catalog/dataType.ts";
import { databricksBuilder, isDatabricksBuilder } from "../conventions/databricksConnect.ts";
import { glueAttribute, isGlue } from "../conventions/glue.ts";
import { hasSchemaMethod } from "../conventions/schemaFrames.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { fresh } from "./heap.ts";
import { importedModule, moduleAttribute } from "./imports.ts";
import { libraryConstant } from "./libraryCalls.ts";
import { libraryAttribute } from "./libraryValues.ts";
import { recordOperation } from "./pythonUses.ts";
import { isSlice, sliced } from "./subscripts.ts";
import { text } from "./text.ts";
import { callFunction } from "./userFunctions.ts";
import { columnExpression, columnOf, literalSite } from "../spark/columnArguments.ts";
import { declaredResult } from "../spark/declaredValues.ts";
import { frameProperty } from "../spark/frameProperties.ts";
import { isMlStage, mlAttribute } from "../spark/mlCalls.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { schemaOf } from "../schema/analysis.ts";
import { typeAttribute, typeElement, typeElements, typeOfFields } from "../spark/dataTypeMembers.ts";
import { patchedMember } from "../spark/patchedClasses.ts";
import { rowAttribute, rowElement } from "../spark/rows.ts";
import { certain, columnValue, emptyState, planStep, spark } from "../spark/spark.ts";
import { joinValues, unknown, type SparkValue, type Value } from "../value.ts";

/** `object.name`. */
export function attributeOf(evaluation: Evaluation, object: Value, node: AttributeExpression): Value {
  const name = node.name.id;
  switch (object.kind) {
    case "union": {
      // None has no attributes: the code counts on one of the others.
      const some = object.values.filter((each) => each.kind !== "none");
      if (some.every(isOwn) && some.length > 0) return { kind: "ownMethod", receiver: object, name };
      return (some.length > 0 ? some : object.values)
        .map((each) => attributeOf(evaluation, each, node))
        .reduce(joinValues);
    }
    case "spark":
      return sparkAttribute(evaluation, object, node);
    case "module":
      return object.exports
        ? moduleAttribute(evaluation, object, name)
        : (libraryConstant(evaluation, `${object.name}.${name}`) ??
            importedModule(evaluation, object, name) ??
            apiAttribute(evaluation, object.name, node));
    case "api":
      return (
        libraryConstant(evaluation, `${object.name}.${name}`) ?? apiAttribute(evaluation, object.name, node)
      );
    case "instance":
      return instanceAttribute(evaluation, object, node);
    case "class": {
      const type = fresh(evaluation, object);
      const member = type.kind === "class" ? type.members.get(name) : undefined;
      if (member?.kind === "function" && member.role === "class") return { ...member, self: object };
      if (member === undefined && hasSchemaMethod(object, name))
        return { kind: "ownMethod", receiver: object, name };
      return member ?? (name === "__name__" ? text(object.node.name.id, true) : unknown);
    }
    case "sequence":
    case "dict":
      return { kind: "ownMethod", receiver: object, name };
    case "string":
      // A member of an enumeration of texts.
      if (name === "value") return text(object.value, object.constant);
      return name === "name" && object.member
        ? text(object.member.name, true)
        : { kind: "ownMethod", receiver: object, name };
    case "library":
      return (
        libraryAttribute(object, name) ?? {
          kind: "ownMethod",
          receiver: object,
          name,
        }
      );
    case "method":
      if (!name.startsWith("__")) recordOperation(evaluation, node, "missing", [object], name);
      return byName(evaluation, node) ?? unknown;
    case "function":
      return name === "__name__" && object.node.kind === "Function"
        ? text(object.node.name.id, true)
        : unknown;
    default:
      return byName(evaluation, node) ?? unknown;
  }
}

/** Python's own containers and texts. */
const isOwn = (value: Value): boolean => /^(sequence|dict|string)$/.test(value.kind);

function instanceAttribute(
  evaluation: Evaluation,
  object: Extract<Value, { kind: "instance" }>,
  node: AttributeExpression,
): Value {
  const name = node.name.id;
  const now = fresh(evaluation, object);
  if (now.kind === "union") return attributeOf(evaluation, now, node);
  if (now.kind !== "instance") return unknown;
  const own = now.attributes.get(name);
  if (own !== undefined) return own;
  const type = fresh(evaluation, now.class);
  const member = type.kind === "class" ? type.members.get(name) : undefined;
  if (member === undefined) {
    if (name === "__class__") return now.class;
    if (name === "__dict__") return { kind: "dict", entries: [], exact: false };
    return /^(_asdict|_replace|dict|model_dump|model_copy)$/.test(name)
      ? { kind: "ownMethod", receiver: now, name }
      : (byName(evaluation, node) ?? unknown);
  }
  return boundMember(evaluation, member, now);
}

/** A class's member as an instance has it: methods know their instance, properties are asked. */
function boundMember(evaluation: Evaluation, member: Value, self: Value): Value {
  if (member.kind !== "function" || member.role === "static") return member;
  if (member.role === "class") return { ...member, self: self.kind === "instance" ? self.class : self };
  const bound: Value = { ...member, self };
  return member.role === "property" ? callFunction(evaluation, bound, []) : bound;
}

/** `super().name`: the member of the classes behind the one whose method is running; null for anything else. */
export function superAttribute(evaluation: Evaluation, node: AttributeExpression): Value | null {
  const { object } = node;
  if (object.kind !== "Call" || object.callee.kind !== "Name" || object.callee.id !== "super") return null;
  const frame = evaluation.stack.findLast((each) => each.function.owner !== undefined);
  const { owner, self } = frame?.function ?? {};
  if (!owner || !self) return null;
  for (const base of owner.bases) {
    const parent = fresh(evaluation, base);
    const member = parent.kind === "class" ? parent.members.get(node.name.id) : undefined;
    if (member) return boundMember(evaluation, member, fresh(evaluation, self));
  }
  return unknown;
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
  if (evaluation.file.importsPyspark && api.pysparkOnly.has(method)) {
    const evidence = {
      level: "structural",
      site: siteOf(evaluation, node.name),
      because: `only PySpark has a method ${method}`,
    } as const;
    return spark("DataFrame", evidence, {
      plan: parameterPlan(evaluation, node.object),
    });
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
    return spark("DataFrame", evidence, {
      plan: parameterPlan(evaluation, node.object),
    });
  return null;
}

/**
 * The plan of a DataFrame that comes from where the code does not show. What a method of an unknown object gives may be
 * grouped or cut as well as whole.
 */
export function parameterPlan(
  evaluation: Evaluation,
  node: Expression | AttributeExpression["name"],
): NonNullable<SparkValue["plan"]> {
  return planStep(evaluation, {
    operator: isMethodCall(node) || isCurve(node) ? "Unknown" : "Parameter",
    method: "parameter",
    inputs: [],
    span: node,
    nameSpan: node,
    maxRows: null,
  });
}

/** `model.summary.roc`: Spark puts the curves of a summary into some 1000 bins (asked of 4.3, of 60,000 scores). */
const isCurve = (node: Expression | AttributeExpression["name"]): boolean =>
  "kind" in node &&
  node.kind === "Attribute" &&
  /^(roc|pr|(fMeasure|precision|recall)ByThreshold)$/.test(node.name.id);

const isMethodCall = (node: Expression | AttributeExpression["name"]): boolean =>
  "kind" in node && node.kind === "Call" && node.callee.kind === "Attribute";

function apiAttribute(evaluation: Evaluation, owner: string, node: AttributeExpression): Value {
  const { api } = evaluation;
  const type = api.classNamed(owner);
  const member = type === null ? null : api.member(type, node.name.id);
  if (type === null || member === null)
    return databricksBuilder(evaluation, owner, node) ?? { kind: "api", name: `${owner}.${node.name.id}` };
  const evidence = certain(evaluation, node, `${type}.${node.name.id}`);
  if (!member.isProperty)
    return {
      kind: "method",
      receiver: spark(type, evidence),
      name: node.name.id,
    };
  return member.returns
    ? spark(member.returns, evidence, { state: emptyState })
    : { kind: "api", name: `${owner}.${node.name.id}` };
}

/** Classes to which no library that we know adds methods. */
const closedClasses: ReadonlySet<string> = new Set(["GroupedData", "DataFrameReader", "DataFrameWriter"]);

function sparkAttribute(evaluation: Evaluation, object: SparkValue, node: AttributeExpression): Value {
  const name = node.name.id;
  if (isMlStage(object)) return mlAttribute(evaluation, object, node);
  if (isDatabricksBuilder(object)) return { kind: "method", receiver: object, name };
  if (isGlue(object))
    return (
      glueAttribute(evaluation, object, node) ??
      sparkAttribute(evaluation, spark("SQLContext", object.evidence), node)
    );
  const member = evaluation.api.member(object.type, name);
  const said = object.data && (typeAttribute(object, name) ?? rowAttribute(object, name));
  if (said) return said;
  const patch = member === null ? patchedMember(evaluation, object, name) : undefined;
  if (patch !== undefined) return boundMember(evaluation, patch, object);
  if (member === null) {
    // Databricks' own method.
    if (object.type === "DataFrame" && name === "display" && evaluation.file.isNotebook)
      return { kind: "method", receiver: object, name: "show" };
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
          {
            kind: "literal",
            value: name,
            dataType: atomic("string"),
            site: siteOf(evaluation, node.name),
          },
        ],
        site: siteOf(evaluation, node),
      });
    if (closedClasses.has(object.type)) recordOperation(evaluation, node, "missing", [object], name);
    return unknown;
  }
  if (!member.isProperty) return { kind: "method", receiver: object, name };
  const held = object.type === "DataFrame" ? frameProperty(object, name) : null;
  if (held !== null) return held;
  if (member.returns === null)
    return declaredResult(evaluation.api, object, member.gives, () => null) ?? unknown;
  return spark(member.returns, object.evidence, {
    plan: object.plan,
    state: /Reader|Writer|Builder/.test(member.returns) ? emptyState : null,
  });
}

/** `frame[index]`, `column[index]`. */
export function indexedSpark(
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
  const fields = isSlice(index) ? typeElements(object) : null;
  if (fields && isSlice(index)) return typeOfFields(object, sliced(fields, index));
  if (object.data) return typeElement(object, index) ?? rowElement(object, index) ?? unknown;
  if (object.type !== "DataFrame" || !object.plan) return unknown;
  const isFilter = columnOf(index) !== null;
  const name = columnIndex(object.plan, index);
  // `frame["*"]`: all its columns (Dataset.col of Spark 3.3 to 4.3).
  if (!isFilter && name === "*")
    return columnValue(object.evidence, { kind: "star", qualifier: null, of: object.plan, site });
  if (!isFilter && index.kind !== "sequence")
    return columnValue(object.evidence, {
      kind: "reference",
      name,
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

/** The name that `df["name"]` and `df[2]` ask for; empty where it is not known. */
function columnIndex(plan: PlanNode, index: Value): string {
  if (index.kind === "string") return index.value ?? "";
  if (index.kind !== "number" || index.value === null) return "";
  const schema = schemaOf(plan);
  return schema.kind === "closed" ? (schema.attributes.at(index.value)?.name ?? "") : "";
}
