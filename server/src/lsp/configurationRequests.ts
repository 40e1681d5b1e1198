import type { Connection } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze } from "../analysis/analyze.ts";
import { createConfigurationAnswers, type ConfigurationAnswers } from "../features/configurationRequests.ts";
import {
  settingsInDefaults,
  settingsInProfile,
  settingsInPython,
  type OffsetSetting,
} from "../features/sparkConfigSettings.ts";
import {
  configurationAreasRequest,
  configurationExplainRequest,
  configurationInDocumentRequest,
  configurationSearchRequest,
  type ConfigurationExplainParams,
  type ConfigurationInDocumentParams,
  type ConfigurationInDocumentResult,
  type ConfigurationSearchParams,
} from "../protocol/configuration.ts";
import type { SubmitFacts } from "../submit/facts.ts";
import { createSecretName } from "../submit/secrets.ts";
import { toLocation } from "./convert.ts";
import { documentKind, filePath } from "./documentKind.ts";
import { timeBudget } from "./documents.ts";
import type { ServerContext } from "./serverContext.ts";
import type { ShownDocument } from "./shownDocument.ts";

/** Answers the requests of protocol/configuration.ts, for the Spark version told last. */
export function registerConfigurationRequests(
  connection: Connection,
  context: ServerContext,
  facts: SubmitFacts,
): void {
  const { guard, engine, settings, documents, host } = context;

  async function answers(version = settings.sparkVersion()): Promise<ConfigurationAnswers> {
    const { catalog } = await engine;
    return createConfigurationAnswers(catalog.configs, version, createSecretName(facts));
  }

  connection.onRequest(configurationAreasRequest, () =>
    guard(configurationAreasRequest, { areas: [] }, async () => (await answers()).areas()),
  );
  connection.onRequest(configurationSearchRequest, (params: ConfigurationSearchParams) =>
    guard(configurationSearchRequest, { keys: [] }, async () => (await answers()).search(params)),
  );
  connection.onRequest(configurationExplainRequest, (params: ConfigurationExplainParams) =>
    guard(configurationExplainRequest, { markdown: null }, async () => (await answers()).explain(params)),
  );
  connection.onRequest(configurationInDocumentRequest, (params: ConfigurationInDocumentParams) =>
    guard(configurationInDocumentRequest, { settings: [] }, () => inDocument(params)),
  );

  async function inDocument({
    uri,
    profile,
  }: ConfigurationInDocumentParams): Promise<ConfigurationInDocumentResult> {
    const checked = await documents.check(uri);
    const { options } = checked?.settings ?? (await settings.of(uri));
    const { inDocument: answer } = await answers(options.sparkVersion);
    const document = checked?.document ?? onDisk(uri);
    if (document === null) return { settings: [] };
    const found = await settingsIn(document, profile ?? null);
    return answer(found.map(({ place, ...setting }) => ({ ...setting, ...toLocation(document, place) })));
  }

  async function settingsIn(
    document: ShownDocument,
    profile: string | null,
  ): Promise<readonly OffsetSetting[]> {
    const { uri } = document;
    if (uri.endsWith(".json")) return settingsInProfile(facts, document.getText(), profile);
    if (documentKind(document) === "spark-defaults") return settingsInDefaults(document.getText());
    if (documentKind(document) !== "python") return [];
    const { options } = await settings.of(uri);
    const known = (await documents.check(uri))?.analysis;
    return settingsInPython(
      known ?? analyze(await engine, document.getText(), options, undefined, timeBudget()),
    );
  }

  function onDisk(uri: string): ShownDocument | null {
    const path = filePath(uri);
    const text = path === null ? null : host.readText(path);
    return text === null ? null : TextDocument.create(uri, "", 0, text);
  }
}
