import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  configurationAreasRequest,
  type ConfigurationAreasResult,
} from "../../../server/src/protocol/configuration.ts";
import type { SectionNode } from "./nodes.ts";
import { profileSections } from "./profileNodes.ts";
import { settingsIn } from "./settingNodes.ts";

/** How many spark-defaults.conf files the view lists. */
const maximalFiles = 8;

/** The view's headings: what the open file sets, what files and profiles set, and the catalogue. */
export async function sections(client: LanguageClient, document: vscode.Uri | null): Promise<SectionNode[]> {
  const files = await vscode.workspace.findFiles(
    "**/spark-defaults.conf",
    "{**/node_modules/**,**/.venv/**,**/venv/**,**/.cache/**,**/site-packages/**}",
    maximalFiles,
  );
  const known = new Set(files.map(String));
  const installed = await installedDefaults();
  return [
    ...(document ? [openFileSection(client, document)] : []),
    ...files.toSorted((a, b) => a.path.length - b.path.length).map((uri) => defaultsSection(client, uri)),
    ...(installed && !known.has(installed.toString()) ? [defaultsSection(client, installed)] : []),
    ...(await profileSections(client)),
    catalogueSection(client),
  ];
}

/** The file that spark-submit reads when no other is named: in SPARK_CONF_DIR, else in the conf folder of SPARK_HOME. */
async function installedDefaults(): Promise<vscode.Uri | null> {
  const { SPARK_CONF_DIR: configured = "", SPARK_HOME: home = "" } = process.env;
  if (configured === "" && home === "") return null;
  const folder =
    configured === "" ? vscode.Uri.joinPath(vscode.Uri.file(home), "conf") : vscode.Uri.file(configured);
  const uri = vscode.Uri.joinPath(folder, "spark-defaults.conf");
  return vscode.workspace.fs.stat(uri).then(
    () => uri,
    () => null,
  );
}

function openFileSection(client: LanguageClient, uri: vscode.Uri): SectionNode {
  return {
    kind: "section",
    id: "open-file",
    label: vscode.l10n.t("Set in {0}", nameOf(uri)),
    description: "",
    icon: "file-code",
    isOpen: true,
    children: () =>
      settingsIn(client, { uri: uri.toString() }, vscode.l10n.t("This file sets no Spark configuration")),
  };
}

function defaultsSection(client: LanguageClient, uri: vscode.Uri): SectionNode {
  return {
    kind: "section",
    id: `defaults:${uri.toString()}`,
    label: vscode.workspace.asRelativePath(uri),
    description: "",
    icon: "settings",
    isOpen: true,
    children: () => settingsIn(client, { uri: uri.toString() }, vscode.l10n.t("This file sets nothing")),
  };
}

function catalogueSection(client: LanguageClient): SectionNode {
  return {
    kind: "section",
    id: "catalogue",
    label: vscode.l10n.t("Catalogue"),
    description: vscode.l10n.t("all of Spark's configurations"),
    icon: "book",
    isOpen: false,
    async children() {
      const { areas } = await client.sendRequest<ConfigurationAreasResult>(configurationAreasRequest);
      return areas.map(({ title, keys }) => ({
        kind: "section",
        id: `area:${title}`,
        label: title,
        description: String(keys.length),
        icon: "folder",
        isOpen: false,
        children: () => Promise.resolve(keys.map((summary) => ({ kind: "key", summary }))),
      }));
    },
  };
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
