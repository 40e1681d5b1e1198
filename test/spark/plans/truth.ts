import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { findSpark, root } from "../session/environment.ts";
import type { Binding, BlockAnswer, BlockError, BlockRequest } from "../session/protocol.ts";
import { startSparkProcess, type SparkProcess } from "../session/sparkProcess.ts";
import { linksOf, prepareResources, type Program } from "./corpus.ts";

/** What Spark makes of a program. */
export interface Recording {
  readonly bindings: readonly Binding[];
  /** What ended the program, or, where it goes on after errors, all that was raised. */
  readonly errors: readonly BlockError[];
}

interface StoreLine extends Recording {
  readonly key: string;
}

const programLimitMs = 60_000;

/**
 * What Spark makes of each program. Answers are kept in .cache, by PySpark's version, the recorder's text and the
 * program; Spark starts only when one is missing.
 */
export async function recordAll(
  programs: readonly Program[],
  { home, version }: { readonly home: string; readonly version: string },
  progress: (done: number, total: number, name: string) => void = () => undefined,
): Promise<ReadonlyMap<Program, Recording>> {
  const recorder = await readFile(path.join(import.meta.dirname, "../session/recorder.py"), "utf8");
  const store = path.join(root, `.cache/plans/${version}-${digest(recorder)}.jsonl`);
  const known = await readStore(store);
  const found = new Map<Program, Recording>();
  const missing: Program[] = [];
  for (const program of programs) {
    const answer = known.get(keyOf(program));
    if (answer) found.set(program, answer);
    else missing.push(program);
  }
  if (missing.length === 0) return found;
  await findSpark();
  await mkdir(path.dirname(store), { recursive: true });
  const sparks = restartingSpark();
  try {
    await prepareResources(await sparks.process());
    for (const [index, program] of missing.entries()) {
      progress(index, missing.length, program.name);
      const recording = await sparks.record(requestOf(program, linksOf(home)));
      found.set(program, recording);
      await appendFile(store, JSON.stringify({ key: keyOf(program), ...recording }) + "\n");
    }
  } finally {
    await sparks.stop();
  }
  return found;
}

async function readStore(file: string): Promise<Map<string, Recording>> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.endsWith("}"));
  return new Map(lines.map((line) => JSON.parse(line) as StoreLine).map((line) => [line.key, line]));
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const keyOf = ({ code, argv, continueAfterErrors }: Program): string =>
  digest(JSON.stringify([code, argv ?? [], continueAfterErrors ?? false]));

function requestOf(program: Program, links: Readonly<Record<string, string>>): BlockRequest {
  return {
    code: program.code,
    prelude: false,
    timeoutMs: programLimitMs,
    record: {
      argv: program.argv ?? [],
      continueAfterErrors: program.continueAfterErrors ?? false,
      links,
    },
  };
}

/** What a recorded answer says. */
export function recordingOf({ bindings, errors, error }: BlockAnswer): Recording {
  return { bindings: bindings ?? [], errors: error ? [...(errors ?? []), error] : (errors ?? []) };
}

/** A Spark that is started when first asked, and again when a program ends it. */
function restartingSpark() {
  let current: Promise<SparkProcess> | undefined;
  const start = (): Promise<SparkProcess> => (current ??= startSparkProcess());
  return {
    process: start,
    async record(request: BlockRequest): Promise<Recording> {
      const spark = await start();
      try {
        return recordingOf(await spark.run(request));
      } catch (cause) {
        current = undefined;
        await spark.stop();
        const message = cause instanceof Error ? cause.message : String(cause);
        return { bindings: [], errors: [{ class: "ENDED", type: "Error", message, line: null }] };
      }
    },
    async stop(): Promise<void> {
      await (await current)?.stop();
    },
  };
}
