import type { StatementOutcome } from "./goldenOutcome.ts";

/** How ours stands to Spark's answer. */
export type Verdict =
  /** Names and types of all columns are Spark's. */
  | "same schema"
  | "other schema"
  /** Ours is not closed, or not all of its types are known. */
  | "not known"
  /** A statement that Spark's analyzer refuses: ours of the same condition, of another, none. */
  | "same error"
  | "other error"
  | "missed error"
  /** Ours, where Spark takes the statement. */
  | "false error"
  /** What Spark refuses only while it runs. */
  | "ends while it runs";

/** Exceptions of the parser and the analyzer, whatever rows there are. */
const refusal = /\.(?:ParseException|ExtendedAnalysisException|AnalysisException|NoSuch\w+Exception)$/;

export function verdictOf({ statement, schema, problems }: StatementOutcome): Verdict {
  const { error } = statement;
  const conditions = problems.map(({ condition }) => condition);
  if (error === null) {
    if (problems.length > 0) return "false error";
    if (schema === null) return "not known";
    return schema === statement.schema ? "same schema" : "other schema";
  }
  if (!refusal.test(error.exception))
    return problems.length === 0 || error.condition === null || conditions.includes(error.condition)
      ? "ends while it runs"
      : "false error";
  if (problems.length === 0) return "missed error";
  return conditions.includes(error.condition ?? "") ? "same error" : "other error";
}

export function tallyOf(outcomes: readonly StatementOutcome[]): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>();
  for (const each of outcomes) {
    const verdict = verdictOf(each);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return new Map([...counts].toSorted(([, left], [, right]) => right - left));
}

/** Files about functions that the tests register themselves are left out, as their definitions are not in SQL. */
export const isAnalysed = (file: string): boolean => !/^(?:udf|udaf|udtf)\//.test(file);
