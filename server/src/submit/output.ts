import type { ErrorCatalog } from "../catalog/errorCatalog.ts";
import type { SubmitFrame, SubmitOutputEvent } from "../protocol/submit.ts";
import { clusterEvents } from "./clusterOutput.ts";

/** Reads one stream of a run's output as it comes. */
export interface OutputMatcher {
  /** Takes the next piece, which may end anywhere; gives what has become certain by it. */
  readonly push: (chunk: string) => SubmitOutputEvent[];
  /** The stream has ended. */
  readonly end: () => SubmitOutputEvent[];
}

/** A line longer than this (UTF-16 units) is matched by its beginning alone. */
const longestLine = 20_000;

/** Texts of a failure (UTF-16 units) that are searched for its cause. */
const longestEvidence = 8_000;

/** Starts to read a stream. Each failure is told once, however often executors repeat it; `errors` knows what to do. */
export function createOutputMatcher(errors?: Pick<ErrorCatalog, "remedy">): OutputMatcher {
  const told = new Set<string>();
  let rest = "";
  let open: OpenFailure | null = null;
  let startup = true;
  let state: string | null = null;

  function* close(): Generator<SubmitOutputEvent> {
    if (open?.exception !== undefined && open.exception !== null) yield failureOf(open, errors);
    open = null;
  }

  function* read(line: string): Generator<SubmitOutputEvent> {
    if (/^\S+ \S+ (?:INFO|WARN|ERROR|DEBUG) /.test(line)) startup = false;
    if (open !== null) {
      const next = continueFailure(open, line);
      if (next !== "ended") return;
      yield* close();
    }
    if (tracebackStart.test(line)) {
      open = newFailure();
      return;
    }
    const frame = frameOf(line);
    if (frame?.function === "") {
      open = { ...newFailure(), frames: [frame] };
      return;
    }
    yield* lineEvents(line, startup, errors);
  }

  function* once(events: Iterable<SubmitOutputEvent>): Generator<SubmitOutputEvent> {
    for (const event of events) {
      if (event.kind === "clusterState") {
        // A job may wait again after it has run.
        if (event.state !== state) yield event;
        state = event.state;
        continue;
      }
      const key = JSON.stringify(event.kind === "failure" ? [event.message, event.frames.at(-1)] : event);
      if (!told.has(key)) yield event;
      told.add(key);
    }
  }

  return {
    push: (chunk) => {
      const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
      rest = (lines.pop() ?? "").slice(0, longestLine);
      return lines.flatMap((line) => [...once(read(line.slice(0, longestLine)))]);
    },
    end: () => {
      const last = rest.replace(/\r$/, "");
      rest = "";
      return [...once(read(last)), ...once(close())];
    },
  };
}

/** The innermost frame in a user's own file; null when all are library code. */
export function ownFrame(frames: readonly SubmitFrame[]): SubmitFrame | null {
  return frames.findLast(({ library }) => !library) ?? null;
}

interface OpenFailure {
  frames: readonly SubmitFrame[];
  exception: string | null;
  message: string;
  /** The message and those of its causes, with the names of their classes. */
  evidence: string;
  /** Lines read since the exception's own. */
  linesAfter: number;
}

const tracebackStart = /(?:^|[\s:])Traceback \(most recent call last\):\s*$/;

function newFailure(): OpenFailure {
  return { frames: [], exception: null, message: "", evidence: "", linesAfter: 0 };
}

/** Feeds a line to a failure: "more" while it belongs to it. */
function continueFailure(open: OpenFailure, line: string): "more" | "ended" {
  if (open.exception === null) {
    const frame = frameOf(line);
    if (frame !== null) open.frames = [...open.frames, frame];
    if (frame !== null || /^\s+\S/.test(line)) return "more";
    const [, name, message = ""] = /^([A-Za-z_][\w.]*)(?::\s*(.*))?$/.exec(line) ?? [];
    if (name === undefined) return "ended";
    open.exception = name;
    open.message = message;
    open.evidence = line;
    return "more";
  }
  open.linesAfter += 1;
  if (open.evidence.length < longestEvidence && !/^\s+at /.test(line)) open.evidence += `\n${line}`;
  if (tracebackStart.test(line)) return "ended";
  // Spark 3 puts the message of a Python worker's failure, and Py4J that of the JVM, on the next line.
  if (open.linesAfter === 1 && (open.message === "" || open.exception.endsWith("Py4JJavaError"))) {
    open.message = line.replace(/^[\s:]+/, "") || open.message;
    return "more";
  }
  const cause = open.exception.endsWith("Py4JJavaError")
    ? /^Caused by: [\w.$]+: (.+)$/.exec(line)?.[1]
    : undefined;
  if (cause !== undefined && conditionOf(open.message) === null) open.message = cause;
  return open.exception.endsWith("Py4JJavaError") &&
    /^(?:\s+at |\t\.\.\.|Caused by: |Driver stacktrace:|$)/.test(line)
    ? "more"
    : "ended";
}

function failureOf(
  { frames, exception, message, evidence }: OpenFailure,
  errors: Pick<ErrorCatalog, "remedy"> | undefined,
): SubmitOutputEvent {
  const condition = conditionOf(message);
  const [, fromCondition] = /(\[[A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*\] .+)$/.exec(message) ?? [];
  const shortName = exception?.split(".").at(-1) ?? null;
  return {
    kind: "failure",
    exception: shortName,
    message: (fromCondition ?? message).replace(/:$/, "").trim(),
    condition,
    frames,
    remedy:
      errors?.remedy({
        exception: shortName,
        condition,
        text: `${exception ?? ""}: ${message}\n${evidence}`,
      }) ?? null,
  };
}

function conditionOf(message: string): string | null {
  return /\[([A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)*)\] /.exec(message)?.[1] ?? null;
}

function frameOf(line: string): SubmitFrame | null {
  const [, file, number, name = ""] = /^\s+File "([^"]+)", line (\d+)(?:, in (.+))?$/.exec(line) ?? [];
  if (file === undefined || number === undefined) return null;
  return { file, line: Number(number), function: name, library: libraryPath.test(file) };
}

const libraryPath =
  /[\\/](?:site-packages|dist-packages|lib[\\/]python\d[\d.]*|Lib)[\\/]|\.zip[\\/]|^<|[\\/]python[\\/]pyspark[\\/]/;

/** What single lines tell: of Spark's log (3.3 to 4.3), of spark-submit and of Python itself. */
function* lineEvents(
  line: string,
  startup: boolean,
  errors: Pick<ErrorCatalog, "remedy"> | undefined,
): Generator<SubmitOutputEvent> {
  const [, port] = /'SparkUI' on port (\d+)/.exec(line) ?? [];
  if (port !== undefined) yield { kind: "sparkUi", address: `http://localhost:${port}` };
  const [, ui] =
    /(?:Spark context Web UI available at|SparkUI.* started at) (https?:\/\/\S+)/.exec(line) ?? [];
  if (ui !== undefined) yield { kind: "sparkUi", address: ui };
  if (line.includes("Stopped Spark web UI at ")) yield { kind: "sparkUiStopped" };
  const [, id] =
    /(?:app ID |eventlog_v2_|events to \S*\/)(application_\d+_\d+|app-\d{14}-\d{4}|spark-[0-9a-f]{32}|local-\d+)/.exec(
      line,
    ) ?? [];
  if (id !== undefined) yield { kind: "application", id };
  const [, log] = /Logging events to (\S+)/.exec(line) ?? [];
  if (log !== undefined)
    yield { kind: "eventLog", address: log.replace(/\/events_\d+_[^/]*$|\.inprogress$/, "") };
  yield* clusterEvents(line);
  yield* plainFailure(line, startup, errors);
}

/** Failures that come without a traceback: from the JVM, from spark-submit's options, from the Python executable. */
function* plainFailure(
  line: string,
  startup: boolean,
  errors: Pick<ErrorCatalog, "remedy"> | undefined,
): Generator<SubmitOutputEvent> {
  const thrown = /^Exception in thread "main" ([\w.$]+)(?:: (.*))?$/.exec(line);
  const refused = startup ? /^Error: (.+)$/.exec(line)?.[1] : undefined;
  const noJava = /^(?:JAVA_HOME is not set|.*spark-class: line \d+: .*java: No such file or directory)$/.test(
    line,
  );
  const noFile = /^\S+: can't open file .+$/.test(line);
  const exception = thrown?.[1] ?? null;
  const message =
    thrown === null ? (refused ?? (noJava || noFile ? line : undefined)) : (thrown[2] ?? thrown[1]);
  if (message !== undefined) yield failureOf({ ...newFailure(), exception, message, evidence: line }, errors);
}
