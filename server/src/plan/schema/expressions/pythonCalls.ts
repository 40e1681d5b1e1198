/**
 * Where a function of pyspark.sql.functions makes another call than one of the SQL function of its name with its own
 * arguments. As PySpark 3.3 to 4.3 does it in pyspark/sql/functions.
 */
export interface PythonCall {
  /** The SQL function, where it is not called the same. */
  readonly sql?: string;
  /** Which of the arguments it gets, in which order. */
  readonly takes?: readonly number[];
  /** What it gets for arguments that are left out, by place. */
  readonly defaults?: readonly (string | number | boolean | undefined)[];
}

const swapped: PythonCall = { takes: [1, 0] };
const firstOnly: PythonCall = { takes: [0] };
const zeros = (count: number): PythonCall => ({ defaults: Array.from({ length: count }, () => 0) });

/** By the function's name, and by "name/count" for calls with that many arguments. */
export const pythonCalls: Readonly<Record<string, PythonCall>> = {
  any_value: firstOnly,
  approxCountDistinct: { sql: "approx_count_distinct", takes: [0] },
  approx_count_distinct: firstOnly,
  bitwiseNOT: { sql: "~" },
  bitwise_not: { sql: "~" },
  chr: { sql: "chr" },
  first: firstOnly,
  first_value: firstOnly,
  last: firstOnly,
  last_value: firstOnly,
  "log/1": { sql: "ln" },
  "ltrim/2": swapped,
  make_dt_interval: zeros(4),
  make_interval: zeros(7),
  make_ym_interval: zeros(2),
  mean: { sql: "avg" },
  negate: { sql: "negative" },
  pow: { sql: "power" },
  random: { sql: "rand" },
  "rtrim/2": swapped,
  shiftLeft: { sql: "shiftleft" },
  shiftRight: { sql: "shiftright" },
  shiftRightUnsigned: { sql: "shiftrightunsigned" },
  timestamp_add: { sql: "timestampadd" },
  timestamp_diff: { sql: "timestampdiff" },
  toDegrees: { sql: "degrees" },
  toRadians: { sql: "radians" },
  "trim/2": swapped,
  try_make_interval: zeros(7),
  uuid: { sql: "uuid", takes: [] },
};

/** SQL functions that Python called before 4.0. */
export const callsBefore4: Readonly<Record<string, string>> = {
  curdate: "current_date",
  negate: "-",
  negative: "-",
  now: "current_timestamp",
  reduce: "aggregate",
  variance: "var_samp",
};
