import { TextDocuments, type Connection } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze, type Analysis, type Engine } from "../analysis/analyze.ts";
import { documentInfoNotification, type DocumentInfoParams } from "../protocol/document.ts";
import type { Budget } from "../syntax/module.ts";
import { slashed } from "../host/moduleTexts.ts";
import { importsHold } from "../analysis/workspaceModules.ts";
import { documentKind, filePath, ownSpelling, type DocumentKind } from "./documentKind.ts";
import { createNotebooks, type Notebooks } from "./notebooks.ts";
import type { DocumentSettings, Settings } from "./settings.ts";
import type { ShownDocument } from "./shownDocument.ts";

/** One version of an open document under given settings, checked. */
export interface CheckedDocument {
  /** The live document: read it before the next `await`, or compare its version. Of a cell, the analysis is that of its notebook. */
  readonly document: ShownDocument;
  readonly version: number;
  readonly kind: DocumentKind;
  readonly settings: DocumentSettings;
  /** Null for what is neither Python nor Spark's SQL, and where the user has switched us off. */
  readonly analysis: Analysis | null;
  /** Names this check: never used twice in the life of the server. */
  readonly resultId: string;
}

/** The open documents and what we know of their newest text. */
export interface Documents {
  readonly open: TextDocuments<TextDocument>;
  readonly notebooks: Notebooks;
  /** Whether a document or a cell of a notebook is open. */
  readonly isOpen: (uri: string) => boolean;
  /** The open document of a file, by our spelling of its URI. */
  readonly openFile: (uri: string) => TextDocument | undefined;
  /**
   * The URIs by which the editor shows a file, by our spelling of its URI: its own, or of a notebook those of its cells;
   * null when it is not open.
   */
  readonly shown: (uri: string) => readonly string[] | null;
  /** Checks the newest text of a document, or of a cell's notebook, unless that is done; null for what is not open. */
  readonly check: (uri: string) => Promise<CheckedDocument | null>;
  /** The text of an open file, by its path with `/` between the parts; null for others. */
  readonly textOf: (path: string) => string | null;
  /** A result id that no check has had. */
  readonly nextResultId: () => string;
}

/** How long one document may take before its result is partial, in milliseconds. */
const timeLimit = 2000;

/** A budget that ends after the time limit. */
export function timeBudget(): Budget {
  const start = performance.now();
  return { expired: (share = 1) => performance.now() - start > timeLimit * share };
}

/** Keeps documents in step with the editor, and says when one was checked anew; each one's analysis lives until the document is closed. */
export function createDocuments(
  connection: Connection,
  engine: Promise<Engine>,
  settings: Settings,
  onChecked: () => void,
): Documents {
  const open = new TextDocuments(TextDocument);
  const checked = new Map<string, CheckedDocument>();
  const told = new Map<string, boolean>();
  /** How the editor spells the URIs of what it has open, by our spelling. */
  const spelled = new Map<string, string>();
  let results = 0;
  const nextResultId = (): string => String(++results);

  const notebooks = createNotebooks();
  const forget = (uri: string): void => {
    checked.delete(uri);
    told.delete(uri);
  };
  open.onDidOpen(({ document: { uri } }) => spelled.set(ownSpelling(uri), uri));
  open.onDidClose(({ document: { uri } }) => {
    spelled.delete(ownSpelling(uri));
    forget(uri);
  });
  notebooks.onDidOpen((uri) => spelled.set(ownSpelling(uri), uri));
  notebooks.onDidClose((uri, cells) => {
    spelled.delete(ownSpelling(uri));
    [uri, ...cells].forEach(forget);
  });
  notebooks.onDidChange((cells, removed) => {
    // Else a cell that nobody asks for again would hold the facts of the notebook as it was.
    for (const uri of cells) checked.delete(uri);
    removed.forEach(forget);
  });

  async function check(uri: string): Promise<CheckedDocument | null> {
    const notebook = notebooks.ofCell(uri);
    if (notebook === null) {
      const whole = await checkWhole(uri, () => open.get(uri));
      if (whole !== null) tellInfo(whole);
      return whole;
    }
    const whole = await checkWhole(notebook.document.uri, () => notebooks.ofCell(uri)?.document);
    const document = notebooks.ofCell(uri)?.cells.get(uri);
    if (whole === null || document === undefined) return null;
    const known = checked.get(uri);
    if (known?.resultId === whole.resultId) return known;
    const cell = { ...whole, document, version: document.version };
    checked.set(uri, cell);
    tellInfo(cell);
    return cell;
  }

  async function checkWhole(
    uri: string,
    newest: () => TextDocument | undefined,
  ): Promise<CheckedDocument | null> {
    const wanted = await settings.of(uri);
    const ready = await engine;
    const document = newest();
    if (document === undefined) return null;
    const known = checked.get(uri);
    if (
      known?.document === document &&
      known.version === document.version &&
      known.settings === wanted &&
      isCurrent(ready, known)
    )
      return known;
    const kind = documentKind(document);
    const analysis =
      wanted.enabled && (kind === "python" || (kind === "sql" && wanted.readsSql))
        ? analyze(
            ready,
            document.getText(),
            wanted.options,
            known?.analysis ?? undefined,
            timeBudget(),
            modulePath(uri),
          )
        : null;
    const { version } = document;
    const result = { document, version, kind, settings: wanted, analysis, resultId: nextResultId() };
    checked.set(uri, result);
    settings.announce(wanted);
    onChecked();
    return result;
  }

  function tellInfo({ document: { uri }, analysis }: CheckedDocument): void {
    const usesSpark = analysis?.facts.usesSpark;
    if (usesSpark === undefined || told.get(uri) === usesSpark) return;
    told.set(uri, usesSpark);
    const params: DocumentInfoParams = { uri, usesSpark };
    void connection.sendNotification(documentInfoNotification, params);
  }

  function textOf(path: string): string | null {
    for (const document of open.all()) if (modulePath(document.uri) === path) return document.getText();
    return null;
  }

  const openFile = (uri: string): TextDocument | undefined => open.get(spelled.get(uri) ?? uri);
  const isOpen = (uri: string): boolean => openFile(ownSpelling(uri)) !== undefined || notebooks.hasCell(uri);

  const shown = (uri: string): readonly string[] | null => {
    const document = openFile(uri);
    return document ? [document.uri] : notebooks.cellsOf(spelled.get(uri) ?? uri);
  };

  return { open, notebooks, isOpen, openFile, shown, check, textOf, nextResultId };
}

/** Whether the data files and modules that a document reads still are what they were when it was checked. */
function isCurrent(engine: Engine, { analysis }: CheckedDocument): boolean {
  if (analysis === null) return true;
  const files = engine.files?.() ?? null;
  if (analysis.files !== (analysis.path === null ? files : (files?.beside(analysis.path) ?? null)))
    return false;
  if (analysis.path === null) return true;
  const modules = engine.modules?.resolver(engine, analysis.path, analysis.options) ?? null;
  return importsHold(analysis.facts, modules);
}

/** The path of a document as imports are looked for from it; null for what is no file. */
export function modulePath(uri: string): string | null {
  const path = filePath(uri);
  return path === null ? null : slashed(path);
}
