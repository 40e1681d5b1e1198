import type { Diagnostic } from "vscode-languageserver";
import type { DiagnosticData, WireEdit, WireFix } from "../protocol/diagnosticData.ts";

/** Our data of a diagnostic that a client sent back; null for diagnostics of others and for data of another shape. */
export function readDiagnosticData({ source, data }: Diagnostic): DiagnosticData | null {
  if (source !== "shufflewise" || !isObject(data)) return null;
  const { version, fixes, ignore } = data;
  if (version !== null && typeof version !== "number") return null;
  return {
    version,
    fixes: Array.isArray(fixes) ? fixes.filter(isFix) : [],
    ignore: isEdits(ignore) ? ignore : null,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isFix(value: unknown): value is WireFix {
  return (
    isObject(value) &&
    typeof value["title"] === "string" &&
    (value["safety"] === "safe" || value["safety"] === "suggested") &&
    isEdits(value["edits"])
  );
}

function isEdits(value: unknown): value is readonly WireEdit[] {
  return (
    Array.isArray(value) &&
    value.every(
      (edit: unknown) => isObject(edit) && isObject(edit["range"]) && typeof edit["newText"] === "string",
    )
  );
}
