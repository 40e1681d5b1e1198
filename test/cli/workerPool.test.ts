import assert from "node:assert/strict";
import { runTasks, type Outcome } from "../../server/src/host/workerPool.ts";
import { makeProject } from "./project.ts";

const worker = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (task) => {
  if (task === "throw") throw new Error("broken");
  if (task === "exit") process.exit(4);
  if (task === "hang") for (;;);
  parentPort.postMessage(task === "refuse" ? { problem: "refused" } : { result: task * 2 });
});
`;

describe("runTasks", () => {
  const project = makeProject({ "worker.cjs": worker });
  after(() => {
    project.remove();
  });

  async function run(
    tasks: readonly unknown[],
  ): Promise<{ outcomes: Outcome<number>[]; lost: string[]; ended: number[] }> {
    const [lost, ended]: [string[], number[]] = [[], []];
    const outcomes = await runTasks<number>(tasks, {
      script: `${project.folder}/worker.cjs`,
      workers: 2,
      timeLimit: 6000,
      onLost: (reason) => lost.push(reason),
      onEnded: (count) => ended.push(count),
    });
    return { outcomes, lost, ended };
  }

  it("answers in the order of the tasks", async () => {
    const tasks = Array.from({ length: 50 }, (_, index) => index);
    const { outcomes, lost, ended } = await run(tasks);
    assert.deepEqual(
      outcomes,
      tasks.map((task) => ({ result: task * 2 })),
    );
    assert.deepEqual(
      ended,
      tasks.map((task) => task + 1),
    );
    assert.deepEqual(lost, []);
  });

  const losses: readonly [task: string, reason: RegExp][] = [
    ["throw", /crashed: broken/],
    ["exit", /ended with status 4/],
    ["hang", /longer than 6 s/],
  ];
  for (const [task, reason] of losses)
    it(`goes on after a task that makes its worker ${task}`, async () => {
      const { outcomes, lost } = await run([1, task, 2, 3]);
      assert.deepEqual(
        [outcomes[0], outcomes[2], outcomes[3]],
        [{ result: 2 }, { result: 4 }, { result: 6 }],
      );
      assert.match(JSON.stringify(outcomes[1]), reason);
      assert.equal(lost.length, 1);
    });

  it("keeps a worker whose task was refused", async () => {
    const { outcomes, lost } = await run(["refuse", 1]);
    assert.deepEqual(outcomes, [{ problem: "refused" }, { result: 2 }]);
    assert.deepEqual(lost, []);
  });

  it("gives up when one worker after the other is lost", async () => {
    const { outcomes, lost } = await run(Array.from({ length: 30 }, () => "exit"));
    assert.ok(lost.length < 12);
    assert.match(JSON.stringify(outcomes.at(-1)), /too many/);
  });
});
