import type { Connection } from "vscode-languageserver";
import { planView } from "../features/planView.ts";
import { planRequest, type PlanParams, type PlanResult } from "../protocol/plan.ts";
import { shows, toLocation, toOffset } from "./convert.ts";
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
        (range) => toLocation(document, range),
      );
      if (found === null) return noPlan;
      const place = shows(document, { start: found.at }) ? document.positionAt(found.at) : null;
      return { plan: found.plan, place, current: found.current };
    }),
  );
}
