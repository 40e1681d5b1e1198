import { MarkupKind, type Connection, type Hover } from "vscode-languageserver";
import { apiHover } from "../features/apiHover.ts";
import { argumentHover } from "../features/argumentHover.ts";
import { columnHover } from "../features/columnHover.ts";
import { findingHover } from "../features/findingHover.ts";
import { frameHover, stepHover } from "../features/frameHover.ts";
import { groupsHover } from "../features/groupsHover.ts";
import { joinHovers, type HoverText } from "../features/hoverText.ts";
import { sqlHover } from "../features/sqlHover.ts";
import { sparkConfigHover, sparkDefaultsHover } from "../features/sparkConfigHover.ts";
import { suppressionHover } from "../features/suppressionMarks.ts";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Range } from "../analysis/finding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { toOffset, toRange } from "./convert.ts";
import type { CheckedDocument } from "./documents.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** Answers textDocument/hover. */
export function registerHover(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine, host } = context;
  connection.onHover(({ textDocument, position }, token) =>
    guard("textDocument/hover", null, async (): Promise<Hover | null> => {
      const { catalog } = await engine;
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null) return null;
      const { document } = checked;
      const hover = hoverIn(checked, toOffset(document, position), catalog, host.rulePage);
      if (hover === null) return null;
      const kind = context.client().markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
      return { range: toRange(document, hover), contents: { kind, value: hover.markdown } };
    }),
  );
}

function hoverIn(
  { document, kind, analysis, settings }: CheckedDocument,
  offset: number,
  catalog: Catalog,
  pageOf: (id: string) => string | null,
): HoverText | null {
  if (!settings.enabled) return null;
  if (kind === "spark-defaults")
    return sparkDefaultsHover(catalog, document.getText(), offset, settings.options);
  if (analysis === null) return null;
  const placeText = (place: Range): string => lineText(document, place);
  return joinHovers([
    suppressionHover(analysis, offset, pageOf),
    sparkConfigHover(catalog, analysis, offset),
    argumentHover(catalog, analysis, offset),
    settings.included ? findingHover(analysis, offset, pageOf) : null,
    settings.schemasOnHover ? stepHover(analysis, offset) : null,
    apiHover(catalog.api, analysis, offset),
    columnHover(analysis, offset, placeText),
    sqlHover(catalog, analysis, offset, placeText),
    settings.schemasOnHover ? frameHover(analysis, offset, placeText) : null,
    settings.schemasOnHover ? groupsHover(analysis, offset, placeText) : null,
  ]);
}

/** A place as its line, with a link where the editor can follow one. */
function lineText(document: TextDocument, { start }: Range): string {
  const { line, character } = document.positionAt(start);
  const text = `line ${line + 1}`;
  return /^(file|vscode-[\w-]+):/.test(document.uri)
    ? `[${text}](${document.uri}#L${line + 1},${character + 1})`
    : text;
}
