import { callEvidence } from "../plan/evidence.ts";
import { argument } from "../plan/facts.ts";
import { placeInSql, sqlCallsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** Positions in arrays and split texts begin at 1; Spark raises for 0 when the first row comes. */
export const positionZero = defineRule({
  id: "position-zero",
  summary: "Position 0, where Spark counts from 1",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { name, args, site, call } of sqlCallsIn(facts, context, sqlNames)) {
      const [position = -1] = places[`functions.${name}`] ?? [];
      const given = args[position];
      if (given?.kind !== "literal" || given.value !== 0) continue;
      context.report({
        site: placeInSql(facts, call, given.site.unit === site.unit ? given.site : site),
        message: `\`${name}()\` counts from 1, and Spark raises for 0. The first position is 1, the last is -1.`,
        evidence: sqlEvidence(call),
      });
    }
  },
  calls: {
    names: ["functions.slice", "functions.split_part", "functions.array_insert"],
    check(call, { report }) {
      const [position, name] = places[call.name] ?? [];
      const given = position === undefined ? null : argument(call, position, name ?? "");
      if (!given || !isZero(given.value)) return;
      const method = call.name.slice("functions.".length);
      report({
        site: siteIn(call.unit, given.node),
        message: `\`${method}()\` counts from 1, and Spark raises for 0. The first position is 1, the last is -1.`,
        evidence: callEvidence(call),
      });
    },
  },
});

const places: Readonly<Record<string, readonly [number, string]>> = {
  "functions.slice": [1, "start"],
  "functions.split_part": [2, "partNum"],
  "functions.array_insert": [1, "pos"],
};

const sqlNames: ReadonlySet<string> = new Set(["slice", "split_part", "array_insert"]);

/** The number 0, or `lit(0)`. */
function isZero(value: NonNullable<ReturnType<typeof argument>>["value"]): boolean {
  if (value.kind === "number") return value.value === 0;
  if (value.kind !== "spark" || value.column?.kind !== "call" || value.column.function !== "functions.lit")
    return value.kind === "spark" && value.column?.kind === "literal" && value.column.value === 0;
  const [inner] = value.column.args;
  return inner?.kind === "literal" && inner.value === 0;
}
