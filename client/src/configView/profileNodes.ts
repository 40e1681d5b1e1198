import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { settingsSection } from "../settings.ts";
import { activeProfile, profilesUri, readProfiles } from "../submit/profilesFile.ts";
import type { ProfileNode, SectionNode } from "./nodes.ts";
import { settingsIn } from "./settingNodes.ts";

/** A heading for every folder that has submit profiles; below it each profile, the one that submits take marked. */
export async function profileSections(client: LanguageClient): Promise<SectionNode[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map((folder) => profilesOf(client, folder)));
  return folders.flatMap((folder, index): SectionNode[] => {
    const profiles = found[index] ?? [];
    if (profiles.length === 0) return [];
    return [
      {
        kind: "section",
        id: `profiles:${folder.uri.toString()}`,
        label: vscode.l10n.t("Submit profiles"),
        description: vscode.workspace.asRelativePath(profilesUri(folder)),
        icon: "rocket",
        isOpen: true,
        children: () => Promise.resolve(profiles),
      },
    ];
  });
}

/**
 * Makes a profile the one that submits take, in the workspace's settings; asks for it when none is named. The setting
 * is taken away again when the file's own default is chosen.
 */
export async function chooseProfile(client: LanguageClient, node?: ProfileNode): Promise<void> {
  const chosen = node ?? (await pickProfile(client));
  if (chosen === undefined) return;
  const { defaultProfile } = await readProfiles(client, chosen.folder);
  const isMany = (vscode.workspace.workspaceFolders ?? []).length > 1;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  await vscode.workspace
    .getConfiguration(settingsSection, chosen.folder)
    .update(
      "submit.defaultProfile",
      chosen.name === defaultProfile ? undefined : chosen.name,
      isMany ? WorkspaceFolder : Workspace,
    );
}

async function pickProfile(client: LanguageClient): Promise<ProfileNode | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const all = (await Promise.all(folders.map((folder) => profilesOf(client, folder)))).flat();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There are no submit profiles yet. "Edit Submit Profiles" makes some.'),
    );
    return undefined;
  }
  const items = all.map((node) => ({
    label: node.name,
    description: [node.master ?? "", folders.length > 1 ? node.folder.name : ""].filter(Boolean).join(" · "),
    detail: node.isActive ? vscode.l10n.t("what submits take now") : "",
    node,
  }));
  const placeHolder = vscode.l10n.t("Which profile shall submits take?");
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.node;
}

async function profilesOf(client: LanguageClient, folder: vscode.WorkspaceFolder): Promise<ProfileNode[]> {
  const profiles = await readProfiles(client, folder);
  if (profiles.text === null) return [];
  const active = activeProfile(profiles, folder);
  const uri = profilesUri(folder).toString();
  return profiles.profiles.map(({ name, master }) => ({
    kind: "profile",
    folder,
    name,
    master,
    isActive: name === active,
    children: () =>
      settingsIn(client, { uri, profile: name }, vscode.l10n.t("The profile sets no configuration")),
  }));
}
