import * as vscode from "vscode";

/** The client's own settings; those of the analysis are read by the server. */
export interface ClientSettings {
  /** The lens above `if __name__ == "__main__"`. */
  readonly submitLens: boolean;
  /** A spark-submit that comes before all others; empty: search for one. */
  readonly sparkSubmitPath: string;
  /** The profile to submit with; empty: the default one of the file. */
  readonly defaultProfile: string;
  /** Whether runs write an event log into the workspace. */
  readonly eventLogs: boolean;
}

/** Everything is named `shufflewise.*`. */
export const settingsSection = "shufflewise";

/** The settings as they are now, for a folder when one is named. */
export function readSettings(scope?: vscode.ConfigurationScope): ClientSettings {
  const settings = vscode.workspace.getConfiguration(settingsSection, scope);
  return {
    submitLens: settings.get("codeLens.submit", true),
    sparkSubmitPath: settings.get("submit.sparkSubmitPath", ""),
    defaultProfile: settings.get("submit.defaultProfile", ""),
    eventLogs: settings.get("submit.eventLogs", true),
  };
}

/** Opens the settings editor at one of our settings. */
export async function openSetting(name: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", `${settingsSection}.${name}`);
}
