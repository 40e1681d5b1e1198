import * as vscode from "vscode";
import { openSetting } from "../settings.ts";
import type { RefusedRun, Remedy } from "./prepareRun.ts";

/** Tells why something did not start or succeed and offers the next step. */
export async function offerRemedies({ message, remedies }: RefusedRun): Promise<void> {
  const titles = remedies.map((remedy) => titleOf(remedy));
  const choice = await vscode.window.showErrorMessage(message, ...titles);
  const remedy = remedies[titles.indexOf(choice ?? "")];
  if (remedy !== undefined) await carryOut(remedy);
}

function titleOf(remedy: Remedy): string {
  switch (remedy) {
    case "setUpSpark":
      return vscode.l10n.t("Set Up Local Spark");
    case "openSparkSubmitSetting":
    case "openProfileSetting":
      return vscode.l10n.t("Open Setting");
    case "editProfiles":
      return vscode.l10n.t("Edit Profiles");
    case "installJava":
      return vscode.l10n.t("Get Java");
    case "installPython":
      return vscode.l10n.t("Get Python");
    case "changeSparkVersion":
      return vscode.l10n.t("Change Spark Version");
    case "restartServer":
      return vscode.l10n.t("Restart Server");
    case "showLog":
      return vscode.l10n.t("Show Log");
  }
}

async function carryOut(remedy: Remedy): Promise<void> {
  switch (remedy) {
    case "setUpSpark":
      return vscode.commands.executeCommand("shufflewise.setUpLocalSpark");
    case "openSparkSubmitSetting":
      return openSetting("submit.sparkSubmitPath");
    case "openProfileSetting":
      return openSetting("submit.defaultProfile");
    case "editProfiles":
      return vscode.commands.executeCommand("shufflewise.editSubmitProfiles");
    case "installJava":
      await vscode.env.openExternal(vscode.Uri.parse("https://adoptium.net/temurin/releases/?version=17"));
      return;
    case "installPython":
      await vscode.env.openExternal(vscode.Uri.parse("https://www.python.org/downloads/"));
      return;
    case "changeSparkVersion":
      return vscode.commands.executeCommand("shufflewise.setSparkVersion");
    case "restartServer":
      return vscode.commands.executeCommand("shufflewise.restartServer");
    case "showLog":
      return vscode.commands.executeCommand("shufflewise.showLog");
  }
}
