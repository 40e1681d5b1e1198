import { columnParts, type ColumnExpression } from "../../column.ts";
import { namedColumn } from "../../spark/columnArguments.ts";
import type { ResolutionScope } from "../../schema/resolved.ts";
import { attributesOf, type Attribute } from "../../schema/schema.ts";
import { givenArguments, givenValue, openness, textsOfGiven } from "../../schema/step.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { outerReadsOf } from "../../schema/expressions/subqueries.ts";
import { sameName } from "../../session.ts";
import {
  attributeKey,
  keyOf,
  outputTokens,
  tokenOf,
  unnamed,
  unresolvedKey,
  type Key,
} from "../columnKey.ts";
import { emptyRelation, isEmpty, type Definition, type Relation, type RelationOf } from "../relation.ts";
import { cast, conditionKeys, type KeyPair } from "./conditions.ts";
import { conjuncts } from "./conjuncts.ts";
import { narrow, project } from "./construct.ts";
import { pushedDown } from "./semiJoins.ts";
import { definitionsOf, type Lower, type Lowering } from "./lowering.ts";

/** Steps that put two frames side by side. */
export const joiningRelations: Readonly<Record<string, Lower>> = {
  "DataFrame.join": joined,
  "DataFrame.crossJoin": joined,
};

interface JoinParts {
  readonly keys: readonly KeyPair[];
  readonly reads: readonly string[];
  readonly definitions: ReadonlyMap<string, Definition>;
}

export function joined(lowering: Lowering, left: Relation): Relation {
  const { node, step, inputs } = lowering;
  const [, other] = inputs;
  const output = outputTokens(node);
  if (!other) return { kind: "opaque", node, inputs: [left], output, maxRows: null, bytes: Infinity };
  const type = node.details.joinType ?? "inner";
  const generated = /^(inner|cross)$/.test(type) ? generatedBeside(lowering, left, other) : null;
  if (generated) return generated;
  const on = givenValue(givenArguments(step), "on");
  const right = renumbered(lowering, left, other);
  const names = usingNames(lowering, on);
  const parts =
    names !== null && names.length > 0
      ? using(lowering, right, names)
      : onConditions(lowering, left, right, conditionsOf(lowering, on));
  const empty = emptied(type, left, right.relation, lowering);
  if (empty) return empty;
  const join = pushedDown(joinOf(lowering, type, left, right.relation, parts));
  return parts.definitions.size === 0 && sameOutput(join.output, output)
    ? join
    : project(join, node, output, parts.definitions);
}

/** `FROM a, LATERAL explode(a.xs)`: a generator on each row of the left side, no join (OptimizeOneRowRelationSubquery). */
function generatedBeside({ node }: Lowering, left: Relation, right: Relation): Relation | null {
  const [, frame] = node.inputs;
  const reads = frame && node.method === "SQL.Join" ? outerReadsOf(frame) : [];
  if (reads.length === 0 || node.columns.length > 0) return null;
  let generator = right;
  for (let next = generator.inputs[0]; next && isRenaming(generator); next = generator.inputs[0])
    generator = next;
  const [row] = generator.inputs;
  if (generator.kind !== "narrow" || generator.name !== "Generate" || row?.node.method !== "SQL.OneRow")
    return null;
  const output = left.output && right.output && [...left.output, ...right.output];
  return narrow(left, node, "Generate", {
    output,
    reads: reads.map(({ id }) => tokenOf(id)),
    maxRows: null,
  });
}

const isRenaming = (relation: Relation): boolean =>
  (relation.kind === "narrow" && relation.transparent) ||
  (relation.kind === "project" && relation.node.method === "SQL.SubqueryAlias");

const sameOutput = (left: Relation["output"], right: Relation["output"]): boolean =>
  left === right || (left !== null && right !== null && left.length === right.length);

function joinOf(
  { node }: Lowering,
  type: string,
  left: Relation,
  right: Relation,
  { keys, reads }: JoinParts,
): RelationOf<"join"> {
  const leftOnly = /^left_(semi|anti)$/.test(type);
  const output = leftOnly ? left.output : left.output && right.output && [...left.output, ...right.output];
  const most = left.maxRows === null || right.maxRows === null ? null : left.maxRows * right.maxRows;
  return {
    kind: "join",
    node,
    inputs: [left, right],
    output,
    maxRows: leftOnly ? left.maxRows : /full|left|right/.test(type) && most === 0 ? null : most,
    bytes: leftOnly ? left.bytes : left.bytes * right.bytes,
    type: type === "cross" && keys.length > 0 ? "inner" : type,
    keys,
    reads,
    takesHints: true,
  };
}

/** What is left of a join with a frame without rows. */
function emptied(type: string, left: Relation, right: Relation, { node }: Lowering): Relation | null {
  const output = outputTokens(node);
  const none = (): Relation => emptyRelation(node, output);
  if (/^(inner|cross|left_semi)$/.test(type)) return isEmpty(left) || isEmpty(right) ? none() : null;
  if (/^left_(outer|anti)$/.test(type) && isEmpty(left)) return none();
  if (type === "right_outer" && isEmpty(right)) return none();
  if (type === "left_anti" && isEmpty(right)) return left;
  if (type === "left_outer" && isEmpty(right)) return project(left, node, output, new Map());
  return null;
}

interface RightSide {
  readonly relation: Relation;
  /** Its columns as the join has them. */
  readonly attributes: readonly Attribute[];
}

/** The right side; what both sides have gets identities of its own there, as in a frame joined with itself. */
function renumbered({ node, analysis }: Lowering, left: Relation, right: Relation): RightSide {
  const [, frame] = node.inputs;
  const attributes = frame ? attributesOf(schemaOf(frame)) : [];
  const taken = new Set(
    left.output ?? attributesOf(schemaOf(node.inputs[0] ?? node)).map(({ id }) => tokenOf(id)),
  );
  if (!attributes.some(({ id }) => taken.has(tokenOf(id)))) return { relation: right, attributes };
  const made = attributesOf(analysis.schema);
  const renamed = attributes.map((each): Attribute => {
    if (!taken.has(tokenOf(each.id))) return each;
    const own = made.find(
      ({ id }) =>
        id !== each.id &&
        id.reads.length === 1 &&
        id.reads[0]?.id === each.id &&
        id.expression === each.id.expression,
    );
    return own
      ? { ...each, id: own.id }
      : { ...each, id: { origin: each.id.origin, expression: each.id.expression, reads: [each] } };
  });
  const definitions = new Map(
    renamed.flatMap((each, index): readonly (readonly [string, Definition])[] => {
      const old = attributes[index];
      if (!old || old.id === each.id) return [];
      const key = attributeKey(old);
      return [[tokenOf(each.id), { key: () => key, reads: key.tokens }]];
    }),
  );
  const output = right.output && renamed.map(({ id }) => tokenOf(id));
  return {
    relation: project(right, right.node, output, definitions, { renumbers: true }),
    attributes: renamed,
  };
}

/** The names of `on="k"` and USING; null for conditions. */
function usingNames({ node }: Lowering, on: ReturnType<typeof givenValue>): readonly string[] | null {
  const query = node.details.query?.using;
  if (query !== undefined && query !== "natural") return query.map(({ text }) => text);
  if (query === "natural") {
    const [left = [], right = []] = node.inputs.map((frame) => attributesOf(schemaOf(frame)));
    return left.flatMap(({ name }) =>
      right.some((each) => sameName(node.session, each.name, name)) ? [name] : [],
    );
  }
  return on && on.value.kind !== "none" ? (textsOfGiven(on)?.map(({ text }) => text) ?? null) : null;
}

/** `on="k"`: each pair of columns of a name, and what the key behind the join is. */
function using(lowering: Lowering, right: RightSide, names: readonly string[]): JoinParts {
  const { node, analysis } = lowering;
  const { session } = node;
  const [leftFrame = node, rightFrame = node] = node.inputs;
  const leftAttributes = attributesOf(schemaOf(leftFrame));
  const made = attributesOf(analysis.schema);
  const type = node.details.joinType ?? "inner";
  const find = (attributes: readonly Attribute[], name: string): Attribute | undefined =>
    attributes.find((each) => sameName(session, each.name, name));
  const definitions = new Map<string, Definition>(
    [...definitionsOf(lowering)].filter(([token]) => !right.relation.output?.includes(token)),
  );
  const keys = names.flatMap((name, index): readonly KeyPair[] => {
    const [one, other] = [find(leftAttributes, name), find(right.attributes, name)];
    const pair: KeyPair = {
      left: one
        ? cast(session, keyOfAttribute(one), one.dataType, other?.dataType ?? null)
        : unresolvedKey(name, leftFrame),
      right: other
        ? cast(session, keyOfAttribute(other), other.dataType, one?.dataType ?? null)
        : unresolvedKey(name, rightFrame),
    };
    const key = made[index];
    const source =
      type === "right_outer"
        ? other
          ? attributeKey(other)
          : pair.right
        : one
          ? attributeKey(one)
          : pair.left;
    if (key && type !== "full_outer" && tokenOf(key.id) !== source.id)
      definitions.set(tokenOf(key.id), { key: () => source, reads: source.tokens });
    else if (key && type !== "full_outer") definitions.delete(tokenOf(key.id));
    return pair.left.foldable || pair.right.foldable ? [] : [pair];
  });
  return { keys, reads: keys.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens]), definitions };
}

function keyOfAttribute(attribute: Attribute): Key {
  const key = attributeKey(attribute);
  const made = attribute.id.expression && unnamed(attribute.id.expression);
  return made?.kind === "literal" ? { ...key, foldable: true } : key;
}

function conditionsOf({ node }: Lowering, on: ReturnType<typeof givenValue>): readonly ColumnExpression[] {
  if (node.method === "SQL.Join") return node.columns.flatMap((each) => conjuncts(each, node.session));
  if (!on || on.value.kind === "none" || node.method === "DataFrame.crossJoin") return [];
  const values = on.value.kind === "sequence" ? on.value.elements : [on.value];
  return values.flatMap((value) => conjuncts(namedColumn(value, on.site), node.session));
}

function onConditions(
  { node }: Lowering,
  left: Relation,
  right: RightSide,
  conditions: readonly ColumnExpression[],
): JoinParts {
  const [leftFrame = node, rightFrame = node] = node.inputs;
  const schemas = [schemaOf(leftFrame), schemaOf(rightFrame)];
  const scope: ResolutionScope = {
    session: node.session,
    attributes: [...attributesOf(schemaOf(leftFrame)), ...right.attributes],
    open: schemas.map(openness).find((reason) => reason !== null) ?? null,
  };
  const keys = conditionKeys(
    conditions,
    scope,
    node,
    { left: left.output, right: right.relation.output },
    (expression) => ofRightFrame(expression, leftFrame, rightFrame, right),
  );
  const named = keys.length > 0 ? keys : guessed(conditions, leftFrame, rightFrame, scope);
  const reads = conditions.flatMap((each) => keyOf(each, scope, node).tokens);
  return {
    keys: named,
    reads: [...reads, ...named.flatMap((pair) => [...pair.left.tokens, ...pair.right.tokens])],
    definitions: new Map(),
  };
}

/** `right["k"]` is the right side's column, though the left side may have it too, coming from the same frame. */
function ofRightFrame(
  expression: ColumnExpression,
  leftFrame: Lowering["node"],
  rightFrame: Lowering["node"],
  right: RightSide,
): Key | null {
  if (expression.kind !== "reference" || expression.of !== rightFrame || leftFrame === rightFrame)
    return null;
  const { session } = rightFrame;
  const found = right.attributes.find((each) => sameName(session, each.name, expression.name));
  return found ? attributeKey(found) : null;
}

/** `a["k"] == lower(b["k"])` on frames whose columns are not known still says whose columns they are. */
function guessed(
  conditions: readonly ColumnExpression[],
  left: Lowering["node"],
  right: Lowering["node"],
  scope: ResolutionScope,
): readonly KeyPair[] {
  if (schemaOf(left).kind === "closed" && schemaOf(right).kind === "closed") return [];
  return conditions.flatMap((condition): readonly KeyPair[] => {
    if (condition.kind !== "call" || condition.function !== "==") return [];
    const [one, other] = condition.args;
    if (!one || !other) return [];
    const [ones, others] = [framesIn(one), framesIn(other)];
    if (ones.length === 0 || others.length === 0) return [];
    // Of one frame alone it chooses rows of that, but for a column and its namesake, which Spark takes apart.
    const isOwn = one.kind === "reference" && other.kind === "reference" && one.name === other.name;
    if (!isOwn && isOneFrame([...ones, ...others])) return [];
    const keyIn = (expression: ColumnExpression, frame: typeof left): Key =>
      expression.kind === "reference"
        ? unresolvedKey(expression.name, expression.of ?? frame)
        : keyOf(expression, scope, frame);
    return [{ left: keyIn(one, left), right: keyIn(other, right) }];
  });
}

/** The frames of the columns in an expression; null for a column whose frame is not named. */
const framesIn = (expression: ColumnExpression): readonly (Lowering["node"] | null)[] =>
  columnParts(expression).flatMap((part) => (part.kind === "reference" ? [part.of] : []));

const isOneFrame = ([first, ...others]: readonly (Lowering["node"] | null)[]): boolean =>
  first !== null && others.every((each) => each === first);
