import type { DataType } from "../../catalog/dataType.ts";
import { simpleString } from "../../catalog/dataTypeText.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import type { ColumnExpression } from "../column.ts";
import { keepingOperators, type PlanNode } from "../logicalPlan.ts";
import { hiddenLists } from "../schema/hidden.ts";
import { analysisOf, schemaOf } from "../schema/analysis.ts";
import { frameColumn } from "../schema/expressions/columnsByFrame.ts";
import { readSql } from "../schema/expressions/resolveSql.ts";
import { resolveColumn } from "../schema/resolveColumn.ts";
import type { ResolutionScope } from "../schema/resolved.ts";
import { attributesOf, type Attribute, type AttributeId } from "../schema/schema.ts";
import { openness } from "../schema/step.ts";

/** An expression that rows are placed by. Equal ids mean equal values (Catalyst's semanticEquals). */
export interface Key {
  readonly id: string;
  /** The columns in it. */
  readonly tokens: readonly string[];
  /** For people. */
  readonly name: string;
  /** A constant: it places all rows alike. */
  readonly foldable: boolean;
  readonly nullable: boolean;
  /** Has floating-point numbers, by whose normalised values joins and windows place rows (NormalizeFloatingNumbers). */
  readonly floating?: boolean;
}

/** The key as joins and windows place rows by it. */
export const placingKey = (key: Key): Key =>
  key.floating === true && !key.foldable ? { ...key, id: `normalized(${key.id})` } : key;

/** A key of that type. */
export const keyOfType = (key: Key, type: DataType | null): Key =>
  type && hasFloats(type) ? { ...key, floating: true } : key;

function hasFloats(type: DataType): boolean {
  if (type.type === "array") return hasFloats(type.element);
  if (type.type === "struct") return type.fields.some(({ dataType }) => hasFloats(dataType));
  return type.type === "atomic" && /^(float|double)$/.test(type.name);
}

const numbers = sideTable<object, number>();
let lastNumber = 0;

/** A number of an object's own. */
export function numberOf(object: object): number {
  const known = numbers.get(object);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(object, lastNumber);
  return lastNumber;
}

/** The token of a column. */
export function tokenOf(id: AttributeId): string {
  const named = frameColumn(id);
  return named ? unresolvedToken(named.name, named.frame) : `#${numberOf(id)}`;
}

/** The tokens of a frame's columns in order; null where not all columns are known. */
export function outputTokens(node: PlanNode): readonly string[] | null {
  const schema = schemaOf(node);
  return schema.kind === "closed" ? schema.attributes.map(({ id }) => tokenOf(id)) : null;
}

export const attributeKey = ({ id, name, nullable }: Attribute): Key => ({
  id: tokenOf(id),
  tokens: [tokenOf(id)],
  name,
  foldable: false,
  nullable: nullable !== false,
});

/** A value of its own, equal to nothing else. */
export const opaqueKey = (owner: object, name: string): Key => ({
  id: `?${numberOf(owner)}`,
  tokens: [],
  name,
  foldable: false,
  nullable: true,
});

/** A key that an expression on one key makes, such as a cast. */
export const wrappedKey = (wrapper: string, key: Key): Key => ({
  ...key,
  id: `${wrapper}(${key.id})`,
  name: `${wrapper}(${key.name})`,
});

/** What the expressions of a step on a frame may refer to. */
export function scopeOn(input: PlanNode): ResolutionScope {
  const { schema, joined, hidden, aggregable } = analysisOf(input);
  return {
    session: input.session,
    attributes: attributesOf(schema),
    open: openness(schema),
    hidden: [...hiddenLists(joined, hidden), aggregable],
  };
}

/** A column of a frame whose columns are not known: the name, at the step that it must come from. */
function unresolvedToken(name: string, frame: PlanNode): string {
  let from = frame;
  for (
    let input = from.inputs[0];
    input && (keepingOperators.has(from.operator) || /^DataFrame\.(withColumns?|observe)$/.test(from.method));
    input = from.inputs[0]
  )
    from = input;
  return `#${name.toLowerCase().replaceAll(/[#`]/g, "")}@${numberOf(from)}`;
}

/** The key that such a column is. */
export function unresolvedKey(name: string, frame: PlanNode): Key {
  const token = unresolvedToken(name, frame);
  return { id: token, tokens: [token], name, foldable: false, nullable: true };
}

/** Deeper expressions count as values of their own. */
const deepest = 60;

/** The key that an expression is on a frame. */
export function keyOf(expression: ColumnExpression, scope: ResolutionScope, frame: PlanNode, depth = 0): Key {
  const inner = unnamed(expression);
  if (depth > deepest) return opaqueKey(inner, "…");
  switch (inner.kind) {
    case "reference": {
      const found = resolveColumn(inner, scope).columns[0]?.attribute;
      if (found) return definedKey(found);
      if (inner.name.includes(".") || scope.open === null) return readsKey(inner, scope, frame);
      return unresolvedKey(inner.name, inner.of ?? frame);
    }
    case "literal": {
      const text = JSON.stringify(inner.value).replaceAll("#", "\\u0023");
      return {
        id: `${text}:${simpleString(inner.dataType)}`,
        tokens: [],
        name: text,
        foldable: true,
        nullable: inner.value === null,
      };
    }
    case "call": {
      if (inner.udf || /\b(rand|randn|uuid|monotonically_increasing_id|udf|over)$/.test(inner.function))
        return opaqueOn(inner, scope);
      const parts = inner.args.map((each) => keyOf(each, scope, frame, depth + 1));
      const name = `${inner.function.replace(/^\w+\./, "")}(${parts.map((each) => each.name).join(", ")})`;
      return {
        // SQL and Python call the same functions.
        id: `${inner.function.replace(/^(functions|sql)\./, "")}(${parts.map((each) => each.id).join(",")})`,
        tokens: parts.flatMap((each) => each.tokens),
        name,
        foldable: parts.length > 0 && parts.every((each) => each.foldable),
        nullable: true,
      };
    }
    case "sql": {
      const { column, problem } = readSql(inner, scope.session);
      return problem ? readsKey(inner, scope, frame) : keyOf(column, scope, frame, depth + 1);
    }
    case "type":
      return { ...opaqueKey(inner, ""), id: simpleString(inner.dataType), foldable: true };
    case "list": {
      const items = inner.items.map((each) => keyOf(each, scope, frame, depth + 1));
      return {
        ...opaqueKey(inner, items.map((each) => each.name).join(", ")),
        id: `[${items.map((each) => each.id).join(",")}]`,
        tokens: items.flatMap((each) => each.tokens),
      };
    }
    case "absent":
      return { ...opaqueKey(inner, ""), id: "" };
    default:
      return opaqueOn(inner, scope);
  }
}

/** An expression that is known by its text and the columns it reads: SQL, fields of structs. */
function readsKey(
  inner: Extract<ColumnExpression, { kind: "reference" | "sql" }>,
  scope: ResolutionScope,
  frame: PlanNode,
): Key {
  const text = inner.kind === "sql" ? inner.text : inner.name;
  const resolved = resolveColumn(inner, scope);
  const found = resolved.columns[0]?.attribute;
  if (found) return definedKey(found);
  const name = /^\s*`?(\w+)`?\s*$/.exec(text)?.[1];
  if (name !== undefined && scope.open !== null) return unresolvedKey(name, frame);
  const tokens = resolved.reads.map(({ id }) => tokenOf(id));
  return {
    ...opaqueKey(inner, text),
    ...(tokens.length > 0 && { id: `sql:${text.replaceAll("#", "")}(${tokens.join(",")})` }),
    tokens,
  };
}

function opaqueOn(inner: ColumnExpression, scope: ResolutionScope): Key {
  return {
    ...opaqueKey(inner, "…"),
    tokens: resolveColumn(inner, scope).reads.map(({ id }) => tokenOf(id)),
  };
}

/** A column, or the constant that it is (Spark's FoldablePropagation). */
function definedKey(attribute: Attribute): Key {
  const made = attribute.id.expression && unnamed(attribute.id.expression);
  const key = attributeKey(attribute);
  return made?.kind === "literal" ? { ...key, foldable: true } : key;
}

/** An expression without the names that it is given, and a literal without `lit`. */
export function unnamed(expression: ColumnExpression): ColumnExpression {
  let inner = expression;
  while (inner.kind === "call" && /^(Column\.(alias|name)|functions\.lit)$/.test(inner.function)) {
    const [first] = inner.args;
    if (!first) break;
    inner = first;
  }
  return inner;
}
