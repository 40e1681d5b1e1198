import type { ChildProcess } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  submitOutputRequest,
  type SubmitOutputEvent,
  type SubmitOutputResult,
  type SubmitRemedy,
} from "../../../server/src/protocol/submit.ts";
import { endProcess, signalGroup, startProcess } from "../processes.ts";
import { findEventLog } from "./eventLogs.ts";
import { prepareRun, type PreparedRun, type RefusedRun, type SubmitRequest } from "./prepareRun.ts";

/** How a run ended. */
export interface SubmitOutcome {
  readonly application: string;
  /** Null when the process was ended by a signal, or did not start. */
  readonly status: number | null;
  readonly cancelled: boolean;
  readonly durationMs: number;
  /** A file, or a folder from Spark 4 on. */
  readonly eventLog: string | null;
  readonly applicationId: string | null;
  /** How to see the output of a driver that ran on the cluster; null when it ran here. */
  readonly driverLog: string | null;
  /** What the cluster manager says in the end, such as "SUCCEEDED". */
  readonly finalStatus: string | null;
  /** What to do about the last failure; null when nothing is known of it, or when the job did not fail. */
  readonly remedy: SubmitRemedy | null;
}

/** Who is told about a run. */
export interface SubmitListener {
  readonly started: (run: PreparedRun) => void;
  readonly event: (event: SubmitOutputEvent, run: PreparedRun) => void;
  readonly refused: (refusal: RefusedRun) => void;
  readonly ended: (outcome: SubmitOutcome) => void;
}

/**
 * The terminal in which one job runs. It starts spark-submit itself, from argv: the output of a task's own process
 * cannot be read by an extension, and without it there are no marks on source lines and no link to the Spark UI.
 * Closing the terminal or Ctrl+C ends the job.
 */
export function createSubmitTerminal(
  client: LanguageClient,
  request: SubmitRequest,
  listener: SubmitListener,
): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const write = (text: string) => written.fire(text.replaceAll(/\r?\n/g, "\r\n"));
  const say = (text: string) => write(`\u001b[2m${text}\u001b[0m\n`);
  let child: ChildProcess | null = null;
  const cancellation = new AbortController();

  async function run(): Promise<number> {
    const prepared = await prepareRun(client, request);
    if (cancellation.signal.aborted) return 130;
    if ("message" in prepared) {
      write(`\u001b[31m${prepared.message}\u001b[0m\n`);
      listener.refused(prepared);
      return 1;
    }
    say(prepared.shown);
    for (const { severity, message } of prepared.problems) say(`${severity}: ${message}`);
    listener.started(prepared);
    const outcome = await execute(prepared);
    say(`\n${describeOutcome(outcome)}`);
    if (outcome.remedy !== null) say(describeRemedy(outcome.remedy));
    listener.ended(outcome);
    return outcome.status ?? (outcome.cancelled ? 130 : 1);
  }

  async function execute(prepared: PreparedRun): Promise<SubmitOutcome> {
    const begin = Date.now();
    const facts: Mutable<
      Pick<SubmitOutcome, "eventLog" | "applicationId" | "finalStatus" | "driverLog" | "remedy">
    > = {
      eventLog: null,
      applicationId: null,
      finalStatus: null,
      driverLog: null,
      remedy: null,
    };
    const tell = (event: SubmitOutputEvent) => {
      if (event.kind === "application") facts.applicationId ??= event.id;
      if (event.kind === "eventLog") facts.eventLog ??= event.address;
      if (event.kind === "finalStatus") facts.finalStatus = event.status;
      if (event.kind === "failure") facts.remedy = event.remedy;
      if (event.kind === "driver") facts.driverLog ??= driverLogOf(event);
      if (event.kind === "sparkUi") say(`Spark UI: ${event.address}`);
      if (event.kind === "clusterUi") say(vscode.l10n.t("The cluster's page: {0}", event.address));
      listener.event(event, prepared);
    };
    const running = startProcess(prepared.argv, { cwd: prepared.cwd, env: prepared.env });
    child = running;
    const ended = new Promise<number | null>((resolve) => {
      running.on("close", resolve);
      running.on("error", (error) => {
        write(`${error.message}\n`);
        resolve(null);
      });
    });
    const matching = (["stdout", "stderr"] as const).map((name) =>
      followStream(client, running, name, write, tell),
    );
    const status = await ended;
    await Promise.all(matching);
    const { eventLogFolder } = prepared;
    return {
      application: prepared.application,
      status,
      cancelled: cancellation.signal.aborted,
      durationMs: Date.now() - begin,
      eventLog:
        eventLogFolder === null
          ? null
          : (findEventLog(eventLogFolder, begin, facts.applicationId) ?? facts.eventLog),
      applicationId: facts.applicationId,
      finalStatus: facts.finalStatus,
      driverLog: facts.driverLog,
      remedy: status === 0 || cancellation.signal.aborted ? null : facts.remedy,
    };
  }

  async function cancel(): Promise<void> {
    cancellation.abort();
    if (child !== null) await endProcess(child);
  }

  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => {
      run().then(
        (status) => closed.fire(status),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          write(`${message}\n`);
          listener.refused({ message, remedies: [] });
          closed.fire(1);
        },
      );
    },
    close: () => void cancel(),
    handleInput: (data) => {
      if (data === "\u0003") {
        write("^C\n");
        if (child?.pid !== undefined && process.platform !== "win32") signalGroup(child.pid, "SIGINT");
        void cancel();
      } else if (child?.stdin?.writable === true) {
        const text = data.replaceAll("\r", "\n");
        write(text);
        child.stdin.write(text);
      }
    },
  };
}

let streams = 0;

/** Copies a stream to the terminal and has the server read it; resolves when all of it is read. */
async function followStream(
  client: LanguageClient,
  child: ChildProcess,
  name: "stdout" | "stderr",
  write: (text: string) => void,
  tell: (event: SubmitOutputEvent) => void,
): Promise<void> {
  streams += 1;
  const stream = `${streams}-${name}`;
  const decoder = new StringDecoder("utf8");
  let waiting = "";
  let reading = Promise.resolve();
  const read = async (end: boolean) => {
    const chunk = waiting;
    waiting = "";
    if (chunk === "" && !end) return;
    try {
      const { events } = await client.sendRequest<SubmitOutputResult>(submitOutputRequest, {
        stream,
        chunk,
        end,
      });
      events.forEach(tell);
    } catch (error) {
      client.outputChannel.warn(`The output of a run was not read: ${String(error)}`);
    }
  };
  const take = (text: string) => {
    if (text === "") return;
    write(text);
    waiting += text;
    // What comes while the server reads is sent together afterwards.
    reading = reading.then(() => read(false));
  };
  await new Promise<void>((resolve) => {
    const source = child[name];
    if (source === null) {
      resolve();
      return;
    }
    source.on("data", (bytes: Buffer) => take(decoder.write(bytes)));
    source.on("error", () => resolve());
    source.on("close", () => {
      take(decoder.end());
      resolve();
    });
  });
  await reading;
  await read(true);
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One line for people: why, and the next step. */
export function describeRemedy({ cause, remedy }: SubmitRemedy): string {
  return vscode.l10n.t("{0} What to do: {1}", cause, remedy);
}

/** A standalone master shows a driver's output on its own page alone. */
function driverLogOf({ id, namespace }: Extract<SubmitOutputEvent, { kind: "driver" }>): string {
  return namespace === null ? id : `kubectl logs -n ${namespace} ${id}`;
}

/** One line for people: exit status, duration, what the cluster says, driver, event log. */
export function describeOutcome({
  status,
  cancelled,
  durationMs,
  eventLog,
  finalStatus,
  driverLog,
}: SubmitOutcome): string {
  const seconds = (durationMs / 1000).toFixed(1);
  const end = cancelled
    ? vscode.l10n.t("Cancelled after {0} s.", seconds)
    : status === null
      ? vscode.l10n.t("Ended by a signal after {0} s.", seconds)
      : status === 0
        ? vscode.l10n.t("Finished after {0} s with exit status 0.", seconds)
        : vscode.l10n.t("Failed after {0} s with exit status {1}.", seconds, status);
  const cluster = finalStatus === null ? [] : [vscode.l10n.t("The cluster says: {0}.", finalStatus)];
  const driver = driverLog === null ? [] : [vscode.l10n.t("The driver ran on the cluster: {0}.", driverLog)];
  const log = eventLog === null ? [] : [vscode.l10n.t("Event log: {0}", eventLog)];
  return [end, ...cluster, ...driver, ...log].join(" ");
}
