import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type {
  Expression,
  FunctionStatement,
  Identifier,
  LambdaExpression,
  Span,
  Statement,
} from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { ExecutionContext, Fact, Mentions, NamedFrame } from "./facts.ts";
import type { Session } from "./session.ts";
import type { ModuleScope, Scope } from "./python/scope.ts";
import { joinValues, type ClassValue, type EvidenceLevel, type FunctionValue, type Value } from "./value.ts";

/** What one run over a unit, or over a function that nothing calls, gathers. */
export interface RunResult {
  /** Module-level names read before the run bound them, with what they held. */
  readonly reads: Map<string, Value | undefined>;
  readonly writes: ReadonlyMap<string, Value>;
  readonly facts: readonly Fact[];
  readonly frames: readonly NamedFrame[];
  readonly mentions: Mentions;
  /** Functions and classes made in the run, so that those nothing calls can be looked at by themselves. */
  readonly created: readonly (FunctionValue | ClassValue)[];
  readonly called: ReadonlySet<FunctionStatement | LambdaExpression>;
  /** The run changed an object that another run made: nothing behind it can be kept. */
  readonly changedForeign: boolean;
}

/** The state of a run: where it is, and what it has gathered. Every evaluating function takes it first. */
export interface Evaluation {
  readonly api: ApiCatalog;
  /** The session that the program starts with. */
  readonly session: Session;
  /** How much a name alone counts: with "names", `df` and `spark` are believed. */
  readonly level: EvidenceLevel;
  /** The file imports pyspark: only then methods alone can tell a DataFrame. */
  readonly importsPyspark: boolean;
  unit: Unit;
  scope: Scope;
  readonly module: ModuleScope;
  context: ExecutionContext;
  readonly facts: Fact[];
  readonly frames: NamedFrame[];
  readonly mentions: Map<Expression | Identifier, Value>;
  readonly created: (FunctionValue | ClassValue)[];
  readonly called: Set<FunctionStatement | LambdaExpression>;
  /** Functions being evaluated right now, outermost first. */
  readonly stack: FunctionValue[];
  /** While above zero nothing is recorded: a loop's first round only finds what its names hold. */
  silent: number;
  /** Evaluation steps left; at zero everything is unknown. */
  steps: number;
  depth: number;
  changedForeign: boolean;
  /** Instances made in this run. */
  readonly ownInstances: WeakSet<object>;
  /** Where each function of the stack collects what it returns. */
  readonly returns: Value[][];
  /** How often each function was entered in this run. */
  readonly entries: Map<FunctionStatement | LambdaExpression, number>;
}

/** A place in the unit that is being evaluated. */
export function siteOf(evaluation: Evaluation, span: Span): Site {
  return { unit: evaluation.unit, start: span.start, end: span.end };
}

/** Records a fact, unless this is a silent round. */
export function record(evaluation: Evaluation, fact: Fact): void {
  if (evaluation.silent === 0) evaluation.facts.push(fact);
}

/** Notes what a name or the like was seen to hold, where editors may want to tell of it; see Mentions. */
export function mention(evaluation: Evaluation, node: Expression | Identifier, value: Value): void {
  if (evaluation.silent > 0 || !isWorthMention(value)) return;
  const { mentions } = evaluation;
  const known = mentions.get(node);
  mentions.set(node, known === undefined ? value : joinValues(known, value));
}

/** How many elements of a list are looked at to tell whether it is worth it. */
const fewElements = 5;

function isWorthMention(value: Value): boolean {
  switch (value.kind) {
    case "spark":
      return value.plan !== null || value.column !== null || value.type === "WindowSpec";
    case "string":
      return value.site !== undefined;
    case "sequence":
      return value.elements.length > 0 && value.elements.slice(0, fewElements).every(isWorthMention);
    case "dict":
      return value.entries.some((entry) => isWorthMention(entry.key));
    case "union":
      return value.values.some(isWorthMention);
    default:
      return false;
  }
}

/** Evaluates `run` with another context, and puts the old one back. */
export function within<T>(evaluation: Evaluation, context: Partial<ExecutionContext>, run: () => T): T {
  const outer = evaluation.context;
  evaluation.context = { ...outer, ...context };
  try {
    return run();
  } finally {
    evaluation.context = outer;
  }
}

/** The context at module level, before its first statement. */
export function moduleContext(statement: Statement): ExecutionContext {
  return { loops: [], branches: [], function: null, statement, block: [statement] };
}
