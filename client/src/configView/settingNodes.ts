import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  configurationInDocumentRequest,
  type ConfigurationInDocumentParams,
  type ConfigurationInDocumentResult,
} from "../../../server/src/protocol/configuration.ts";
import type { ConfigurationNode } from "./nodes.ts";

/** The rows of what a file or profile sets; `nothing` is said where it sets nothing. */
export async function settingsIn(
  client: LanguageClient,
  params: ConfigurationInDocumentParams,
  nothing: string,
): Promise<readonly ConfigurationNode[]> {
  const { settings } = await client.sendRequest<ConfigurationInDocumentResult>(
    configurationInDocumentRequest,
    params,
  );
  return settings.length === 0
    ? [{ kind: "note", text: nothing }]
    : settings.map((setting) => ({ kind: "setting", uri: vscode.Uri.parse(setting.uri), setting }));
}
