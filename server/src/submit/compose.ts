import { checkSubmission, type Submission } from "./checkSubmission.ts";
import type { DeployMode, SubmitFacts, SubmitFlag } from "./facts.ts";
import { clusterManagerOf } from "./facts.ts";
import type { CountField, ListField, SubmitProfile, SwitchField, TextField } from "./profile.ts";
import { fillIn, type VariableSource } from "./variables.ts";

/** What a submission depends on beside its profile. */
export interface SubmitContext extends VariableSource {
  /** Of the Spark that will run: "4.1" or "4.1.2". */
  readonly sparkVersion: string;
  /** The Python that the shell has found; a profile's own comes first. Null: Spark decides. */
  readonly python?: string | null;
  /** What the profile's properties file sets, else the spark-defaults.conf of the Spark that will run. Absent: not known. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** An address such as "file:///…" for the event log, used unless the user has chosen one. Null: add nothing. */
  readonly eventLogFolder?: string | null;
}

export interface SubmitProblem {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** The profile's field it is about: "master", "conf.spark.x". */
  readonly field?: string;
}

export interface ComposedSubmit {
  /** The command: "spark-submit", its options, the application, the application's arguments. Not for a shell. */
  readonly argv: readonly string[];
  /** Environment variables to set on top of those that are there. */
  readonly env: Readonly<Record<string, string>>;
  /** In no particular order; with an error among them spark-submit refuses the command or the job cannot start. */
  readonly problems: readonly SubmitProblem[];
  readonly master: string;
  readonly deployMode: DeployMode;
  /** Where Spark writes the event log: the user's own folder or the one from the context; null when it writes none. */
  readonly eventLogFolder: string | null;
}

/**
 * Turns a profile into the command that submits `application` with it, and checks all that can be checked before the
 * start. `application` null: the profile's own `file`. Never throws; a broken profile gives problems.
 */
export function composeSubmit(
  facts: SubmitFacts,
  profile: SubmitProfile,
  application: string | null,
  context: SubmitContext,
): ComposedSubmit {
  const problems: SubmitProblem[] = [];
  const filled = fillProfile(profile, context, "value");
  const shown = fillProfile(profile, context, "shown");
  problems.push(...checkVariables(profile, context));
  const conf = { ...shown.conf };
  const settings = { ...context.defaults, ...filled.conf };
  const master =
    filled.texts.master ?? settings["spark.master"] ?? own(context.environment, "MASTER") ?? "local[*]";
  const connects = filled.texts.remote !== undefined;
  const deployMode =
    filled.texts.deployMode ??
    settings["spark.submit.deployMode"] ??
    own(context.environment, "DEPLOY_MODE") ??
    "client";
  const submission: Submission = {
    profile: filled,
    application: application ?? filled.texts.file ?? "",
    master,
    manager: connects ? null : clusterManagerOf(facts, master, context.sparkVersion),
    connects,
    deployMode,
    sparkVersion: context.sparkVersion,
    settings,
    environment: { ...context.environment, ...filled.env },
    written: profile,
  };
  problems.push(...checkSubmission(facts, submission));
  const eventLogFolder = chooseEventLog(submission, context, conf);
  const argv = [
    "spark-submit",
    ...facts.options.flatMap((option) => flagOf(option, shown)),
    ...Object.entries(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
    ...(submission.application === "" ? [] : [application ?? shown.texts.file ?? ""]),
    ...(shown.lists.args ?? []),
  ];
  return {
    argv,
    env: { ...pythonVariables(submission, shown, context), ...shown.env },
    problems,
    master: filled.texts.remote ?? master,
    deployMode: deployMode === "cluster" ? "cluster" : "client",
    eventLogFolder,
  };
}

/** The configurations that a profile sets, by flag or by name, with the field that sets each; for display. */
export function profileConfigurations(
  facts: SubmitFacts,
  profile: SubmitProfile,
): readonly { readonly key: string; readonly value: string; readonly field: string }[] {
  const byFlag = facts.options.flatMap((option) => {
    const [, value] = flagOf(option, profile);
    const set = option.value === "switch" ? flagOf(option, profile).length > 0 : value !== undefined;
    return option.conf === undefined || !set
      ? []
      : [{ key: option.conf, value: value ?? "true", field: option.field }];
  });
  const flagged = new Set(byFlag.map(({ key }) => key));
  const byName = Object.entries(profile.conf)
    .filter(([key]) => !flagged.has(key))
    .map(([key, value]) => ({ key, value, field: `conf.${key}` }));
  return [...byFlag, ...byName];
}

/** A flag with its value as spark-submit takes it; empty when the profile does not set it. */
function flagOf({ flag, field, value }: SubmitFlag, profile: SubmitProfile): string[] {
  switch (value) {
    case "switch":
      return profile.switches[field as SwitchField] === true ? [flag] : [];
    case "count": {
      const count = profile.counts[field as CountField];
      return count === undefined ? [] : [flag, String(count)];
    }
    case "paths":
    case "coordinates":
    case "list": {
      const list = profile.lists[field as ListField] ?? [];
      return list.length === 0 ? [] : [flag, list.join(",")];
    }
    default: {
      const text = profile.texts[field as TextField];
      return text === undefined ? [] : [flag, text];
    }
  }
}

function fillProfile(profile: SubmitProfile, source: VariableSource, form: "value" | "shown"): SubmitProfile {
  const fill = (text: string): string => fillIn(text, source)[form].replaceAll("\0", "");
  const fillAll = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
  return {
    ...profile,
    texts: fillAll(profile.texts),
    conf: fillAll(profile.conf),
    env: fillAll(profile.env),
    lists: Object.fromEntries(
      Object.entries(profile.lists).map(([field, items]) => [field, items.map(fill)]),
    ),
  };
}

function checkVariables(profile: SubmitProfile, source: VariableSource): SubmitProblem[] {
  const prefixed = (values: Readonly<Record<string, string>>, prefix: string) =>
    Object.entries(values).map(([name, text]): [string, string] => [prefix + name, text]);
  const texts = [
    ...prefixed(profile.texts, ""),
    ...prefixed(profile.conf, "conf."),
    ...prefixed(profile.env, "env."),
    ...Object.entries(profile.lists).flatMap(([field, items]) =>
      items.map((item): [string, string] => [field, item]),
    ),
  ];
  return texts.flatMap(([field, text]) => [
    ...fillIn(text, source).missing.map((name): SubmitProblem => ({
      severity: "error",
      message: `${name} has no value.`,
      field,
    })),
    ...(text.includes("\0")
      ? [{ severity: "error" as const, message: "A NUL character cannot be passed on.", field }]
      : []),
  ]);
}

/**
 * PySpark needs the same Python in the driver and in the workers. On this machine that is the Python we have found;
 * on a cluster its path means nothing, so there only a client-mode driver gets it.
 */
function pythonVariables(
  { manager, deployMode }: Submission,
  shown: SubmitProfile,
  context: SubmitContext,
): Record<string, string> {
  const chosen = shown.texts.python;
  if (chosen !== undefined) return { PYSPARK_PYTHON: chosen, PYSPARK_DRIVER_PYTHON: chosen };
  const { python } = context;
  if (python === undefined || python === null || deployMode !== "client") return {};
  return {
    PYSPARK_DRIVER_PYTHON: python,
    ...(manager === "local" || manager === null ? { PYSPARK_PYTHON: python } : {}),
  };
}

/** Adds the event log's settings to `conf` when the driver runs here and the user has not decided otherwise. */
function chooseEventLog(
  { settings, deployMode, connects, profile }: Submission,
  context: SubmitContext,
  conf: Record<string, string>,
): string | null {
  const enabled = settings["spark.eventLog.enabled"];
  const folder = settings["spark.eventLog.dir"];
  if (enabled === "true" && folder !== undefined) return folder;
  if (
    enabled === "false" ||
    connects ||
    deployMode !== "client" ||
    // What a properties file says about event logs is the user's decision, so it must be known.
    (profile.texts.propertiesFile !== undefined && context.defaults === undefined)
  )
    return null;
  if (context.eventLogFolder === undefined || context.eventLogFolder === null) return null;
  conf["spark.eventLog.enabled"] = "true";
  conf["spark.eventLog.dir"] = folder ?? context.eventLogFolder;
  // Spark 4 compresses its logs with zstd, which few tools can read.
  if (settings["spark.eventLog.compress"] === undefined) conf["spark.eventLog.compress"] = "false";
  return conf["spark.eventLog.dir"];
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === "" ? undefined : value;
}
