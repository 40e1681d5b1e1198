import { sideTable } from "../syntax/sideTable.ts";
import { keepingOperators, type PlanNode } from "./logicalPlan.ts";
import { sparkAlternatives, type SparkValue, type Value } from "./value.ts";

/** The method of a step that stands for one of several frames: which one, the path through the program decides. */
export const eitherMethod = "either";

const made = sideTable<PlanNode, PlanNode[]>();

/** One frame that is one of several; the first stands for all where only one can count, as for exchanges. */
export function eitherPlan(first: PlanNode, others: readonly PlanNode[]): PlanNode {
  const rest = [...new Set(others)].filter((each) => each !== first && !isOneOf(first, each));
  if (rest.length === 0) return first;
  const known = made.get(first) ?? [];
  const same = known.find(
    ({ inputs }) =>
      inputs.length === rest.length + 1 && rest.every((each, index) => inputs[index + 1] === each),
  );
  if (same) return same;
  const inputs = [first, ...rest];
  const bounds = inputs.map(({ maxRows }) => maxRows);
  const plan: PlanNode = {
    operator: "Either",
    method: eitherMethod,
    inputs,
    site: first.site,
    nameSite: first.nameSite,
    streaming: inputs.some(({ streaming }) => streaming),
    outside: inputs.some(({ outside }) => outside),
    maxRows: bounds.includes(null) ? null : Math.max(...bounds.map((bound) => bound ?? 0)),
    columns: [],
    details: {},
    args: [],
    builder: [],
    session: first.session,
  };
  made.set(first, [...known, plan]);
  return plan;
}

const isOneOf = (either: PlanNode, plan: PlanNode): boolean =>
  either.operator === "Either" && either.inputs.includes(plan);

/** The DataFrame that a value is, one of several where paths have met; null where it may be anything else but None. */
export function frameOf(value: Value | undefined): SparkValue | null {
  if (value === undefined) return null;
  const alternatives = value.kind === "union" ? value.values : [value];
  const isFrame = (each: Value): boolean => each.kind === "spark" && each.type === "DataFrame";
  return alternatives.every((each) => isFrame(each) || each.kind === "none") ? anyFrameOf(value) : null;
}

/** The DataFrame among what a value may be, one of several where it may be several; null when there is none. */
export function anyFrameOf(value: Value): SparkValue | null {
  const [first, ...others] = sparkAlternatives(value).filter(({ type }) => type === "DataFrame");
  if (!first?.plan) return first ?? null;
  const plan = eitherPlan(
    first.plan,
    others.flatMap((each) => each.plan ?? []),
  );
  return plan === first.plan ? first : { ...first, plan };
}

/** How many steps of a chain are looked through. */
const longestChain = 100;

/**
 * How a frame goes on from another one, as loops and optional steps make it: by steps that keep the columns, by steps
 * that may change them, or not at all.
 */
export function continuation(longer: PlanNode, shorter: PlanNode): "keeps" | "changes" | null {
  let keeps = true;
  let step: PlanNode | undefined = longer;
  for (let steps = 0; step && steps < longestChain; steps += 1) {
    if (step === shorter) return keeps ? "keeps" : "changes";
    keeps &&= keepingOperators.has(step.operator) && step.inputs.length > 0;
    step = step.inputs[0];
  }
  return null;
}
