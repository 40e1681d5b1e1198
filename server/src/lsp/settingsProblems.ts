import type { Connection, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { SettingsFile } from "../host/projects.ts";
import { toProblemDiagnostic } from "./convert.ts";
import { filePath, fileUri } from "./documentKind.ts";

/** Publishes what is wrong in the settings files that count for documents, while nobody has them open. */
export interface SettingsProblems {
  /** A settings file counts for a document; told again whenever it is read anew. */
  readonly tell: (file: SettingsFile) => void;
  /** Settings are read again from now on: those that count will be told once more. */
  readonly forget: () => void;
  /** A document was opened or closed: from then on it speaks for itself, or no longer does. */
  readonly openChanged: (uri: string) => void;
}

/** `open` are the documents that the editor holds: their own diagnostics speak for them. */
export function createSettingsProblems(
  connection: Connection,
  open: () => TextDocuments<TextDocument>,
): SettingsProblems {
  const counting = new Map<string, SettingsFile>();
  const published = new Set<string>();

  const isOpen = (file: string): boolean =>
    open()
      .keys()
      .some((uri) => filePath(uri) === file);

  function publish(file: string): void {
    const settings = counting.get(file);
    const problems = settings === undefined || isOpen(file) ? [] : settings.problems;
    if (problems.length === 0 && !published.has(file)) return;
    const uri = fileUri(file);
    const document = TextDocument.create(uri, "toml", 0, settings?.text ?? "");
    const diagnostics = problems.map((problem) =>
      toProblemDiagnostic(document, { ...problem, code: "broken-settings" }),
    );
    void connection.sendDiagnostics({ uri, diagnostics });
    if (diagnostics.length > 0) published.add(file);
    else published.delete(file);
  }

  return {
    tell(settings) {
      if (counting.get(settings.file) === settings) return;
      counting.set(settings.file, settings);
      publish(settings.file);
    },
    forget() {
      counting.clear();
      for (const file of [...published]) publish(file);
    },
    openChanged(uri) {
      const file = filePath(uri);
      // After whatever else listens: a client without pull is told just now that a closed document has no problems.
      if (file !== null && counting.has(file)) queueMicrotask(() => publish(file));
    },
  };
}
