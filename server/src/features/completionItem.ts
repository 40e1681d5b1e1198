import type { Range } from "../analysis/finding.ts";

/** Something to insert; `start`–`end` is what it replaces. */
export interface CompletionChoice extends Range {
  readonly kind:
    | "column"
    | "table"
    | "alias"
    | "type"
    | "keyword"
    | "configuration key"
    | "configuration prefix"
    | "option"
    | "value"
    | "function"
    | "rule"
    | "directive";
  readonly text: string;
  /** Short, beside the text; may be empty. */
  readonly detail: string;
  /** Markdown, or null. */
  readonly documentation: string | null;
  readonly isDeprecated: boolean;
  /** The one to choose first. */
  readonly isLikely: boolean;
  /** Its place in the list is its rank, before what other extensions offer. */
  readonly isRanked?: true;
  /** The character that takes it when it is typed: nothing else can be meant. */
  readonly takenBy?: string;
}

/** The choices for a place, best first. */
export interface Completion {
  readonly choices: readonly CompletionChoice[];
  /** False when more typing brings up others. */
  readonly complete: boolean;
}

export const noCompletion: Completion = { choices: [], complete: true };
