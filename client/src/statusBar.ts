import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { statusNotification, type StatusParams } from "../../server/src/protocol/status.ts";
import { setSparkVersionCommand } from "./commands/sparkVersion.ts";

/** The target Spark version as the server last told it; null before that. */
export interface TargetVersion {
  readonly current: () => StatusParams | null;
}

/** Shows the target Spark version and where it comes from; a click changes it. */
export function showTargetVersion(context: vscode.ExtensionContext, client: LanguageClient): TargetVersion {
  const item = vscode.window.createStatusBarItem("shufflewise.version", vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t("Target Spark version");
  item.command = setSparkVersionCommand;
  let status: StatusParams | null = null;
  const show = () => {
    const language = vscode.window.activeTextEditor?.document.languageId ?? "";
    if (status !== null && ["python", "spark-defaults"].includes(language)) item.show();
    else item.hide();
  };
  context.subscriptions.push(
    item,
    client.onNotification(statusNotification, (params: StatusParams) => {
      status = params;
      const warning = params.notes.length === 0 ? "" : " $(info)";
      item.text = `$(flame) Spark ${params.sparkVersion}${warning}`;
      item.tooltip = tooltipOf(params);
      // Screen readers do not reach the tooltip.
      item.accessibilityInformation = { label: tooltipOf(params) };
      show();
    }),
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
