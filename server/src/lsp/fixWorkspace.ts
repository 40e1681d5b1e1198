import type { CancellationToken, Connection, TextDocumentEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fixAll } from "../analysis/fixAll.ts";
import { isNotebookName, readNotebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { editsBetween } from "../features/editsBetween.ts";
import type { FixWorkspaceResult } from "../protocol/commands.ts";
import { toEdits } from "./convert.ts";
import { modulePath } from "./documents.ts";
import { nextTurn } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import { byDocument, type FileEdits } from "./workspaceEdits.ts";

/** The name of all changes in one preview. */
const annotation = "safe-fixes";

/**
 * Offers the safe fixes of all files of the workspace as one edit. Editors that can show it first, file by file, to be
 * confirmed or taken out; others get it with their own undo. A notebook takes edits in its cells, which only an open one
 * has: edits of the text of its file would make a second, unsaved version of it beside the one that the editor shows.
 */
export async function fixWorkspace(
  connection: Connection,
  context: ServerContext,
  token: CancellationToken,
): Promise<FixWorkspaceResult> {
  const nothing: FixWorkspaceResult = { files: 0, applied: false, closedNotebooks: 0 };
  const client = context.client();
  if (!client.versionedEdits) return nothing;
  const changes: FileEdits[] = [];
  let closedNotebooks = 0;
  for (const uri of await context.workspaceFiles.uris()) {
    await nextTurn();
    if (token.isCancellationRequested) return nothing;
    const shown = context.documents.shown(uri);
    if (shown === null && isNotebookName(uri)) closedNotebooks += Number(await isFixable(uri, context));
    else {
      const [first] = shown ?? [uri];
      const change = first === undefined ? null : await changeOf(first, context);
      if (change !== null && change.edits.length > 0) changes.push(change);
    }
  }
  if (changes.length === 0) return { ...nothing, closedNotebooks };
  const documentChanges = changes
    .flatMap(byDocument)
    .map((change) => annotated(change, client.changeAnnotations));
  const { applied } = await connection.workspace.applyEdit({
    label: "Safe fixes in the workspace",
    edit: {
      documentChanges,
      ...(client.changeAnnotations && {
        changeAnnotations: { [annotation]: { label: "Safe fixes", needsConfirmation: true } },
      }),
    },
  });
  return { files: changes.length, applied, closedNotebooks };
}

const annotated = ({ uri, version, edits }: FileEdits, isAnnotated: boolean): TextDocumentEdit => ({
  textDocument: { uri, version },
  edits: isAnnotated ? edits.map((edit) => ({ ...edit, annotationId: annotation })) : [...edits],
});

/** The edits of one file, open or on disk, or of the notebook of an open cell; null for what is left out. */
async function changeOf(
  uri: string,
  { documents, workspaceFiles, engine }: ServerContext,
): Promise<FileEdits | null> {
  const checked = await documents.check(uri);
  if (checked !== null) {
    const { document, analysis, version } = checked;
    if (analysis === null) return null;
    const fixed = fixAll(await engine, analysis.text, analysis.options, {
      safety: "safe",
      path: analysis.path,
    });
    return { uri, version, edits: toEdits(document, editsBetween(analysis.text, fixed.text)) };
  }
  const source = await workspaceFiles.source(uri);
  if (source === null) return null;
  const edits = editsBetween(source.text, await fixedText(uri, source.text, source.options, engine));
  return { uri, version: null, edits: toEdits(TextDocument.create(uri, "python", 0, source.text), edits) };
}

/** Whether a notebook on disk has safe fixes. */
async function isFixable(uri: string, { workspaceFiles, engine }: ServerContext): Promise<boolean> {
  const source = await workspaceFiles.source(uri);
  if (source === null) return false;
  const notebook = readNotebook(source.text);
  if ("problem" in notebook) return false;
  return (await fixedText(uri, notebook.text, source.options, engine)) !== notebook.text;
}

async function fixedText(
  uri: string,
  text: string,
  options: Options,
  engine: ServerContext["engine"],
): Promise<string> {
  return fixAll(await engine, text, options, { safety: "safe", path: modulePath(uri) }).text;
}
