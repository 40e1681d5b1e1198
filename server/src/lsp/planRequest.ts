import type { Connection } from "vscode-languageserver";
import { planView } from "../features/planView.ts";
import { planRequest, type PlanParams, type PlanResult } from "../protocol/plan.ts";
import { toOffset } from "./convert.ts";
import type { ServerContext } from "./serverContext.ts";

const noPlan: PlanResult = { plan: null, place: null, current: null };

/** Answers shufflewise/plan. */
export function registerPlan(connection: Connection, { guard, documents }: ServerContext): void {
  connection.onRequest(planRequest, ({ uri, position, shown }: PlanParams) =>
    guard(planRequest, noPlan, async (): Promise<PlanResult> => {
      const checked = await documents.check(uri);
      if (checked === null || checked.analysis === null) return noPlan;
      const { document, analysis } = checked;
      const found = planView(
        analysis,
        toOffset(document, position),
        shown === undefined ? null : toOffset(document, shown),
      );
      return found === null
        ? noPlan
        : { plan: found.plan, place: document.positionAt(found.at), current: found.current };
    }),
  );
}
