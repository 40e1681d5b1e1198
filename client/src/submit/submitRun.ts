import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { RelayMessage } from "../../relay/messages.ts";
import type { SubmitOutputEvent } from "../../../server/src/protocol/submit.ts";
import { requireTrust } from "../processes.ts";
import { findEventLog } from "./eventLogs.ts";
import { prepareRun, type PreparedRun, type RefusedRun, type SubmitRequest } from "./prepareRun.ts";
import { readOutput } from "./readOutput.ts";
import type { ServeRelay } from "./relayServer.ts";
import { tellLostTerminal, type RunningJob, type RunningJobs } from "./runningJobs.ts";
import { describeOutcome, describeRemedy, type SubmitOutcome } from "./submitOutcome.ts";

/** Who is told about a run. */
export interface SubmitListener {
  /** The relay has asked what to run: from here on one of the others tells how it ends. */
  readonly connected: () => void;
  readonly started: (run: PreparedRun) => void;
  readonly event: (event: SubmitOutputEvent, application: string) => void;
  /** Null when the terminal was closed before the job could start. */
  readonly refused: (refusal: RefusedRun | null) => void;
  readonly ended: (outcome: SubmitOutcome) => void;
}

/** What a run's output has told so far. */
type Facts = Pick<SubmitOutcome, "eventLog" | "applicationId" | "finalStatus" | "driverLog" | "remedy">;

/** One job in the terminal of its relay: prepared when the task runs, followed to its end, its outcome told. */
export function serveRun(
  client: LanguageClient,
  request: SubmitRequest,
  jobs: RunningJobs,
  listener: SubmitListener,
): ServeRelay {
  return (send, place) => {
    const print = (text: string) => send({ kind: "print", text });
    const say = (text: string) => print(quiet(text));
    let isGone = false;
    let job: FollowedJob | null = null;
    listener.connected();

    async function run(): Promise<number> {
      const prepared = await prepareRun(client, request);
      if (isGone) {
        listener.refused(null);
        return 130;
      }
      if ("message" in prepared) return refuse(prepared);
      say(prepared.shown);
      for (const { severity, message } of prepared.problems) say(`${severity}: ${message}`);
      requireTrust();
      listener.started(prepared);
      const { argv, cwd, env, application, eventLogFolder } = prepared;
      const running = { place, application, eventLogFolder, begin: Date.now() };
      job = followJob(client, running, (event) => {
        if (event.kind === "sparkUi") say(`Spark UI: ${event.address}`);
        if (event.kind === "clusterUi") say(vscode.l10n.t("The cluster's page: {0}", event.address));
        listener.event(event, application);
      });
      jobs.remember(running);
      send({ kind: "start", argv, cwd, env });
      const outcome = await job.outcome;
      jobs.forget(running);
      return tellEnd(outcome, send, listener);
    }

    function refuse(refusal: RefusedRun): number {
      print(`\u001b[31m${refusal.message}\u001b[0m\n`);
      listener.refused(refusal);
      return 1;
    }

    void run()
      .catch((error: unknown) =>
        refuse({ message: error instanceof Error ? error.message : String(error), remedies: [] }),
      )
      .then((status) => send({ kind: "exit", status }));
    return {
      received: (message) => job?.take(message),
      closed: () => {
        isGone = true;
        if (job !== null) lose(job);
      },
    };
  };
}

/** A job that runs since before the window was reloaded, followed from here on. */
export function resumeRun(
  client: LanguageClient,
  running: RunningJob,
  jobs: RunningJobs,
  listener: SubmitListener,
): ServeRelay {
  return (send, _place, relay) => {
    listener.connected();
    const { application } = running;
    const job = followJob(client, running, (event) => listener.event(event, application));
    if (relay !== undefined) void tellLostTerminal(relay, application, () => send({ kind: "end" }));
    void job.outcome.then((outcome) => {
      jobs.forget(running);
      send({ kind: "exit", status: tellEnd(outcome, send, listener) });
    });
    return { received: job.take, closed: () => lose(job) };
  };
}

const quiet = (text: string): string => `\u001b[2m${text}\u001b[0m\n`;

/** Says in the terminal and to the listener how a job has ended; gives the relay's exit status. */
function tellEnd(outcome: SubmitOutcome, send: Parameters<ServeRelay>[0], listener: SubmitListener): number {
  send({ kind: "print", text: `\n\u001b[1m${describeOutcome(outcome)}\u001b[0m\n` });
  if (outcome.remedy !== null) send({ kind: "print", text: `${describeRemedy(outcome.remedy)}\n` });
  listener.ended(outcome);
  return outcome.status ?? (outcome.cancelled ? 130 : 1);
}

/** Nothing but the end of its terminal takes a relay away from its job. */
function lose(job: FollowedJob): void {
  job.take({ kind: "cancelled" });
  job.take({ kind: "ended", status: null });
}

interface FollowedJob {
  readonly take: (message: RelayMessage) => void;
  readonly outcome: Promise<SubmitOutcome>;
}

/** Reads what a job prints; the outcome comes when all of it is read. */
function followJob(
  client: LanguageClient,
  { application, eventLogFolder, begin }: Omit<RunningJob, "place">,
  tell: (event: SubmitOutputEvent) => void,
): FollowedJob {
  let facts: Facts = {
    eventLog: null,
    applicationId: null,
    finalStatus: null,
    driverLog: null,
    remedy: null,
  };
  let cancelled = false;
  const notice = (event: SubmitOutputEvent) => {
    if (cancelled && event.kind === "failure") return;
    facts = { ...facts, ...toldBy(event, facts) };
    tell(event);
  };
  const readers = {
    stdout: readOutput(client, "stdout", notice),
    stderr: readOutput(client, "stderr", notice),
  };
  let end: (status: number | null) => void;
  const ended = new Promise<number | null>((resolve) => (end = resolve));
  const outcome = ended.then(async (status): Promise<SubmitOutcome> => {
    const durationMs = Date.now() - begin;
    await Promise.all([readers.stdout.end(), readers.stderr.end()]);
    const eventLog =
      eventLogFolder === null
        ? null
        : (findEventLog(eventLogFolder, begin, facts.applicationId) ?? facts.eventLog);
    const remedy = status === 0 || cancelled ? null : facts.remedy;
    return { ...facts, application, status, cancelled, durationMs, eventLog, remedy };
  });
  return {
    take: (message) => {
      if (message.kind === "output") readers[message.stream].take(message.text);
      if (message.kind === "cancelled") cancelled = true;
      if (message.kind === "ended") end(message.status);
    },
    outcome,
  };
}

/** The first application, log and driver count, and the last failure and word of the cluster. */
function toldBy(event: SubmitOutputEvent, known: Facts): Partial<Facts> {
  switch (event.kind) {
    case "application":
      return { applicationId: known.applicationId ?? event.id };
    case "eventLog":
      return { eventLog: known.eventLog ?? event.address };
    case "driver":
      return { driverLog: known.driverLog ?? driverLogOf(event) };
    case "finalStatus":
      return { finalStatus: event.status };
    case "failure":
      return { remedy: event.remedy };
    default:
      return {};
  }
}

/** A standalone master shows a driver's output on its own page alone. */
function driverLogOf({ id, namespace }: Extract<SubmitOutputEvent, { kind: "driver" }>): string {
  return namespace === null ? id : `kubectl logs -n ${namespace} ${id}`;
}
