import {
  DocumentHighlightKind,
  type CancellationToken,
  type Connection,
  type DocumentHighlight,
  type Location,
  type LocationLink,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import type { Analysis } from "../analysis/analyze.ts";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Catalog } from "../catalog/catalog.ts";
import { columnDefinition, columnPlaces, type ColumnPlace } from "../features/columnNavigation.ts";
import { sharedNameAt, sqlDefinition, sqlPlaces, type FileRange } from "../features/sqlNavigation.ts";
import { shows, toLocation, toOffset, toRange } from "./convert.ts";
import { fileUri } from "./documentKind.ts";
import { throwIfCancelled } from "./guard.ts";
import { programFiles } from "./programFiles.ts";
import type { ServerContext } from "./serverContext.ts";
import type { ShownDocument } from "./shownDocument.ts";

/** Answers definition, references and documentHighlight for columns and the names in SQL text; other names are left to Python's own extensions. */
export function registerColumnNavigation(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine } = context;

  /** What `answer` says of the analysed document at the asked position; null where there is nothing to say. */
  function at<T>(
    request: string,
    { textDocument, position }: TextDocumentPositionParams,
    token: CancellationToken,
    answer: (
      analysis: Analysis,
      offset: number,
      document: ShownDocument,
      catalog: Catalog,
    ) => T | null | Promise<T | null>,
  ): Promise<T | null> {
    return guard<T | null>(request, null, async () => {
      const { catalog } = await engine;
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
      const { document, analysis } = checked;
      return answer(analysis, toOffset(document, position), document, catalog);
    });
  }

  connection.onDefinition((params, token) =>
    at("textDocument/definition", params, token, (analysis, offset, document, catalog) => {
      const found = sqlDefinition(catalog, analysis, offset) ?? columnDefinition(analysis.facts, offset);
      if (found === null) return null;
      const origin = toRange(document, found.from);
      const targets = found.targets.map((target) => locationOf(document, target));
      if (!context.client().definitionLinks) return targets;
      return targets.map(({ uri, range }): LocationLink => ({
        originSelectionRange: origin,
        targetUri: uri,
        targetRange: range,
        targetSelectionRange: range,
      }));
    }),
  );
  connection.onReferences((params, token) =>
    at("textDocument/references", params, token, async (analysis, offset, document, catalog) => {
      const word = sharedNameAt(catalog, analysis, offset);
      const others = word === null ? [] : await programFiles(context, document.uri, analysis, word);
      const places = (
        sqlPlaces(catalog, analysis, offset, others) ?? columnPlaces(analysis.facts, offset)
      )?.filter(({ role }) => params.context.includeDeclaration || role === "use");
      return places?.map((place) => locationOf(document, place)) ?? null;
    }),
  );
  connection.onDocumentHighlight((params, token) =>
    at(
      "textDocument/documentHighlight",
      params,
      token,
      (analysis, offset, document, catalog) =>
        placesAt(catalog, analysis, offset)
          ?.filter((place) => shows(document, place))
          .map((place): DocumentHighlight => ({
            range: toRange(document, place),
            kind: place.role === "definition" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
          })) ?? null,
    ),
  );
}

/** A range of the document, or of the file that it names. */
function locationOf(document: ShownDocument, range: FileRange): Location {
  const { file } = range;
  return toLocation(file ? TextDocument.create(fileUri(file.path), "python", 0, file.text) : document, range);
}

const placesAt = (catalog: Catalog, analysis: Analysis, offset: number): readonly ColumnPlace[] | null =>
  sqlPlaces(catalog, analysis, offset) ?? columnPlaces(analysis.facts, offset);
