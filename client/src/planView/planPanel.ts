import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  planRequest,
  type PlanParams,
  type PlanPlace,
  type PlanResult,
  type PlanView,
  type PlanViewStep,
} from "../../../server/src/protocol/plan.ts";
import { registerCommand } from "../commands/command.ts";
import { movedPlace } from "./movedPlace.ts";
import type { PlanMessage, PlanPageMessage, PlanTexts } from "../../webview/planMessages.ts";

/** Milliseconds of rest before the panel follows the cursor or the text. */
const rest = 250;

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  uri: vscode.Uri;
  plan: PlanView;
  /** Where the plan's DataFrame stands; null once that text is gone. */
  place: PlanPlace | null;
  current: number | null;
}

/**
 * "Show Plan": the plan of the DataFrame at the cursor, beside the code. While it is open it marks the step at the
 * cursor, and goes over to the plan of another DataFrame when the cursor does.
 */
export function registerPlanPanel(context: vscode.ExtensionContext, client: LanguageClient): void {
  let open: OpenPanel | null = null;
  let timer: NodeJS.Timeout | undefined;

  const planAt = (
    { document, selection }: vscode.TextEditor,
    shown: PlanPlace | null,
  ): Promise<PlanResult> => {
    const { line, character } = selection.active;
    const params: PlanParams = {
      uri: document.uri.toString(),
      position: { line, character },
      ...(shown && { shown }),
    };
    return client.sendRequest<PlanResult>(planRequest, params);
  };

  /** Shows an answer that has a plan. The panel may have been closed meanwhile: `opens` tells whether it opens again. */
  const take = (uri: vscode.Uri, { plan, place, current }: PlanResult, opens: boolean): boolean => {
    if (!plan) return false;
    if (!open) {
      if (!opens) return false;
      open = makePanel(context, { uri, plan, place, current });
      open.panel.onDidDispose(() => (open = null));
    } else {
      Object.assign(open, { uri, plan, place, current });
      send(open);
    }
    return true;
  };

  const show = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const isPython = editor?.document.languageId === "python";
    if (!editor || !isPython || !take(editor.document.uri, await planAt(editor, null), true)) {
      void vscode.window.showInformationMessage(
        isPython
          ? vscode.l10n.t(
              "No DataFrame is known here. Put the cursor on the name of one, or on a step of its chain.",
            )
          : vscode.l10n.t("Open a Python file, and put the cursor on a DataFrame to see its plan."),
      );
      return;
    }
    open?.panel.reveal(undefined, true);
  };

  const follow = async (editor: vscode.TextEditor): Promise<void> => {
    if (!open?.panel.visible) return;
    const isSame = editor.document.uri.toString() === open.uri.toString();
    const found = await planAt(editor, isSame ? open.place : null);
    take(editor.document.uri, found, false);
  };

  const followSoon = (editor: vscode.TextEditor | undefined): void => {
    if (!open || editor?.document.languageId !== "python") return;
    clearTimeout(timer);
    timer = setTimeout(() => void follow(editor).catch(() => undefined), rest);
  };

  const changed = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    if (!open || document.uri.toString() !== open.uri.toString()) return;
    for (const change of contentChanges) open.place = open.place && movedPlace(open.place, change);
    followSoon(vscode.window.visibleTextEditors.find((editor) => editor.document === document));
  };

  context.subscriptions.push(
    registerCommand(client, "showPlan", show),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => followSoon(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(followSoon),
    vscode.workspace.onDidChangeTextDocument(changed),
    { dispose: () => clearTimeout(timer) },
  );
}

function makePanel(context: vscode.ExtensionContext, shown: Omit<OpenPanel, "panel">): OpenPanel {
  const folder = vscode.Uri.joinPath(context.extensionUri, "client", "dist");
  const panel = vscode.window.createWebviewPanel(
    "shufflewise.plan",
    titleOf(shown.plan),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [folder] },
  );
  const opened: OpenPanel = { panel, ...shown };
  panel.webview.onDidReceiveMessage((message: PlanPageMessage) => {
    if (message.kind === "ready") send(opened);
    else void reveal(opened.plan.steps[message.step]);
  });
  panel.webview.html = pageOf(panel.webview, folder);
  return opened;
}

const titleOf = ({ name }: PlanView): string =>
  name === null ? vscode.l10n.t("Plan of this step") : vscode.l10n.t("Plan of {0}", name);

function send({ panel, plan, current }: OpenPanel): void {
  panel.title = titleOf(plan);
  const message: PlanMessage = { plan, current, texts: textsOf(plan) };
  void panel.webview.postMessage(message);
}

const textsOf = (plan: PlanView): PlanTexts => ({
  title: titleOf(plan),
  form: vscode.l10n.t("Form of the plan"),
  tree: vscode.l10n.t("Tree"),
  picture: vscode.l10n.t("Picture"),
  seenAbove: vscode.l10n.t("the same as above, computed again unless it is cached"),
  moreSteps: vscode.l10n.t("{0} further steps are not shown.", plan.left),
  moreColumns: vscode.l10n.t("and {0} more columns", "{0}"),
  hint: vscode.l10n.t("Enter or a click shows the step in the code. The step at the cursor is marked."),
});

/** Shows the step's line in the editor that the plan is of, or in another cell of the notebook. */
async function reveal(step: PlanViewStep | undefined): Promise<void> {
  if (!step?.place) return;
  const uri = vscode.Uri.parse(step.place.uri);
  const { start } = step.place.range;
  const place = new vscode.Position(start.line, start.character);
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  await vscode.commands.executeCommand("vscode.open", uri, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus: true,
    // The place alone: showing the end of a long line would move its beginning out of sight.
    selection: new vscode.Range(place, place),
  } satisfies vscode.TextDocumentShowOptions);
}

function pageOf(webview: vscode.Webview, folder: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  // Positions and indents are set by the page's own script through the object model, which the policy allows.
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${asset("planPage.css")}">
<title>Plan</title>
</head>
<body><script nonce="${nonce}" src="${asset("planPage.js")}"></script></body>
</html>`;
}
