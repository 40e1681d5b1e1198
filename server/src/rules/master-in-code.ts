import { argument, constantString, type CallFact } from "../plan/facts.ts";
import { mentions } from "../syntax/walk.ts";
import { defineRule, type Edit } from "./rule.ts";
import { isInTest } from "./testCode.ts";

/** A master written into the program overrides the one it is submitted with. */
export const masterInCode = defineRule({
  id: "master-in-code",
  summary: "Cluster address written into the program",
  category: "configuration",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["Builder.master", "SparkConf.setMaster", "Builder.config", "SparkConf.set"],
    check(call, { report }) {
      const isNamed = call.name.endsWith("aster");
      if (!isNamed && constantString(argument(call, 0, "key")?.value) !== "spark.master") return;
      const master = argument(call, isNamed ? 0 : 1, isNamed ? "master" : "value");
      const address = constantString(master?.value);
      if (address === null || !call.receiver || isInTest(call)) return;
      if (address.startsWith("local") && isPerhapsLeftOut(call)) return;
      const edits = removal(call);
      report({
        site: call.nameSite,
        message: `The master "${address}" in code wins over spark-submit --master, so this job cannot run anywhere else. Leave it to the submit command.`,
        evidence: call.receiver.evidence,
        ...(edits
          ? {
              fix: {
                title: `Remove the master \`${address}\``,
                safety: "suggested" as const,
                edits: () => edits,
              },
            }
          : {}),
      });
    },
  },
});

/** Whether a condition leads here that other runs do not meet; `if __name__ == "__main__":` is met by every job. */
const isPerhapsLeftOut = ({ context }: CallFact): boolean =>
  context.branches.some(({ node }) => node.kind === "If" && !mentions(node.test, "__name__"));

/** Takes `.master(…)` out of its chain, with the line break before its dot. */
function removal(call: CallFact): Edit[] | null {
  const { callee } = call.node;
  if (callee.kind !== "Attribute" || !call.used) return null;
  const start = callee.object.parens?.end ?? callee.object.end;
  return [{ site: { unit: call.unit, start, end: call.node.end }, newText: "" }];
}
