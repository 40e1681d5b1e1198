import type { DataFiles } from "../../../server/src/plan/dataFiles/dataFiles.ts";
import { exactFields, type Schema } from "../../../server/src/plan/schema/schema.ts";
import { namedSchemas, type NamedProblem, type NamedSchema } from "../../plan/namedSchemas.ts";
import { schemaText } from "../../plan/schemaText.ts";
import type { ExchangeCounts } from "../session/protocol.ts";
import type { Program } from "./corpus.ts";
import { schemaDifferences, type Difference } from "./schemaDifference.ts";
import { fieldsOfJson } from "./sparkFields.ts";
import type { Recording } from "./truth.ts";

/** What we say of a place where Spark has bound a DataFrame to a name. */
export interface FrameOutcome {
  readonly program: string;
  readonly name: string;
  readonly line: number;
  /** "missed": we do not know that the name is a DataFrame. */
  readonly verdict: "missed" | Schema["kind"];
  /** Closed, and every type and nullability known. */
  readonly exact: boolean;
  /** Where we contradict Spark, streaming or not included. */
  readonly differences: readonly Difference[];
  /** Why our schema is not closed. */
  readonly reason: string | null;
  readonly ours: string;
  readonly sparks: string;
  /** Both sides' exchanges, where Spark was asked for them and we say a closed schema. */
  readonly exchanges: { readonly ours: string; readonly sparks: string } | null;
}

export interface ProgramOutcome {
  readonly program: Program;
  readonly frames: readonly FrameOutcome[];
  /** Mistakes that we report where Spark raises nothing. */
  readonly falseProblems: readonly NamedProblem[];
  /** Spark's errors about the program's meaning, and whether we report one of that condition at that line. */
  readonly refusals: readonly {
    readonly line: number;
    readonly condition: string;
    readonly isSaid: boolean;
  }[];
  /** Our own exception, when the analysis failed. */
  readonly failure: string | null;
}

type Binding = Recording["bindings"][number];

/** Compares each name that Spark has bound to a DataFrame with ours at the same line; with `files`, data are read. */
export function compareProgram(program: Program, recording: Recording, files?: DataFiles): ProgramOutcome {
  let ours: ReturnType<typeof namedSchemas>;
  try {
    ours = namedSchemas(program.code, recording.sparkVersion, files);
  } catch (cause) {
    const failure = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return { program, frames: [], falseProblems: [], refusals: [], failure };
  }
  const places = byPlace(recording.bindings);
  const known = byPlace(ours.frames);
  const frames = [...places].map(([place, bindings]) =>
    compareFrame(program, bindings, known.get(place) ?? []),
  );
  const falseProblems = ours.problems.filter((problem) => !isRaised(problem, program, recording));
  const refusals = recording.errors.filter(isRefusal).map(({ class: condition, line }) => ({
    line: line ?? 0,
    condition,
    isSaid: ours.problems.some((problem) => problem.line === line && problem.condition === condition),
  }));
  return { program, frames, falseProblems, refusals, failure: null };
}

function byPlace<T extends { readonly name: string; readonly line: number }>(items: readonly T[]) {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const place = `${item.line} ${item.name}`;
    const group = groups.get(place);
    if (group) group.push(item);
    else groups.set(place, [item]);
  }
  return groups;
}

/** A place in a loop or a function is bound several times: by turns where we say as many, else any of ours must fit. */
function compareFrame(
  program: Program,
  bindings: readonly Binding[],
  ours: readonly NamedSchema[],
): FrameOutcome {
  const [binding] = bindings;
  if (binding === undefined) throw new Error("A place without a binding.");
  const pairs = bindings.map((each, index): readonly Difference[] => {
    const candidates = ours.length === bindings.length ? ours.slice(index, index + 1) : ours;
    const all = candidates.map((candidate) => differencesOf(candidate, each));
    return all.find((differences) => differences.length === 0) ?? all[0] ?? [];
  });
  const worst = ours.toSorted((left, right) => rank(left.schema) - rank(right.schema))[0];
  const wrong = pairs.findIndex((differences) => differences.length > 0);
  return {
    program: program.name,
    name: binding.name,
    line: binding.line,
    verdict: worst?.schema.kind ?? "missed",
    exact: ours.length > 0 && ours.every(({ schema }) => exactFields(schema) !== null),
    differences: pairs[wrong] ?? [],
    reason: worst === undefined || worst.schema.kind === "closed" ? null : worst.schema.reason.text,
    ours: worst === undefined ? "" : textOf((ours[wrong] ?? worst).schema),
    sparks: schemaText(fieldsOfJson((bindings[wrong] ?? binding).schema)),
    exchanges: exchangesOf(bindings, ours),
  };
}

/** Of the place's last run; a place that runs several times in other ways than we say is not compared. */
function exchangesOf(bindings: readonly Binding[], ours: readonly NamedSchema[]): FrameOutcome["exchanges"] {
  const sparks = bindings.at(-1)?.exchanges;
  const own = ours.at(-1);
  if (!sparks || own?.schema.kind !== "closed" || (ours.length !== bindings.length && ours.length > 1))
    return null;
  const counts = own.exchanges();
  return counts === null ? null : { ours: exchangesText(counts), sparks: exchangesText(sparks) };
}

/** "hash 2, broadcast 1"; "none". */
function exchangesText(counts: ExchangeCounts): string {
  const kinds = Object.entries(counts).filter(([, count]) => count > 0);
  return kinds.map(([kind, count]) => `${kind} ${count}`).join(", ") || "none";
}

const ranks: Readonly<Record<Schema["kind"], number>> = { unknown: 0, open: 1, closed: 2 };
const rank = ({ kind }: Schema): number => ranks[kind];

const textOf = (schema: Schema): string =>
  schema.kind === "unknown"
    ? "?"
    : `${schemaText(schema.attributes)}${schema.kind === "open" ? " and perhaps more" : ""}`;

function differencesOf(ours: NamedSchema, binding: Binding): readonly Difference[] {
  const differences = schemaDifferences(ours.schema, fieldsOfJson(binding.schema));
  if (ours.schema.kind === "unknown" || ours.streaming === binding.streaming) return differences;
  const word = (streaming: boolean): string => (streaming ? "streaming" : "batch");
  const difference = { path: "", ours: word(ours.streaming), sparks: word(binding.streaming) };
  return [...differences, { kind: "types", ...difference }];
}

/** Whether Spark's analyzer or PySpark's own checks raised it: such errors have conditions, unlike Python's. */
const isRefusal = (error: Recording["errors"][number]): boolean =>
  /^[A-Z_]+(?:\.[A-Z_]+)?$/.test(error.class) && /^(?:Analysis|Parse|PySpark)/.test(error.type);

/**
 * Whether Spark raised such an error, or an error at that line, or never came there: because the program had ended, or
 * because a frame was missing after an earlier error.
 */
function isRaised(problem: NamedProblem, program: Program, { bindings, errors }: Recording): boolean {
  if (errors.some((error) => error.class === problem.condition || error.line === problem.line)) return true;
  const wasReached = bindings.some(({ line }) => line === problem.line);
  const isCutShort =
    program.continueAfterErrors !== true || errors.some((error) => error.class === "NameError");
  return !wasReached && isCutShort && errors.some(({ line }) => line === null || line < problem.line);
}
