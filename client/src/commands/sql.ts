import * as vscode from "vscode";
import { formatSqlKind, toDataFrameKind, toSqlKind } from "../../../server/src/protocol/codeActionKinds.ts";

/** Commands on the SQL at the cursor: the editor applies the code action of that kind, or says why there is none. */
export function registerSqlCommands(context: vscode.ExtensionContext): void {
  const register = (name: string, kind: string) =>
    vscode.commands.registerCommand(`shufflewise.${name}`, () =>
      vscode.commands.executeCommand("editor.action.codeAction", { kind, apply: "first" }),
    );
  context.subscriptions.push(
    register("formatSql", formatSqlKind),
    register("convertSqlToDataFrame", toDataFrameKind),
    register("convertDataFrameToSql", toSqlKind),
  );
}
