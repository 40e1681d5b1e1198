import { Worker } from "node:worker_threads";

/** What became of a task: its result, or why there is none, as half a sentence. */
export type Outcome<R> = { readonly result: R } | { readonly problem: string };

export interface PoolOptions {
  /** The worker's bundle. It answers each message with `{ result }` or `{ problem }`. */
  readonly script: string;
  /** What the worker finds as its `workerData`. */
  readonly data?: unknown;
  readonly workers: number;
  /** Milliseconds after which a task is given up and its worker replaced. */
  readonly timeLimit: number;
  /** Told once for every worker that was lost. */
  readonly onLost: (reason: string) => void;
  /** Told how many tasks have ended, after each. */
  readonly onEnded?: (count: number) => void;
}

/** Tasks that lose their worker this often in all end the pool: the fault is not in single tasks. */
const mostLost = 8;

/**
 * Runs tasks on worker threads, each worker one task at a time. A task that crashes its worker or takes too long ends as
 * a problem; its worker is replaced and the others go on. Never rejects.
 */
export async function runTasks<R>(tasks: readonly unknown[], options: PoolOptions): Promise<Outcome<R>[]> {
  const outcomes: (Outcome<R> | undefined)[] = [];
  let next = 0;
  let lost = 0;
  let count = 0;
  const lane = async (): Promise<void> => {
    let worker: Worker | null = null;
    for (let index = next++; index < tasks.length; index = next++) {
      if (lost >= mostLost) {
        outcomes[index] = { problem: "too many worker threads were lost before" };
        continue;
      }
      worker ??= startWorker(options);
      const ended = await runTask<R>(worker, tasks[index], options.timeLimit);
      outcomes[index] = ended.outcome;
      options.onEnded?.(++count);
      if (ended.alive) continue;
      lost++;
      options.onLost("problem" in ended.outcome ? ended.outcome.problem : "it ended");
      await worker.terminate();
      worker = null;
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, tasks.length) }, lane));
  return tasks.map((_, index) => outcomes[index] ?? { problem: "it was not checked" });
}

function startWorker({ script, data }: PoolOptions): Worker {
  // Nearly all that a file's analysis makes is garbage at its end. With room for several files little of it is ever copied.
  const worker = new Worker(script, {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  });
  // What a worker says while it is terminated must not end the process.
  return worker.on("error", () => undefined);
}

const isOutOfMemory = (error: Error): boolean => "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

const outOfMemory =
  "its worker thread ran out of memory, and NODE_OPTIONS=--max-old-space-size=8192 would give it 8 GB";

interface Ended<R> {
  readonly outcome: Outcome<R>;
  /** Whether the worker can take another task. */
  readonly alive: boolean;
}

function runTask<R>(worker: Worker, task: unknown, timeLimit: number): Promise<Ended<R>> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome<R>, alive: boolean): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      resolve({ outcome, alive });
    };
    const onMessage = (outcome: Outcome<R>): void => end(outcome, true);
    const onError = (error: Error): void =>
      end(
        { problem: isOutOfMemory(error) ? outOfMemory : `its worker thread crashed: ${error.message}` },
        false,
      );
    const onExit = (code: number): void =>
      end({ problem: `its worker thread ended with status ${code}` }, false);
    const timer = setTimeout(
      () => end({ problem: `it took longer than ${Math.round(timeLimit / 1000)} s` }, false),
      timeLimit,
    );
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(task);
  });
}
