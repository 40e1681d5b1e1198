/** What hints for the planner do, by their names; other names of the same hint stand beside it. */
export const sqlHints: Readonly<Record<string, { readonly takes: string; readonly text: string }>> = {
  BROADCAST: {
    takes: "tables",
    text: "Sends the whole table to every executor, so that the other side of the join is not shuffled.",
  },
  MERGE: { takes: "tables", text: "Joins by sorting both sides by the key; right for two large tables." },
  SHUFFLE_HASH: {
    takes: "tables",
    text: "Joins by a hash table of this side in each partition; saves the sort when one side is much smaller.",
  },
  SHUFFLE_REPLICATE_NL: {
    takes: "tables",
    text: "Joins every row with every row; the last resort for joins without an equality.",
  },
  COALESCE: { takes: "a number", text: "Makes fewer partitions without a shuffle." },
  REPARTITION: {
    takes: "a number, columns, or both",
    text: "Shuffles the rows into that many partitions, by hash of the columns if there are some.",
  },
  REPARTITION_BY_RANGE: {
    takes: "a number, columns, or both",
    text: "Shuffles the rows into partitions of neighbouring values.",
  },
  REBALANCE: {
    takes: "a number, columns, or both",
    text: "Shuffles the rows into partitions of about the same size, as adaptive execution finds right.",
  },
};

/** Other names of hints. */
export const sameHints: Readonly<Record<string, string>> = {
  BROADCASTJOIN: "BROADCAST",
  MAPJOIN: "BROADCAST",
  SHUFFLE_MERGE: "MERGE",
  MERGEJOIN: "MERGE",
};

/** What types hold, by their names in SQL. */
export const sqlTypes: Readonly<Record<string, string>> = {
  BIGINT: "Whole numbers of 8 bytes.",
  BINARY: "Bytes.",
  BOOLEAN: "true or false.",
  BYTE: "Whole numbers from -128 to 127; the same as TINYINT.",
  CHAR: "Text of a fixed length, filled up with spaces.",
  DATE: "A day of the calendar, without a time zone.",
  DECIMAL: "Exact numbers: DECIMAL(precision, scale), 10 and 0 when left out, 38 digits at most.",
  DOUBLE: "Floating numbers of 8 bytes.",
  FLOAT: "Floating numbers of 4 bytes.",
  INT: "Whole numbers of 4 bytes.",
  INTERVAL: "A span of time: INTERVAL YEAR TO MONTH or INTERVAL DAY TO SECOND.",
  LONG: "Whole numbers of 8 bytes; the same as BIGINT.",
  SHORT: "Whole numbers of 2 bytes; the same as SMALLINT.",
  SMALLINT: "Whole numbers of 2 bytes.",
  STRING: "Text of any length.",
  TIME: "A time of the day, without a date.",
  TIMESTAMP: "A moment; shown in the time zone of the session.",
  TIMESTAMP_LTZ: "A moment; shown in the time zone of the session.",
  TIMESTAMP_NTZ: "A date and a time without a time zone.",
  TINYINT: "Whole numbers from -128 to 127.",
  VARCHAR: "Text up to a length.",
  VARIANT: "Values of any type, as JSON has them.",
  VOID: "Nothing but NULL.",
  ARRAY: "A list: ARRAY<element>.",
  MAP: "Values by keys: MAP<key, value>.",
  STRUCT: "Fields with names: STRUCT<name: type, …>.",
};

/** Words of Spark's types before 4.1, whose grammar takes any name for a type. */
export const typesWithoutKeywords: readonly string[] = Object.keys(sqlTypes).filter(
  (name) => name !== "TIME" && name !== "VARIANT",
);

/** Words that are never written without their next one. */
export const phrases: Readonly<Record<string, string>> = {
  ORDER: "ORDER BY",
  SORT: "SORT BY",
  CLUSTER: "CLUSTER BY",
  DISTRIBUTE: "DISTRIBUTE BY",
  GROUP: "GROUP BY",
};

/** The words that queries use most, the likeliest first; all others follow. */
export const likelyWords: readonly string[] = (
  "SELECT FROM WHERE JOIN LEFT INNER ON GROUP ORDER HAVING LIMIT AS AND OR NOT IN IS LIKE BETWEEN CASE WHEN THEN ELSE END " +
  "DISTINCT CAST OVER PARTITION ASC DESC NULLS NULL TRUE FALSE UNION WITH INSERT INTO CREATE USING EXISTS"
).split(" ");

/**
 * The functions that queries of data jobs use most, the likeliest first; all others follow by the alphabet. Those that are
 * words of the grammar are offered as such.
 */
export const likelyFunctions: readonly string[] = (
  "count sum avg max min coalesce concat row_number round date_format to_date to_timestamp " +
  "date_sub date_trunc year month day hour upper lower length split replace " +
  "regexp_replace regexp_extract concat_ws collect_list collect_set explode array_contains size map from_json " +
  "to_json get_json_object rank dense_rank lag lead first_value last_value approx_count_distinct percentile_approx " +
  "count_if abs ceil floor nvl nullif if greatest least sha2 md5 unix_timestamp from_unixtime months_between add_months last_day"
).split(" ");
