/** A place as LSP writes it: line and UTF-16 unit, both from 0. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

export interface WireEdit {
  readonly range: WireRange;
  readonly newText: string;
  /** The document that is edited, when it is another one: a cell of the same notebook. */
  readonly document?: { readonly uri: string; readonly version: number };
}

/**
 * What our diagnostics carry in `Diagnostic.data`: all that a code action needs, so that the server answers it without
 * remembering the diagnostic.
 */
export interface DiagnosticData {
  /** The document version that the edits are for; null for a file that was not open. */
  readonly version: number | null;
  readonly fixes: readonly WireFix[];
  /** Ignores the finding on its line; null where that is not possible. */
  readonly ignore: readonly WireEdit[] | null;
}

export interface WireFix {
  readonly title: string;
  /** "safe": equal results. "suggested": the user decides. */
  readonly safety: "safe" | "suggested";
  readonly edits: readonly WireEdit[];
}
