/** What a test asks of the Spark process: a block of Python, and what to report of the names it defines. */
export interface BlockRequest {
  readonly code: string;
  /** Code run before the block in the same namespace; error lines do not count it. */
  readonly setup?: string;
  /** False: without the views and files of prelude.py (default: with them). */
  readonly prelude?: boolean;
  /** The DataFrames whose rows are wanted; "all" are those that do not stream. */
  readonly rows?: readonly string[] | "all";
  /** The DataFrames whose plans are wanted. */
  readonly plans?: readonly string[];
  /** How long the block may run (default 60,000). */
  readonly timeoutMs?: number;
  /** Notes every DataFrame that the block binds to a name, instead of looking at its names in the end. */
  readonly record?: RecordOptions;
}

/** How a program is run whose bindings are noted. */
export interface RecordOptions {
  /** Each top-level statement runs, also after an error, as in an interactive session. */
  readonly continueAfterErrors?: boolean;
  /** What `sys.argv` has behind the program's name. */
  readonly argv?: readonly string[];
  /** Counts the exchanges of each frame's executed plan, with adaptive execution off. */
  readonly exchanges?: boolean;
  /** Folders to be found under a name in the working directory. */
  readonly links?: Readonly<Record<string, string>>;
}

/** A DataFrame that was bound to a name while a program ran. */
export interface Binding {
  readonly name: string;
  /** Of the name, 1-based. */
  readonly line: number;
  /** The functions and classes around it, joined by dots. */
  readonly function: string | null;
  readonly schema: FrameDescription["schema"];
  readonly streaming: boolean;
  /** Null where Spark made no plan. */
  readonly exchanges?: ExchangeCounts | null;
}

/** How many exchanges of each kind an executed plan has, without those of cached inputs. */
export interface ExchangeCounts {
  readonly hash: number;
  readonly range: number;
  readonly single: number;
  readonly roundRobin: number;
  readonly broadcast: number;
}

/** What came of a block. */
export interface BlockAnswer {
  readonly ok: boolean;
  readonly error?: BlockError;
  /** What the block printed. */
  readonly stdout: string;
  /** The block's DataFrames by their variable names. */
  readonly names: Readonly<Record<string, FrameDescription>>;
  readonly plans?: Readonly<Record<string, FramePlans>>;
  readonly rows?: Readonly<Record<string, FrameRows>>;
  /** The numbers, strings, truth values and nulls that the block names, in the form of row values. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Recorded: every DataFrame bound, in order. */
  readonly bindings?: readonly Binding[];
  /** Recorded with `continueAfterErrors`: what the statements raised. */
  readonly errors?: readonly BlockError[];
  /** The block stopped Spark; the next block gets a new one. */
  readonly stopped: boolean;
  readonly durationMs: number;
}

export interface BlockError {
  /** Spark's error condition where the exception has one, "TIMEOUT", else the Python class. */
  readonly class: string;
  /** The Python class of the exception. */
  readonly type: string;
  readonly message: string;
  /** The innermost line of the block in the traceback, 1-based. */
  readonly line: number | null;
}

export interface FrameDescription {
  /** The schema as Spark's DDL. */
  readonly ddl: string;
  /** The schema as Spark's JSON. */
  readonly schema: { readonly type: "struct"; readonly fields: readonly SchemaField[] };
  readonly streaming: boolean;
}

export interface SchemaField {
  readonly name: string;
  readonly type: unknown;
  readonly nullable: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Spark's own text of each plan. */
export interface FramePlans {
  readonly analyzed: string;
  readonly optimized: string;
  readonly executed: string;
}

/** Rows sorted into one order; values that JSON cannot tell apart are tagged, such as {"$double": "nan"}. */
export interface FrameRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The first line that the Spark process writes. */
export interface Greeting {
  readonly sparkVersion: string;
  readonly pythonVersion: string;
  readonly javaVersion: string;
  readonly processId: number;
}
