import type { Connection } from "vscode-languageserver";
import { exchangeTexts } from "../features/exchangeText.ts";
import { planView } from "../features/planView.ts";
import { planRequest, type PlanParams, type PlanResult } from "../protocol/plan.ts";
import { toOffset } from "./convert.ts";
import type { ServerContext } from "./serverContext.ts";

/** Answers shufflewise/plan. */
export function registerPlan(connection: Connection, { guard, documents }: ServerContext): void {
  connection.onRequest(planRequest, ({ uri, position }: PlanParams) =>
    guard(planRequest, { plan: null }, async (): Promise<PlanResult> => {
      const checked = await documents.check(uri);
      if (checked === null || checked.analysis === null) return { plan: null };
      return { plan: planView(checked.analysis, toOffset(checked.document, position), exchangeTexts) };
    }),
  );
}
