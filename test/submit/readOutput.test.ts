import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { readOutput } from "../../client/src/submit/readOutput.ts";
import type { SubmitOutputEvent, SubmitOutputParams } from "../../server/src/protocol/submit.ts";

/** A server that can be away, and tells of an application for each line that it reads. */
function serverOf({ isRunning }: { isRunning: boolean }) {
  const changed = new EventEmitter();
  const read: string[] = [];
  const server = {
    read,
    isRunning: () => isRunning,
    onDidChangeState: (listener: () => void) => {
      changed.on("change", listener);
      return { dispose: () => changed.off("change", listener) };
    },
    outputChannel: { warn: () => undefined },
    sendRequest: async (_method: string, { chunk }: SubmitOutputParams) => {
      await Promise.resolve();
      if (!isRunning) throw new Error("Client is not running");
      read.push(chunk);
      return { events: chunk.split("\n").map((id): SubmitOutputEvent => ({ kind: "application", id })) };
    },
  };
  const run = (now: boolean) => {
    isRunning = now;
    changed.emit("change");
  };
  return { server, client: server as unknown as Parameters<typeof readOutput>[0], run };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("the output of a run", () => {
  const reader = (isRunning: boolean) => {
    const made = serverOf({ isRunning });
    const events: SubmitOutputEvent[] = [];
    const output = readOutput(made.client, "stderr", (event) => events.push(event));
    return {
      ...made,
      output,
      told: () => events.map((event) => (event.kind === "application" ? event.id : "")),
    };
  };

  it("that comes while the server is away is read when more of it comes", async () => {
    const { output, run, told } = reader(true);
    output.take("one");
    await soon();
    run(false);
    output.take("\ntwo");
    await soon();
    assert.deepEqual(told(), ["one"]);
    run(true);
    output.take("\nthree");
    await soon();
    assert.deepEqual(told(), ["one", "two", "three"]);
  });

  it("is read to its end when the server comes back behind it", async () => {
    const { output, run, told } = reader(false);
    output.take("the reason");
    const ended = output.end();
    await soon();
    run(true);
    await ended;
    assert.deepEqual(told(), ["the reason"]);
  });

  it("is read again by a server that was started since, and told once", async () => {
    const { output, run, told, server } = reader(true);
    output.take("one\nhalf of ");
    await soon();
    run(false);
    run(true);
    output.take("two");
    await output.end();
    assert.deepEqual(server.read, ["one\nhalf of ", "one\nhalf of two", ""]);
    assert.deepEqual(told(), ["one", "half of ", "half of two", ""]);
  });

  it("does not pile up while the server is away", async () => {
    const { output, run, server } = reader(false);
    for (let index = 0; index < 30; index += 1) output.take("x".repeat(100_000));
    await soon();
    run(true);
    await output.end();
    const length = server.read.join("").length;
    assert.ok(length > 100_000 && length < 3_000_000, `${length}`);
  });

  it("lets a job end at once that has printed nothing", async () => {
    const { output } = reader(false);
    const begin = Date.now();
    await output.end();
    assert.ok(Date.now() - begin < 1000);
  });
});
