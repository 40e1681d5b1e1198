import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Analysis } from "../analysis/analyze.ts";
import { columnRename, prepareColumnRename } from "../features/columnRename.ts";
import { sharedNameAt } from "../features/sqlNavigation.ts";
import { prepareSqlRename, sqlRename } from "../features/sqlRename.ts";
import type { Range } from "../analysis/finding.ts";
import { placeText, toEdits, toOffset, toRange } from "./convert.ts";
import { fileUri } from "./documentKind.ts";
import type { CheckedDocument } from "./documents.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import { programFiles } from "./programFiles.ts";
import { workspaceEdits, type FileEdits } from "./workspaceEdits.ts";

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

  /** The other files of the program that have the name of a view under an offset. */
  async function othersNaming(uri: string, analysis: Analysis, offset: number): Promise<readonly Analysis[]> {
    const word = sharedNameAt((await engine).catalog, analysis, offset);
    return word === null ? [] : programFiles(context, uri, analysis, word);
  }

  connection.onPrepareRename((params, token) =>
    guard("textDocument/prepareRename", null, async () => {
      const { catalog } = await engine;
      const checked = await analysed(params, token);
      if (checked === null) return null;
      const { document, analysis } = checked;
      const offset = toOffset(document, params.position);
      const inWords = (range: Range): string => placeText(document, range);
      const others = await othersNaming(params.textDocument.uri, analysis, offset);
      throwIfCancelled(token);
      const found =
        prepareSqlRename(catalog, analysis, offset, inWords, others) ??
        prepareColumnRename(analysis, offset, inWords);
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
      const inWords = (range: Range): string => placeText(document, range);
      const others = await othersNaming(params.textDocument.uri, analysis, offset);
      throwIfCancelled(token);
      const renamed =
        sqlRename(catalog, analysis, offset, params.newName, inWords, others) ??
        columnRename(catalog, analysis, offset, params.newName, inWords);
      if (renamed === null) return null;
      if ("refusal" in renamed) throw refused(renamed.refusal);
      const elsewhere = (renamed.elsewhere ?? []).flatMap(({ path, edits }): readonly FileEdits[] => {
        const open = documents.openFile(fileUri(path));
        const uri = open?.uri ?? fileUri(path);
        const text = open ?? others.find((each) => each.path === path)?.text;
        if (text === undefined) return [];
        const file = typeof text === "string" ? TextDocument.create(uri, "python", 0, text) : text;
        return [{ uri, version: open?.version ?? null, edits: toEdits(file, edits) }];
      });
      const own = { uri: document.uri, version, edits: toEdits(document, renamed.edits) };
      return workspaceEdits(
        context.client(),
        [own, ...elsewhere].filter(({ edits }) => edits.length > 0),
      );
    }),
  );
}

/** The editor shows the message where the user asked. */
const refused = (message: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, message);
