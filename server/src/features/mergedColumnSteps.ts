import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sameName } from "../plan/session.ts";
import { addedColumns } from "../rules/addedColumns.ts";
import { independentRuns } from "../rules/columnRuns.ts";
import { mergedColumns, oneDict, oneSelect, type ColumnStep } from "../rules/mergedColumns.ts";
import type { Edit } from "../rules/rule.ts";

/** The edits that make one call of several `withColumn`, and how many columns they are about. */
export interface MergedSteps {
  readonly columns: number;
  /** How many calls are left: a column that reads one before it needs a call of its own. */
  readonly calls: number;
  readonly withColumns: readonly Edit[];
  /** The same as `select("*", …)`; null where a column of that name may be there already. */
  readonly select: readonly Edit[] | null;
}

/** What may be merged in the chain of a `withColumn`; null where it stands alone or each column needs the one before it. */
export function mergedColumnSteps(facts: ModuleFacts, call: CallFact): MergedSteps | null {
  const session = call.receiver?.plan?.session;
  if (!session) return null;
  const runs = independentRuns(facts, session.catalog.api, addedColumns).filter(
    (run) => run.length > 1 && run.some((step) => isOfChain(step, call)),
  );
  const columns = runs.reduce((sum, run) => sum + run.length, 0);
  const withColumns = runs.flatMap((run) => mergedColumns(facts, run, oneDict("withColumns")));
  if (withColumns.length === 0) return null;
  const select = runs.every(addsNewNames)
    ? runs.flatMap((run) => mergedColumns(facts, run, oneSelect))
    : null;
  return { columns, calls: runs.length, withColumns, select };
}

/** Calls of one chain begin at one place. */
const isOfChain = ({ call }: ColumnStep, { unit, node }: CallFact): boolean =>
  call.unit === unit && call.node.start === node.start;

/** Whether the frame below has none of the names: then adding is all that the steps do. */
function addsNewNames(run: readonly ColumnStep[]): boolean {
  const plan = run[0]?.call.receiver?.plan;
  const schema = plan ? schemaOf(plan) : null;
  if (!plan || schema?.kind !== "closed") return false;
  return run.every((step) => !schema.attributes.some(({ name }) => sameName(plan.session, name, step.name)));
}
