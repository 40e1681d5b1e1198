import type {
  BooleanExpression,
  CallExpression,
  ComparisonExpression,
  ComprehensionExpression,
  Expression,
  ForStatement,
  FunctionStatement,
  Identifier,
  IfStatement,
  LambdaExpression,
  MatchStatement,
  NameExpression,
  Statement,
  TryStatement,
  UnaryExpression,
  WhileStatement,
} from "../syntax/ast.ts";
import type { Module, Site, Unit } from "../syntax/module.ts";
import type { FrameGroup } from "./frameGroups.ts";
import type { PlanNode } from "./logicalPlan.ts";
import type { StatedEffect } from "./statedEffect.ts";
import type { Evidence, SparkValue, UdfDefinition, Value } from "./value.ts";
import { sideTable } from "../syntax/sideTable.ts";

/** Where in the program something happens. */
export interface ExecutionContext {
  /** The loops and comprehensions around the place, in the same function, outermost first. */
  readonly loops: readonly Loop[];
  /** The arms of if, try and match that lead here, outermost first. Two places that share a statement but not the arm never both run. */
  readonly branches: readonly {
    readonly node: IfStatement | TryStatement | MatchStatement;
    readonly arm: number;
  }[];
  /** The function whose body this is; null at module level. */
  readonly function: FunctionStatement | LambdaExpression | null;
  /** The innermost statement. */
  readonly statement: Statement;
  /** The block that `statement` stands in, for what follows it. */
  readonly block: readonly Statement[];
}

export interface Loop {
  readonly node: ForStatement | WhileStatement | ComprehensionExpression;
  readonly unit: Unit;
  /** How often the body runs, where the iterable is a literal; else null. */
  readonly times: number | null;
}

interface FactBase {
  readonly unit: Unit;
  readonly context: ExecutionContext;
  /** Stands in code that the call of its function does not reach, as its arguments are, or that Python cannot read. */
  readonly isUnreached?: true;
}

export interface BoundArgument {
  /** The keyword, or null. */
  readonly name: string | null;
  /** "*" or "**" for unpacked ones. */
  readonly unpack: "" | "*" | "**";
  readonly node: Expression;
  readonly value: Value;
}

/** A call of Spark's API whose callee is resolved. */
export interface CallFact extends FactBase {
  readonly kind: "call";
  /** "DataFrame.collect", "functions.col", "Builder.config": class or module without its package, and the name. */
  readonly name: string;
  readonly node: CallExpression;
  /** The method's or function's name in the call, as a place to underline. */
  readonly nameSite: Site;
  /** The object the method is called on; null for functions. */
  readonly receiver: SparkValue | null;
  readonly args: readonly BoundArgument[];
  readonly result: Value;
  /** False when the call stands alone as a statement. */
  readonly used: boolean;
  /** What it does to a frame that it only names. */
  readonly states?: StatedEffect;
  /** The rows that it puts into a table of the program, as the step that Spark checks. */
  readonly inserts?: PlanNode;
}

/**
 * An operation of Python itself on a Column, a frame, or a method of theirs that is not called: `and`, `or`, `not`, a
 * comparison, a truth test. "function": one of Python's own functions gets it. "call": it is called though it is no
 * function; the operands are the object in front of the dot (the thing itself, where there is none) and what is called.
 * "textMethod": a Column's method is called on a text. "alone": a method stands as a statement. "missing": an attribute
 * that the object does not have. "setItem" and "setAttribute": `frame[key] = value`, `frame.name = value`; the operands
 * are the frame, key and value.
 */
export interface OperationFact extends FactBase {
  readonly kind: "operation";
  readonly node: BooleanExpression | UnaryExpression | ComparisonExpression | Expression;
  readonly operation:
    | "and"
    | "or"
    | "not"
    | "test"
    | "comparison"
    | "function"
    | "call"
    | "textMethod"
    | "alone"
    | "missing"
    | "setItem"
    | "setAttribute";
  /** The operands' values, in order. */
  readonly operands: readonly Value[];
  /** The name of the function ("sum", "math.sqrt"), the text's method, or the missing attribute. */
  readonly name?: string;
}

/** A UDF comes into being, or a method is given a function that runs on the workers. */
export interface UdfFact extends FactBase {
  readonly kind: "udf";
  readonly udf: UdfDefinition;
  /** Why it runs on Spark's workers. */
  readonly evidence: Evidence;
  /** The method that is given the function ("RDD.map"); null for UDFs. */
  readonly method: string | null;
  /**
   * Names from outside of the function in its body, as they are when it is handed over, where they hold something of
   * Spark's, a module's, a number, a text, or what the body could change: a list, a dict.
   */
  readonly captures: readonly { readonly node: NameExpression; readonly value: Value }[];
}

/** A Spark configuration is set or read in code. */
export interface ConfigFact extends FactBase {
  readonly kind: "config";
  readonly key: string;
  readonly keySite: Site;
  /** As Spark would read it; null when it is not a constant. */
  readonly value: string | null;
  readonly valueSite: Site | null;
  /** "builder": before the session exists (SparkSession.builder, SparkConf). "runtime": spark.conf.set. "read": spark.conf.get, unset. */
  readonly where: "builder" | "runtime" | "read";
  /** Why what it is set on is Spark's. */
  readonly evidence: Evidence;
}

export type Fact = CallFact | OperationFact | UdfFact | ConfigFact;

/** A name bound to a DataFrame. */
export interface NamedFrame {
  readonly name: string;
  readonly nameSite: Site;
  readonly value: SparkValue;
  /** The frame of the value; where paths have met, the one that is any of theirs. */
  readonly held: PlanNode | null;
  readonly function: string | null;
}

/**
 * What names, attributes, subscripts, calls and parameters were seen to hold, by their nodes, where it belongs to Spark or
 * may name columns. Code that runs several times holds all that it held.
 */
export type Mentions = ReadonlyMap<Expression | Identifier, Value>;

/** What one unit contributes; kept while its text and what it reads stay the same. */
export interface UnitFacts {
  readonly unit: Unit;
  /** In order of execution; a function's body at its calls, or once by itself when nothing calls it. */
  readonly facts: readonly Fact[];
  readonly frames: readonly NamedFrame[];
  /** One table for each run. */
  readonly mentions: readonly Mentions[];
}

/** How the module names Spark's packages, for fixes that add code. */
export interface ImportTable {
  /** Local name → qualified name, such as F → pyspark.sql.functions, col → pyspark.sql.functions.col. */
  readonly names: ReadonlyMap<string, string>;
  readonly star: readonly string[];
  /** The last import statement of the module's first block of imports: new imports go behind it. */
  readonly insertAfter: Site | null;
}

/** All that the analysis knows of one document. */
export interface ModuleFacts {
  readonly module: Module;
  readonly units: readonly UnitFacts[];
  /** The same units by the frames they share; see FrameGroup. */
  readonly groups: readonly FrameGroup[];
  readonly imports: ImportTable;
  /** False when the file never mentions pyspark: then there is nothing to say. */
  readonly usesSpark: boolean;
  /** False when a budget ended the analysis early. */
  readonly complete: boolean;
}

/** The argument given by position or by keyword, or null. Unpacked arguments hide the positions behind them. */
export function argument(call: CallFact, position: number, name: string): BoundArgument | null {
  const byName = call.args.find((each) => each.name === name);
  if (byName) return byName;
  const positional = call.args.filter((each) => each.name === null && each.unpack !== "**");
  const stars = positional.findIndex((each) => each.unpack === "*");
  if (position < 0 || (stars >= 0 && position >= stars)) return null;
  return positional[position] ?? null;
}

/** The constant text of an argument's value, or null. */
export function constantString(value: Value | undefined): string | null {
  return value?.kind === "string" ? value.value : null;
}

/** All facts of a module, in order. */
export function* allFacts(module: ModuleFacts): Generator<Fact> {
  for (const unit of module.units) yield* unit.facts;
}

const callsOfModules = sideTable<ModuleFacts, ReadonlyMap<string, readonly (readonly CallFact[])[]>>();

/** All calls of a module by one of the given names, in order for each name. */
export function callsNamed(module: ModuleFacts, names: readonly string[]): CallFact[] {
  const calls = callsOfModule(module);
  const found: CallFact[] = [];
  for (const name of names)
    for (const list of calls.get(name) ?? []) for (const call of list) found.push(call);
  return found;
}

/** The calls of a module by name, in lists of its units: rules ask for hundreds of names, most of which no unit has. */
function callsOfModule(module: ModuleFacts): ReadonlyMap<string, readonly (readonly CallFact[])[]> {
  const known = callsOfModules.get(module);
  if (known) return known;
  const found = new Map<string, (readonly CallFact[])[]>();
  for (let start = 0; start < module.units.length; start += unitsOfBlock)
    for (const [name, calls] of callsOfBlock(module.units.slice(start, start + unitsOfBlock))) {
      const others = found.get(name);
      if (others) others.push(calls);
      else found.set(name, [calls]);
    }
  callsOfModules.set(module, found);
  return found;
}

/** A keystroke changes a unit or two, so most blocks of units keep what is known of them. */
const unitsOfBlock = 16;

interface CallsOfBlock {
  readonly units: readonly UnitFacts[];
  readonly calls: readonly (readonly [name: string, calls: readonly CallFact[]])[];
}

const callsOfBlocks = sideTable<UnitFacts, CallsOfBlock>();

/** The calls of units that follow each other, by name; kept with the first of them. */
function callsOfBlock(units: readonly UnitFacts[]): CallsOfBlock["calls"] {
  // A few units alone are a group of frames, which is looked at once for each change.
  const [first] = units.length < unitsOfBlock ? [] : units;
  const known = first && callsOfBlocks.get(first);
  if (known?.units.length === units.length && known.units.every((unit, index) => unit === units[index]))
    return known.calls;
  const found = new Map<string, CallFact[]>();
  for (const { facts } of units)
    for (const fact of facts) {
      if (fact.kind !== "call") continue;
      const others = found.get(fact.name);
      if (others) others.push(fact);
      else found.set(fact.name, [fact]);
    }
  const calls = [...found];
  if (first) callsOfBlocks.set(first, { units, calls });
  return calls;
}

const callsByNode = sideTable<UnitFacts, ReadonlyMap<CallExpression, CallFact>>();

/** The call of Spark's API that a node of a unit is; of a function's runs the first. Null where it is none. */
export function callIn(unit: UnitFacts, node: CallExpression): CallFact | null {
  let calls = callsByNode.get(unit);
  if (!calls) {
    const found = new Map<CallExpression, CallFact>();
    for (const fact of unit.facts)
      if (fact.kind === "call" && !found.has(fact.node)) found.set(fact.node, fact);
    callsByNode.set(unit, found);
    calls = found;
  }
  return calls.get(node) ?? null;
}

const configsOfUnits = sideTable<UnitFacts, readonly ConfigFact[]>();

/** The configurations that a module sets or reads, in order. */
export const configFacts = (module: ModuleFacts): readonly ConfigFact[] =>
  module.units.flatMap((unit) => {
    let found = configsOfUnits.get(unit);
    if (found === undefined) {
      found = unit.facts.filter((fact) => fact.kind === "config");
      configsOfUnits.set(unit, found);
    }
    return found;
  });

const framesByPlan = sideTable<ModuleFacts, ReadonlyMap<PlanNode, readonly NamedFrame[]>>();

/** The names that hold exactly this frame. */
export function framesOf(module: ModuleFacts, plan: PlanNode): readonly NamedFrame[] {
  let index = framesByPlan.get(module);
  if (!index) {
    const groups = new Map<PlanNode, NamedFrame[]>();
    for (const unit of module.units)
      for (const frame of unit.frames) {
        if (!frame.value.plan) continue;
        const known = groups.get(frame.value.plan);
        if (known) known.push(frame);
        else groups.set(frame.value.plan, [frame]);
      }
    index = groups;
    framesByPlan.set(module, index);
  }
  return index.get(plan) ?? [];
}

/** Whether two places can both run in one pass. */
export function mayBothRun(left: ExecutionContext, right: ExecutionContext): boolean {
  return !left.branches.some(({ node, arm }) =>
    right.branches.some((other) => other.node === node && other.arm !== arm && node.kind !== "Try"),
  );
}

/** Whether nothing in the code limits the plan's rows, and they come from outside the program. */
export function isUnbounded(plan: PlanNode | null): plan is PlanNode {
  return plan !== null && plan.outside && plan.maxRows === null;
}
