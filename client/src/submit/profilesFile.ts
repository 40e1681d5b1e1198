import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { submitProfilesRequest, type SubmitProfilesResult } from "../../../server/src/protocol/submit.ts";
import { readSettings } from "../settings.ts";

/** A workspace's profiles as the server reads them. */
export interface Profiles extends SubmitProfilesResult {
  /** The file's content; null when there is none. */
  readonly text: string | null;
}

/** Where a folder's profiles lie. */
export function profilesUri(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, ".vscode", "shufflewise.json");
}

/** Reads a folder's profiles, unsaved changes included. Outside of a folder there is only the built-in one. */
export async function readProfiles(
  client: LanguageClient,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<Profiles> {
  const text = folder === undefined ? null : await textOf(profilesUri(folder));
  const result = await client.sendRequest<SubmitProfilesResult>(submitProfilesRequest, { text });
  return { ...result, text };
}

/** The profile that a submit takes when none is named: the setting's, else the file's default. */
export function activeProfile(
  profiles: SubmitProfilesResult,
  folder: vscode.WorkspaceFolder | undefined,
): string {
  const { defaultProfile } = readSettings(folder);
  return defaultProfile === "" ? profiles.defaultProfile : defaultProfile;
}

/** Opens the file of profiles; makes a commented one first when it is missing. */
export async function editProfiles(folder: vscode.WorkspaceFolder): Promise<void> {
  const uri = profilesUri(folder);
  if ((await textOf(uri)) === null) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(firstProfiles));
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const commented = await vscode.languages.setTextDocumentLanguage(document, "jsonc");
  await vscode.window.showTextDocument(commented);
}

async function textOf(uri: vscode.Uri): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

const firstProfiles = `{
  // How jobs of this workspace are submitted to Spark. Ctrl+Space lists all fields.
  // Values may hold \${workspaceFolder}, \${file} and \${env:NAME}; keep secrets in the environment.
  "defaultProfile": "local",
  "profiles": {
    "local": {
      "master": "local[*]",
      "driverMemory": "2g",
      "conf": {
        // small data needs few shuffle partitions
        "spark.sql.shuffle.partitions": 8
      }
    },
    "cluster": {
      // everything of "local", except what is written here
      "extends": "local",
      "master": "spark://localhost:7077",
      "executorMemory": "2g",
      "totalExecutorCores": 4
    }
  }
}
`;
