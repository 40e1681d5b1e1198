import { after, before } from "mocha";
import type { BlockAnswer, BlockRequest, Greeting } from "./protocol.ts";
import { type SparkProcess, startSparkProcess } from "./sparkProcess.ts";

/** The Spark that all tests of a mocha run share. */
export interface TestSpark {
  /** Versions and process of the Spark that runs. */
  greeting(): Greeting;
  /** What comes of a block; starts Spark once more, and says so, when its process ends over it. */
  run(request: BlockRequest): Promise<BlockAnswer>;
}

let shared: Promise<SparkProcess> | undefined;
let current: SparkProcess | undefined;
let hooked = false;

/**
 * Spark for the tests of a file. Call it at the top of the file, outside any describe: its hooks then belong
 * to the whole run, so that one process serves every file and ends with the run.
 */
export function withSpark(): TestSpark {
  if (!hooked) {
    hooked = true;
    before("start Spark", async function () {
      this.timeout(150_000);
      await start();
    });
    after("stop Spark", async function () {
      this.timeout(30_000);
      await current?.stop();
    });
  }
  return { greeting: () => running().greeting, run: runBlock };
}

async function start(): Promise<SparkProcess> {
  shared ??= startSparkProcess();
  current = await shared;
  return current;
}

function running(): SparkProcess {
  if (current === undefined) throw new Error("Spark has not started: call withSpark() outside any describe.");
  return current;
}

async function runBlock(request: BlockRequest): Promise<BlockAnswer> {
  const first = await start();
  try {
    return await first.run(request);
  } catch (cause) {
    console.error(`${headline(cause)} Spark is started again.`);
    await discard(first);
  }
  const second = await start();
  try {
    return await second.run(request);
  } catch (cause) {
    await discard(second);
    throw cause;
  }
}

/** Blocks that wait behind a failed one may have discarded its process already. */
async function discard(process: SparkProcess): Promise<void> {
  if (current !== process) return;
  current = undefined;
  shared = undefined;
  await process.stop();
}

function headline(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
}
