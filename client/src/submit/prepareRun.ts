import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  composeSubmitRequest,
  type ComposeSubmitResult,
  type SubmitProblemInfo,
} from "../../../server/src/protocol/submit.ts";
import { isOff } from "../languageClient.ts";
import { readSettings } from "../settings.ts";
import { shellWord } from "../shellWord.ts";
import { prepareEventLogs } from "./eventLogs.ts";
import { checkJava } from "./findJava.ts";
import { findSpark, type FoundSpark, type MissingSpark } from "./findSpark.ts";
import { launchCommand } from "./launchCommand.ts";
import { activeProfile, readProfiles } from "./profilesFile.ts";

/** What to submit. */
export interface SubmitRequest {
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** Null: the profile's own file. */
  readonly application: string | null;
  /** Null: the active profile. */
  readonly profile: string | null;
}

/** A run that may start. */
export interface PreparedRun {
  readonly profile: string;
  /** The file that is submitted, for places in its output. */
  readonly application: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The command for display, secrets hidden. */
  readonly shown: string;
  readonly problems: readonly SubmitProblemInfo[];
  readonly eventLogFolder: string | null;
}

/** Why a run may not start, and what the user can do about it. */
export interface RefusedRun {
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export type Remedy =
  | "setUpSpark"
  | "openSparkSubmitSetting"
  | "openProfileSetting"
  | "editProfiles"
  | "installJava"
  | "installPython"
  | "changeSparkVersion"
  | "restartServer"
  | "showLog";

/** Finds Spark, composes the command and checks both. Starts Python and Java to ask for their versions, nothing else. */
export async function prepareRun(
  client: LanguageClient,
  { folder, application, profile }: SubmitRequest,
): Promise<PreparedRun | RefusedRun> {
  if (isOff(client))
    return {
      message: vscode.l10n.t("The Shufflewise server is not running, and this needs it."),
      remedies: ["restartServer", "showLog"],
    };
  const profiles = await readProfiles(client, folder);
  const name = profile ?? activeProfile(profiles, folder);
  const info = profiles.profiles.find((candidate) => candidate.name === name);
  if (info === undefined) return noProfile(name, profile === null);
  const spark = await findSpark(folder, info);
  if ("message" in spark) return refusalOf(spark);
  const cwd = folder?.uri.fsPath ?? path.dirname(application ?? process.cwd());
  const composed = await client.sendRequest<ComposeSubmitResult>(composeSubmitRequest, {
    text: profiles.text,
    profile: name,
    application,
    sparkVersion: spark.version,
    sparkHome: spark.sparkHome,
    python: spark.python?.executable ?? null,
    eventLogFolder: folder !== undefined && readSettings(folder).eventLogs ? prepareEventLogs(folder) : null,
    variables: variablesOf(folder, application),
  });
  const error = composed.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) {
    return { message: vscode.l10n.t('Profile "{0}": {1}', name, error.message), remedies: ["editProfiles"] };
  }
  const env = environmentOf(spark, composed);
  const java = await checkJava(composed.minimumJava, env);
  if (java !== null) return { message: java, remedies: ["installJava"] };
  const args = composed.argv.slice(1).map(fillEnvironment);
  try {
    return {
      profile: name,
      application: application ?? path.resolve(cwd, info.file ?? ""),
      argv: await launchCommand(spark, args, env),
      env,
      cwd,
      shown: composed.shownArgv.map(shellWord).join(" "),
      problems: composed.problems,
      eventLogFolder: composed.eventLogFolder,
    };
  } catch (refusal) {
    return {
      message: refusal instanceof Error ? refusal.message : String(refusal),
      remedies: ["editProfiles"],
    };
  }
}

/** What to do where there is no Spark: what was named wrongly comes first, a new one would not be taken. */
export function refusalOf({ message, blame }: MissingSpark): RefusedRun {
  switch (blame) {
    case "setting":
    case "environment":
      return { message, remedies: ["openSparkSubmitSetting"] };
    case "profile":
      return { message, remedies: ["editProfiles"] };
    case null:
      return { message, remedies: ["setUpSpark", "openSparkSubmitSetting"] };
  }
}

function noProfile(name: string, isOfSetting: boolean): RefusedRun {
  return isOfSetting
    ? {
        message: vscode.l10n.t(
          'There is no profile "{0}", which the setting shufflewise.submit.defaultProfile names.',
          name,
        ),
        remedies: ["openProfileSetting", "editProfiles"],
      }
    : { message: vscode.l10n.t('There is no profile "{0}".', name), remedies: ["editProfiles"] };
}

function variablesOf(
  folder: vscode.WorkspaceFolder | undefined,
  application: string | null,
): Record<string, string> {
  const file = application ?? vscode.window.activeTextEditor?.document.uri.fsPath;
  const home = process.env["HOME"] ?? process.env["USERPROFILE"];
  return {
    ...(folder !== undefined && {
      workspaceFolder: folder.uri.fsPath,
      workspaceFolderBasename: path.basename(folder.uri.fsPath),
    }),
    ...(home !== undefined && { userHome: home }),
    ...(file !== undefined && {
      file,
      fileDirname: path.dirname(file),
      fileBasename: path.basename(file),
      fileBasenameNoExtension: path.basename(file, path.extname(file)),
    }),
  };
}

/** SPARK_HOME is set for spark-submit's own script, which would otherwise search with the python3 on PATH. */
function environmentOf(spark: FoundSpark, { env }: ComposeSubmitResult): Record<string, string | undefined> {
  const own = Object.entries(env).map(([name, value]): [string, string] => [name, fillEnvironment(value)]);
  return {
    ...process.env,
    ...(spark.sparkHome !== null && { SPARK_HOME: spark.sparkHome }),
    // A script's prints come through at once, not when a buffer is full.
    PYTHONUNBUFFERED: "1",
    ...Object.fromEntries(own),
  };
}

/** The last step before the start: secrets come in here and nowhere earlier. */
function fillEnvironment(text: string): string {
  return text.replaceAll(/\$\{env:([^}]*)\}/g, (whole, name: string) => process.env[name] ?? whole);
}
