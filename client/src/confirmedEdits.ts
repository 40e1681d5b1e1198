import * as vscode from "vscode";
import type { ApplyWorkspaceEditParams, Middleware, WorkspaceEdit } from "vscode-languageclient/node";

/**
 * Asks how an edit that the server wants confirmed is to be made: as a whole, or with a choice. VS Code's preview alone
 * would not do: it begins with nothing ticked, and its "Apply" then applies nothing.
 */
export const confirmedEdits: NonNullable<Middleware["workspace"]> = {
  handleApplyEdit: async (params, next) => {
    const documents = documentsToConfirm(params.edit);
    if (documents === 0) return next(params, never);
    const all = {
      label: vscode.l10n.t("Apply All"),
      detail: vscode.l10n.t("Files and cells that change: {0}. Undo takes it back.", documents),
    };
    const choose = {
      label: vscode.l10n.t("Choose in a Preview"),
      detail: vscode.l10n.t("Tick there what is to be applied; nothing is ticked at first."),
    };
    const placeHolder = params.label ?? "";
    const answer = await vscode.window.showQuickPick([all, choose], { placeHolder, ignoreFocusOut: true });
    if (answer === undefined) return { applied: false };
    return next(answer === all ? confirmed(params) : params, never);
  },
};

/** The language client's own answer looks at no token. */
const never = new vscode.CancellationTokenSource().token;

function documentsToConfirm({ changeAnnotations, documentChanges }: WorkspaceEdit): number {
  const asks = Object.values(changeAnnotations ?? {}).some(({ needsConfirmation }) => needsConfirmation);
  return asks ? (documentChanges?.length ?? 0) : 0;
}

function confirmed({ edit, ...params }: ApplyWorkspaceEditParams): ApplyWorkspaceEditParams {
  const changeAnnotations: WorkspaceEdit["changeAnnotations"] = {};
  for (const [id, annotation] of Object.entries(edit.changeAnnotations ?? {}))
    changeAnnotations[id] = { ...annotation, needsConfirmation: false };
  return { ...params, edit: { ...edit, changeAnnotations } };
}
