import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { openRulePageCommand } from "../../../server/src/protocol/commands.ts";
import { rulePageRequest, type RulePageResult } from "../../../server/src/protocol/status.ts";

const scheme = "shufflewise-rule";

/** Shows a rule's page as a Markdown preview. Without an id the user picks one among the file's findings. */
export function registerRulePage(context: vscode.ExtensionContext, client: LanguageClient): void {
  const provideTextDocumentContent = async (uri: vscode.Uri): Promise<string> => {
    const id = uri.path.replace(/^\//, "").replace(/\.md$/, "");
    const { markdown } = await client.sendRequest<RulePageResult>(rulePageRequest, { id });
    return markdown ?? vscode.l10n.t("There is no rule {0}.", id);
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }),
    vscode.commands.registerCommand(openRulePageCommand, async (argument: unknown) => {
      const id = typeof argument === "string" ? argument : await pickRule();
      if (id === undefined) return;
      const uri = vscode.Uri.from({ scheme, path: `/${id}.md` });
      try {
        await vscode.commands.executeCommand("markdown.showPreview", uri);
      } catch {
        // The Markdown extension is off.
        await vscode.window.showTextDocument(uri, { preview: true });
      }
    }),
  );
}

async function pickRule(): Promise<string | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const ids = (uri === undefined ? [] : vscode.languages.getDiagnostics(uri))
    .filter(({ source }) => source === "shufflewise")
    .map(({ code }) => (typeof code === "object" ? code.value : code))
    .filter((code) => typeof code === "string");
  if (ids.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The active file has no findings of Shufflewise."),
    );
    return undefined;
  }
  return vscode.window.showQuickPick([...new Set(ids)].toSorted(), {
    placeHolder: vscode.l10n.t("Which rule's page?"),
  });
}
