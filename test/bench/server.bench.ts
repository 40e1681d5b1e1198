import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serverNodeOptions } from "../../server/src/protocol/launch.ts";
import { median, type Bench } from "./measure.ts";
import { seededRandom } from "../syntax/randomEdits.ts";
import { sparkProgram } from "./program.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The bundled server as an editor starts it: time to the first findings, and its memory after much editing. */
export const server: Bench = {
  name: "server",
  async run({ quick }) {
    const edits = quick ? 200 : 2000;
    const files = quick ? 100 : 1000;
    const first = await firstFindings();
    const { child, connection } = start();
    try {
      await introduce(connection);
      const big = pathToFileURL("/bench/big.py").href;
      let text = sparkProgram(4551);
      await open(connection, big, text);
      const random = seededRandom(5);
      for (let version = 2; version < edits + 2; version += 1) {
        const line = Math.floor(random() * text.split("\n").length);
        await connection.sendNotification("textDocument/didChange", {
          textDocument: { uri: big, version },
          contentChanges: [
            {
              range: { start: { line, character: 0 }, end: { line, character: 0 } },
              text: version % 2 ? "\n" : "# note\n",
            },
          ],
        });
        if (version % 4 === 0) await pull(connection, big);
        text += "\n";
      }
      const afterEdits = memory(child.pid ?? 0);
      for (let index = 0; index < files; index += 1) {
        const each = pathToFileURL(`/bench/job_${index}.py`).href;
        await open(connection, each, sparkProgram(120, index));
        await pull(connection, each);
        await connection.sendNotification("textDocument/didClose", { textDocument: { uri: each } });
      }
      return [
        { name: "server start to first findings", value: first, unit: "ms", goal: { most: 300 } },
        { name: `memory after ${edits} edits`, value: afterEdits, unit: "MB", goal: { most: 150 } },
        {
          name: `memory after ${files} files opened and closed`,
          value: memory(child.pid ?? 0),
          unit: "MB",
          goal: { most: 150 },
        },
      ];
    } finally {
      connection.dispose();
      child.kill();
    }
  },
};

interface RunningServer {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
}

/** Starts the bundled server as an editor does. */
function start(): RunningServer {
  const child = spawn(
    process.execPath,
    [...serverNodeOptions, path.join(root, "server/dist/server.js"), "--stdio"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.onRequest("workspace/diagnostic/refresh", () => null);
  connection.listen();
  return { child, connection };
}

async function introduce(connection: MessageConnection): Promise<void> {
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {}, synchronization: {} } },
  });
  await connection.sendNotification("initialized", {});
}

function open(connection: MessageConnection, uri: string, text: string): Promise<void> {
  return connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text },
  });
}

function pull(connection: MessageConnection, uri: string): Promise<unknown> {
  return connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
}

/** Milliseconds from a start to the first findings: the median of starts behind one that has left its compiled code. */
async function firstFindings(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const begin = performance.now();
    const { child, connection } = start();
    try {
      await introduce(connection);
      const uri = pathToFileURL("/bench/small.py").href;
      await open(connection, uri, sparkProgram(300, 3));
      await pull(connection, uri);
      if (round > 0) times.push(performance.now() - begin);
      // The end of an orderly shutdown is where the first one keeps what it has compiled.
      await connection.sendRequest("shutdown");
      const ended = once(child, "exit");
      await connection.sendNotification("exit");
      await ended;
    } finally {
      connection.dispose();
      child.kill();
    }
  }
  return median(times);
}

/** Resident memory of a process in MB, where the system tells (Linux), else 0. */
function memory(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
