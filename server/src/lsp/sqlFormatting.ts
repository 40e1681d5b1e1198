import { DocumentFormattingRequest, type Connection, type TextEdit } from "vscode-languageserver";
import { formatSqlDocument } from "../features/sqlFormat.ts";
import { toEdits } from "./convert.ts";
import { sqlDocuments } from "./documentKind.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import { sqlWidth } from "./sqlActions.ts";

/** Answers textDocument/formatting for files of SQL. */
export function registerSqlFormatting(connection: Connection, { guard, documents }: ServerContext): void {
  connection.onDocumentFormatting(({ textDocument }, token) =>
    guard<TextEdit[] | null>("textDocument/formatting", null, async () => {
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || checked.kind !== "sql") return null;
      const { document, analysis, settings } = checked;
      const style = { keywordCase: settings.sqlKeywordCase, width: sqlWidth };
      return toEdits(document, formatSqlDocument(analysis.facts, style));
    }),
  );
}

/** Offers formatting for SQL alone: Python has formatters of its own. */
export async function offerSqlFormatting(connection: Connection): Promise<void> {
  await connection.client.register(DocumentFormattingRequest.type, {
    documentSelector: sqlDocuments,
  });
}
