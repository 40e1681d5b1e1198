import type { Connection } from "vscode-languageserver";
import { fixAll } from "../analysis/fixAll.ts";
import { editsBetween } from "../features/editsBetween.ts";
import {
  checkWorkspaceCommand,
  fixAllCommand,
  fixWorkspaceCommand,
  type CheckWorkspaceResult,
  type FixAllArguments,
  type FixAllResult,
  type FixWorkspaceResult,
} from "../protocol/commands.ts";
import { toEdits } from "./convert.ts";
import { fixWorkspace } from "./fixWorkspace.ts";
import type { ServerContext } from "./serverContext.ts";
import type { WorkspaceCheck } from "./workspaceCheck.ts";
import { workspaceEdit } from "./workspaceEdits.ts";

export const serverCommands = [checkWorkspaceCommand, fixAllCommand, fixWorkspaceCommand];

/** Answers workspace/executeCommand. */
export function registerCommands(
  connection: Connection,
  context: ServerContext,
  check: WorkspaceCheck,
): void {
  connection.onExecuteCommand(({ command, arguments: given = [] }, token, progress) =>
    context.guard<CheckWorkspaceResult | FixAllResult | FixWorkspaceResult | null>(command, null, () => {
      if (command === checkWorkspaceCommand) return check.run(token, progress);
      if (command === fixWorkspaceCommand) return fixWorkspace(connection, context, token);
      const options: unknown = given[0];
      if (command === fixAllCommand && isFixAllArguments(options)) return fixAllIn(options);
      connection.console.warn(`${command}: no such command, or its arguments are of another shape.`);
      return null;
    }),
  );

  async function fixAllIn({ uri, safety, rule }: FixAllArguments): Promise<FixAllResult> {
    const ready = await context.engine;
    const checked = await context.documents.check(uri);
    if (!checked?.analysis) return { applied: false };
    const { document, analysis, version } = checked;
    const request = { safety, path: analysis.path, ...(rule !== undefined && { rule }) };
    const { text } = fixAll(ready, analysis.text, analysis.options, request);
    const edits = toEdits(document, editsBetween(analysis.text, text));
    if (edits.length === 0) return { applied: false };
    const { applied } = await connection.workspace.applyEdit({
      label: rule === undefined ? "Fix all problems" : `Fix all ${rule}`,
      edit: workspaceEdit(context.client(), uri, version, edits),
    });
    return { applied };
  }
}

function isFixAllArguments(value: unknown): value is FixAllArguments {
  if (typeof value !== "object" || value === null) return false;
  const { uri, safety, rule } = value as Readonly<Record<string, unknown>>;
  return (
    typeof uri === "string" &&
    (safety === "safe" || safety === "suggested") &&
    (rule === undefined || typeof rule === "string")
  );
}
