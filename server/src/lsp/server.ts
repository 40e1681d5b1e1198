import {
  DidChangeConfigurationNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver";
import { interpreterNotification, type InterpreterParams } from "../protocol/status.ts";
import { isNotebookName } from "../analysis/notebook.ts";
import { createWorkspaceModules } from "../analysis/workspaceModules.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { createChangeSignal } from "./changeSignal.ts";
import { clientFeatures, type ClientFeatures } from "./clientFeatures.ts";
import { codeActionKinds, registerCodeActions } from "./codeActions.ts";
import { registerCommands, serverCommands } from "./commands.ts";
import { registerColumnNavigation } from "./columnNavigation.ts";
import { completionTriggers, registerCompletion } from "./completion.ts";
import { registerConfigurationRequests } from "./configurationRequests.ts";
import { filePath } from "./documentKind.ts";
import { createDocuments } from "./documents.ts";
import { createGuard } from "./guard.ts";
import { notebookSelector } from "./notebooks.ts";
import { registerHover } from "./hover.ts";
import { registerPullDiagnostics } from "./pullDiagnostics.ts";
import { startPushDiagnostics, type PushDiagnostics } from "./pushDiagnostics.ts";
import { registerRename } from "./rename.ts";
import { registerRulePage } from "./rulePageRequest.ts";
import { registerSemanticTokens, semanticTokensOptions } from "./semanticTokens.ts";
import { createInstalledGrammars } from "./installedGrammars.ts";
import type { ServerContext } from "./serverContext.ts";
import type { DataFiles } from "../host/dataFiles.ts";
import { trustedNotification } from "../protocol/initialize.ts";
import type { ServerHost } from "./serverHost.ts";
import { createSettingsProblems } from "./settingsProblems.ts";
import { createSettings } from "./settings.ts";
import { registerSignatureHelp, signatureTriggers } from "./signatureHelp.ts";
import { createSubmitFacts } from "../submit/facts.ts";
import { registerSubmitRequests } from "./submitRequests.ts";
import { registerInlayHints } from "./inlayHints.ts";
import { offerSqlFolding, registerOutline } from "./outline.ts";
import { registerPlan } from "./planRequest.ts";
import { changedBySave, registerFileWatchers, type ChangedFiles } from "./watchedFiles.ts";
import { offerSqlFormatting, registerSqlFormatting } from "./sqlFormatting.ts";
import { createWorkspaceCheck } from "./workspaceCheck.ts";
import { createWorkspaceFiles } from "./workspaceFiles.ts";
import { createWorkspaceFolders } from "./workspaceFolders.ts";

/** How long after a check the grammars of installed Sparks are read, in milliseconds. */
const untilGrammars = 500;

/** How long after a keystroke in one cell of a notebook the others are asked for again, in milliseconds. */
const untilOtherCells = 300;

/** Starts the language server on a connection; `host` does what needs the machine. Returns at once. */
export function startServer(connection: Connection, host: ServerHost): void {
  // The engine loads while the client still introduces itself.
  let dataFiles: { readonly folders: string; readonly files: DataFiles } | null = null;
  let trusted = true;
  /** The data files of the folders that are open; none in a workspace that the user does not trust. */
  const filesNow = (): DataFiles | null => {
    const paths = folders.paths();
    const key = JSON.stringify(paths);
    if (!trusted || paths.length === 0) return null;
    if (dataFiles?.folders !== key) dataFiles = { folders: key, files: host.openDataFiles(paths) };
    return dataFiles.files;
  };
  const moduleTexts = host.openModuleTexts(
    () => folders.paths(),
    (path) => documents.textOf(path),
  );
  const grammars = createInstalledGrammars({
    readGrammar: host.readGrammar,
    packed: async (version) => (await engine).catalog.sqlGrammars(version),
    isTrusted: () => trusted,
    log: (line) => connection.console.warn(line),
    onChange() {
      settings.grammarChanged();
      settingsRead();
    },
  });
  const engine = host.createEngine(filesNow, createWorkspaceModules(moduleTexts), grammars.of);
  engine.catch((error: unknown) => {
    connection.window.showErrorMessage(
      `Shufflewise cannot start: ${String(error)}. Installing it again restores missing files.`,
    );
  });
  let features: ClientFeatures = clientFeatures({ capabilities: {} });
  const client = (): ClientFeatures => features;
  const folders = createWorkspaceFolders();
  const changes = createChangeSignal();
  // Of the engine's catalogue nothing is needed here before it is ready; its large files are read there alone.
  const catalog = createCatalog(host.data);
  const settingsProblems = createSettingsProblems(connection, () => documents.open);
  const settings = createSettings(
    connection,
    host,
    client,
    folders.paths,
    () => catalog.versions,
    grammars.want,
    settingsProblems,
  );
  const documents = createDocuments(connection, engine, settings, readGrammars);
  const workspaceFiles = createWorkspaceFiles(host, engine, settings, folders.paths, documents.nextResultId);
  const guard = createGuard(connection);
  const context: ServerContext = {
    host,
    engine,
    client,
    guard,
    settings,
    documents,
    workspaceFiles,
    changes,
  };
  const check = createWorkspaceCheck(connection, context);
  let push: PushDiagnostics | null = null;
  let otherCells: NodeJS.Timeout | undefined;

  connection.onInitialize((params) => {
    features = clientFeatures(params);
    folders.start(params);
    trusted = features.options.trusted !== false;
    if (!features.pullsDiagnostics) push = startPushDiagnostics(connection, context);
    return initializeResult(params, features.options.commands, host.version);
  });
  connection.onInitialized(() =>
    guard("initialized", undefined, async () => {
      connection.console.info(`Shufflewise ${host.version} on ${host.runtime}`);
      folders.listen(connection, allChanged);
      if (features.registersConfigurationChanges)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "shufflewise" });
      if (features.registersFormatting) await offerSqlFormatting(connection);
      if (features.registersFolding) await offerSqlFolding(connection);
      workspaceFiles.watched = await registerFileWatchers(connection, features, onFilesChanged);
    }),
  );
  connection.onDidChangeConfiguration(({ settings: sent }: { settings: unknown }) => {
    const own =
      typeof sent === "object" && sent !== null && "shufflewise" in sent ? sent.shufflewise : undefined;
    allChanged(own);
  });

  connection.onNotification(interpreterNotification, (params: InterpreterParams) => {
    settings.interpreterChanged(params);
    settingsRead();
  });

  connection.onNotification(trustedNotification, () => {
    trusted = true;
    settingsRead();
    readGrammars();
  });

  /** Reading jars can wait until the first findings are told. */
  function readGrammars(): void {
    setTimeout(grammars.read, untilGrammars).unref();
  }

  /** Every document's settings may be others now. */
  function allChanged(editorSettings?: unknown): void {
    settings.changed(editorSettings);
    settingsRead();
  }

  /** What follows from settings is to be computed again. */
  function settingsRead(): void {
    workspaceFiles.forget(null, true);
    changes.raise();
    push?.again();
    refresh();
  }

  /** The client is to ask again for what it shows of documents whose text has not changed. */
  function refresh(): void {
    if (features.refreshesDiagnostics)
      void guard("refresh", undefined, () => connection.languages.diagnostics.refresh());
    if (features.refreshesInlayHints)
      void guard("refresh", undefined, () => connection.languages.inlayHint.refresh());
  }

  function onFilesChanged({ settingsChanged, sources, data }: ChangedFiles): void {
    if (data.some((path) => dataFiles?.files.concerns(path))) {
      dataFiles = null;
      settingsRead();
    }
    if (settingsChanged) allChanged();
    const modules = sources.filter(({ uri }) => !isNotebookName(uri));
    if (modules.length > 0) moduleTexts.changed(modules.every(({ written }) => written) ? "disk" : "list");
    for (const { uri, written } of sources) {
      workspaceFiles.forget(uri, !written);
      void guard("checking a changed file", undefined, () => check.refresh(uri));
    }
    changes.raise();
  }

  documents.open.onDidOpen(({ document: { uri } }) => {
    settingsProblems.openChanged(uri);
    moduleTexts.changed("open");
  });
  documents.open.onDidChangeContent(() => {
    moduleTexts.changed("open");
    changes.raise();
  });
  documents.open.onDidClose(({ document: { uri } }) => {
    settingsProblems.openChanged(uri);
    if (filePath(uri) !== null) workspaceFiles.forget(uri, false);
    moduleTexts.changed("list");
    changes.raise();
  });
  documents.open.onDidSave(({ document: { uri } }) => {
    if (workspaceFiles.watched) return;
    dataFiles = null;
    onFilesChanged(changedBySave(uri));
  });
  documents.notebooks.onDidOpen(() => changes.raise());
  documents.notebooks.onDidClose((uri) => {
    workspaceFiles.forget(uri, false);
    changes.raise();
  });
  documents.notebooks.onDidChange(() => {
    clearTimeout(otherCells);
    otherCells = setTimeout(refresh, untilOtherCells).unref();
  });
  registerPullDiagnostics(connection, context);
  registerCodeActions(connection, context);
  registerHover(connection, context);
  registerCompletion(connection, context);
  registerColumnNavigation(connection, context);
  registerRename(connection, context);
  registerSignatureHelp(connection, context);
  registerInlayHints(connection, context);
  registerSemanticTokens(connection, context);
  registerOutline(connection, context);
  registerPlan(connection, context);
  registerSqlFormatting(connection, context);
  registerCommands(connection, context, check);
  registerRulePage(connection, context);
  const facts = createSubmitFacts(host.data("spark-submit.json"), host.data("spark-submit-flags.json"));
  registerConfigurationRequests(connection, context, facts);
  registerSubmitRequests(connection, {
    facts,
    catalog,
    sparkVersion: settings.sparkVersion,
    versionOf: async (uri) => (await settings.of(uri)).options.sparkVersion,
  });
  documents.open.listen(connection);
  documents.notebooks.listen(connection);
  connection.listen();
}

function initializeResult(
  { capabilities }: InitializeParams,
  ownCommands: readonly string[],
  version: string,
): InitializeResult {
  return {
    serverInfo: { name: "Shufflewise", version },
    capabilities: {
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true,
      },
      ...(capabilities.notebookDocument && { notebookDocumentSync: { notebookSelector } }),
      diagnosticProvider: {
        identifier: "shufflewise",
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider:
        capabilities.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
      signatureHelpProvider: signatureTriggers,
      inlayHintProvider: true,
      documentSymbolProvider: { label: "Spark" },
      ...(capabilities.textDocument?.semanticTokens !== undefined && {
        semanticTokensProvider: semanticTokensOptions,
      }),
      completionProvider: { triggerCharacters: completionTriggers },
      codeActionProvider:
        capabilities.textDocument?.codeAction?.codeActionLiteralSupport === undefined
          ? false
          : { codeActionKinds },
      // A client that registers one of ours itself would otherwise have it twice.
      executeCommandProvider: {
        commands: serverCommands.filter((command) => !ownCommands.includes(command)),
        workDoneProgress: true,
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}
