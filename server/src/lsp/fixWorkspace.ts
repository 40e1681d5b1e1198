import type { CancellationToken, Connection, TextDocumentEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fixAll } from "../analysis/fixAll.ts";
import { editsBetween } from "../features/editsBetween.ts";
import type { FixWorkspaceResult } from "../protocol/commands.ts";
import { toEdits } from "./convert.ts";
import { modulePath } from "./documents.ts";
import { nextTurn } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** The name of all changes in one preview. */
const annotation = "safe-fixes";

/**
 * Offers the safe fixes of all files of the workspace as one edit. Editors that can show it first, file by file, to be
 * confirmed or taken out; others get it with their own undo.
 */
export async function fixWorkspace(
  connection: Connection,
  context: ServerContext,
  token: CancellationToken,
): Promise<FixWorkspaceResult> {
  const client = context.client();
  if (!client.versionedEdits) return { files: 0, applied: false };
  const documentChanges: TextDocumentEdit[] = [];
  for (const uri of await context.workspaceFiles.uris()) {
    await nextTurn();
    if (token.isCancellationRequested) return { files: 0, applied: false };
    const change = await changeOf(uri, context, client.changeAnnotations);
    if (change) documentChanges.push(change);
  }
  if (documentChanges.length === 0) return { files: 0, applied: false };
  const { applied } = await connection.workspace.applyEdit({
    label: "Safe fixes in the workspace",
    edit: {
      documentChanges,
      ...(client.changeAnnotations && {
        changeAnnotations: { [annotation]: { label: "Safe fixes", needsConfirmation: true } },
      }),
    },
  });
  return { files: documentChanges.length, applied };
}

/** The edits of one file, open or on disk; null where there is nothing to fix. */
async function changeOf(
  uri: string,
  { documents, workspaceFiles, engine }: ServerContext,
  annotated: boolean,
): Promise<TextDocumentEdit | null> {
  const checked = await documents.check(uri);
  const onDisk = checked ? null : await workspaceFiles.source(uri);
  const document = checked?.document ?? (onDisk && TextDocument.create(uri, "python", 0, onDisk.text));
  const options = checked?.settings.options ?? onDisk?.options;
  if (!document || !options || checked?.analysis === null) return null;
  const text = document.getText();
  const path = modulePath(uri);
  const request = { safety: "safe", path } as const;
  const fixed = fixAll(await engine, text, options, request);
  const edits = toEdits(document, editsBetween(text, fixed.text));
  if (edits.length === 0) return null;
  return {
    textDocument: { uri, version: checked?.version ?? null },
    edits: annotated ? edits.map((edit) => ({ ...edit, annotationId: annotation })) : edits,
  };
}
