import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DocumentSelector } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SettingsFormat } from "../analysis/settings.ts";

/** What we do with a document: analyse it as Python or as SQL, check it as settings, check it as Spark's defaults, or leave it alone. */
export type DocumentKind = "python" | "sql" | "settings" | "spark-defaults" | "other";

/** By the language that the editor says, else by the file's name. */
export function documentKind({ uri, languageId }: Pick<TextDocument, "uri" | "languageId">): DocumentKind {
  if (languageId === "python") return "python";
  if (languageId === "spark-defaults") return "spark-defaults";
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  if (settingsFormat(uri) !== null) return "settings";
  if (isSqlName(name)) return "sql";
  if (/^spark-defaults.*\.conf$/.test(name)) return "spark-defaults";
  return /\.pyw?$/.test(name) ? "python" : "other";
}

/** Whether a file of this name holds SQL. */
export const isSqlName = (name: string): boolean => /\.sql$/i.test(name);

/** SQL alone, for what we offer there and not in Python. */
export const sqlDocuments: DocumentSelector = [{ language: "sql" }, { pattern: "**/*.sql" }];

/** The format of a settings file of ours, or null for other files. */
export function settingsFormat(uri: string): SettingsFormat | null {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return /^\.?shufflewise\.toml$/.test(name) ? "shufflewise" : name === "pyproject.toml" ? "pyproject" : null;
}

/** The path of a file on disk; null for untitled documents, notebook cells and other schemes. */
export function filePath(uri: string): string | null {
  if (!uri.startsWith("file:")) return null;
  try {
    return path.normalize(fileURLToPath(uri));
  } catch {
    return null;
  }
}

/** The URI of a file, as we spell it. */
export const fileUri = (path: string): string => pathToFileURL(path).href;

/** A URI of a file as we spell it: editors escape more characters than they have to. Those of other schemes stay. */
export function ownSpelling(uri: string): string {
  const path = filePath(uri);
  return path === null ? uri : fileUri(path);
}
