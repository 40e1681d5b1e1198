import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { columnRename, prepareColumnRename } from "../features/columnRename.ts";
import { prepareSqlRename, sqlRename } from "../features/sqlRename.ts";
import type { Range } from "../analysis/finding.ts";
import { toEdits, toOffset, toRange } from "./convert.ts";
import type { CheckedDocument } from "./documents.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import { workspaceEdit } from "./workspaceEdits.ts";

/** Answers prepareRename and rename for columns and for the names in SQL text; other names are left to Python's own extensions. */
export function registerRename(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine } = context;

  async function analysed(
    { textDocument }: TextDocumentPositionParams,
    token: CancellationToken,
  ): Promise<(CheckedDocument & { readonly analysis: NonNullable<CheckedDocument["analysis"]> }) | null> {
    const checked = await documents.check(textDocument.uri);
    throwIfCancelled(token);
    if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
    return { ...checked, analysis: checked.analysis };
  }

  connection.onPrepareRename((params, token) =>
    guard("textDocument/prepareRename", null, async () => {
      const { catalog } = await engine;
      const checked = await analysed(params, token);
      if (checked === null) return null;
      const { document, analysis } = checked;
      const offset = toOffset(document, params.position);
      const placeText = lineIn(checked);
      const found =
        prepareSqlRename(catalog, analysis, offset, placeText) ??
        prepareColumnRename(analysis, offset, placeText);
      if (found === null) return null;
      if ("refusal" in found) throw refused(found.refusal);
      return { range: toRange(document, found), placeholder: found.name };
    }),
  );
  connection.onRenameRequest((params, token) =>
    guard("textDocument/rename", null, async () => {
      const { catalog } = await engine;
      const checked = await analysed(params, token);
      if (checked === null) return null;
      const { document, analysis, version } = checked;
      const offset = toOffset(document, params.position);
      const placeText = lineIn(checked);
      const renamed =
        sqlRename(catalog, analysis, offset, params.newName, placeText) ??
        columnRename(catalog, analysis, offset, params.newName, placeText);
      if (renamed === null) return null;
      if ("refusal" in renamed) throw refused(renamed.refusal);
      return workspaceEdit(context.client(), document.uri, version, toEdits(document, renamed.edits));
    }),
  );
}

const lineIn =
  ({ document }: CheckedDocument) =>
  ({ start }: Range): string =>
    `line ${document.positionAt(start).line + 1}`;

/** The editor shows the message where the user asked. */
const refused = (message: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, message);
