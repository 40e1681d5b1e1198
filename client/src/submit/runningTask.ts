import * as vscode from "vscode";

/** The run of a task with this definition in this scope; undefined when none runs. */
export function runOf(
  { type, file, profile }: vscode.TaskDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
): vscode.TaskExecution | undefined {
  return vscode.tasks.taskExecutions.find(({ task }) => {
    const { definition } = task;
    const isSame =
      definition.type === type && definition["file"] === file && definition["profile"] === profile;
    return isSame && nameOf(task.scope) === nameOf(scope);
  });
}

const nameOf = (scope: vscode.Task["scope"]): string | undefined =>
  typeof scope === "object" ? scope.uri.toString() : undefined;

/**
 * Asks whether a job that runs shall be ended, so that it can run again; gives whether it has ended. VS Code itself
 * would only ask for "an instance to terminate".
 */
export async function endToRunAgain(running: vscode.TaskExecution): Promise<boolean> {
  const endIt = vscode.l10n.t("End It and Submit Again");
  const message = vscode.l10n.t("{0} is still running.", running.task.name);
  if ((await vscode.window.showWarningMessage(message, endIt)) !== endIt) return false;
  const ended = new Promise<void>((resolve) => {
    const listening = vscode.tasks.onDidEndTask(({ execution }) => {
      if (execution !== running) return;
      listening.dispose();
      resolve();
    });
  });
  // It may have ended while the user was asked.
  if (!vscode.tasks.taskExecutions.includes(running)) return true;
  running.terminate();
  await ended;
  return true;
}
