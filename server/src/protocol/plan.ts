/** Asks for the plan of the DataFrame at a place. */
export const planRequest = "shufflewise/plan";

export interface PlanParams {
  readonly uri: string;
  /** From 0, as in the Language Server Protocol. */
  readonly position: { readonly line: number; readonly character: number };
}

/** A plan as people read it: its steps, each once, what is computed last first. */
export interface PlanView {
  /** The variable's name; null for a step of a chain. */
  readonly name: string | null;
  readonly steps: readonly PlanViewStep[];
  /** Steps beyond those that are shown. */
  readonly left: number;
  /** The size of the picture, in columns and rows of boxes. */
  readonly width: number;
  readonly height: number;
}

export interface PlanViewStep {
  readonly id: number;
  /** As Spark's logical plans call it, such as "Join". */
  readonly operator: string;
  /** The call as it is written, on one line. */
  readonly code: string;
  /** From 0; null where the step stands in another file. */
  readonly place: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  } | null;
  /** What moves rows between executors before this step, such as "shuffle by customer_id". */
  readonly exchanges: readonly string[];
  /** "5 columns", "at most 10 rows", "streaming". */
  readonly notes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns beyond those that are listed. */
  readonly columnsLeft: number;
  /** The steps that it reads, by id. */
  readonly inputs: readonly number[];
  /** The box's place in the picture: column and row. */
  readonly column: number;
  readonly row: number;
}

export interface PlanResult {
  /** Null when there is no DataFrame at the place. */
  readonly plan: PlanView | null;
}
