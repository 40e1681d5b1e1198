import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { SubmitOutputEvent } from "../../../server/src/protocol/submit.ts";
import { requireTrust } from "../processes.ts";
import type { SubmitRequest } from "./prepareRun.ts";
import { offerRemedies } from "./remedies.ts";
import { createRelayServer, relayEnvironment } from "./relayServer.ts";
import type { RunDiagnostics } from "./runDiagnostics.ts";
import { createRunningJobs, type RunningJob } from "./runningJobs.ts";
import { endToRunAgain, runOf } from "./runningTask.ts";
import { shortReason } from "./shortReason.ts";
import { describeOutcome, type SubmitOutcome } from "./submitOutcome.ts";
import { resumeRun, serveRun, type SubmitListener } from "./submitRun.ts";
import type { RunAddress } from "./uiAddresses.ts";

export const taskType = "shufflewise";

/** Milliseconds in which the relay of a job that still runs finds this window: it looks every second. */
const relayLimit = 30_000;

/** A task of tasks.json: `{"type": "shufflewise", "file": "${file}", "profile": "local"}`. */
interface SubmitTaskDefinition extends vscode.TaskDefinition {
  readonly file?: string;
  readonly profile?: string;
}

export interface SubmitTasks {
  /**
   * Runs a job as a task and waits for its end; null when it was refused, its terminal could not run it, or the same
   * job runs and is left alone.
   */
  readonly submit: (request: SubmitRequest) => Promise<SubmitOutcome | null>;
}

/** Makes tasks out of submits, for our commands and for tasks.json. */
export function registerSubmitTasks(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  diagnostics: RunDiagnostics,
  addressOfRun: () => RunAddress,
): SubmitTasks {
  const relays = createRelayServer();
  const jobs = createRunningJobs(context.workspaceState);
  const relay = context.asAbsolutePath(path.join("client", "dist", "submitRelay.cjs"));
  const taskOf = async (
    definition: SubmitTaskDefinition,
    request: SubmitRequest,
    name: string,
    listener: SubmitListener,
  ): Promise<vscode.Task> => {
    requireTrust();
    // The job's command, environment and folder go through the relay's connection: a task's own are there to be seen.
    const env = {
      ...relayEnvironment(await relays.expect(serveRun(client, request, jobs, listener))),
      ELECTRON_RUN_AS_NODE: "1",
      // The terminal may have some for the user's own Node programs.
      NODE_OPTIONS: "",
    };
    const task = new vscode.Task(
      definition,
      scopeOf(request),
      name,
      "spark-submit",
      new vscode.ProcessExecution(process.execPath, [relay], { env }),
      [],
    );
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true, echo: false };
    return task;
  };
  const listen = (
    done: (outcome: SubmitOutcome | null) => void,
    connected = (): void => undefined,
  ): SubmitListener => {
    let failures: Promise<{ text: string; place: vscode.Location | null }>[] = [];
    const sparkUi = addressOfRun();
    return {
      connected,
      started: () => {
        // The task may run again.
        failures = [];
        diagnostics.clear();
      },
      event: (event, application) => {
        if (event.kind === "failure") failures.push(mark(event, application, diagnostics));
        if (event.kind === "sparkUi") sparkUi.show(event.address);
        if (event.kind === "clusterUi") sparkUi.showUnlessKnown(event.address);
        if (event.kind === "clusterState") sparkUi.tellState(event.state);
        if (event.kind === "sparkUiStopped") sparkUi.hide();
      },
      refused: (refusal) => {
        if (refusal !== null) void offerRemedies(refusal);
        done(null);
      },
      ended: (outcome) => {
        sparkUi.hide();
        void Promise.all(failures).then(async (marks) => {
          done(outcome);
          await tellOutcome(outcome, marks);
        });
      },
    };
  };
  const resume = async (job: RunningJob): Promise<void> => {
    let isConnected = false;
    const listener = listen(
      () => undefined,
      () => (isConnected = true),
    );
    await relays.expectAgain(job.place, resumeRun(client, job, jobs, listener));
    const waiting = setTimeout(() => {
      if (!isConnected) jobs.forget(job);
    }, relayLimit);
    context.subscriptions.push({ dispose: () => clearTimeout(waiting) });
  };
  void (async () => {
    for (const job of jobs.all()) {
      // Refused where another window of this workspace follows it.
      await resume(job).catch(() => undefined);
    }
  })();
  context.subscriptions.push(
    relays,
    vscode.tasks.registerTaskProvider(taskType, {
      provideTasks: () => [],
      resolveTask: (task) => {
        if (!vscode.workspace.isTrusted) return undefined;
        const definition = task.definition as SubmitTaskDefinition;
        const folder = typeof task.scope === "object" ? task.scope : vscode.workspace.workspaceFolders?.[0];
        const file = fileOf(definition.file, folder);
        const request = { folder, application: file, profile: definition.profile ?? null };
        return taskOf(
          definition,
          request,
          task.name,
          listen(() => undefined),
        );
      },
    }),
  );
  return {
    submit: async (request) => {
      const { application, profile } = request;
      const definition: SubmitTaskDefinition = {
        type: taskType,
        ...(application !== null && { file: application }),
        ...(profile !== null && { profile }),
      };
      const running = runOf(definition, scopeOf(request));
      if (running !== undefined && !(await endToRunAgain(running))) return null;
      const name = application === null ? (profile ?? "spark-submit") : path.basename(application);
      let done: (outcome: SubmitOutcome | null) => void;
      const outcome = new Promise<SubmitOutcome | null>((resolve) => (done = resolve));
      let isConnected = false;
      const listener = listen(
        (end) => done(end),
        () => (isConnected = true),
      );
      const task = await taskOf(definition, request, name, listener);
      const execution = vscode.tasks.executeTask(task);
      // What comes over a relay's connection is the truth; without one, nothing tells of the end but the task.
      const ending = vscode.tasks.onDidEndTask((event) => {
        const tell = (own: vscode.TaskExecution) => {
          if (event.execution === own && !isConnected) done(null);
        };
        execution.then(tell, () => undefined);
      });
      try {
        await execution;
        return await outcome;
      } finally {
        ending.dispose();
      }
    },
  };
}

const scopeOf = ({ folder }: SubmitRequest) => folder ?? vscode.TaskScope.Workspace;

/** Tasks of a provider get their definition as it is written, so its two usual variables are filled in here. */
function fileOf(file: string | undefined, folder: vscode.WorkspaceFolder | undefined): string | null {
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const base = folder?.uri.fsPath ?? "";
  if (file === undefined) return null;
  return path.resolve(base, file.replaceAll("${workspaceFolder}", base).replaceAll("${file}", active ?? ""));
}

async function mark(
  failure: Extract<SubmitOutputEvent, { kind: "failure" }>,
  application: string,
  diagnostics: RunDiagnostics,
): Promise<{ text: string; place: vscode.Location | null }> {
  const text = shortReason(failure.exception, failure.message);
  return { text, place: await diagnostics.add(failure, application) };
}

async function tellOutcome(
  outcome: SubmitOutcome,
  marks: readonly { readonly text: string; readonly place: vscode.Location | null }[],
): Promise<void> {
  const name = path.basename(outcome.application);
  // The terminal has the whole of it; the buttons lead to the line and the log.
  const text = `${name}: ${describeOutcome({ ...outcome, eventLog: null })}`;
  const showLog = vscode.l10n.t("Show Event Log");
  const goToLine = vscode.l10n.t("Go to Line");
  const place = marks.findLast((candidate) => candidate.place !== null)?.place;
  const buttons = [...(place ? [goToLine] : []), ...(outcome.eventLog === null ? [] : [showLog])];
  const failed = outcome.status !== 0 && !outcome.cancelled;
  const reason = marks.at(-1)?.text;
  const parts = [
    text,
    ...(reason === undefined ? [] : [reason]),
    ...(outcome.remedy === null ? [] : [vscode.l10n.t("What to do: {0}", outcome.remedy.remedy)]),
  ];
  const choice = failed
    ? await vscode.window.showErrorMessage(parts.join(" "), ...buttons)
    : await vscode.window.showInformationMessage(text, ...buttons);
  if (choice === goToLine && place)
    await vscode.window.showTextDocument(place.uri, { selection: place.range });
  if (choice === showLog && outcome.eventLog !== null) {
    await vscode.commands.executeCommand("revealInExplorer", vscode.Uri.file(outcome.eventLog));
  }
}
