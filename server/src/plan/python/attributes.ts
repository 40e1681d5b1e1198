import type { AttributeExpression, Expression, SubscriptExpression } from "../../syntax/ast.ts";
import { atomic } from "../../catalog/dataType.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { entryOf, setEntry } from "./dicts.ts";
import { fresh, sequenceOf } from "./heap.ts";
import { importedModule, moduleAttribute } from "./imports.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { libraryConstant } from "./libraryCalls.ts";
import { libraryAttribute, libraryElement } from "./libraryValues.ts";
import { apply } from "./calls.ts";
import { text } from "./text.ts";
import { isConstant, numberOf } from "./truth.ts";
import { callFunction } from "./userFunctions.ts";
import { columnExpression, columnOf, literalSite } from "../spark/columnArguments.ts";
import { frameProperty } from "../spark/frameProperties.ts";
import { typeAttribute, typeElement, typeElements, typeOfFields } from "../spark/dataTypeMembers.ts";
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
      return member ?? (name === "__name__" ? text(object.node.name.id, true) : unknown);
    }
    case "sequence":
    case "dict":
      return { kind: "ownMethod", receiver: object, name };
    case "string":
      // A member of an enumeration of texts.
      return name === "value" ? object : { kind: "ownMethod", receiver: object, name };
    case "library":
      return (
        libraryAttribute(object, name) ?? {
          kind: "ownMethod",
          receiver: object,
          name,
        }
      );
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
  if (evaluation.importsPyspark && api.pysparkOnly.has(method)) {
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
          {
            kind: "literal",
            value: name,
            dataType: atomic("string"),
            site: siteOf(evaluation, node.name),
          },
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
    case "union": {
      const some = object.values.filter((each) => each.kind !== "none");
      return (some.length > 0 ? some : object.values)
        .map((each) => indexed(evaluation, each, indices, node))
        .reduce(joinValues);
    }
    case "spark":
      return indexedSpark(evaluation, object, index, node);
    case "sequence":
      return elementAt(evaluation, object, index);
    case "dict":
      return entryAt(evaluation, object, index, node);
    case "string":
      return characterAt(object, index);
    case "library":
      return libraryElement(object);
    case "instance": {
      if (object.class.form === "namedTuple")
        return elementAt(
          evaluation,
          sequenceOf(evaluation, "tuple", exactElements(evaluation, object) ?? [], true),
          index,
        );
      const method = object.class.members.get("__getitem__");
      if (method?.kind !== "function") return unknown;
      return apply(evaluation, { ...method, self: object }, [index], callOf(node));
    }
    case "class":
      // `Color["RED"]`; else a generic type.
      return object.form === "enum" && index.kind === "string" && index.value !== null
        ? (object.members.get(index.value) ?? unknown)
        : object;
    default:
      return unknown;
  }
}

const callOf = (node: SubscriptExpression): Extract<Expression, { kind: "Call" }> => ({
  kind: "Call",
  callee: node,
  args: [],
  argumentList: node,
  start: node.start,
  end: node.end,
});

type SliceValue = Extract<Value, { kind: "library" }>;
type SequenceValue = Extract<Value, { kind: "sequence" }>;

const isSlice = (value: Value): value is SliceValue =>
  value.kind === "library" && value.type === "builtins.slice";

function elementAt(evaluation: Evaluation, list: SequenceValue, index: Value): Value {
  if (isSlice(index)) {
    const elements = list.exact && list.type !== "set" ? sliced(list.elements, index) : null;
    return sequenceOf(evaluation, list.type, elements ?? list.elements, elements !== null);
  }
  const place = numberOf(index);
  return place !== null && list.exact ? (list.elements.at(place) ?? unknown) : elementsNow(evaluation, list);
}

function characterAt(value: Extract<Value, { kind: "string" }>, index: Value): Value {
  const characters = value.value === null ? null : [...value.value];
  if (isSlice(index))
    return text((characters === null ? null : sliced(characters, index))?.join("") ?? null, value.constant);
  const place = numberOf(index);
  return text(characters === null || place === null ? null : (characters.at(place) ?? null), value.constant);
}

/** `elements[lower:upper:step]`; null when a bound is not known. */
function sliced<T>(elements: readonly T[], { args }: SliceValue): T[] | null {
  const bounds = args.map(({ value }) => (value.kind === "none" ? undefined : numberOf(value)));
  if (bounds.includes(null)) return null;
  const [lower, upper, step = 1] = bounds.map((each) => each ?? undefined);
  if (step === 0) return null;
  if (step === 1) return elements.slice(lower, upper);
  const size = elements.length;
  const clamp = (bound: number, least: number, most: number): number =>
    Math.min(Math.max(bound < 0 ? bound + size : bound, least), most);
  const result: T[] = [];
  const [from, to] =
    step > 0
      ? [clamp(lower ?? 0, 0, size), clamp(upper ?? size, 0, size)]
      : [
          lower === undefined ? size - 1 : clamp(lower, -1, size - 1),
          upper === undefined ? -1 : clamp(upper, -1, size - 1),
        ];
  for (let place = from; step > 0 ? place < to : place > to; place += step)
    result.push(...elements.slice(place, place + 1));
  return result;
}

function entryAt(
  evaluation: Evaluation,
  dict: Extract<Value, { kind: "dict" }>,
  key: Value,
  node: SubscriptExpression,
): Value {
  const value = entryOf(dict, key);
  if (value === null || (value.kind === "unknown" && dict.factory)) {
    if (!dict.factory) return unknown;
    const made = apply(evaluation, dict.factory, [], callOf(node));
    if (isConstant(key)) setEntry(evaluation, dict, key, made);
    return made;
  }
  if (value.kind !== "unknown" || isConstant(key)) return value;
  const values = dict.entries.map((entry) => entry.value);
  return values.length === 0 ? unknown : values.reduce(joinValues);
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
  const fields = isSlice(index) ? typeElements(object) : null;
  if (fields && isSlice(index)) return typeOfFields(object, sliced(fields, index));
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
