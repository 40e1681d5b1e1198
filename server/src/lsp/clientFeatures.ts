import type { InitializeParams } from "vscode-languageserver";
import type { InitializationOptions } from "../protocol/initialize.ts";

/** What the connected editor can do, as far as our answers depend on it. */
export interface ClientFeatures {
  /** It asks for diagnostics itself (textDocument/diagnostic); else we publish them. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfigurationChanges: boolean;
  readonly registersFileWatchers: boolean;
  readonly registersFormatting: boolean;
  readonly registersFolding: boolean;
  /** Outlines may have items in items. */
  readonly nestsSymbols: boolean;
  /** Edits may name the document version they are for. */
  readonly versionedEdits: boolean;
  /** Edits may be shown before they are made. */
  readonly changeAnnotations: boolean;
  /** Edits may hold snippets with placeholders. */
  readonly snippetEdits: boolean;
  /** Code actions may be shown with the reason why they cannot be done. */
  readonly disabledActions: boolean;
  readonly workDoneProgress: boolean;
  readonly markdownHover: boolean;
  /** Completions may have a text at the right of each name. */
  readonly labelDetails: boolean;
  /** Definitions may say which range they answer for. */
  readonly definitionLinks: boolean;
  readonly options: Required<Pick<InitializationOptions, "commands">> & InitializationOptions;
}

/** Reads the capabilities of an initialize request; what is not there is not supported. */
export function clientFeatures({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, "capabilities" | "initializationOptions">): ClientFeatures {
  const { textDocument, window, workspace } = capabilities;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport ?? false,
    answersConfiguration: workspace?.configuration ?? false,
    registersConfigurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    registersFormatting: textDocument?.formatting?.dynamicRegistration ?? false,
    registersFolding: textDocument?.foldingRange?.dynamicRegistration ?? false,
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    registersFileWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    versionedEdits: workspace?.workspaceEdit?.documentChanges ?? false,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport ?? false,
    disabledActions: textDocument?.codeAction?.disabledSupport ?? false,
    workDoneProgress: window?.workDoneProgress ?? false,
    markdownHover: textDocument?.hover?.contentFormat?.includes("markdown") ?? false,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport ?? false,
    definitionLinks: textDocument?.definition?.linkSupport ?? false,
    options: readOptions(initializationOptions),
  };
}

function readOptions(value: unknown): ClientFeatures["options"] {
  if (typeof value !== "object" || value === null) return { commands: [] };
  const commands = "commands" in value && Array.isArray(value.commands) ? value.commands : [];
  return {
    commands: commands.filter((command): command is string => typeof command === "string"),
    ...("trusted" in value && { trusted: value.trusted !== false }),
    ...("settings" in value && { settings: value.settings }),
  };
}
