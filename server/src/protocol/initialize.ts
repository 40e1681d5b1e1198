/** What a client may send as `initializationOptions`. Everything is optional. */
export interface InitializationOptions {
  /**
   * Commands that the client itself registers: those that it carries out, such as `openRulePageCommand`, which others are
   * not offered, and those of the server that it calls by workspace/executeCommand.
   */
  readonly commands?: readonly string[];
  /** False in a workspace that the user does not trust: then no data file is read. True when absent. */
  readonly trusted?: boolean;
  /** The settings without their prefix `shufflewise.`, for clients that cannot answer `workspace/configuration`. */
  readonly settings?: unknown;
}

/** Told by the client when the user trusts the workspace after all. */
export const trustedNotification = "shufflewise/trusted";
