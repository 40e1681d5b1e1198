import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type {
  CallExpression,
  Expression,
  FunctionStatement,
  Identifier,
  LambdaExpression,
  Span,
  Statement,
} from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { FileConventions } from "./conventions/fileConventions.ts";
import type { CallFact, ExecutionContext, Fact, Mentions, NamedFrame } from "./facts.ts";
import type { Session } from "./session.ts";
import type { ModuleExports, ModuleResolver, OutsideReads } from "./moduleExports.ts";
import type { Heap } from "./python/heap.ts";
import type { PathMap } from "./python/pathMap.ts";
import type { State } from "./python/paths.ts";
import type { ModuleScope, Scope } from "./python/scope.ts";
import {
  joinValues,
  type Cell,
  type ClassValue,
  type EvidenceLevel,
  type FunctionValue,
  type Value,
} from "./value.ts";

/** What one run over a unit, or over a function that nothing calls, gathers. */
export interface RunResult {
  /** Module-level names read before the run bound them, with what they held. */
  readonly reads: Map<string, Value | undefined>;
  readonly writes: ReadonlyMap<string, Value>;
  /** The same for objects that can change. */
  readonly cellReads: ReadonlyMap<Cell, Value | undefined>;
  readonly cellWrites: Heap;
  /** Modules of the workspace that the run imports, by what the code calls them. */
  readonly imports: ReadonlyMap<string, ModuleExports | null>;
  readonly outsideReads: OutsideReads;
  readonly facts: readonly Fact[];
  readonly frames: readonly NamedFrame[];
  readonly mentions: Mentions;
  /** Functions and classes made in the run, so that those nothing calls can be looked at by themselves. */
  readonly created: readonly (FunctionValue | ClassValue)[];
  readonly called: ReadonlySet<FunctionStatement | LambdaExpression>;
}

/** A call of a function of the user's, while its body is evaluated. */
export interface Frame {
  readonly function: FunctionValue;
  readonly returns: Value[];
  /** What the paths leave behind that end in a return. */
  readonly exits: State[];
  /** A generator's values so far, as a list that the paths share. */
  readonly yields: Value | null;
  /** How many objects there were when the call began. */
  readonly since: number;
  /** How dead the code around the call is; see Evaluation. */
  readonly dead: number;
}

/** What the paths leave behind that end a round of a loop early. */
export interface LoopExits {
  readonly breaks: State[];
  readonly continues: State[];
  /** How dead the code around the loop is; see Evaluation. */
  readonly dead: number;
}

/** The state of a run: where it is, and what it has gathered. Every evaluating function takes it first. */
export interface Evaluation {
  readonly api: ApiCatalog;
  /** The session that the program starts with. */
  readonly session: Session;
  /** How much a name alone counts: with "names", `df` and `spark` are believed. */
  readonly level: EvidenceLevel;
  /** What the file tells of where it runs. */
  readonly file: FileConventions;
  /** The module is run as others import it: what does not run then is not looked at. */
  readonly forImport: boolean;
  /** Finds modules of the workspace. */
  readonly modules: ModuleResolver | null;
  readonly imports: Map<string, ModuleExports | null>;
  unit: Unit;
  scope: Scope;
  readonly module: ModuleScope;
  /** Names this run, for the objects that it makes. */
  readonly run: object;
  /** How many objects that can change the run has made. */
  cells: number;
  /** Objects that the run has changed; see python/heap.ts. */
  heap: PathMap<Cell, Value>;
  /** The same objects as they were before. */
  readonly originals: Map<Cell, Value>;
  context: ExecutionContext;
  readonly facts: Fact[];
  readonly frames: NamedFrame[];
  readonly mentions: Map<Expression | Identifier, Value>;
  readonly created: (FunctionValue | ClassValue)[];
  readonly called: Set<FunctionStatement | LambdaExpression>;
  /** Calls being evaluated right now, outermost first. */
  readonly stack: Frame[];
  /** Loops being evaluated right now, outermost first. */
  readonly loops: LoopExits[];
  /** While above zero nothing is recorded: a loop's first round only finds what its names hold. */
  silent: number;
  /** While above zero the code is known not to run: what it does is recorded, but leaves nothing behind. */
  dead: number;
  /** Where code goes on that is known not to run, behind an arm that certainly ends the call. */
  otherwise: State | null;
  /** Evaluation steps left; at zero everything is unknown. */
  steps: number;
  /** Steps left for running loops round by round; at zero a round stands for all that follow. */
  roundSteps: number;
  /** Contexts made while loops run round by round, so that all rounds share them; null outside of such loops. */
  rounds: Map<ExecutionContext, Map<object, ExecutionContext>> | null;
  /** How often each call was recorded in such loops. */
  readonly recorded: Map<CallExpression, number>;
  depth: number;
  /** How often each function was entered in this run. */
  readonly entries: Map<FunctionStatement | LambdaExpression, number>;
}

/** A place in the unit that is being evaluated. */
export function siteOf(evaluation: Evaluation, span: Span): Site {
  return { unit: evaluation.unit, start: span.start, end: span.end };
}

/** How often a call that makes no frame is recorded in a loop that runs round by round: enough to see what varies. */
const recordedRounds = 4;

/** Records a fact, unless this is a silent round. */
export function record(evaluation: Evaluation, fact: Fact): void {
  if (evaluation.silent > 0) return;
  if (evaluation.rounds !== null && isRepeated(evaluation, fact)) return;
  // Arms that the arguments of a call rule out are there for other calls: here they have values that never come there.
  // And a call that Python cannot read has other arguments once it can.
  const isUnreached = (evaluation.dead > 0 && evaluation.stack.length > 0) || isBroken(fact);
  evaluation.facts.push(isUnreached ? { ...fact, isUnreached: true } : fact);
}

const isBroken = (fact: Fact): boolean =>
  fact.kind === "call" && fact.node.args.some(({ value }) => value.kind === "ErrorExpression");

function isRepeated({ facts, recorded }: Evaluation, fact: Fact): boolean {
  switch (fact.kind) {
    case "call": {
      if (concernsFrames(fact)) return false;
      const times = recorded.get(fact.node) ?? 0;
      recorded.set(fact.node, times + 1);
      return times >= recordedRounds;
    }
    case "config":
      return facts.some(
        (other) =>
          other.kind === "config" &&
          other.key === fact.key &&
          other.value === fact.value &&
          other.where === fact.where &&
          other.keySite.unit === fact.keySite.unit &&
          other.keySite.start === fact.keySite.start,
      );
    case "operation":
      return facts.some((other) => other.kind === "operation" && other.node === fact.node);
    case "udf":
      return false;
  }
}

const concernsFrames = ({ receiver, result }: CallFact): boolean =>
  (receiver !== null && receiver.plan !== null) || (result.kind === "spark" && result.plan !== null);

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
      return value.plan !== null || value.column !== null || /^(WindowSpec|SparkSession)$/.test(value.type);
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

/**
 * Evaluates `run` with another context, and puts the old one back. In loops that run round by round, all rounds
 * share the context made for `key`: what happens at one place of the code happens once in one pass.
 */
export function within<T>(
  evaluation: Evaluation,
  key: object,
  context: Partial<ExecutionContext>,
  run: () => T,
): T {
  const outer = evaluation.context;
  evaluation.context = contextFor(evaluation, key, context);
  try {
    return run();
  } finally {
    evaluation.context = outer;
  }
}

function contextFor(
  { context: outer, rounds }: Evaluation,
  key: object,
  context: Partial<ExecutionContext>,
): ExecutionContext {
  if (rounds === null) return { ...outer, ...context };
  let known = rounds.get(outer);
  if (!known) rounds.set(outer, (known = new Map<object, ExecutionContext>()));
  let shared = known.get(key);
  if (!shared) known.set(key, (shared = { ...outer, ...context }));
  return shared;
}

/** The context at module level, before its first statement. */
export function moduleContext(statement: Statement): ExecutionContext {
  return {
    loops: [],
    branches: [],
    function: null,
    statement,
    block: [statement],
  };
}
