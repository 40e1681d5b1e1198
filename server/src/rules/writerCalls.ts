import { argument, constantString, type BoundArgument, type CallFact } from "../plan/facts.ts";

const ofWriter = (...methods: readonly string[]): readonly string[] =>
  methods.map((method) => `DataFrameWriter.${method}`);

/** What writes files to a path. */
export const pathWrites = ofWriter("csv", "json", "orc", "parquet", "save", "text");

/** What writes files to a path, or makes a table of files. */
export const makingWrites = [...pathWrites, ...ofWriter("saveAsTable")];

/** What writes files, or a table of files. */
export const fileWrites = [...makingWrites, ...ofWriter("insertInto")];

/** What writes a batch anywhere. */
export const batchWrites = [...fileWrites, ...ofWriter("jdbc")];

/** What starts a streaming query. */
export const streamStarts: readonly string[] = ["DataStreamWriter.start", "DataStreamWriter.toTable"];

/** Where a write takes its mode; those that are not here take none (`text`, `insertInto`). */
const modePlaces: Readonly<Record<string, number>> = {
  "DataFrameWriter.csv": 1,
  "DataFrameWriter.json": 1,
  "DataFrameWriter.orc": 1,
  "DataFrameWriter.parquet": 1,
  "DataFrameWriter.jdbc": 2,
  "DataFrameWriter.save": 2,
  "DataFrameWriter.saveAsTable": 2,
};

/** The argument of a write that is its mode; null where it has none. */
export function modeArgument(call: CallFact): BoundArgument | null {
  const place = modePlaces[call.name];
  return place === undefined ? null : argument(call, place, "mode");
}

/** The mode that a write has by its arguments or by `mode()`, in lower case; null for none, or where the code does not tell. */
export function saveMode(call: CallFact): string | null {
  const given = modeArgument(call) ?? givenTo(call, "mode")[0];
  return constantString(given?.value)?.toLowerCase() ?? null;
}

/** What says the output mode of a query that starts: an argument, else that of `outputMode()`; null for none. */
export function outputModeArgument(call: CallFact): BoundArgument | null {
  const own = call.args.find(({ name }) => name === "outputMode");
  return own ?? givenTo(call, "outputMode")[0] ?? null;
}

/** The columns given to `partitionBy()`, by which folders are named; null for each that the code does not tell. */
export function partitionColumns(call: CallFact): readonly (string | null)[] {
  return givenTo(call, "partitionBy").flatMap(({ value, unpack }) => {
    if (value.kind !== "sequence") return [unpack === "" ? constantString(value) : null];
    const names = value.elements.map(constantString);
    return value.exact ? names : [...names, null];
  });
}

/** The arguments of the last call of a method on the writer. */
function givenTo(call: CallFact, method: string): readonly BoundArgument[] {
  return call.receiver?.state?.calls.findLast((each) => each.method === method)?.args ?? [];
}
