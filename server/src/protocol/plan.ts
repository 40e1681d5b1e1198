/** Asks for the plan of the DataFrame at a place, or around it. */
export const planRequest = "shufflewise/plan";

/** From 0, as in the Language Server Protocol. */
export interface PlanPlace {
  readonly line: number;
  readonly character: number;
}

export interface PlanParams {
  readonly uri: string;
  readonly position: PlanPlace;
  /** Where the DataFrame stands whose plan is on the screen: that plan stays while it has the step at the position. */
  readonly shown?: PlanPlace;
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
  /** Where the step stands, in the document or another cell of its notebook; null where it is in another file. */
  readonly place: {
    readonly uri: string;
    readonly range: { readonly start: PlanPlace; readonly end: PlanPlace };
  } | null;
  /** "5 columns", "at most 10 rows", "streaming". */
  readonly notes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns beyond those that are listed. */
  readonly columnsLeft: number;
  /**
   * The steps that it reads, by id, and what moves their rows between executors on the way, such as "shuffle by
   * customer_id"; empty where nothing does.
   */
  readonly inputs: readonly { readonly step: number; readonly exchange: string }[];
  /** The box's place in the picture: column and row. */
  readonly column: number;
  readonly row: number;
}

export interface PlanResult {
  /** Null when there is no DataFrame at the place. */
  readonly plan: PlanView | null;
  /** Where the DataFrame of the plan stands: its name, or the method of its last step; null where another cell shows it. */
  readonly place: PlanPlace | null;
  /** The step at the position, by id; null when none of the plan's steps is there. */
  readonly current: number | null;
}
