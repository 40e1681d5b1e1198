import type { ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import type { CallExpression, Expression } from "../syntax/ast.ts";
import { hasComment, outerSpan, replace, sourceOf, spelled } from "./edits.ts";
import { defineRule, type Fix, type FixSafety } from "./rule.ts";

/** An array of a whole group, made only to count its elements or to take the duplicates out. */
export const collectListDetour = defineRule({
  id: "collect-list-detour",
  summary: "Array collected where a plain aggregate does it",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["functions.size", "functions.cardinality", "functions.array_size", "functions.array_distinct"],
    check(call, { report }) {
      const given = argument(call, 0, "col");
      const column = given && sparkValue(given.value, "Column")?.column;
      const collected = column ? collectedBy(column) : null;
      if (!given || !collected) return;
      const method = call.name.slice("functions.".length);
      const detour = method === "array_distinct" ? ofDistinct(collected) : ofCount(collected);
      if (!detour) return;
      const fix = fixOf(call, given.node, collected.name, detour);
      report({
        site: call.nameSite,
        message: `\`${method}(${collected.name}(…))\` puts the values of a whole group into one array ${detour.why}. Use ${detour.advice}.`,
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    },
  },
});

interface Collected {
  readonly name: "collect_list" | "collect_set";
  readonly isWindow: boolean;
}

function collectedBy(column: ColumnExpression): Collected | null {
  if (column.kind !== "call") return null;
  if (column.function === "Column.over") {
    const inner = column.args[0] && collectedBy(column.args[0]);
    return inner ? { ...inner, isWindow: true } : null;
  }
  const name = /^functions\.(collect_list|array_agg|collect_set)$/.exec(column.function)?.[1];
  if (name === undefined) return null;
  return { name: name === "collect_set" ? name : "collect_list", isWindow: false };
}

interface Detour {
  /** Continues "… puts the values into one array". */
  readonly why: string;
  readonly advice: string;
  /** The function that takes the place of both. */
  readonly function: string;
  readonly safety: FixSafety;
  /** What the fix changes. */
  readonly changes: string;
}

/** A window has no distinct count: there the size of a set is the usual way. */
function ofCount({ name, isWindow }: Collected): Detour | null {
  if (name === "collect_list")
    return {
      why: "only to count them",
      advice: "`count()`, which leaves nulls out as well",
      function: "count",
      safety: "suggested",
      changes: "gives bigint",
    };
  return isWindow
    ? null
    : {
        why: "only to count them",
        advice: "`count_distinct()`",
        function: "count_distinct",
        safety: "suggested",
        changes: "gives bigint",
      };
}

function ofDistinct({ name }: Collected): Detour {
  return name === "collect_set"
    ? {
        why: "that has no duplicates already",
        advice: "`collect_set()` alone",
        function: "collect_set",
        safety: "safe",
        changes: "",
      }
    : {
        why: "with all their duplicates first",
        advice: "`collect_set()`",
        function: "collect_set",
        safety: "suggested",
        changes: "the order of the elements may change",
      };
}

/** `size(collect_list(x))` → `count(x)`; in a window the inner call is what is replaced. */
function fixOf(call: CallFact, inner: Expression, collected: string, detour: Detour): Fix | null {
  const { unit, node } = call;
  const collecting = collectingCall(inner);
  if (!collecting || collecting.args.length !== 1 || node.args.length !== 1) return null;
  const { start, end } = outerSpan(inner);
  if (hasComment(unit, { start: node.start, end: start }) || hasComment(unit, { start: end, end: node.end }))
    return null;
  return {
    title: `Use \`${detour.function}()\`${detour.changes === "" ? "" : ` (${detour.changes})`}`,
    safety: detour.safety,
    edits(facts) {
      if (detour.function === collected) return [replace(unit, node, sourceOf(unit, inner))];
      const spelling = spelled(facts, `pyspark.sql.functions.${detour.function}`);
      const behind = unit.text.slice(collecting.argumentList.start, inner.end);
      return [...spelling.edits, replace(unit, node, `${spelling.text}${behind}`)];
    },
  };
}

/** The call that collects, in front of `.over(…)` where there is one. */
function collectingCall(node: Expression): CallExpression | null {
  if (node.kind !== "Call") return null;
  const { callee } = node;
  return callee.kind === "Attribute" && callee.name.id === "over" && callee.object.kind === "Call"
    ? callee.object
    : node;
}
