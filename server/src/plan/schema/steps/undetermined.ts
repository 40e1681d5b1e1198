import type { StepAnalysis } from "../analysis.ts";
import { unknownSchema, type Step } from "../step.ts";

/** Methods whose columns no program text decides, and why. */
export const undeterminedMethods: Readonly<Record<string, string>> = {
  "DataFrame.transform": "what the function makes of the frame is not known",
  "DataFrameReader.changes": "the columns of the table whose changes are read are not known",
  "DataStreamReader.changes": "the columns of the table whose changes are read are not known",
  "pandas.DataFrame.to_spark": "the columns of frames of the pandas API on Spark are not followed",
  "TableValuedFunction.python_worker_logs": "the columns of Spark's log of Python workers are not followed",
  "DeltaTable.detail": "the columns that Delta Lake describes a table with depend on its version",
  "DeltaTable.history": "the columns of Delta Lake's history depend on its version",
  "DeltaTable.vacuum": "what Delta Lake says of files that it removed depends on its version",
  "DeltaTable.restoreToTimestamp": "what Delta Lake says of a restored table depends on its version",
  "DeltaTable.restoreToVersion": "what Delta Lake says of a restored table depends on its version",
  "DeltaMergeBuilder.execute": "what Delta Lake says of a merge depends on its version",
  "DeltaOptimizeBuilder.executeCompaction": "what Delta Lake says of rewritten files depends on its version",
  "DeltaOptimizeBuilder.executeZOrderBy": "what Delta Lake says of rewritten files depends on its version",
};

/** Steps that give a frame of which only that is known. */
export const undeterminedSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = Object.fromEntries(
  Object.entries(undeterminedMethods).map(([method, text]) => [
    method,
    ({ node }: Step) => ({ schema: unknownSchema(text, node.site) }),
  ]),
);
