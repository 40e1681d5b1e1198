import { argument, callsNamed, constantString, type CallFact } from "../plan/facts.ts";
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
  module(facts, { report }) {
    // A session that the program makes in several places is one cause.
    const [first, ...others] = callsNamed(facts, settings)
      .map((call) => ({ call, address: addressIn(call) }))
      .filter(({ call, address }) => address !== null && isOwnChoice(call, address));
    if (!first?.call.receiver) return;
    const edits = [first, ...others].map(({ call }) => removal(call));
    report({
      site: first.call.nameSite,
      message: `The master "${first.address ?? ""}" in code wins over spark-submit --master, so this job cannot run anywhere else. Leave it to the submit command.`,
      evidence: first.call.receiver.evidence,
      related: others.map(({ call }) => ({ site: call.nameSite, message: "Set here, too." })),
      ...(edits.every((each) => each !== null) && {
        fix: {
          title: titleFor(first.address ?? ""),
          safety: "suggested",
          edits: () => edits.flat(),
        },
      }),
    });
  },
});

/** Addresses of whole clusters are long, and the message has them. */
const titleFor = (address: string): string =>
  address.length <= 40 ? `Remove the master \`${address}\`` : "Remove the master from the code";

const settings = ["Builder.master", "SparkConf.setMaster", "Builder.config", "SparkConf.set"];

/** The constant master that a call sets, or null. */
function addressIn(call: CallFact): string | null {
  const isNamed = call.name.endsWith("aster");
  if (!isNamed && constantString(argument(call, 0, "key")?.value) !== "spark.master") return null;
  return constantString(argument(call, isNamed ? 0 : 1, isNamed ? "master" : "value")?.value);
}

const isOwnChoice = (call: CallFact, address: string): boolean =>
  !isInTest(call) && !(address.startsWith("local") && isPerhapsLeftOut(call));

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
