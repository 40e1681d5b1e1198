import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  planRequest,
  type PlanResult,
  type PlanView,
  type PlanViewStep,
} from "../../../server/src/protocol/plan.ts";
import type { PlanMessage, PlanPageMessage, PlanTexts } from "../../webview/planMessages.ts";

/** Milliseconds of rest before the panel follows the cursor. */
const rest = 250;

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  uri: vscode.Uri;
  plan: PlanView;
}

/** "Show Plan": the plan of the DataFrame at the cursor, beside the code. While it is open it follows the cursor. */
export function registerPlanPanel(context: vscode.ExtensionContext, client: LanguageClient): void {
  let open: OpenPanel | null = null;
  let timer: NodeJS.Timeout | undefined;

  const planAt = async ({ document, selection }: vscode.TextEditor): Promise<PlanView | null> => {
    const { line, character } = selection.active;
    const { plan } = await client.sendRequest<PlanResult>(planRequest, {
      uri: document.uri.toString(),
      position: { line, character },
    });
    return plan;
  };

  const show = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const plan = editor?.document.languageId === "python" ? await planAt(editor) : null;
    if (!editor || !plan) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          "Put the cursor on the name of a DataFrame, or on a step of its chain, to see its plan.",
        ),
      );
      return;
    }
    if (open) {
      open.uri = editor.document.uri;
      open.plan = plan;
      open.panel.reveal(undefined, true);
      send(open);
      return;
    }
    open = makePanel(context, editor.document.uri, plan);
    open.panel.onDidDispose(() => (open = null));
  };

  const follow = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!open?.panel.visible || editor?.document.languageId !== "python") return;
    const plan = await planAt(editor);
    if (!plan) return;
    open.uri = editor.document.uri;
    open.plan = plan;
    send(open);
  };

  const followSoon = (): void => {
    clearTimeout(timer);
    if (open) timer = setTimeout(() => void follow().catch(() => undefined), rest);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("shufflewise.showPlan", show),
    vscode.window.onDidChangeTextEditorSelection(followSoon),
    { dispose: () => clearTimeout(timer) },
  );
}

function makePanel(context: vscode.ExtensionContext, uri: vscode.Uri, plan: PlanView): OpenPanel {
  const folder = vscode.Uri.joinPath(context.extensionUri, "client", "dist");
  const panel = vscode.window.createWebviewPanel(
    "shufflewise.plan",
    titleOf(plan),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [folder] },
  );
  const opened: OpenPanel = { panel, uri, plan };
  panel.webview.onDidReceiveMessage((message: PlanPageMessage) => {
    if (message.kind === "ready") send(opened);
    else void reveal(opened.uri, opened.plan.steps[message.step]);
  });
  panel.webview.html = pageOf(panel.webview, folder);
  return opened;
}

const titleOf = ({ name }: PlanView): string =>
  name === null ? vscode.l10n.t("Plan of this step") : vscode.l10n.t("Plan of {0}", name);

function send({ panel, plan }: OpenPanel): void {
  panel.title = titleOf(plan);
  const message: PlanMessage = { plan, texts: textsOf(plan) };
  void panel.webview.postMessage(message);
}

const textsOf = (plan: PlanView): PlanTexts => ({
  title: titleOf(plan),
  tree: vscode.l10n.t("Tree"),
  picture: vscode.l10n.t("Picture"),
  seenAbove: vscode.l10n.t("the same as above, computed again unless it is cached"),
  moreSteps: vscode.l10n.t("{0} further steps are not shown.", plan.left),
  moreColumns: vscode.l10n.t("and {0} more columns", "{0}"),
  hint: vscode.l10n.t("Enter or a click shows the step in the code. The plan follows the cursor."),
});

/** Shows the step's line in the editor that the plan is of. */
async function reveal(uri: vscode.Uri, step: PlanViewStep | undefined): Promise<void> {
  if (!step?.place) return;
  const { start, end } = step.place;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus: true,
  });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  editor.selection = new vscode.Selection(selection.start, selection.start);
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
