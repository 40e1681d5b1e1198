import type { TextEdit } from "../analysis/finding.ts";
import { documentRange, orderEdits } from "../analysis/resolveFinding.ts";
import { argument, constantString, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { asPrimary, insert, isPrimary, outerSpan, replace, sourceOf, spelled, wrap } from "../rules/edits.ts";
import type { Edit } from "../rules/rule.ts";
import type { CallExpression, Expression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import { cachedAround } from "./cachedAround.ts";
import { callFactIn, heldAt } from "./heldValues.ts";
import { extractFunction } from "./extraction/extractFunction.ts";
import { mergedColumnSteps } from "./mergedColumnSteps.ts";
import { mayGetSchema, writtenSchema } from "./writtenSchema.ts";

/** A change of the code at the cursor that nobody has asked for by a finding. */
export interface Refactoring {
  /** A verb with the user's names. */
  readonly title: string;
  /** The last part of the code action's kind. */
  readonly name: RefactoringName;
  readonly edits: readonly TextEdit[];
  /** A name that the edits bring, for the user to write another. */
  readonly newName?: string;
  /** Why it cannot be done; then there are no edits. */
  readonly refusal?: string;
}

export type RefactoringName =
  | "broadcast"
  | "repartitionByKey"
  | "salt"
  | "cacheAround"
  | "useTransform"
  | "extractFunction"
  | "withColumns"
  | "selectColumns"
  | "writeSchema"
  | "writeStructType";

/** How many parts a salted key has, until somebody writes another number. */
const saltParts = 8;

/** What may be done with the selected code, or with the call or the assignment at the cursor; empty where nothing fits. */
export function refactoringsAt(facts: ModuleFacts, offset: number, end = offset): Refactoring[] {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined || facts.module.language === "sql") return [];
  const { unit } = placed;
  const at = offset - placed.offset;
  const offered: Refactoring[] = [];
  const add = (name: Refactoring["name"], title: string, edits: readonly Edit[] | null): void => {
    const placedEdits = edits && inDocument(facts, edits);
    if (placedEdits && placedEdits.length > 0) offered.push({ title, name, edits: placedEdits });
  };
  const join = innermost(facts, unit, at, (call) => call.name === "DataFrame.join");
  if (join) {
    const other = argument(join, 0, "other")?.node;
    if (other) add("broadcast", `Broadcast ${named(join, other)}`, broadcast(facts, join));
    const keys = keysOf(join);
    if (keys) {
      const list = keys.map((key) => `\`${key}\``).join(", ");
      add("repartitionByKey", `Repartition both sides by ${list}`, repartitioned(join, keys));
      add("salt", `Salt the join by ${list}`, salted(facts, join, keys));
    }
  }
  const applied = nodeAt(unit, at).findLast((node) => isApplied(facts, node));
  if (applied?.kind === "Call") {
    const callee = sourceOf(unit, applied.callee);
    add("useTransform", `Call \`${callee}\` by \`transform()\``, asTransform(unit, applied));
  }
  const cached = cachedAround(facts, unit, at);
  if (cached)
    add("cacheAround", `Cache \`${cached.name}\`, and unpersist it after its last use`, cached.edits);
  const added = innermost(facts, unit, at, (call) => call.name === "DataFrame.withColumn");
  const merged = added && mergedColumnSteps(facts, added);
  if (merged) {
    const [columns, calls] = [`Add the ${merged.columns} columns`, merged.calls];
    const by = (method: string): string => (calls === 1 ? `one \`${method}\`` : `${calls} \`${method}\``);
    add("withColumns", `${columns} with ${by("withColumns")}`, merged.withColumns);
    add("selectColumns", `${columns} with ${by("select")}`, merged.select);
  }
  const made = innermost(facts, unit, at, mayGetSchema);
  const schema = made && writtenSchema(facts, made);
  if (schema) {
    const columns = schema.columns === 1 ? "the column" : `the ${schema.columns} columns`;
    add("writeSchema", `Write down ${columns} as DDL`, schema.ddl);
    add("writeStructType", `Write down ${columns} as a \`StructType\``, schema.structType);
  }
  const extracted = extractFunction(facts, offset, end);
  if (extracted && "refusal" in extracted)
    offered.push({
      title: "Extract a function",
      name: "extractFunction",
      edits: [],
      refusal: extracted.refusal,
    });
  else if (extracted)
    offered.push({
      title: `Extract \`${extracted.name}()\``,
      name: "extractFunction",
      edits: extracted.edits,
      newName: extracted.name,
    });
  return offered;
}

function inDocument(facts: ModuleFacts, edits: readonly Edit[]): TextEdit[] | null {
  const placed = edits.flatMap(({ site, newText }) => {
    const range = documentRange(facts.module, site);
    return range ? [{ ...range, newText }] : [];
  });
  return placed.length === edits.length ? orderEdits(placed, facts.module.text) : null;
}

/** The smallest call around an offset whose name or parentheses hold it. Functions run where they are called. */
function innermost(
  facts: ModuleFacts,
  unit: Unit,
  at: number,
  fits: (call: CallFact) => boolean,
): CallFact | null {
  for (const node of nodeAt(unit, at).toReversed()) {
    const call = node.kind === "Call" ? callFactIn(facts, node) : null;
    if (call && fits(call) && Math.min(call.nameSite.start, call.node.argumentList.start) <= at) return call;
  }
  return null;
}

type Node = CallFact["args"][number]["node"];

const named = ({ unit }: CallFact, node: Node): string =>
  node.kind === "Name" ? `\`${sourceOf(unit, node)}\`` : "the other side";

/** Null where the other side has a hint already. */
function broadcast(facts: ModuleFacts, join: CallFact): readonly Edit[] | null {
  const other = argument(join, 0, "other");
  if (!other || other.unpack !== "") return null;
  const plan = sparkValue(other.value, "DataFrame")?.plan;
  if (!plan || plan.operator === "Hint" || /\bbroadcast\(/.test(sourceOf(join.unit, other.node))) return null;
  const spelling = spelled(facts, "pyspark.sql.functions.broadcast");
  return [...wrap(join.unit, other.node, `${spelling.text}(`, ")"), ...spelling.edits];
}

/** The columns' names of a join by name; null for other joins. */
function keysOf(join: CallFact): readonly string[] | null {
  const on = argument(join, 1, "on")?.value;
  const values = on?.kind === "sequence" && on.exact ? on.elements : on ? [on] : [];
  const names = values.map((value) => constantString(value));
  const known = names.filter((name) => name !== null);
  return known.length > 0 && known.length === names.length ? known : null;
}

function repartitioned(join: CallFact, keys: readonly string[]): readonly Edit[] | null {
  const other = argument(join, 0, "other");
  if (!other || other.unpack !== "" || join.node.callee.kind !== "Attribute") return null;
  const step = `.repartition(${keys.map((key) => JSON.stringify(key)).join(", ")})`;
  return [join.node.callee.object, other.node].flatMap((side) => behind(join, side, step));
}

/** A step behind an expression, which gets parentheses where it needs them. */
function behind({ unit }: CallFact, node: Node, step: string): Edit[] {
  return isPrimary(node) ? [insert(unit, outerSpan(node).end, step)] : wrap(unit, node, "(", `)${step}`);
}

/** Joins in which each row of the left side may carry one of several salts, and each of the right all of them. */
const saltable = /^(?:inner|left|leftouter|left_outer|leftsemi|left_semi|semi|leftanti|left_anti|anti)$/;

function salted(facts: ModuleFacts, join: CallFact, keys: readonly string[]): readonly Edit[] | null {
  const [other, on, how] = [argument(join, 0, "other"), argument(join, 1, "on"), argument(join, 2, "how")];
  const type = how ? constantString(how.value) : "inner";
  if (!other || !on || type === null || !saltable.test(type) || join.node.callee.kind !== "Attribute")
    return null;
  const { unit } = join;
  const f = spelled(facts, "pyspark.sql.functions.rand");
  const own = (name: string): string => f.text.replace(/rand$/, name);
  const left = `.withColumn("salt", (${f.text}() * ${saltParts}).cast("int"))`;
  const right = `.withColumn("salt", ${own("explode")}(${own("sequence")}(${own("lit")}(0), ${own("lit")}(${saltParts - 1}))))`;
  const names = [...keys, "salt"].map((key) => JSON.stringify(key)).join(", ");
  // With names imported one by one, the others would need imports of their own.
  if (!f.text.includes(".")) return null;
  return [
    ...behind(join, join.node.callee.object, left),
    ...behind(join, other.node, right),
    replace(unit, on.node, `[${names}]`),
    insert(unit, join.node.end, `.drop("salt")`),
    ...f.edits,
  ];
}

/** `clean(orders, 5)`: a function of the program's that takes a frame first and gives one. */
function isApplied(facts: ModuleFacts, node: AstNode): node is CallExpression {
  if (node.kind !== "Call" || node.callee.kind !== "Name") return false;
  const [first] = node.args;
  if (!first || first.name !== null || first.unpack !== "") return false;
  const isFrame = (each: Expression): boolean =>
    sparkValue(heldAt(facts, each) ?? undefined)?.type === "DataFrame";
  // Names of PySpark's own, as `broadcast`, take no part in a chain.
  const isOwn = facts.imports.names.get(node.callee.id)?.startsWith("pyspark.") !== true;
  return isOwn && isFrame(node) && isFrame(first.value);
}

function asTransform(unit: Unit, node: CallExpression): readonly Edit[] | null {
  const [first, second] = node.args;
  if (!first) return null;
  const rest = second ? `, ${unit.text.slice(second.start, node.argumentList.end - 1)}` : "";
  const step = `.transform(${sourceOf(unit, node.callee)}${rest})`;
  return [replace(unit, node, `${asPrimary(unit, first.value)}${step}`)];
}
