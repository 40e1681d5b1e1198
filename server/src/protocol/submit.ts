/** Asks what the workspace's file of profiles holds. */
export const submitProfilesRequest = "shufflewise/submit/profiles";

export interface SubmitProfilesParams {
  /** The content of .vscode/shufflewise.json; null when there is no such file. */
  readonly text: string | null;
}

export interface SubmitProfilesResult {
  /** In the order of the file; never empty: without a file there is the built-in profile "local". */
  readonly profiles: readonly SubmitProfileInfo[];
  readonly defaultProfile: string;
  /** Of the file as a whole and of every profile, in UTF-16 offsets of the text. */
  readonly problems: readonly SubmitFileProblem[];
}

export interface SubmitProfileInfo {
  readonly name: string;
  /** As written; null when the profile leaves it to Spark. */
  readonly master: string | null;
  readonly file: string | null;
  readonly sparkHome: string | null;
  readonly python: string | null;
  /** What it sets, values of secret names hidden; offsets of the value in the text, 0 to 0 for the built-in profile. */
  readonly configurations: readonly {
    readonly key: string;
    readonly value: string;
    readonly start: number;
    readonly end: number;
  }[];
}

export interface SubmitFileProblem extends SubmitProblemInfo {
  readonly start: number;
  readonly end: number;
}

export interface SubmitProblemInfo {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

/** Asks for the command that submits a file. */
export const composeSubmitRequest = "shufflewise/submit/compose";

export interface ComposeSubmitParams {
  readonly text: string | null;
  /** Null: the default one. */
  readonly profile: string | null;
  /** Null: the profile's own file. */
  readonly application: string | null;
  /** Of the Spark that will run; null: the target version. */
  readonly sparkVersion: string | null;
  /** Where that Spark lies, for its spark-defaults.conf. */
  readonly sparkHome: string | null;
  readonly python: string | null;
  readonly eventLogFolder: string | null;
  /** "workspaceFolder" and the like, for `${…}` in profiles. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface ComposeSubmitResult {
  readonly profile: string;
  /** Begins with "spark-submit"; `${env:NAME}` is still to be filled in, so that no secret travels. */
  readonly argv: readonly string[];
  /** `argv` for display: secrets hidden. */
  readonly shownArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly problems: readonly SubmitProblemInfo[];
  readonly master: string;
  readonly eventLogFolder: string | null;
  /** The oldest Java that this Spark starts on, such as 17. */
  readonly minimumJava: number;
}

/** Asks for the Spark version that a folder is for, and what that needs on a machine. */
export const sparkNeedsRequest = "shufflewise/submit/needs";

export interface SparkNeedsParams {
  /** The folder's URI. */
  readonly folder: string;
}

export interface SparkNeedsResult {
  /** "4.1". */
  readonly sparkVersion: string;
  /** The oldest Java that it starts on, such as 17. */
  readonly java: number;
  /** The oldest Python that its PySpark installs on, such as "3.10". */
  readonly python: string;
}

/** Hands over a piece of a run's output and asks what it tells. */
export const submitOutputRequest = "shufflewise/submit/output";

export interface SubmitOutputParams {
  /** One reader is kept for every id until `end`. */
  readonly stream: string;
  readonly chunk: string;
  readonly end: boolean;
}

export interface SubmitOutputResult {
  readonly events: readonly SubmitOutputEvent[];
}

/** Something a run's output tells. */
export type SubmitOutputEvent =
  | {
      readonly kind: "failure";
      /** "AnalysisException", "ZeroDivisionError"; null when only a message is known. */
      readonly exception: string | null;
      readonly message: string;
      /** Spark's error condition, such as "UNRESOLVED_COLUMN.WITH_SUGGESTION". */
      readonly condition: string | null;
      /** Outermost first; empty when the failure is not in Python. */
      readonly frames: readonly SubmitFrame[];
      /** Why it came up and what to do; null when its own message says all that is known. */
      readonly remedy: SubmitRemedy | null;
    }
  | { readonly kind: "sparkUi"; readonly address: string }
  | { readonly kind: "sparkUiStopped" }
  | { readonly kind: "application"; readonly id: string }
  | { readonly kind: "eventLog"; readonly address: string }
  /** The cluster manager's page about the job. */
  | { readonly kind: "clusterUi"; readonly address: string }
  /** What the cluster manager says about the job now: "ACCEPTED", "Pending", "RUNNING". */
  | { readonly kind: "clusterState"; readonly state: string }
  /** The driver that runs on the cluster: a pod in a Kubernetes namespace, or what a standalone master calls it. */
  | { readonly kind: "driver"; readonly id: string; readonly namespace: string | null }
  | { readonly kind: "finalStatus"; readonly status: string };

/** One frame of a Python traceback. */
export interface SubmitFrame {
  /** As Python prints it; on a cluster it may be a path of another machine. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Empty for a syntax error. */
  readonly function: string;
  /** Whether the file belongs to Spark, Py4J, Python itself or an installed package. */
  readonly library: boolean;
}

/** In a sentence or two each. */
export interface SubmitRemedy {
  readonly cause: string;
  readonly remedy: string;
}
