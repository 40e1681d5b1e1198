import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerConfigurationCommands } from "./commands.ts";
import { treeItem, type ConfigurationNode } from "./nodes.ts";
import { sections } from "./sections.ts";

/** How long the view waits after a keystroke before it asks again. */
const quietMilliseconds = 400;

/** The "Spark configuration" view of the activity bar, and its commands. */
export function registerConfigView(context: vscode.ExtensionContext, client: LanguageClient): void {
  const changed = new vscode.EventEmitter<ConfigurationNode | undefined>();
  let document = sparkDocument(vscode.window.activeTextEditor);
  const provider: vscode.TreeDataProvider<ConfigurationNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    async getChildren(node) {
      if (node) return "children" in node ? [...(await node.children())] : [];
      return client.isRunning() ? sections(client, document?.uri ?? null) : [];
    },
  };
  const view = vscode.window.createTreeView("shufflewise.configuration", {
    treeDataProvider: provider,
    showCollapseAll: true,
  });

  let waiting: NodeJS.Timeout | undefined;
  const refreshSoon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (view.visible) changed.fire(undefined);
    }, quietMilliseconds);
  };
  const concerns = (uri: vscode.Uri): boolean =>
    uri.toString() === document?.uri.toString() ||
    /spark-defaults\.conf$|\.vscode\/shufflewise\.json$/.test(uri.path);

  context.subscriptions.push(
    view,
    changed,
    { dispose: () => clearTimeout(waiting) },
    view.onDidChangeVisibility(({ visible }) => visible && refreshSoon()),
    client.onDidChangeState(refreshSoon),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const next = sparkDocument(editor);
      if (!next || next === document) return;
      document = next;
      refreshSoon();
    }),
    vscode.workspace.onDidCloseTextDocument((closed) => {
      if (closed !== document) return;
      document = sparkDocument(vscode.window.activeTextEditor);
      refreshSoon();
    }),
    vscode.workspace.onDidChangeTextDocument((event) => concerns(event.document.uri) && refreshSoon()),
    vscode.workspace.onDidSaveTextDocument((saved) => concerns(saved.uri) && refreshSoon()),
    vscode.workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration("shufflewise") && refreshSoon(),
    ),
    ...registerConfigurationCommands(client, refreshSoon),
  );
}

/** The document whose settings the view shows: the last Python file that had the focus, while it is open. */
function sparkDocument(editor: vscode.TextEditor | undefined): vscode.TextDocument | undefined {
  return editor?.document.languageId === "python" ? editor.document : undefined;
}
