import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { interpreterNotification, type InterpreterParams } from "../../server/src/protocol/status.ts";
import { pysparkOf } from "./installedPyspark.ts";

/** The part of the Python extension's interface that we use. */
interface PythonExtension {
  readonly environments?: {
    readonly getActiveEnvironmentPath?: (resource?: vscode.Uri) => { readonly path: string };
    readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

/**
 * Tells the server which PySpark the interpreter of each folder has, now and whenever another one is selected in the
 * Python extension. Only folders are read; no process starts.
 */
export function watchInterpreter(context: vscode.ExtensionContext, client: LanguageClient): void {
  const told = new Map<string, string | null>();
  let python: PythonExtension["environments"];
  const tell = (): void => {
    if (python?.getActiveEnvironmentPath === undefined || !client.isRunning()) return;
    const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [];
    for (const uri of folders.length === 0 ? [null] : folders) {
      const { path: environment } = python.getActiveEnvironmentPath(uri ?? undefined);
      const installed = pysparkOf(environment);
      const params: InterpreterParams = {
        folder: uri === null ? null : client.code2ProtocolConverter.asUri(uri),
        pyspark: installed?.version ?? null,
        package: installed?.folder ?? null,
      };
      const [key, answer] = [params.folder ?? "", installed && `${installed.version} ${installed.folder}`];
      // A server that has just started knows of no interpreter.
      if ((told.get(key) ?? null) === answer) continue;
      told.set(key, answer);
      void client.sendNotification(interpreterNotification, params);
    }
  };
  const find = async (): Promise<void> => {
    const extension = vscode.extensions.getExtension<PythonExtension | undefined>("ms-python.python");
    if (extension === undefined || python !== undefined) return;
    try {
      python = (await extension.activate())?.environments;
    } catch {
      // Its own log says why; without it there is no selected interpreter.
      return;
    }
    const changed = python?.onDidChangeActiveEnvironmentPath?.(tell);
    if (changed !== undefined) context.subscriptions.push(changed);
    tell();
  };
  context.subscriptions.push(
    vscode.extensions.onDidChange(() => void find()),
    vscode.workspace.onDidChangeWorkspaceFolders(tell),
    client.onDidChangeState(() => {
      told.clear();
      tell();
    }),
  );
  void find();
}
