import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../session/environment.ts";
import type { Binding, BlockAnswer, BlockError, BlockRequest } from "../session/protocol.ts";
import { startSparkProcess, type SparkProcess } from "../session/sparkProcess.ts";
import { linksOf, prepareResources, type Program } from "./corpus.ts";

/** What Spark makes of a program. */
export interface Recording {
  /** The Spark that was asked, by major and minor: "4.3". */
  readonly sparkVersion: string;
  readonly bindings: readonly Binding[];
  /** What ended the program, or, where it goes on after errors, all that was raised. */
  readonly errors: readonly BlockError[];
}

/** Spark as the judge of programs. Its answers are kept in .cache; it starts only when one is missing. */
export interface Truth {
  /** What Spark makes of each program, in their order. */
  record(programs: readonly Program[], progress?: Progress): Promise<ReadonlyMap<Program, Recording>>;
  /** Ends Spark, if it was started. */
  stop(): Promise<void>;
}

type Progress = (done: number, total: number, name: string) => void;

type Answer = Omit<Recording, "sparkVersion">;

interface StoreLine extends Answer {
  readonly key: string;
}

interface TruthOptions {
  /** PySpark's folder, with the data of its examples. */
  readonly home: string;
  readonly version: string;
  /** Names the file of kept answers. */
  readonly corpus: string;
  /** Counts the exchanges of each frame's plan. */
  readonly exchanges?: boolean;
  /** One that others use too. */
  readonly spark?: RestartingSpark;
}

/** The error of a program over which Spark's process ended. */
const endedClass = "ENDED";
const programLimitMs = 60_000;

/** Opens the kept answers of a corpus: they hold for PySpark's version, the recorder's text and the program's. */
export async function openTruth(options: TruthOptions): Promise<Truth> {
  const { home, version, corpus, exchanges = false, spark = restartingSpark() } = options;
  const recorder = await readFile(path.join(import.meta.dirname, "../session/recorder.py"), "utf8");
  const name = `${corpus}${exchanges ? "-exchanges" : ""}-${version}-${digest(recorder)}.jsonl`;
  const store = path.join(root, ".cache/plans", name);
  const known = await readStore(store);
  const sparkVersion = version.split(".").slice(0, 2).join(".");
  const ask = async (program: Program): Promise<Recording> => {
    const { code, argv = [], continueAfterErrors = false } = program;
    const answer = await spark.record({
      code,
      ...(program.shop ? {} : { prelude: false }),
      timeoutMs: programLimitMs,
      record: { argv, continueAfterErrors, exchanges, links: linksOf(home) },
    });
    const line = { key: keyOf(program), ...answer };
    known.set(line.key, line);
    // A process that ended may have been ended from outside: that is no answer to keep.
    if (answer.errors.some((error) => error.class === endedClass)) return { ...answer, sparkVersion };
    await mkdir(path.dirname(store), { recursive: true });
    await appendFile(store, JSON.stringify(line) + "\n");
    return { ...answer, sparkVersion };
  };
  return {
    async record(programs, progress) {
      const found = new Map<Program, Recording>();
      const missing = programs.filter((program) => !known.has(keyOf(program))).length;
      let asked = 0;
      for (const program of programs) {
        const kept = known.get(keyOf(program));
        if (!kept) progress?.(asked++, missing, program.name);
        found.set(program, kept ? { ...kept, sparkVersion } : await ask(program));
      }
      return found;
    },
    stop: () => spark.stop(),
  };
}

async function readStore(file: string): Promise<Map<string, Answer>> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.endsWith("}"));
  return new Map(lines.map((line) => JSON.parse(line) as StoreLine).map((line) => [line.key, line]));
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const keyOf = ({ code, argv, continueAfterErrors, shop }: Program): string =>
  digest(JSON.stringify([code, argv ?? [], continueAfterErrors ?? false, ...(shop ? ["shop"] : [])]));

/** What a recorded answer says. */
export function recordingOf({ bindings, errors, error }: BlockAnswer): Answer {
  return { bindings: bindings ?? [], errors: error ? [...(errors ?? []), error] : (errors ?? []) };
}

interface RestartingSpark {
  record(request: BlockRequest): Promise<Answer>;
  /** Ends it, if it was started. */
  stop(): Promise<void>;
}

/** A Spark that starts when it is first asked, and again when a program ends it. */
export function restartingSpark(): RestartingSpark {
  let current: Promise<SparkProcess> | undefined;
  const start = async (): Promise<SparkProcess> => {
    const spark = await startSparkProcess();
    await prepareResources(spark);
    return spark;
  };
  return {
    async record(request: BlockRequest): Promise<Answer> {
      const spark = await (current ??= start());
      try {
        return recordingOf(await spark.run(request));
      } catch (cause) {
        current = undefined;
        await spark.stop();
        const message = cause instanceof Error ? cause.message : String(cause);
        return { bindings: [], errors: [{ class: endedClass, type: "Error", message, line: null }] };
      }
    },
    async stop(): Promise<void> {
      await (await current)?.stop();
      current = undefined;
    },
  };
}
