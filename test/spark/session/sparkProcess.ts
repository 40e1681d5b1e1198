import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { findSpark } from "./environment.ts";
import type { BlockAnswer, BlockRequest, Greeting } from "./protocol.ts";

/** A Python process that runs blocks one after the other, each in a fresh session of one Spark application. */
export interface SparkProcess {
  readonly greeting: Greeting;
  /**
   * The answer to a block. Blocks wait for each other.
   * @throws Error with the end of the log when the process ends instead of answering.
   */
  run(request: BlockRequest): Promise<BlockAnswer>;
  /** Ends Spark and removes its scratch folder. */
  stop(): Promise<void>;
}

const server = path.join(import.meta.dirname, "server.py");
const prelude = path.join(import.meta.dirname, "../prelude.py");
const startLimitMs = 120_000;
const defaultBlockLimitMs = 60_000;
/** The process interrupts a late block itself; this long after, it is taken for stuck and killed. */
const graceMs = 10_000;

/** Starts Spark and waits until it takes blocks. */
export async function startSparkProcess(): Promise<SparkProcess> {
  const { python, env } = await findSpark();
  const scratch = await mkdtemp(path.join(tmpdir(), "shufflewise-spark-"));
  const log = path.join(scratch, "spark.log");
  const logFile = openSync(log, "a");
  const child = spawn(python, ["-u", server, scratch], {
    cwd: scratch,
    env,
    stdio: ["pipe", "pipe", logFile],
  });
  closeSync(logFile);
  const ended = once(child, "close").catch((cause: unknown) => [String(cause)]);
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("The Spark process has no pipes.");
  // A write to a process that just died reports here; its end is reported by the missing answer.
  stdin.on("error", () => undefined);
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();

  const answerWithin = async (limitMs: number, what: string): Promise<unknown> => {
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    const line = await lines.next();
    clearTimeout(timer);
    if (line.done !== true) return JSON.parse(line.value);
    const [code, signal] = (await ended) as unknown[];
    throw new Error(`Spark's process ended (${String(signal ?? code)}) ${what}.\n${await tail(log)}`);
  };

  const greeting = (await answerWithin(startLimitMs, "while it started")) as Greeting;
  let last: Promise<unknown> = Promise.resolve();
  return {
    greeting,
    run(request) {
      const turn = last.then(async () => {
        const usesPrelude = request.prelude !== false;
        stdin.write(JSON.stringify({ ...request, prelude: usesPrelude ? prelude : null }) + "\n");
        const limit = (request.timeoutMs ?? defaultBlockLimitMs) + graceMs;
        return (await answerWithin(limit, "during a block")) as BlockAnswer;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    async stop() {
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      stdin.end();
      await ended;
      clearTimeout(timer);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.split("\n").slice(-15).join("\n");
}
