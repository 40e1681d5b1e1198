import { capitalized, reportProblems } from "./analysisProblems.ts";
import { isMadeHere } from "./madeFunctions.ts";
import { defineRule } from "./rule.ts";

/** What Spark's analyzer refuses beside unknown names and types that do not meet. */
export const refusedStep = defineRule({
  id: "refused-step",
  summary: "Step that Spark refuses when it analyses the plan",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    reportProblems(
      facts,
      context,
      "other",
      ({ problem }) => {
        const text = capitalized(problem.text.replace(/\.$/, ""));
        const advice = adviceFor(problem.condition);
        return `${text}, so Spark refuses the step.${advice === null ? "" : ` ${advice}.`}`;
      },
      ({ condition, subject }) =>
        !elsewhere.test(condition) &&
        !(condition.startsWith("WRONG_NUM_ARGS") && isMadeHere(subject, facts.module.text)),
    );
  },
});

/** Conditions of which other rules tell. */
const elsewhere = /^(UNSUPPORTED_JOIN_TYPE|PARSE_|INVALID_IDENTIFIER|UNRESOLVED_ROUTINE)/;

/** What to do, by the beginning of Spark's error condition. */
const advices: readonly (readonly [string, string])[] = [
  ["ASSIGNMENT_ARITY_MISMATCH", "Give one name for each column"],
  ["CANNOT_DETERMINE_TYPE", "Give the schema"],
  ["CANNOT_INFER_EMPTY_SCHEMA", "Give the schema"],
  ["CANNOT_INFER", "Give the schema, or values of types that Spark has"],
  ["CANNOT_MERGE_TYPE", "Give the schema, or values of one type"],
  ["COLUMN_ALREADY_EXISTS", "Give each name once"],
  ["EXPECT_TABLE_NOT_VIEW", "Write into the table that holds the rows"],
  ["INSERT_COLUMN_ARITY_MISMATCH", "Give one column for each of the table's"],
  ["INVALID_WHERE_CONDITION", "Aggregate first, then filter what comes out"],
  ["MISSING_AGGREGATION", "Group by it as well, or aggregate it"],
  ["MISSING_GROUP_BY", "Group by the other columns, or aggregate them as well"],
  ["NESTED_AGGREGATE_FUNCTION", "Aggregate in two steps"],
  ["UNSUPPORTED_DATATYPE", "Write a type of Spark's"],
  ["UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE", "Leave the map out, or compare `map_entries` of it"],
  ["UNSUPPORTED_GENERATOR", "Give it a `select` of its own"],
  ["UNSUPPORTED_INSERT", "Write into the table that holds the rows"],
  ["WINDOW_FUNCTION_FRAME_NOT_ORDERED", "Add `orderBy()` to the window"],
  ["WINDOW_FUNCTION_NOT_ALLOWED", "Add it as a column first, then filter on that"],
  ["WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", "Add `.over(window)`"],
];

const adviceFor = (condition: string): string | null =>
  advices.find(([start]) => condition.startsWith(start))?.[1] ?? null;
