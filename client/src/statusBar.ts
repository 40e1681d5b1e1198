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
      item.text = `$(flame) Spark ${params.sparkVersion}`;
      item.tooltip = vscode.l10n.t(
        "Target Spark version {0}, from {1}. Click to change it.",
        params.sparkVersion,
        params.origin,
      );
      item.accessibilityInformation = {
        label: vscode.l10n.t("Target Spark version {0}", params.sparkVersion),
      };
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
  return { current: () => status };
}
