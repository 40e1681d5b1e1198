import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `trigger(once=True)`, which PySpark has deprecated since 3.4 for `availableNow=True`. */
export const triggerOnce = defineRule({
  id: "trigger-once",
  summary: "Everything in one batch: `trigger(once=True)`",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataStreamWriter.trigger"],
    check(call, { report }) {
      const given = call.args.find(({ name }) => name === "once");
      const keyword = call.node.args.find(({ name }) => name?.id === "once")?.name;
      if (given?.value.kind !== "boolean" || given.value.value !== true) return;
      report({
        site: siteIn(call.unit, given.node),
        message:
          "`once` puts all that is waiting into a single batch, whatever limits the source has, and is deprecated. `availableNow=True` reads the same in batches, and then stops as well.",
        ...(keyword && {
          fix: {
            title: "Use `availableNow=True` (several batches instead of one)",
            safety: "suggested",
            edits: () => [{ site: siteIn(call.unit, keyword), newText: "availableNow" }],
          },
        }),
      });
    },
  },
});
