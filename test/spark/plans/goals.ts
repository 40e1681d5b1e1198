/** What the comparison with Spark must reach; shares are of 1. */
export interface Goals {
  /** Of the schemas that we call closed: equal to Spark's in names, types and nullability. */
  readonly equal: number;
  /** Of the names that Spark binds to a DataFrame: those whose schema we call closed. */
  readonly closed: number;
  /** Of the closed schemas: those with as many exchanges of each kind as Spark's plan; only random programs are asked. */
  readonly exchanges: number;
  /** Mistakes that we report where Spark raises none: at most. */
  readonly falseProblems: number;
}

type Corpus = "examples" | "examplesWithData" | "docstrings" | "random";

/** What the plan engine is for. */
export const goals: Readonly<Record<Corpus, Goals>> = {
  examples: { equal: 0.995, closed: 0.75, exchanges: 0, falseProblems: 0 },
  examplesWithData: { equal: 0.995, closed: 0.83, exchanges: 0, falseProblems: 0 },
  docstrings: { equal: 0.995, closed: 0.9, exchanges: 0, falseProblems: 0 },
  random: { equal: 0.995, closed: 0.95, exchanges: 0.95, falseProblems: 0 },
};

/** What it reaches today: tests hold this until it is the goal. Figures only ever get better. */
export const floors: typeof goals = {
  examples: { equal: 0.995, closed: 0.75, exchanges: 0, falseProblems: 0 },
  examplesWithData: { equal: 0.995, closed: 0.75, exchanges: 0, falseProblems: 0 },
  docstrings: { equal: 0.995, closed: 0.9, exchanges: 0, falseProblems: 0 },
  random: { equal: 0.995, closed: 0.95, exchanges: 0.95, falseProblems: 0 },
};
