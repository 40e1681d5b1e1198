import * as vscode from "vscode";
import type { SubmitRemedy } from "../../../server/src/protocol/submit.ts";

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

/** One line for people: why, and the next step. */
export function describeRemedy({ cause, remedy }: SubmitRemedy): string {
  return vscode.l10n.t("{0} What to do: {1}", cause, remedy);
}
