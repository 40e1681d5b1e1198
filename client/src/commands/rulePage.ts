import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { rulePageRequest, type RulePageResult } from "../../../server/src/protocol/status.ts";
import { registerCommand } from "./command.ts";

const scheme = "shufflewise-rule";

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly properties?: Readonly<Record<string, { readonly description?: string }>> } | undefined
        >
      >;
    };
  };
}

/** Shows a rule's page as a Markdown preview. Without an id the user picks one, the file's findings first. */
export function registerRulePage(context: vscode.ExtensionContext, client: LanguageClient): void {
  const { contributes } = context.extension.packageJSON as Manifest;
  const rules = contributes.configuration.properties["shufflewise.rules"]?.properties ?? {};
  const provideTextDocumentContent = async (uri: vscode.Uri): Promise<string> => {
    const id = uri.path.replace(/^\//, "").replace(/\.md$/, "");
    const { markdown } = await client.sendRequest<RulePageResult>(rulePageRequest, { id });
    return markdown ?? vscode.l10n.t("There is no rule {0}.", id);
  };
  const pickRule = async (): Promise<string | undefined> => {
    const items = Object.entries(rules).map(([label, { description = "" }]) => ({ label, description }));
    const found = findingsIn(vscode.window.activeTextEditor?.document.uri);
    const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
    const ofFile = items.filter(({ label }) => found.has(label));
    const others = items.filter(({ label }) => !found.has(label));
    const picks = [
      ...(ofFile.length === 0
        ? []
        : [
            heading(vscode.l10n.t("found in this file")),
            ...ofFile,
            heading(vscode.l10n.t("all other rules")),
          ]),
      ...others,
    ];
    const options = { placeHolder: vscode.l10n.t("Which rule's page?"), matchOnDescription: true };
    return (await vscode.window.showQuickPick<vscode.QuickPickItem>(picks, options))?.label;
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }),
    registerCommand(client, "openRulePage", async (argument: unknown) => {
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

/** The rules that have findings in a document. */
function findingsIn(uri: vscode.Uri | undefined): ReadonlySet<string> {
  const ids = (uri === undefined ? [] : vscode.languages.getDiagnostics(uri))
    .filter(({ source }) => source === "shufflewise")
    .map(({ code }) => (typeof code === "object" ? code.value : code));
  return new Set(ids.filter((code) => typeof code === "string"));
}
