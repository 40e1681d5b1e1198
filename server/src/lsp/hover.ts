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
import type { ShownDocument } from "./shownDocument.ts";
import type { Range } from "../analysis/finding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { placeText, toOffset, toRange } from "./convert.ts";
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
  const linked = (place: Range): string => placeLink(document, place);
  return joinHovers([
    suppressionHover(analysis, offset, pageOf),
    sparkConfigHover(catalog, analysis, offset),
    argumentHover(catalog, analysis, offset),
    settings.included ? findingHover(analysis, offset, pageOf) : null,
    settings.schemasOnHover ? stepHover(analysis, offset) : null,
    apiHover(catalog.api, analysis, offset),
    columnHover(analysis, offset, linked),
    sqlHover(catalog, analysis, offset, linked),
    settings.schemasOnHover ? frameHover(analysis, offset, linked) : null,
    settings.schemasOnHover ? groupsHover(analysis, offset, linked) : null,
  ]);
}

/** A place as its line, with a link where the editor can follow one: VS Code has none to a line of a cell. */
function placeLink(document: ShownDocument, place: Range): string {
  const text = placeText(document, place);
  if (document.notebook || !/^(file|vscode-[\w-]+):/.test(document.uri)) return text;
  const { line, character } = document.positionAt(place.start);
  return `[${text}](${document.uri}#L${line + 1},${character + 1})`;
}
