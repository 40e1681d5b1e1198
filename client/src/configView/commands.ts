import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  configurationExplainRequest,
  configurationSearchRequest,
  redacted,
  type ConfigurationExplainResult,
  type ConfigurationSearchResult,
} from "../../../server/src/protocol/configuration.ts";
import { registerCommand } from "../commands/command.ts";
import { shellWord } from "../shellWord.ts";
import { insertionFor } from "./insertion.ts";
import { toRange, type ConfigurationNode, type ProfileNode } from "./nodes.ts";
import { chooseProfile } from "./profileNodes.ts";

/** The documents that show explanations. */
const scheme = "shufflewise-configuration";

/** How many keys a search shows. */
const searchLimit = 60;

/** The commands on the view's rows; each asks for a key when it is called without one, so that the palette can too. */
export function registerConfigurationCommands(
  client: LanguageClient,
  refresh: () => void,
): vscode.Disposable[] {
  const pages = new Map<string, string>();
  const shown = new vscode.EventEmitter<vscode.Uri>();

  const explain = async (node?: ConfigurationNode): Promise<void> => {
    const key = keyOf(node) ?? (await pickKey(client));
    if (key === undefined) return;
    const value = node?.kind === "setting" ? node.setting.value : null;
    const { markdown } = await client.sendRequest<ConfigurationExplainResult>(configurationExplainRequest, {
      key,
      ...(value === null ? {} : { value }),
    });
    const uri = vscode.Uri.from({ scheme, path: `/${key}.md` });
    pages.set(uri.toString(), markdown ?? vscode.l10n.t("{0} is not a configuration that Spark knows.", key));
    shown.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  };

  const insert = async (node?: ConfigurationNode): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Open a file and put the cursor where the configuration belongs."),
      );
      return;
    }
    const key = keyOf(node) ?? (await pickKey(client));
    if (key !== undefined) await editor.insertSnippet(snippetFor(editor, key, defaultOf(node)));
  };

  const copy = async (node?: ConfigurationNode): Promise<void> => {
    const key = keyOf(node) ?? (await pickKey(client));
    if (key === undefined) return;
    await vscode.env.clipboard.writeText(`--conf ${shellWord(`${key}=${valueOf(node) ?? ""}`)}`);
    const told = isHidden(node)
      ? vscode.l10n.t("Copied --conf {0} without its value, which is a secret", key)
      : vscode.l10n.t("Copied --conf {0}", key);
    vscode.window.setStatusBarMessage(told, 3000);
  };

  const goTo = async (node?: ConfigurationNode): Promise<void> => {
    if (node?.kind === "setting")
      await vscode.commands.executeCommand("vscode.open", node.uri, {
        selection: toRange(node.setting.range),
      } satisfies vscode.TextDocumentShowOptions);
  };

  return [
    new vscode.Disposable(() => shown.dispose()),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: shown.event,
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? "",
    }),
    registerCommand(client, "configuration.search", () => explain()),
    registerCommand(client, "configuration.explain", explain),
    registerCommand(client, "configuration.insert", insert),
    registerCommand(client, "configuration.copyAsConf", copy),
    registerCommand(client, "configuration.goToDefinition", goTo),
    registerCommand(client, "configuration.refresh", refresh),
    registerCommand(client, "chooseProfile", (node?: ProfileNode) => chooseProfile(client, node)),
  ];
}

function keyOf(node: ConfigurationNode | undefined): string | undefined {
  if (node?.kind === "setting") return node.setting.key;
  return node?.kind === "key" ? node.summary.key : undefined;
}

function defaultOf(node: ConfigurationNode | undefined): string {
  return node?.kind === "key" ? (node.summary.default ?? "") : (valueOf(node) ?? "");
}

function valueOf(node: ConfigurationNode | undefined): string | null {
  if (node?.kind === "setting") return isHidden(node) ? null : node.setting.value;
  return node?.kind === "key" ? node.summary.default : null;
}

/** Whether the value is a secret, or holds one, which the server keeps to itself. */
const isHidden = (node: ConfigurationNode | undefined): boolean =>
  node?.kind === "setting" && node.setting.value?.includes(redacted) === true;

/** What the open file's own language takes, with the value to be typed over. */
function snippetFor(editor: vscode.TextEditor, key: string, value: string): vscode.SnippetString {
  const { before, after } = insertionFor(editor.document.languageId, key);
  return new vscode.SnippetString()
    .appendText(before)
    .appendPlaceholder(value || "value")
    .appendText(after);
}

/** Asks for a key by words of its name or explanation. */
async function pickKey(client: LanguageClient): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.placeholder = vscode.l10n.t("Search Spark's configurations by name or by what they do");
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let asked = 0;
  const search = async (words: string): Promise<void> => {
    asked += 1;
    const question = asked;
    pick.busy = true;
    const { keys } = await client.sendRequest<ConfigurationSearchResult>(configurationSearchRequest, {
      words,
      limit: searchLimit,
    });
    if (question !== asked) return;
    pick.busy = false;
    pick.items = keys.map(({ key, default: byDefault, summary }) => ({
      label: key,
      description: byDefault ?? "",
      detail: summary ?? "",
      alwaysShow: true,
    }));
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(error);
      pick.hide();
    };
    pick.onDidChangeValue((words) => void search(words).catch(fail));
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void search("").catch(fail);
  });
}
