import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type FileChangeType,
  type Hover,
  type InitializeResult,
  type MessageConnection,
  type Position,
  type TextDocumentContentChangeEvent,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { createServerHost } from "../../server/src/lsp/serverHost.ts";
import { startServer } from "../../server/src/lsp/server.ts";

/** A client as an editor is one: real JSON-RPC over two streams to a server in this process. */
export interface Client {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** Everything that the server has sent by itself, in order. */
  readonly received: { readonly method: string; readonly params: unknown }[];
  readonly open: (uri: string, text: string, languageId?: string) => Promise<void>;
  readonly change: (
    uri: string,
    version: number,
    ...changes: TextDocumentContentChangeEvent[]
  ) => Promise<void>;
  readonly close: (uri: string) => Promise<void>;
  readonly pull: (uri: string, previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  /** The diagnostics of a full report. */
  readonly diagnostics: (uri: string) => Promise<Diagnostic[]>;
  readonly codeActions: (uri: string, diagnostics: Diagnostic[], only?: string[]) => Promise<CodeAction[]>;
  readonly hover: (uri: string, position: Position) => Promise<Hover | null>;
  readonly complete: (uri: string, position: Position) => Promise<CompletionItem[]>;
  readonly command: (command: string, ...given: unknown[]) => Promise<unknown>;
  /** The user changes settings `shufflewise.*`. */
  readonly configure: (settings: unknown) => Promise<void>;
  readonly fileChanged: (uri: string, type: FileChangeType) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ClientOptions {
  /** Publishes are wanted: the client does not pull. */
  readonly push?: boolean;
  /** Folders that are open. */
  readonly folders?: readonly string[];
  readonly settings?: unknown;
  /** False for a workspace that the user does not trust. */
  readonly trusted?: boolean;
  /** Capabilities to leave out or add, by their path: {"workspace.workspaceEdit.snippetEditSupport": true}. */
  readonly without?: readonly ("documentChanges" | "configuration" | "snippets" | "watchers")[];
  /** What is done with workspace/applyEdit. */
  readonly applyEdit?: (edit: WorkspaceEdit) => boolean;
}

/** Starts a server and shakes hands. */
export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server, createServerHost());
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const received: { method: string; params: unknown }[] = [];
  let settings = options.settings ?? {};
  const has = (name: NonNullable<ClientOptions["without"]>[number]): boolean =>
    options.without?.includes(name) !== true;
  connection.onNotification((method, params) => void received.push({ method, params }));
  connection.onUnhandledProgress((params) => void received.push({ method: "$/progress", params }));
  connection.onRequest((method, params) => {
    received.push({ method, params });
    if (method === "workspace/configuration") return [settings];
    if (method === "workspace/applyEdit") {
      const { edit } = params as unknown as { edit: WorkspaceEdit };
      return { applied: options.applyEdit?.(edit) ?? false };
    }
    return null;
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    workspaceFolders: (options.folders ?? []).map((folder) => ({
      uri: pathToFileURL(folder).href,
      name: path.basename(folder),
    })),
    initializationOptions: {
      commands: ["shufflewise.openRulePage"],
      settings,
      ...(options.trusted !== undefined && { trusted: options.trusted }),
    },
    capabilities: {
      textDocument: {
        ...(options.push !== true && { diagnostic: { dynamicRegistration: false } }),
        hover: { contentFormat: ["markdown"] },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        semanticTokens: { requests: {}, tokenTypes: [], tokenModifiers: [], formats: ["relative"] },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source"] } } },
      },
      notebookDocument: { synchronization: {} },
      window: { workDoneProgress: true },
      workspace: {
        configuration: has("configuration"),
        diagnostics: { refreshSupport: true },
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: has("watchers") },
        workspaceEdit: {
          documentChanges: has("documentChanges"),
          snippetEditSupport: has("snippets"),
          changeAnnotationSupport: {},
        },
        workspaceFolders: true,
      },
    },
  });
  await connection.sendNotification("initialized", {});

  const pull: Client["pull"] = (uri, previousResultId) =>
    connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
      ...(previousResultId !== undefined && { previousResultId }),
    });
  return {
    connection,
    initialized,
    received,
    open: (uri, text, languageId = "python") =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, ...contentChanges) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges,
      }),
    close: (uri) => connection.sendNotification("textDocument/didClose", { textDocument: { uri } }),
    pull,
    async diagnostics(uri) {
      const report = await pull(uri);
      assert.ok(report.kind === "full", "a pull without a result id is answered in full");
      return report.items;
    },
    codeActions: (uri, diagnostics, only) =>
      connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics, ...(only && { only }) },
      }),
    hover: (uri, position) =>
      connection.sendRequest<Hover | null>("textDocument/hover", { textDocument: { uri }, position }),
    async complete(uri, position) {
      const list = await connection.sendRequest<CompletionList | null>("textDocument/completion", {
        textDocument: { uri },
        position,
      });
      return list?.items ?? [];
    },
    command: (command, ...given) =>
      connection.sendRequest("workspace/executeCommand", { command, arguments: given }),
    async configure(value) {
      settings = value ?? {};
      await connection.sendNotification("workspace/didChangeConfiguration", {
        settings: { shufflewise: value },
      });
    },
    fileChanged: (uri, type) =>
      connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] }),
    async stop() {
      await connection.sendRequest("shutdown");
      connection.dispose();
      server.dispose();
    },
  };
}

/** Polls until `probe` gives something; fails after two seconds. */
export async function eventually<T>(what: string, probe: () => T | undefined | null | false): Promise<T> {
  const end = performance.now() + 2000;
  for (;;) {
    const value = probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > end) assert.fail(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The text of one document after an edit. */
export function applied(text: string, edit: WorkspaceEdit | undefined, uri: string): string {
  const document = TextDocument.create(uri, "python", 0, text);
  const ofDocument = (edit?.documentChanges ?? []).filter(
    (change): change is TextDocumentEdit => "textDocument" in change && change.textDocument.uri === uri,
  );
  const edits = ofDocument.flatMap((change) => change.edits);
  const plain = edits.map((each) =>
    "newText" in each ? each : { range: each.range, newText: each.snippet.value },
  );
  return TextDocument.applyEdits(document, [...plain, ...(edit?.changes?.[uri] ?? [])]);
}

/** The text without its mark `|`, and the place of the mark. */
export function atMark(marked: string): { readonly text: string; readonly position: Position } {
  const offset = marked.indexOf("|");
  assert.ok(offset >= 0, "no | in the text");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: TextDocument.create("", "", 0, text).positionAt(offset) };
}

/** A folder with these files, deleted after the suite's tests; paths are relative, with `/`. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "shufflewise-lsp-"));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
