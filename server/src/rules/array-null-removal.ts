import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { compareVersions } from "../catalog/sparkVersion.ts";
import type { Value } from "../plan/value.ts";
import { replace, siteIn, sourceOf, spelled } from "./edits.ts";
import { isNullLiteral, isNullValue } from "./nullLiteral.ts";
import { defineRule, type Fix } from "./rule.ts";

/** Nulls taken out of an array with functions that do more than that. */
export const arrayNullRemoval = defineRule({
  id: "array-null-removal",
  summary: "Nulls of an array removed in a way that loses more",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["functions.array_remove", "functions.array_except"],
    check(call, { report, sparkVersion }) {
      const isRemove = call.name === "functions.array_remove";
      const removed = argument(call, 1, isRemove ? "element" : "col2");
      if (!removed || !(isRemove ? isNullValue(removed.value) : isArrayOfNull(removed.value))) return;
      const isThere = compareVersions(sparkVersion, "3.4") >= 0;
      const fix = isThere ? fixOf(call, isRemove) : null;
      const what = isRemove
        ? "`array_remove(…, None)` gives null in the place of the whole array"
        : "`array_except` takes the duplicates out with the nulls";
      report({
        site: siteIn(call.unit, removed.node),
        message: `${what}. Use ${isThere ? "`array_compact()`" : "`filter()` with `isNotNull()`"}, which only takes out nulls.`,
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    },
  },
});

function isArrayOfNull(value: Value): boolean {
  const column = value.kind === "spark" ? value.column : null;
  if (column?.kind !== "call" || column.function !== "functions.array") return false;
  const items = column.args.flatMap((each) => (each.kind === "list" ? each.items : [each]));
  return items.length > 0 && items.every(isNullLiteral);
}

function fixOf({ unit, node, args }: CallFact, isRemove: boolean): Fix | null {
  const [array, , ...others] = args;
  if (!array || others.length > 0 || array.name !== null || array.unpack !== "") return null;
  return {
    title: isRemove ? "Use `array_compact()` (the array stays)" : "Use `array_compact()` (duplicates stay)",
    safety: "suggested",
    edits(facts) {
      const spelling = spelled(facts, "pyspark.sql.functions.array_compact");
      return [...spelling.edits, replace(unit, node, `${spelling.text}(${sourceOf(unit, array.node)})`)];
    },
  };
}
