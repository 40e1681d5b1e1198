import { kindOf } from "../catalog/dataType.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, type BoundArgument, type CallFact } from "../plan/facts.ts";
import { kindsFilled } from "../plan/schema/steps/missingValues.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import type { Attribute } from "../plan/schema/schema.ts";
import { sameName } from "../plan/session.ts";
import type { Value } from "../plan/value.ts";
import { siteIn } from "./edits.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";

/** A value to fill in, or to replace, that fits the type of none of the columns meant: nothing happens. */
export const fillWithoutColumn = defineRule({
  id: "fill-without-column",
  summary: "fillna or replace whose value fits no column",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, (each) => missedIn(each) !== null)) {
      const missed = missedIn(call);
      if (!missed) continue;
      const method = memberName(call.name);
      const { columns, argument: given, word } = missed;
      const [first, ...others] = columns;
      const what =
        first === undefined
          ? `no column of the frame is ${word}`
          : `\`${first.name}\` is ${simpleString(first.dataType)}${others.length > 0 ? `, and ${others.length} more do not fit either` : ""}`;
      report({
        site: siteIn(call.unit, given.node),
        message: `\`${method}()\` passes over columns of other types in silence, and ${what}: nothing is changed there. Give a value of the column's type, or cast the column first.`,
        evidence: callEvidence(call),
      });
    }
  },
});

const names = [
  "DataFrame.fillna",
  "DataFrameNaFunctions.fill",
  "DataFrame.replace",
  "DataFrameNaFunctions.replace",
];

interface Missed {
  readonly argument: BoundArgument;
  /** The columns that are named and do not fit; empty where all columns are meant. */
  readonly columns: readonly Attribute[];
  /** What the columns would have to be. */
  readonly word: string;
}

function missedIn(call: CallFact): Missed | null {
  const plan = call.receiver?.plan;
  const isFill = /\.fill/.test(call.name);
  const given = argument(call, 0, isFill ? "value" : "to_replace");
  const value = given && (isFill ? given.value : replacedValue(given.value));
  const kinds = value && kindsFilled(value);
  if (!plan || !given || !kinds) return null;
  const subset = argument(call, isFill ? 1 : 2, "subset");
  if (call.args.some(({ unpack }) => unpack !== "")) return null;
  const schema = schemaOf(plan);
  const word = kinds.has("int") ? "a number" : kinds.has("string") ? "a string" : "a boolean";
  const fits = ({ dataType }: Attribute): boolean | null =>
    dataType.type === "unknown"
      ? null
      : kinds.has(kindOf(dataType)) || /^(char|varchar)/.test(kindOf(dataType));
  if (!subset || subset.value.kind === "none") {
    const isNone = schema.kind === "closed" && schema.attributes.every((each) => fits(each) === false);
    return isNone ? { argument: given, columns: [], word } : null;
  }
  const wanted = textsOf(subset.value);
  if (wanted === null || schema.kind === "unknown") return null;
  const columns = wanted.flatMap((name) =>
    schema.attributes.filter((each) => sameName(plan.session, each.name, name)),
  );
  const misfits = columns.filter((each) => fits(each) === false);
  return misfits.length > 0 ? { argument: subset, columns: misfits, word } : null;
}

/** What `replace` looks for: values of one kind, of which the first tells. */
function replacedValue(value: Value): Value | null {
  if (value.kind === "dict") return value.entries[0]?.key ?? null;
  return value.kind === "sequence" ? (value.elements[0] ?? null) : value;
}

function textsOf(value: Value): readonly string[] | null {
  if (value.kind === "string") return value.value === null ? null : [value.value];
  if (value.kind !== "sequence" || !value.exact) return null;
  const texts = value.elements.map((each) => (each.kind === "string" ? each.value : null));
  return texts.every((each) => each !== null) ? texts : null;
}
