import type { ExtensionContext } from "vscode";
import { registerCodeActionCommands } from "./commands/codeActions.ts";
import { registerRulePage } from "./commands/rulePage.ts";
import { registerServerCommands } from "./commands/server.ts";
import { registerSparkVersion } from "./commands/sparkVersion.ts";
import { registerSubmitCommands } from "./commands/submit.ts";
import { registerWorkspaceCommands } from "./commands/workspace.ts";
import { registerConfigView } from "./configView/configView.ts";
import { watchInterpreter } from "./interpreter.ts";
import { createLanguageClient, startServer } from "./languageClient.ts";
import { watchSparkFiles } from "./sparkFiles.ts";
import { registerPlanPanel } from "./planView/planPanel.ts";
import { showTargetVersion } from "./statusBar.ts";
import { watchProfileFiles } from "./submit/profileDiagnostics.ts";
import { createRunDiagnostics } from "./submit/runDiagnostics.ts";
import { createSparkUiLink } from "./submit/sparkUiLink.ts";
import { registerSubmitLens } from "./submit/submitLens.ts";
import { registerSubmitTasks } from "./submit/submitTasks.ts";

/** Composes the extension; everything it makes is disposed with the context. */
export async function activate(context: ExtensionContext): Promise<void> {
  const client = createLanguageClient(context);
  const target = showTargetVersion(context, client);
  const sparkFiles = watchSparkFiles(context, client);
  const diagnostics = createRunDiagnostics(context);
  const tasks = registerSubmitTasks(context, client, diagnostics, createSparkUiLink(context, client));
  registerServerCommands(context, client);
  registerRulePage(context, client);
  registerSparkVersion(context, client, target);
  registerCodeActionCommands(context, client);
  registerWorkspaceCommands(context, client);
  registerSubmitCommands(context, client, tasks);
  registerSubmitLens(context, client, sparkFiles);
  watchProfileFiles(context, client);
  registerConfigView(context, client);
  registerPlanPanel(context, client);
  watchInterpreter(context, client);
  await startServer(client);
}

/** The context's disposables end the server and everything else. */
export function deactivate(): void {
  // Nothing is left to do.
}
