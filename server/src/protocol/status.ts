/** Sent by the server when the target Spark version becomes known or changes. */
export const statusNotification = "shufflewise/status";

export interface StatusParams {
  /** "4.1". */
  readonly sparkVersion: string;
  /** For people: where the version comes from, such as "pyproject.toml" or "the default". */
  readonly origin: string;
}

/** Asks for a rule's page. */
export const rulePageRequest = "shufflewise/rulePage";

export interface RulePageParams {
  readonly id: string;
}

export interface RulePageResult {
  /** The page with a heading and a line of facts; null when there is no such rule. */
  readonly markdown: string | null;
}
