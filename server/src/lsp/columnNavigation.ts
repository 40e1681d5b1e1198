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
import type { TextDocument } from "vscode-languageserver-textdocument";
import { columnDefinition, columnPlaces } from "../features/columnNavigation.ts";
import { toOffset, toRange } from "./convert.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** Answers definition, references and documentHighlight for columns; other names are left to Python's own extensions. */
export function registerColumnNavigation(connection: Connection, context: ServerContext): void {
  const { guard, documents } = context;

  /** What `answer` says of the analysed document at the asked position; null where there is nothing to say. */
  function at<T>(
    request: string,
    { textDocument, position }: TextDocumentPositionParams,
    token: CancellationToken,
    answer: (analysis: Analysis, offset: number, document: TextDocument) => T | null,
  ): Promise<T | null> {
    return guard<T | null>(request, null, async () => {
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
      const { document, analysis } = checked;
      return answer(analysis, toOffset(document, position), document);
    });
  }

  connection.onDefinition((params, token) =>
    at("textDocument/definition", params, token, (analysis, offset, document) => {
      const found = columnDefinition(analysis.facts, offset);
      if (found === null) return null;
      const { uri } = document;
      const origin = toRange(document, found.from);
      const targets = found.targets.map((target) => toRange(document, target));
      if (!context.client().definitionLinks) return targets.map((range): Location => ({ uri, range }));
      return targets.map((range): LocationLink => ({
        originSelectionRange: origin,
        targetUri: uri,
        targetRange: range,
        targetSelectionRange: range,
      }));
    }),
  );
  connection.onReferences((params, token) =>
    at("textDocument/references", params, token, ({ facts }, offset, document): Location[] | null => {
      const places = columnPlaces(facts, offset)?.filter(
        ({ role }) => params.context.includeDeclaration || role === "use",
      );
      return places?.map((place) => ({ uri: document.uri, range: toRange(document, place) })) ?? null;
    }),
  );
  connection.onDocumentHighlight((params, token) =>
    at(
      "textDocument/documentHighlight",
      params,
      token,
      ({ facts }, offset, document) =>
        columnPlaces(facts, offset)?.map((place): DocumentHighlight => ({
          range: toRange(document, place),
          kind: place.role === "definition" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })) ?? null,
    ),
  );
}
