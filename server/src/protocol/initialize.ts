/** What a client may send as `initializationOptions`. Everything is optional. */
export interface InitializationOptions {
  /** Commands that the client itself carries out, such as `openRulePageCommand`; others are not offered to it. */
  readonly commands?: readonly string[];
  /** The settings without their prefix `shufflewise.`, for clients that cannot answer `workspace/configuration`. */
  readonly settings?: unknown;
}
