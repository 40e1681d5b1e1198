import { parentPort, workerData } from "node:worker_threads";
import type { Outcome } from "../host/workerPool.ts";
import { createEngineIn } from "../host/engine.ts";
import { checkText, type CheckResult, type CheckTask } from "./checkText.ts";

/** A worker thread: one task a message, one outcome back. It is made with the folders that it may read. */
const engine = createEngineIn(workerData as readonly string[]);

parentPort?.on("message", (task: CheckTask) => {
  void answer(task).then((outcome) => {
    parentPort?.postMessage(outcome);
  });
});

async function answer(task: CheckTask): Promise<Outcome<CheckResult>> {
  try {
    return { result: checkText(await engine, task) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
