import type { SqlCall, SqlWindowFrame } from "../../sql/sqlExpression.ts";
import { callCode } from "./callCode.ts";
import { columnOrName, sortCode, type CodeContext } from "./columnCode.ts";
import { call, method, whole, type PythonCode } from "./pythonCode.ts";

/** A call with OVER; null where Python's API has no such window. */
export function overCode(sql: SqlCall, context: CodeContext): PythonCode | null {
  const { over } = sql;
  if (over === null || over.name !== null) return null;
  const inner = callCode({ ...sql, over: null }, context);
  const frame = over.frame === null ? [] : frameCode(over.frame, context);
  if (inner === null || frame === null) return null;
  const window = context.spell("pyspark.sql.Window");
  const steps: [string, readonly PythonCode[]][] = [];
  if (over.partition.length > 0)
    steps.push(["partitionBy", over.partition.map((each) => columnOrName(each, context))]);
  if (over.order.length > 0) steps.push(["orderBy", over.order.map((each) => sortCode(each, context))]);
  if (over.frame !== null && frame.length > 0)
    steps.push([over.frame.type === "rows" ? "rowsBetween" : "rangeBetween", frame]);
  const [first, ...rest] = steps;
  let spec =
    first === undefined ? call(`${window}.partitionBy`, []) : call(`${window}.${first[0]}`, first[1]);
  for (const [name, args] of rest) spec = method(spec, name, args);
  return method(inner, "over", [spec]);
}

/** The bounds of a frame; null where they are not the same numbers in Python. */
function frameCode(
  { type, lower, upper }: SqlWindowFrame,
  context: CodeContext,
): readonly PythonCode[] | null {
  const window = context.spell("pyspark.sql.Window");
  const bound = (value: number | null, unbounded: string): PythonCode | null => {
    if (value === null) return null;
    if (value === 0) return whole(`${window}.currentRow`);
    if (!Number.isFinite(value)) return whole(`${window}.${unbounded}`);
    return type === "rows" ? whole(String(value)) : null;
  };
  const bounds = [bound(lower, "unboundedPreceding"), bound(upper, "unboundedFollowing")];
  return bounds.every((each) => each !== null) ? bounds : null;
}
