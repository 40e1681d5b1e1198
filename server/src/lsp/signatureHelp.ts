import { MarkupKind, type Connection, type SignatureHelp } from "vscode-languageserver";
import { apiSignatureHelp } from "../features/apiSignatureHelp.ts";
import { sqlSignatureHelp } from "../features/sqlSignatureHelp.ts";
import { toOffset } from "./convert.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** Characters after which an editor asks by itself, and those after which it asks again. */
export const signatureTriggers = { triggerCharacters: ["(", ","], retriggerCharacters: ["=", ")"] };

/** Answers textDocument/signatureHelp. */
export function registerSignatureHelp(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine } = context;
  connection.onSignatureHelp(({ textDocument, position, context: asked }, token) =>
    guard("textDocument/signatureHelp", null, async (): Promise<SignatureHelp | null> => {
      const { catalog } = await engine;
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null || checked.analysis === null || !checked.settings.enabled) return null;
      const { analysis, document } = checked;
      const offset = toOffset(document, position);
      const help =
        sqlSignatureHelp(catalog, analysis, offset) ?? apiSignatureHelp(catalog.api, analysis, offset);
      if (help === null) return null;
      const shown = asked?.isRetrigger === true ? asked.activeSignatureHelp : undefined;
      const isSame =
        shown?.signatures.length === help.forms.length && shown.signatures[0]?.label === help.forms[0]?.label;
      // The user may have gone to another form with the arrow keys.
      const activeSignature =
        isSame && help.forms.length > 1 ? (shown.activeSignature ?? 0) : help.activeForm;
      return {
        signatures: help.forms.map(({ label, parameters, activeParameter }) => ({
          label,
          parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
          // Behind the last one: nothing is highlighted.
          activeParameter: activeParameter ?? parameters.length,
          ...(help.summary !== null && {
            documentation: { kind: MarkupKind.PlainText, value: help.summary },
          }),
        })),
        activeSignature,
        activeParameter:
          help.forms[activeSignature]?.activeParameter ?? help.forms[activeSignature]?.parameters.length ?? 0,
      };
    }),
  );
}
