import type { PlanView } from "../../server/src/protocol/plan.ts";

/** What the extension sends to the page. */
export interface PlanMessage {
  readonly plan: PlanView;
  /** The step that the cursor is on, by id; null for none. */
  readonly current: number | null;
  readonly texts: PlanTexts;
}

/** What the page tells the extension: it is ready, or a step was chosen. */
export type PlanPageMessage = { readonly kind: "ready" } | { readonly kind: "reveal"; readonly step: number };

/** The words on the page, in the editor's language. */
export interface PlanTexts {
  readonly title: string;
  readonly form: string;
  readonly tree: string;
  readonly picture: string;
  readonly seenAbove: string;
  readonly moreSteps: string;
  readonly moreColumns: string;
  readonly hint: string;
}
