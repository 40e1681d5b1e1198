import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { statusNotification, type StatusParams } from "../../server/src/protocol/status.ts";
import { isOff } from "./languageClient.ts";
import { setSparkVersionCommand } from "./commands/sparkVersion.ts";

/** The target Spark version as the server last told it; null before that. */
export interface TargetVersion {
  readonly current: () => StatusParams | null;
}

/** Shows the target Spark version and where it comes from; a click changes it. Without a server a click starts it again. */
export function showTargetVersion(context: vscode.ExtensionContext, client: LanguageClient): TargetVersion {
  const item = vscode.window.createStatusBarItem("shufflewise.version", vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t("Target Spark version");
  let status: StatusParams | null = null;
  const fill = () => {
    if (isOff(client)) {
      item.text = "$(error) Shufflewise";
      item.command = "shufflewise.restartServer";
      item.tooltip = vscode.l10n.t("The Shufflewise server is not running. Click to start it again.");
    } else if (status !== null) {
      item.text = `$(flame) Spark ${status.sparkVersion}${status.notes.length === 0 ? "" : " $(info)"}`;
      item.command = setSparkVersionCommand;
      item.tooltip = tooltipOf(status);
    }
    // Screen readers do not reach the tooltip.
    item.accessibilityInformation = { label: typeof item.tooltip === "string" ? item.tooltip : item.text };
  };
  const show = () => {
    fill();
    const language = vscode.window.activeTextEditor?.document.languageId ?? "";
    if ((status !== null || isOff(client)) && ["python", "spark-defaults"].includes(language)) item.show();
    else item.hide();
  };
  context.subscriptions.push(
    item,
    client.onNotification(statusNotification, (params: StatusParams) => {
      status = params;
      show();
    }),
    client.onDidChangeState(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
  return { current: () => status };
}

/** Why this version; then each note in a paragraph of its own. */
function tooltipOf({ sparkVersion, origin, platform, notes }: StatusParams): string {
  const reason =
    platform === null
      ? vscode.l10n.t("Target Spark version {0}, from {1}. Click to change it.", sparkVersion, origin)
      : vscode.l10n.t(
          "Target Spark version {0} on {1}, from {2}. Click to change it.",
          sparkVersion,
          platform,
          origin,
        );
  return [reason, ...notes].join("\n\n");
}
