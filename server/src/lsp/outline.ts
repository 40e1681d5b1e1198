import {
  FoldingRangeKind,
  FoldingRangeRequest,
  SymbolKind,
  type Connection,
  type DocumentSymbol,
  type FoldingRange,
} from "vscode-languageserver";
import { outline, type OutlineItem } from "../features/outline.ts";
import { sqlFolds } from "../features/sqlFolding.ts";
import { shows, toRange } from "./convert.ts";
import { sqlDocuments } from "./documentKind.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import type { ShownDocument } from "./shownDocument.ts";

const symbolKinds: Readonly<Record<OutlineItem["kind"], SymbolKind>> = {
  function: SymbolKind.Function,
  class: SymbolKind.Class,
  frame: SymbolKind.Variable,
  view: SymbolKind.Interface,
  table: SymbolKind.Struct,
  write: SymbolKind.Event,
  statement: SymbolKind.Event,
  namedQuery: SymbolKind.Namespace,
  column: SymbolKind.Field,
};

/** Answers textDocument/documentSymbol, and textDocument/foldingRange for files of SQL. */
export function registerOutline(connection: Connection, { guard, documents, client }: ServerContext): void {
  connection.onDocumentSymbol(({ textDocument }, token) =>
    guard<DocumentSymbol[] | null>("textDocument/documentSymbol", null, async () => {
      if (!client().nestsSymbols) return null;
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
      const { document, analysis, settings } = checked;
      return outline(analysis.facts, settings.outline)
        .filter(({ range }) => shows(document, range))
        .map((item) => toSymbol(document, item));
    }),
  );
  connection.onFoldingRanges(({ textDocument }, token) =>
    guard<FoldingRange[] | null>("textDocument/foldingRange", null, async () => {
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || checked.kind !== "sql") return null;
      const { document, analysis } = checked;
      return sqlFolds(analysis.facts).map((fold): FoldingRange => {
        const { start, end } = toRange(document, fold);
        return {
          startLine: start.line,
          endLine: end.line,
          ...(fold.isComment && { kind: FoldingRangeKind.Comment }),
        };
      });
    }),
  );
}

/** Offers folding for SQL alone: with ours, editors no longer fold by indentation. */
export async function offerSqlFolding(connection: Connection): Promise<void> {
  await connection.client.register(FoldingRangeRequest.type, {
    documentSelector: sqlDocuments,
  });
}

const toSymbol = (document: ShownDocument, item: OutlineItem): DocumentSymbol => ({
  name: item.name,
  detail: item.detail,
  kind: symbolKinds[item.kind],
  range: toRange(document, item.range),
  selectionRange: toRange(document, item.nameRange),
  children: item.children.map((child) => toSymbol(document, child)),
});
