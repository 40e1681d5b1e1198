/** What a value of one of Spark's closed lists does, in our words, by list and then by what the value stands for. */
export const choiceTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  joinTypes: {
    INNER: "Keeps the pairs of rows that match.",
    "LEFT OUTER": "Keeps every row of the left side; where nothing matches, the right columns are null.",
    "RIGHT OUTER": "Keeps every row of the right side; where nothing matches, the left columns are null.",
    "FULL OUTER": "Keeps every row of both sides, with nulls where nothing matches.",
    "LEFT SEMI": "Keeps the rows of the left side that have a match, each once, without the right columns.",
    "LEFT ANTI": "Keeps the rows of the left side that have no match.",
    CROSS: "Pairs every row with every row of the other side.",
  },
  saveModes: {
    Append: "Adds the rows to what is there.",
    Overwrite: "Replaces what is there.",
    Ignore: "Writes nothing when something is there already.",
    ErrorIfExists: "Fails when something is there already. What counts when no mode is given.",
  },
  outputModes: {
    Append: "Gives out each row once, when it is final.",
    Complete: "Gives out the whole result at every trigger; for aggregations only.",
    Update: "Gives out the rows that have changed since the last trigger.",
  },
  explainModes: {
    simple: "The physical plan.",
    extended: "The logical plans, as written and as optimised, and the physical plan.",
    codegen: "The physical plan with the Java code that is made of it.",
    cost: "The logical plan with statistics, where there are any.",
    formatted: "The physical plan as an outline, then each step with its details.",
  },
  parseModes: {
    PERMISSIVE:
      "Fills with null what cannot be read; the text goes to the column of corrupt records, if there is one.",
    DROPMALFORMED: "Leaves out rows that cannot be read.",
    FAILFAST: "Fails at the first row that cannot be read.",
  },
  dropHow: {
    any: "Drops rows with at least one null.",
    all: "Drops rows in which everything is null.",
  },
  triggers: {
    processingTime: "Starts a batch at this interval, such as `10 seconds`.",
    availableNow: "Works off what is there, in several batches, and stops.",
    once: "Works off what is there in one batch and stops. `availableNow` does so in several.",
    continuous: "Handles rows one by one; the interval is that of the checkpoints.",
    realTime: "Handles rows as they come; the interval is that of the checkpoints.",
  },
};

/** The spellings to offer first, by list, the most used ones before. */
export const usualSpellings: Readonly<Record<string, readonly string[]>> = {
  joinTypes: ["inner", "left", "right", "outer", "left_semi", "left_anti", "cross"],
  saveModes: ["overwrite", "append", "ignore", "error"],
  outputModes: ["append", "update", "complete"],
  explainModes: ["formatted", "simple", "extended", "cost", "codegen"],
  triggers: ["availableNow", "processingTime"],
  charsets: ["UTF-8"],
};

/** Patterns of dates and times that people use, with what they make of Saturday, 21 November 2026, 14:35:07. */
export const usualPatterns: readonly (readonly [pattern: string, example: string])[] = [
  ["yyyy-MM-dd", "2026-11-21"],
  ["yyyy-MM-dd HH:mm:ss", "2026-11-21 14:35:07"],
  ["yyyy-MM-dd'T'HH:mm:ss", "2026-11-21T14:35:07"],
  ["yyyy-MM-dd HH:mm:ss.SSS", "2026-11-21 14:35:07.000"],
  ["yyyyMMdd", "20261121"],
  ["yyyy-MM", "2026-11"],
  ["yyyy", "2026"],
  ["dd.MM.yyyy", "21.11.2026"],
  ["dd/MM/yyyy", "21/11/2026"],
  ["MM/dd/yyyy", "11/21/2026"],
  ["d MMM yyyy", "21 Nov 2026"],
  ["d MMMM yyyy", "21 November 2026"],
  ["HH:mm:ss", "14:35:07"],
  ["HH:mm", "14:35"],
  ["h:mm a", "2:35 PM"],
  ["MMMM", "November"],
  ["MM", "11"],
  ["dd", "21"],
  ["EEEE", "Saturday"],
  ["E", "Sat"],
  ["D", "325, the day of the year"],
  ["Q", "4, the quarter"],
];

/** Types as people write them in casts and schemas, the most used ones first. */
export const usualTypes: readonly string[] = [
  "string",
  "int",
  "bigint",
  "double",
  "boolean",
  "date",
  "timestamp",
  "decimal(10,2)",
  "float",
  "smallint",
  "tinyint",
  "binary",
  "timestamp_ntz",
  "array<string>",
  "map<string,string>",
  "struct<>",
];

/** Aggregate functions that a dict of `agg` may name, the most used ones first. */
export const usualAggregates: readonly string[] = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "first",
  "last",
  "median",
  "stddev",
  "variance",
  "approx_count_distinct",
  "collect_list",
  "collect_set",
];
