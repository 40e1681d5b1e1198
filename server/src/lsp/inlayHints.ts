import { InlayHintKind, type Connection, type InlayHint } from "vscode-languageserver";
import { planHints } from "../features/planHints.ts";
import { toOffset } from "./convert.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** Answers textDocument/inlayHint. */
export function registerInlayHints(connection: Connection, { guard, documents }: ServerContext): void {
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    guard<InlayHint[] | null>("textDocument/inlayHint", null, async () => {
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
      const { document, analysis, settings } = checked;
      const wanted = { start: toOffset(document, range.start), end: toOffset(document, range.end) };
      return planHints(analysis, settings.inlayHints, wanted).map(({ at, text, tooltip }): InlayHint => ({
        position: document.positionAt(at),
        label: text,
        tooltip,
        kind: InlayHintKind.Type,
        paddingLeft: true,
      }));
    }),
  );
}
