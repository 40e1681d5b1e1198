import type { Connection } from "vscode-languageserver";
import { fullRulePage } from "../features/rulePage.ts";
import { rulePageRequest, type RulePageParams, type RulePageResult } from "../protocol/status.ts";
import type { ServerContext } from "./serverContext.ts";

/** Answers shufflewise/rulePage. */
export function registerRulePage(connection: Connection, { guard, host }: ServerContext): void {
  connection.onRequest(rulePageRequest, ({ id }: RulePageParams) =>
    guard(rulePageRequest, { markdown: null }, (): RulePageResult => {
      return { markdown: fullRulePage(id, host.rulePage(id)) };
    }),
  );
}
