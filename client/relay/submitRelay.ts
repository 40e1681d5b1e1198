/**
 * The process of a submitted job's task. VS Code shows no extension what a task's process prints, so this one stands
 * between: it asks the extension what to run, starts it in its own terminal and process group, and copies the output to
 * the terminal and to the extension. Once the job runs it needs the extension no more; behind a reload of the window it
 * tells the next one that the job still runs. A background task would come back by itself when its window is reloaded,
 * but then VS Code runs jobs that have ended a second time.
 */
import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { killTree } from "./killTree.ts";
import {
  receiveMessages,
  relayVariables,
  sendMessage,
  type OutputStream,
  type RelayMessage,
  type RelayRequest,
} from "./messages.ts";
import { signalGroupBehind } from "./processGroup.ts";

/** Milliseconds that a job has after each signal before the next, stronger one. */
const grace = 5000;
/** Milliseconds between two looks whether there is a new window. */
const patience = 1000;

let isStarted = false;
let pid: number | undefined;
let cancelled = false;
/** What to exit with when the extension does not say; null while the job has not ended. */
let ownStatus: number | null = null;

let channel = openChannel();

// The terminal may be closed before the job has ended.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    const isFirst = cancel();
    if (!isStarted) leave(130);
    // Ctrl+C has reached the whole group; a job that handles it has time to end in its own way.
    else if (signal === "SIGINT" && isFirst) after(grace, terminate);
    else terminate();
  });
}

function openChannel(): Socket {
  const socket = connect(process.env[relayVariables.address] ?? "");
  const run = process.env[relayVariables.run] ?? "";
  socket.on("connect", () =>
    sendMessage(socket, { kind: "hello", run, ...(isStarted && { running: process.pid }) }),
  );
  receiveMessages(socket, (received) => {
    const request = received as RelayRequest;
    switch (request.kind) {
      case "print":
        process.stdout.write(request.text);
        return;
      case "start":
        start(request);
        return;
      case "end":
        cancel();
        terminate();
        return;
      case "exit":
        leave(request.status);
    }
  });
  // Followed by "close".
  socket.on("error", () => undefined);
  socket.on("close", () => {
    if (!isStarted)
      process.stderr.write("This task's window is gone. Run the task again from the one that is open.\n");
    if (!isStarted || ownStatus !== null) leave(ownStatus ?? 1);
    else after(patience, () => (channel = openChannel()));
  });
  return socket;
}

/** Tells once that somebody wants the job to end; true the first time. */
function cancel(): boolean {
  const isFirst = !cancelled;
  cancelled = true;
  if (isFirst) tell({ kind: "cancelled" });
  return isFirst;
}

/** Sends a message to the window there is, if there is one; tells whether more may follow at once. */
function tell(message: RelayMessage): boolean {
  // Before the greeting nothing else may be sent.
  return channel.readyState !== "open" || sendMessage(channel, message);
}

function start({ argv, cwd, env }: Extract<RelayRequest, { kind: "start" }>): void {
  if (cancelled || isStarted) return;
  isStarted = true;
  try {
    const [command = "", ...args] = argv;
    const job = spawn(command, args, {
      cwd,
      env: { ...env, ...terminalVariables() },
      // In the terminal's foreground group, so that the job reads what is typed and gets Ctrl+C.
      stdio: ["inherit", "pipe", "pipe"],
    });
    pid = job.pid;
    job.on("error", fail).on("close", finish);
    copy(job.stdout, "stdout");
    copy(job.stderr, "stderr");
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  finish(null);
}

/** What the job's environment, which comes from the extension, cannot know of the terminal. */
function terminalVariables(): Record<string, string> {
  const names = ["TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"];
  const known = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { columns, rows, isTTY } = process.stdout;
  // Output goes through pipes, which have no size to ask for: Spark's ConsoleProgressBar and Python's shutil look here.
  return { ...Object.fromEntries(known), ...(isTTY && { COLUMNS: String(columns), LINES: String(rows) }) };
}

function copy(source: Readable, stream: OutputStream): void {
  const decoder = new StringDecoder("utf8");
  const pass = (text: string) => {
    if (text === "" || tell({ kind: "output", stream, text })) return;
    source.pause();
    resumeWhenDrained(channel, source);
  };
  source.on("data", (bytes: Buffer) => {
    process[stream].write(bytes);
    pass(decoder.write(bytes));
  });
  source.on("end", () => pass(decoder.end()));
}

/** Or when it is closed: the job never waits for an extension that is gone. */
function resumeWhenDrained(socket: Socket, source: Readable): void {
  const resume = () => {
    socket.off("drain", resume).off("close", resume);
    source.resume();
  };
  socket.on("drain", resume).on("close", resume);
}

/** Tells how the job has ended; the extension answers with its last words and the exit status. */
function finish(status: number | null): void {
  if (ownStatus !== null) return;
  ownStatus = status ?? (cancelled ? 130 : 1);
  tell({ kind: "ended", status });
  if (channel.readyState === "open") return;
  process.stdout.write(`\n\u001b[2mThe job has ended with exit status ${ownStatus}.\u001b[0m\n`);
  leave(ownStatus);
}

/** Ends the job and all that it has started: politely, and after a while for sure. */
function terminate(): void {
  const started = pid;
  if (started === undefined || ownStatus !== null) return;
  if (process.platform === "win32") {
    killTree(started);
    return;
  }
  signalGroupBehind(started, "SIGTERM");
  after(grace, () => {
    if (ownStatus === null) signalGroupBehind(started, "SIGKILL");
  });
}

/** Exits when the terminal has got all that was printed. */
function leave(status: number): void {
  process.stdout.write("", () => process.exit(status));
}

function after(milliseconds: number, act: () => void): void {
  setTimeout(act, milliseconds).unref();
}
