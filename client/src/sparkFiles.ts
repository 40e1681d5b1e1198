import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { documentInfoNotification, type DocumentInfoParams } from "../../server/src/protocol/document.ts";

/** Knows which open documents use Spark; keeps the context key `shufflewise.isSparkFile` true to the active one. */
export interface SparkFiles {
  readonly usesSpark: (document: vscode.TextDocument) => boolean;
  readonly onDidChange: vscode.Event<void>;
}

/** Listens to the server; until it has spoken, a file that mentions pyspark counts as one that uses it. */
export function watchSparkFiles(context: vscode.ExtensionContext, client: LanguageClient): SparkFiles {
  const told = new Map<string, boolean>();
  const changed = new vscode.EventEmitter<void>();
  const usesSpark = (document: vscode.TextDocument) =>
    document.languageId === "python" &&
    (told.get(document.uri.toString()) ?? /\bpyspark\b/.test(document.getText()));
  const setContext = () => {
    const document = vscode.window.activeTextEditor?.document;
    const value = document !== undefined && usesSpark(document);
    void vscode.commands.executeCommand("setContext", "shufflewise.isSparkFile", value);
  };
  context.subscriptions.push(
    changed,
    client.onNotification(documentInfoNotification, (info: DocumentInfoParams) => {
      told.set(info.uri, info.usesSpark);
      setContext();
      changed.fire();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => told.delete(uri.toString())),
    vscode.window.onDidChangeActiveTextEditor(setContext),
  );
  setContext();
  return { usesSpark, onDidChange: changed.event };
}
