/** What a habit may write about; everything was drawn by chance. */
export interface Draw {
  /** The variable of a DataFrame that has the columns below. */
  readonly frame: string;
  /** The variable of any DataFrame. */
  readonly other: string;
  /** Names of columns of `frame`: any one, one with text, one with numbers. */
  readonly column: string;
  readonly text: string;
  readonly number: string;
  /** Occurs once in a job: for names of variables, functions, files and tables. */
  readonly id: string;
  readonly pick: <T>(...alternatives: readonly T[]) => T;
}

/**
 * A few lines that data engineers write. The alternatives of one habit are a mistake and its nearest look-alikes, so that
 * Spark can tell whether the rules know them apart. The frames of the shop (orders, customers, countries, events,
 * products) have rows and stand under their names.
 */
export type Habit = (draw: Draw) => string;
