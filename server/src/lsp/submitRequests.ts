import { readFileSync } from "node:fs";
import path from "node:path";
import type { Connection } from "vscode-languageserver";
import {
  composeSubmitRequest,
  sparkNeedsRequest,
  submitOutputRequest,
  submitProfilesRequest,
  type ComposeSubmitParams,
  type ComposeSubmitResult,
  type SparkNeedsParams,
  type SparkNeedsResult,
  type SubmitFileProblem,
  type SubmitOutputParams,
  type SubmitOutputResult,
  type SubmitProfileInfo,
  type SubmitProfilesParams,
  type SubmitProfilesResult,
} from "../protocol/submit.ts";
import { redacted } from "../protocol/configuration.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { SparkReleases } from "../catalog/sparkReleases.ts";
import { composeSubmit, profileConfigurations } from "../submit/compose.ts";
import type { SubmitFacts } from "../submit/facts.ts";
import { createOutputMatcher, type OutputMatcher } from "../submit/output.ts";
import {
  localProfile,
  parseProfiles,
  problemsOf,
  type ProfileFile,
  type SubmitProfile,
} from "../submit/profile.ts";
import { createSecretName, redactArgv, redactText } from "../submit/secrets.ts";
import { effectiveDefaults, parseSparkDefaults } from "../submit/sparkDefaults.ts";

export interface SubmitRequestsOptions {
  readonly facts: SubmitFacts;
  readonly catalog: Pick<Catalog, "errors" | "versions">;
  /** The target Spark version at the moment: "4.1". */
  readonly sparkVersion: () => string;
  /** The target Spark version of a document, which need not be open. */
  readonly versionOf: (uri: string) => Promise<string>;
}

/** Answers the requests of protocol/submit.ts. Starts nothing; reads spark-defaults.conf of the Spark in question. */
export function registerSubmitRequests(
  connection: Pick<Connection, "onRequest">,
  { facts, catalog, sparkVersion, versionOf }: SubmitRequestsOptions,
): void {
  const matchers = new Map<string, OutputMatcher>();
  connection.onRequest(submitProfilesRequest, (params: SubmitProfilesParams) =>
    describeProfiles(params, facts, sparkVersion()),
  );
  connection.onRequest(composeSubmitRequest, (params: ComposeSubmitParams) =>
    compose(params, facts, catalog.versions, sparkVersion()),
  );
  connection.onRequest(sparkNeedsRequest, async ({ folder }: SparkNeedsParams): Promise<SparkNeedsResult> =>
    needs(catalog.versions, await versionOf(`${folder}/untitled.py`)),
  );
  connection.onRequest(
    submitOutputRequest,
    ({ stream, chunk, end }: SubmitOutputParams): SubmitOutputResult => {
      const matcher = matchers.get(stream) ?? createOutputMatcher(catalog.errors);
      matchers.set(stream, matcher);
      if (end) matchers.delete(stream);
      return { events: [...matcher.push(chunk), ...(end ? matcher.end() : [])] };
    },
  );
}

function describeProfiles(
  { text }: SubmitProfilesParams,
  facts: SubmitFacts,
  sparkVersion: string,
): SubmitProfilesResult {
  const file = parseProfiles(text ?? "{}");
  const isSecret = createSecretName(facts);
  const profiles = profilesOf(file).map((profile): SubmitProfileInfo => {
    const { master, file: application, sparkHome, python } = profile.texts;
    return {
      name: profile.profileName,
      master: master ?? null,
      file: application ?? null,
      sparkHome: sparkHome ?? null,
      python: python ?? null,
      configurations: profileConfigurations(facts, profile).map(({ key, value, field }) => ({
        key,
        value: isSecret(key) ? redacted : redactText(value, isSecret),
        start: profile.places[field]?.start ?? 0,
        end: profile.places[field]?.end ?? 0,
      })),
    };
  });
  const ofProfiles = [...file.profiles.values()].flatMap((profile): SubmitFileProblem[] => {
    const { problems } = composeSubmit(facts, profile, "application.py", {
      sparkVersion,
      variables: anyVariable,
      environment: process.env,
    });
    return problems.flatMap(({ severity, message, field }) => {
      const place = profile.places[field ?? ""];
      return place === undefined ? [] : [{ severity, message, start: place.start, end: place.end }];
    });
  });
  const unique = new Map(
    [...file.problems, ...ofProfiles].map(({ severity, message, start, end }) => {
      const problem = { severity, message, start, end };
      return [JSON.stringify(problem), problem];
    }),
  );
  return {
    profiles,
    defaultProfile: file.defaultProfile ?? localProfile.profileName,
    problems: [...unique.values()],
  };
}

/** While a profile is only looked at, the editor's variables have some value. */
const anyVariable: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "workspaceFolder",
    "workspaceFolderBasename",
    "userHome",
    "file",
    "fileDirname",
    "fileBasename",
    "fileBasenameNoExtension",
  ].map((name) => [name, name]),
);

function compose(
  params: ComposeSubmitParams,
  facts: SubmitFacts,
  versions: SparkReleases,
  targetVersion: string,
): ComposeSubmitResult {
  const file = parseProfiles(params.text ?? "{}");
  const name = params.profile ?? file.defaultProfile ?? localProfile.profileName;
  const profile = profilesOf(file).find(({ profileName }) => profileName === name);
  const sparkVersion = params.sparkVersion ?? targetVersion;
  const defaults = readDefaults(params, profile);
  const composed = composeSubmit(facts, profile ?? localProfile, params.application, {
    sparkVersion,
    variables: params.variables,
    environment: process.env,
    python: params.python,
    ...(defaults && { defaults }),
    eventLogFolder: params.eventLogFolder,
  });
  const { argv, env, master, eventLogFolder } = composed;
  const unknown = { severity: "error", message: `There is no profile "${name}".` } as const;
  return {
    profile: name,
    argv,
    shownArgv: redactArgv(argv, createSecretName(facts)),
    env,
    problems: [
      ...problemsOf(file, profile ?? null).map(({ severity, message }) => ({ severity, message })),
      ...(profile === undefined ? [unknown] : []),
      ...composed.problems.map(({ severity, message }) => ({ severity, message })),
    ],
    master,
    eventLogFolder,
    minimumJava: versions.release(sparkVersion).java.minimum,
  };
}

function needs(versions: SparkReleases, sparkVersion: string): SparkNeedsResult {
  const { java, python } = versions.release(sparkVersion);
  return { sparkVersion, java: java.minimum, python: python.minimum };
}

function profilesOf(file: ProfileFile): SubmitProfile[] {
  return file.profiles.size === 0 ? [localProfile] : [...file.profiles.values()];
}

/** What Spark itself will read: the profile's properties file, else spark-defaults.conf. Undefined when that file cannot be read. */
function readDefaults(
  { sparkHome, variables }: ComposeSubmitParams,
  profile: SubmitProfile | undefined,
): Record<string, string> | undefined {
  const propertiesFile = profile?.texts.propertiesFile;
  if (propertiesFile !== undefined) {
    const folder = variables["workspaceFolder"] ?? "";
    return readProperties(path.resolve(folder, propertiesFile.replaceAll("${workspaceFolder}", folder)));
  }
  const home = sparkHome === null ? [] : [path.join(sparkHome, "conf")];
  const [folder] = [profile?.env["SPARK_CONF_DIR"], process.env["SPARK_CONF_DIR"], ...home].filter(
    (candidate) => candidate !== undefined && candidate !== "",
  );
  return folder === undefined ? {} : (readProperties(path.join(folder, "spark-defaults.conf")) ?? {});
}

function readProperties(file: string): Record<string, string> | undefined {
  try {
    return effectiveDefaults(parseSparkDefaults(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
