import type { ConfigFact } from "../plan/facts.ts";
import type { CallExpression } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";
import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";
import { isInTest } from "./testCode.ts";

/** A key of the driver's JVM, which is there before the program runs. */
export const configNeedsSubmit = defineRule({
  id: "config-needs-submit",
  summary: "Configuration of the driver's JVM set in the program",
  category: "configuration",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  configs: (fact, context) => {
    if (!isInTest(fact) && !isLocal(fact)) reportConfig(fact, context, "config-needs-submit");
  },
});

/** Whether the session is told to run in this process: `python` starts it, and PySpark hands the setting to the JVM. */
function isLocal({ context }: ConfigFact): boolean {
  let found = false;
  walkExpressions(context.statement, (node) => {
    found ||= node.kind === "Call" && /^(master|setMaster)$/.test(methodName(node)) && isLocalMaster(node);
  });
  return found;
}

const methodName = ({ callee }: CallExpression): string =>
  callee.kind === "Attribute" ? callee.name.id : "";

/** `"local[2]"`, `f"local[{cores}]"`, `"local[{}]".format(cores)`. */
function isLocalMaster({ args: [first] }: CallExpression): boolean {
  const value = first?.value;
  const text = value?.kind === "Call" && value.callee.kind === "Attribute" ? value.callee.object : value;
  if (text?.kind !== "String" && text?.kind !== "FormattedString") return false;
  const [start] = text.parts;
  return start?.kind === "Text" && /^local\b/.test(start.value);
}
