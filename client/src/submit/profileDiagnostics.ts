import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { submitProfilesRequest, type SubmitProfilesResult } from "../../../server/src/protocol/submit.ts";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Shows what is wrong with an open file of profiles, at the right place, while it is edited. */
export function watchProfileFiles(context: vscode.ExtensionContext, client: LanguageClient): void {
  const problems = vscode.languages.createDiagnosticCollection("shufflewise-profiles");
  const isProfiles = ({ uri }: vscode.TextDocument) => uri.path.endsWith("/.vscode/shufflewise.json");
  const check = async (document: vscode.TextDocument) => {
    if (!isProfiles(document) || !client.isRunning()) return;
    const { version } = document;
    const text = document.getText();
    const result = await client.sendRequest<SubmitProfilesResult>(submitProfilesRequest, { text });
    if (document.version !== version || document.isClosed) return;
    const diagnostics = result.problems.map(({ start, end, message, severity }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
      diagnostic.source = "shufflewise";
      return diagnostic;
    });
    problems.set(document.uri, diagnostics);
  };
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument((document) => void check(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => void check(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    client.onDidChangeState(() => vscode.workspace.textDocuments.forEach((document) => void check(document))),
  );
}
