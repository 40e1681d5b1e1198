import { simpleString } from "../catalog/dataTypeText.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute, type Schema } from "../plan/schema/schema.ts";
import { codeText } from "./schemaTable.ts";

/** What a step does to the columns of its input. */
export interface StepChange {
  readonly added: readonly Attribute[];
  readonly removed: readonly Attribute[];
  readonly renamed: readonly { readonly from: Attribute; readonly to: Attribute }[];
  /** Columns of the same name with other values. */
  readonly replaced: readonly { readonly from: Attribute; readonly to: Attribute }[];
}

/** How a step's columns differ from those of its first input; null where either is not known. */
export function stepChange(plan: PlanNode): StepChange | null {
  const [input] = plan.inputs;
  if (!input) return null;
  const [before, after] = [schemaOf(input), schemaOf(plan)];
  if (before.kind === "unknown" || after.kind === "unknown") return null;
  return changeBetween(before, after);
}

function changeBetween(before: Schema, after: Schema): StepChange {
  const [old, now] = [attributesOf(before), attributesOf(after)];
  const kept = new Set(now.map(({ id }) => id));
  const known = new Map(old.map((each) => [each.id, each]));
  const left = new Map(old.filter(({ id }) => !kept.has(id)).map((each) => [each.name.toLowerCase(), each]));
  const change = {
    added: [] as Attribute[],
    renamed: [] as StepChange["renamed"][number][],
    replaced: [] as StepChange["replaced"][number][],
  };
  for (const to of now) {
    if (known.has(to.id)) continue;
    const same = left.get(to.name.toLowerCase());
    const source = renamedFrom(to);
    const from = source && known.get(source.id);
    if (same) {
      left.delete(to.name.toLowerCase());
      if (same !== from) change.replaced.push({ from: same, to });
    } else if (from && !kept.has(from.id) && left.has(from.name.toLowerCase())) {
      left.delete(from.name.toLowerCase());
      change.renamed.push({ from, to });
    } else change.added.push(to);
  }
  return { ...change, removed: [...left.values()] };
}

/** The column that another one is under a new name, unchanged; null for any other. */
export function renamedFrom({ id, dataType }: Attribute): Attribute | null {
  const [only, ...others] = id.reads;
  // A field of a struct is named as a column is, and has another type than its struct.
  if (!only || others.length > 0 || simpleString(only.dataType) !== simpleString(dataType)) return null;
  const { expression } = id;
  if (expression === null || expression.kind === "reference") return only;
  const isAlias = expression.kind === "call" && /^Column\.(alias|name)$/.test(expression.function);
  return isAlias && expression.args[0]?.kind === "reference" ? only : null;
}

/** How many columns of a kind are named. */
const mostNames = 8;

/** One sentence for each kind of change; "Columns stay as they are." when there is none. */
export function describeChange({ added, removed, renamed, replaced }: StepChange): string {
  const typed = (each: Attribute): string => `${codeText(each.name)} (${simpleString(each.dataType)})`;
  const retyped = replaced.filter(
    ({ from, to }) => simpleString(from.dataType) !== simpleString(to.dataType),
  );
  const rest = replaced.filter((each) => !retyped.includes(each));
  const lines = [
    listed("Adds", added.map(typed)),
    listed(
      "Removes",
      removed.map((each) => codeText(each.name)),
    ),
    listed(
      "Renames",
      renamed.map(({ from, to }) => `${codeText(from.name)} to ${codeText(to.name)}`),
    ),
    listed(
      "Changes the type of",
      retyped.map(
        ({ from, to }) =>
          `${codeText(to.name)} from ${simpleString(from.dataType)} to ${simpleString(to.dataType)}`,
      ),
    ),
    listed(
      "Replaces",
      rest.map(({ to }) => codeText(to.name)),
    ),
  ].filter((line) => line !== null);
  return lines.length === 0 ? "Columns stay as they are." : lines.join("  \n");
}

function listed(verb: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = names.slice(0, names.length > mostNames + 1 ? mostNames : names.length);
  const rest = names.length - shown.length;
  return `${verb} ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
}
