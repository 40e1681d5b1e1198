import type { BoundArgument } from "../plan/facts.ts";
import { removeMethodCall } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `select("*")` with nothing beside: the same columns in the same order. */
export const selectStarAlone = defineRule({
  id: "select-star-alone",
  summary: 'select("*") that changes nothing',
  category: "columns",
  severity: "hint",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.select"],
    check(call, { report }) {
      const [only, ...others] = call.args;
      if (!only || others.length > 0 || !isStar(only)) return;
      const edit = removeMethodCall(call.unit, call.node);
      report({
        site: call.nameSite,
        message: '`select("*")` gives the frame as it is. Leave it out.',
        ...(edit && { fix: { title: 'Remove the `select("*")`', safety: "safe", edits: () => [edit] } }),
      });
    },
  },
});

function isStar({ value, unpack, name }: BoundArgument): boolean {
  if (unpack !== "" || name !== null) return false;
  if (value.kind === "string") return value.value === "*";
  return (
    value.kind === "spark" &&
    value.column?.kind === "star" &&
    value.column.qualifier === null &&
    value.column.of === null
  );
}
