import * as vscode from "vscode";
import type { ConfigurationSummary, SettingInDocument } from "../../../server/src/protocol/configuration.ts";

/** A row of the view. */
export type ConfigurationNode = SectionNode | ProfileNode | SettingNode | KeyNode | NoteNode;

/** A heading with rows below it, loaded when it is opened. */
export interface SectionNode {
  readonly kind: "section";
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly isOpen: boolean;
  readonly children: () => Promise<readonly ConfigurationNode[]>;
}

/** A submit profile, with what it sets below it. */
export interface ProfileNode {
  readonly kind: "profile";
  readonly folder: vscode.WorkspaceFolder;
  readonly name: string;
  readonly master: string | null;
  /** Submits take it when none is named. */
  readonly isActive: boolean;
  readonly children: () => Promise<readonly ConfigurationNode[]>;
}

/** A configuration that something sets. */
export interface SettingNode {
  readonly kind: "setting";
  readonly uri: vscode.Uri;
  readonly setting: SettingInDocument;
}

/** A configuration of the catalogue. */
export interface KeyNode {
  readonly kind: "key";
  readonly summary: ConfigurationSummary;
}

/** A line that says why there is nothing. */
export interface NoteNode {
  readonly kind: "note";
  readonly text: string;
}

/** How a row is shown. */
export function treeItem(node: ConfigurationNode): vscode.TreeItem {
  switch (node.kind) {
    case "section":
      return sectionItem(node);
    case "profile":
      return profileItem(node);
    case "setting":
      return settingItem(node);
    case "key":
      return keyItem(node);
    case "note": {
      const item = new vscode.TreeItem(node.text);
      item.contextValue = "note";
      return item;
    }
  }
}

function sectionItem(node: SectionNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(node.label, node.isOpen ? Expanded : Collapsed);
  item.id = node.id;
  item.description = node.description;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = "section";
  return item;
}

function profileItem({ folder, name, master, isActive }: ProfileNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, isActive ? Expanded : Collapsed);
  const taken = vscode.l10n.t("submits take it");
  // With the mark in the id, a newly chosen profile opens even when it was closed before.
  item.id = `profile:${folder.uri.toString()}:${name}${isActive ? ":active" : ""}`;
  item.description = [master, isActive ? taken : null].filter((part) => part !== null).join("  ·  ");
  item.iconPath = new vscode.ThemeIcon(isActive ? "pass-filled" : "circle-large-outline");
  item.contextValue = isActive ? "activeProfile" : "profile";
  item.accessibilityInformation = {
    label: [vscode.l10n.t("Submit profile {0}", name), master, isActive ? taken : null]
      .filter((part) => part !== null)
      .join(", "),
  };
  return item;
}

function settingItem({ uri, setting }: SettingNode): vscode.TreeItem {
  const { key, value, problem, range } = setting;
  const line = range.start.line + 1;
  const item = new vscode.TreeItem(key);
  const shown = value ?? vscode.l10n.t("(set by an expression)");
  item.description = `${shown}  ·  ${vscode.l10n.t("line {0}", line)}`;
  item.iconPath =
    problem === null
      ? new vscode.ThemeIcon("symbol-property")
      : new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  item.tooltip = problem ?? `${key} = ${shown}`;
  item.contextValue = "setting";
  item.command = {
    command: "vscode.open",
    title: vscode.l10n.t("Go to definition"),
    arguments: [uri, { selection: toRange(range) }],
  };
  const marked = problem === null ? "" : `, ${vscode.l10n.t("problem")}: ${problem}`;
  item.accessibilityInformation = { label: `${key}, ${shown}, ${vscode.l10n.t("line {0}", line)}${marked}` };
  return item;
}

function keyItem({ summary }: KeyNode): vscode.TreeItem {
  const item = new vscode.TreeItem(summary.key);
  item.description = summary.default ?? "";
  item.iconPath = new vscode.ThemeIcon("settings-gear");
  item.tooltip = summary.summary ?? summary.key;
  item.contextValue = "key";
  item.command = {
    command: "shufflewise.configuration.explain",
    title: vscode.l10n.t("Explain"),
    arguments: [{ kind: "key", summary } satisfies KeyNode],
  };
  const byDefault = summary.default === null ? "" : `, ${vscode.l10n.t("default {0}", summary.default)}`;
  item.accessibilityInformation = { label: `${summary.key}${byDefault}. ${summary.summary ?? ""}` };
  return item;
}

/** A range of the wire as VS Code has it. */
export function toRange({ start, end }: SettingInDocument["range"]): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
