import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Connection } from "vscode-languageserver";
import { fileFilter } from "../analysis/globs.ts";
import { defaultOptions, type Options } from "../analysis/options.ts";
import { resolveOptions, type OptionsLayer } from "../analysis/settings.ts";
import { targetVersion, type ChosenVersion, type TargetVersion } from "../analysis/targetVersion.ts";
import type { SparkReleases } from "../catalog/sparkReleases.ts";
import { statusNotification, type InterpreterParams, type StatusParams } from "../protocol/status.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { filePath, isSqlName } from "./documentKind.ts";
import type { Project } from "../host/projects.ts";
import { readEditorSettings, type EditorSettings } from "./editorSettings.ts";
import type { InstalledGrammars } from "./installedGrammars.ts";
import type { ServerHost } from "./serverHost.ts";
import type { SettingsProblems } from "./settingsProblems.ts";

/** What holds for one document. The same object until a setting that concerns it changes. */
export interface DocumentSettings extends Pick<
  EditorSettings,
  "schemasOnHover" | "completesColumns" | "inlayHints" | "outline" | "sqlKeywordCase"
> {
  /** False where the user has switched us off. */
  readonly enabled: boolean;
  /** False for files that `exclude` or `include` leaves out: they have no findings, but all else. */
  readonly included: boolean;
  /** For a file of SQL: it is Spark's, as far as the project tells, and the user wants it checked. */
  readonly readsSql: boolean;
  readonly options: Options;
  readonly target: TargetVersion;
}

/** The settings of the editor over those of the project, by document. */
export interface Settings {
  readonly of: (uri: string) => Promise<DocumentSettings>;
  /** Whether findings are wanted for open documents alone or for the whole workspace. */
  readonly mode: () => Promise<EditorSettings["mode"]>;
  /** The editor's or the project's settings may have changed; `pushed` are those that the editor sent along. */
  readonly changed: (pushed?: unknown) => void;
  /** The PySpark of the interpreter that is selected for a folder; null when it has none. */
  readonly interpreterChanged: (interpreter: InterpreterParams) => void;
  /** SQL is read by another grammar from now on, so that all documents are to be looked at again. */
  readonly grammarChanged: () => void;
  /** Tells the client the Spark version of the document at hand, when it is another one than before. */
  readonly announce: (settings: DocumentSettings) => void;
  /** The Spark version told last: "4.1". */
  readonly sparkVersion: () => string;
}

/** `folders` are the paths of the workspace's folders at the moment. */
export function createSettings(
  connection: Connection,
  host: ServerHost,
  client: () => ClientFeatures,
  folders: () => readonly string[],
  releases: () => SparkReleases,
  wantGrammar: InstalledGrammars["want"],
  problems: SettingsProblems,
): Settings {
  let pushed: unknown;
  let editor = new Map<string, Promise<EditorSettings>>();
  let ofFile = new Map<string, Promise<DocumentSettings>>();
  /** PySpark of the selected interpreters by folder; "" stands for no folder. */
  const interpreters = new Map<string, InterpreterParams & { readonly pyspark: string }>();
  let told: StatusParams | null = null;

  /** Settings differ by folder at most, so one question a folder is enough; `null` stands for no folder. */
  function editorSettings(folder: string | null): Promise<EditorSettings> {
    const key = folder ?? "";
    let answer = editor.get(key);
    if (answer === undefined) editor.set(key, (answer = ask(folder)));
    return answer;
  }

  async function ask(folder: string | null): Promise<EditorSettings> {
    const { answersConfiguration, options } = client();
    let value: unknown = pushed ?? options.settings;
    if (answersConfiguration)
      try {
        value = await connection.workspace.getConfiguration({
          section: "shufflewise",
          ...(folder !== null && { scopeUri: pathToFileURL(folder).href }),
        });
      } catch (error) {
        connection.console.warn(
          `The editor did not tell its settings (${String(error)}); defaults are used.`,
        );
      }
    const { settings, problems } = readEditorSettings(value);
    for (const problem of problems) connection.console.warn(problem);
    return settings;
  }

  async function settingsOf(file: string | null): Promise<DocumentSettings> {
    const folder = file === null ? (folders()[0] ?? null) : folderOf(file, folders());
    const [own, project] = [await editorSettings(folder), projectOf(file ?? withFile(folder))];
    if (own.enabled && project.settings !== null) problems.tell(project.settings);
    const interpreter = interpreters.get(folder ?? "") ?? interpreters.get("") ?? null;
    const target = targetVersion(
      {
        setting: chosenVersion(own, project),
        platform: own.platform ?? project.settings?.options.platform ?? null,
        files: project.dependencies,
        interpreter: interpreter?.pyspark ?? null,
      },
      { runtimeSpark: (...runtime) => releases().runtimeSpark(...runtime) },
    );
    const installed = target.isInstalled && interpreter?.package ? interpreter : null;
    wantGrammar(
      folder ?? "",
      installed && {
        version: target.sparkVersion,
        pyspark: installed.pyspark,
        package: installed.package ?? "",
      },
    );
    const settings = combine(own, project, file, folder, target);
    const hasSpark = (): boolean =>
      project.dependencies.length > 0 ||
      interpreter !== null ||
      (folder !== null && host.usesPyspark(folder));
    const readsSql = file !== null && isSqlName(file) && settings.options.sqlFiles && hasSpark();
    return { ...settings, readsSql };
  }

  function projectOf(file: string | null): Project {
    return file === null ? { settings: null, dependencies: [] } : host.project(file);
  }

  return {
    of(uri) {
      const file = filePath(uri);
      // Documents without a file share the first folder's settings.
      const key = file ?? "";
      let settings = ofFile.get(key);
      if (settings === undefined) ofFile.set(key, (settings = settingsOf(file)));
      return settings;
    },
    mode: async () => (await editorSettings(folders()[0] ?? null)).mode,
    changed(value) {
      if (value !== undefined) pushed = value;
      editor = new Map();
      ofFile = new Map();
      problems.forget();
      host.forgetProjects();
    },
    interpreterChanged(interpreter) {
      const { folder, pyspark } = interpreter;
      const key = folder === null ? "" : (filePath(folder) ?? "");
      if (pyspark === null) interpreters.delete(key);
      else interpreters.set(key, { ...interpreter, pyspark });
      ofFile = new Map();
    },
    grammarChanged() {
      ofFile = new Map();
    },
    announce({ target: { sparkVersion, origin, platform, notes } }) {
      const params: StatusParams = {
        sparkVersion,
        origin,
        platform: platform === "plain" ? null : (releases().platformNames.get(platform) ?? platform),
        notes,
      };
      if (JSON.stringify(told) === JSON.stringify(params)) return;
      told = params;
      const of = params.platform === null ? "" : ` of ${params.platform}`;
      connection.console.info(`Checks for Spark ${sparkVersion}${of} (${origin})`);
      void connection.sendNotification(statusNotification, params);
    },
    sparkVersion: () => told?.sparkVersion ?? defaultOptions.sparkVersion,
  };
}

/** What the editor says wins over the project's file; what it leaves at its default says nothing. */
function combine(
  editor: EditorSettings,
  project: Project,
  file: string | null,
  folder: string | null,
  target: TargetVersion,
): Omit<DocumentSettings, "readsSql"> {
  const inFile = project.settings?.options ?? {};
  const { sparkVersion, platform } = target;
  const options = resolveOptions(inFile, editor.layer, { sparkVersion, platform });
  const included =
    file === null ||
    (passes(inFile, file, project.settings === null ? null : path.dirname(project.settings.file)) &&
      passes(editor.layer, file, folder));
  const { enabled, schemasOnHover, completesColumns, inlayHints, outline, sqlKeywordCase } = editor;
  const shown = { schemasOnHover, completesColumns, inlayHints, outline, sqlKeywordCase };
  return { enabled, ...shown, included, options, target };
}

function chosenVersion({ layer }: EditorSettings, { settings }: Project): ChosenVersion | null {
  if (layer.sparkVersion !== undefined)
    return { sparkVersion: layer.sparkVersion, origin: "the editor's settings" };
  const inFile = settings?.options.sparkVersion;
  return inFile === undefined || settings === null
    ? null
    : { sparkVersion: inFile, origin: path.basename(settings.file) };
}

/** Each source's globs count from that source's own folder. */
function passes({ exclude = [], include = [] }: OptionsLayer, file: string, folder: string | null): boolean {
  if (folder === null || (exclude.length === 0 && include.length === 0)) return true;
  const relative = path.relative(folder, file).replaceAll(path.sep, "/");
  return relative.startsWith("../") || fileFilter({ exclude, include })(relative);
}

/** The innermost workspace folder around a file. */
function folderOf(file: string, folders: readonly string[]): string | null {
  const around = folders.filter((folder) =>
    file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep),
  );
  return around.toSorted((left, right) => right.length - left.length)[0] ?? null;
}

/** Any file's path in a folder: the project of a document that has no file. */
function withFile(folder: string | null): string | null {
  return folder === null ? null : path.join(folder, "untitled.py");
}
