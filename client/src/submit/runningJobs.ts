import * as vscode from "vscode";
import type { RelayPlace } from "./relayServer.ts";

/** A job that runs in a terminal, as the next window needs it to tell how it ends. Nothing in it is secret. */
export interface RunningJob {
  /** Where its relay asks for the window. */
  readonly place: RelayPlace;
  /** The file that was submitted. */
  readonly application: string;
  readonly eventLogFolder: string | null;
  /** When it began, in milliseconds since 1970. */
  readonly begin: number;
}

/** The jobs of this workspace that run, kept over a reload of its window. */
export interface RunningJobs {
  readonly all: () => readonly RunningJob[];
  readonly remember: (job: RunningJob) => void;
  readonly forget: (job: RunningJob) => void;
}

const key = "submit.running";

export function createRunningJobs(state: vscode.Memento): RunningJobs {
  const all = () => state.get<readonly RunningJob[]>(key, []);
  const others = ({ place }: RunningJob) => all().filter((job) => job.place.run !== place.run);
  return {
    all,
    remember: (job) => void state.update(key, [...others(job), job]),
    forget: (job) => void state.update(key, others(job)),
  };
}

/** Offers to end a job whose relay has no terminal in this window: nobody sees what it prints. */
export async function tellLostTerminal(relay: number, application: string, end: () => void): Promise<void> {
  const shown = await Promise.all(vscode.window.terminals.map(({ processId }) => processId));
  if (shown.includes(relay)) return;
  const endIt = vscode.l10n.t("End It");
  const name = vscode.workspace.asRelativePath(application);
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "{0} still runs, but its terminal was lost when the window was reloaded. You will be told how it ends.",
      name,
    ),
    endIt,
  );
  if (choice === endIt) end();
}
