import { compareVersions } from "../catalog/sparkVersion.ts";
import type { SubmitProblem } from "./compose.ts";
import { checkFlagValues } from "./checkFlagValues.ts";
import type { ClusterManager, SubmitFacts, SubmitFlag } from "./facts.ts";
import type { SubmitProfile } from "./profile.ts";
import { createSecretName } from "./secrets.ts";

/** A profile with its variables filled in and what follows from it. */
export interface Submission {
  readonly profile: SubmitProfile;
  /** Empty when none is given. */
  readonly application: string;
  readonly master: string;
  /** Null when the master is none, or when the job goes to a Spark Connect server. */
  readonly manager: ClusterManager | null;
  readonly connects: boolean;
  /** As written; it may be neither of the two. */
  readonly deployMode: string;
  readonly sparkVersion: string;
  /** spark-defaults.conf and the profile's configurations over it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The profile before its variables were filled in. */
  readonly written: SubmitProfile;
}

const managerNames: Readonly<Record<ClusterManager, string>> = {
  local: "a local master",
  standalone: "a standalone master",
  yarn: "YARN",
  k8s: "Kubernetes",
  mesos: "Mesos",
};

/** Every problem of a submission that can be known before it starts. */
export function checkSubmission(facts: SubmitFacts, submission: Submission): SubmitProblem[] {
  const set = facts.options.filter(({ field }) => isSet(submission.profile, field));
  return [
    ...checkApplication(submission),
    ...checkTarget(facts, submission),
    ...set.flatMap((option) => checkFlag(option, submission)),
    ...checkFlagValues(facts, submission),
    ...checkPropertiesFile(submission),
    ...checkConfigurations(facts, submission),
    ...checkSecrets(facts, submission),
  ];
}

/** Whether a profile gives the field a value. */
export function isSet(profile: SubmitProfile, field: string): boolean {
  const { texts, counts, switches, lists } = profile;
  const values: Readonly<Record<string, unknown>> = { ...texts, ...counts, ...switches, ...lists };
  const value = Object.hasOwn(values, field) ? values[field] : undefined;
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function checkApplication({ application }: Submission): SubmitProblem[] {
  if (application === "") {
    return [
      {
        severity: "error",
        message: 'There is no file to submit. Name one, or set "file" in the profile.',
        field: "file",
      },
    ];
  }
  return application.startsWith("-")
    ? [
        {
          severity: "error",
          message: `spark-submit would read the file "${application}" as an option. Write ./${application}.`,
          field: "file",
        },
      ]
    : [];
}

function checkTarget(facts: SubmitFacts, submission: Submission): SubmitProblem[] {
  const { profile, master, manager, connects, deployMode, environment, sparkVersion } = submission;
  const problems: SubmitProblem[] = [];
  for (const { field, with: others } of facts.excludes) {
    for (const other of others.filter((name) => isSet(profile, field) && isSet(profile, name))) {
      problems.push({
        severity: "error",
        message: `"${field}" and "${other}" exclude each other: keep one.`,
        field: other,
      });
    }
  }
  const remote = profile.texts.remote ?? "";
  if (connects && !facts.remotes.some(({ pattern }) => new RegExp(pattern).test(remote))) {
    problems.push({
      severity: "error",
      message: "A Spark Connect address is written sc://host:15002.",
      field: "remote",
    });
  }
  if (!connects && manager === null) {
    const old = facts.masters.find(({ pattern }) => new RegExp(pattern).test(master));
    problems.push({
      severity: "error",
      message:
        old === undefined
          ? `"${master}" is no master. Use local[*], spark://host:7077, yarn or k8s://https://host:port.`
          : `Spark ${sparkVersion} no longer runs on ${managerNames[old.manager]}; ${old.until ?? ""} was the last version that did.`,
      field: "master",
    });
  }
  if (deployMode !== "client" && deployMode !== "cluster") {
    problems.push({
      severity: "error",
      message: `"${deployMode}" is no deploy mode. Use client or cluster.`,
      field: "deployMode",
    });
  }
  const isPython = submission.application.endsWith(".py");
  const refused = facts.unsupported.find(
    (row) =>
      row.manager === manager && row.deployMode === deployMode && (row.application === undefined || isPython),
  );
  if (refused !== undefined && manager !== null) {
    const what = refused.application === undefined ? "" : "Python applications in ";
    problems.push({
      severity: "error",
      message: `Spark does not run ${what}${refused.deployMode} deploy mode on ${managerNames[manager]}. Use client.`,
      field: "deployMode",
    });
  }
  for (const { anyOf } of facts.requires.filter((row) => row.manager === manager)) {
    if (!anyOf.some((name) => (environment[name] ?? "") !== "")) {
      problems.push({
        severity: "error",
        message: `${manager === null ? "Spark" : managerNames[manager]} needs ${anyOf.join(" or ")}: the folder with the cluster's configuration. Set it in "env".`,
        field: "master",
      });
    }
  }
  return problems;
}

function checkFlag(option: SubmitFlag, submission: Submission): SubmitProblem[] {
  const { flag, field, since, managers, deployModes } = option;
  const { manager, connects, deployMode, sparkVersion } = submission;
  const problem = (severity: SubmitProblem["severity"], message: string) => [{ severity, message, field }];
  if (since !== undefined && compareVersions(sparkVersion, since) < 0) {
    return problem("error", `${flag} is known from Spark ${since} on; Spark ${sparkVersion} refuses it.`);
  }
  if (connects && managers !== undefined) {
    return problem(
      "warning",
      `${flag} has no effect with Spark Connect: the server's cluster is already there.`,
    );
  }
  if (managers !== undefined && manager !== null && !managers.includes(manager)) {
    return problem("warning", `${flag} has no effect on ${managerNames[manager]}.`);
  }
  if (deployModes?.includes(deployMode === "cluster" ? "cluster" : "client") === false) {
    return problem("warning", `${flag} has no effect in ${deployMode} deploy mode.`);
  }
  return [];
}

function checkPropertiesFile({ profile, sparkVersion }: Submission): SubmitProblem[] {
  const { loadSparkDefaults } = profile.switches;
  if (profile.texts.propertiesFile === undefined) {
    return loadSparkDefaults === true
      ? [
          {
            severity: "info",
            message: "--load-spark-defaults adds nothing without a properties file.",
            field: "loadSparkDefaults",
          },
        ]
      : [];
  }
  if (loadSparkDefaults === true) return [];
  const way = compareVersions(sparkVersion, "4.0") < 0 ? "" : ' Set "loadSparkDefaults" to read both.';
  return [
    {
      severity: "info",
      message: `With a properties file Spark does not read spark-defaults.conf.${way}`,
      field: "propertiesFile",
    },
  ];
}

function checkConfigurations(facts: SubmitFacts, { profile }: Submission): SubmitProblem[] {
  return Object.keys(profile.conf).flatMap((key): SubmitProblem[] => {
    const field = `conf.${key}`;
    if (key.trim() === "" || key.includes("=")) {
      return [{ severity: "error", message: `"${key}" is no name of a configuration.`, field }];
    }
    if (!key.startsWith("spark.")) {
      const message = `Spark drops "${key}": only configurations that begin with "spark." reach the job.`;
      return [{ severity: "warning", message, field }];
    }
    const option = facts.options.find(({ conf }) => conf === key);
    return option !== undefined && isSet(profile, option.field)
      ? [
          {
            severity: "warning",
            message: `"${option.field}" of the profile wins over this value of ${key}.`,
            field,
          },
        ]
      : [];
  });
}

/** A profile lies in the repository and argv is visible to every user of the machine: secrets belong elsewhere. */
function checkSecrets(facts: SubmitFacts, { written }: Submission): SubmitProblem[] {
  const isSecret = createSecretName(facts);
  const maps = { conf: written.conf, env: written.env };
  return Object.entries(maps).flatMap(([map, values]) =>
    Object.entries(values)
      .filter(([name, value]) => isSecret(name) && /[^\s]/.test(value.replaceAll(/\$\{[^}]*\}/g, "")))
      .filter(([, value]) => value !== "true" && value !== "false")
      .map(([name]): SubmitProblem => ({
        severity: "warning",
        message: `"${name}" looks like a secret. Take it from the environment: \${env:NAME}.`,
        field: `${map}.${name}`,
      })),
  );
}
