import { placedText } from "../strings/placedText.ts";
import { unknownMark } from "../strings/textOrigin.ts";
import type { Value } from "../value.ts";

/**
 * Whether a statement that the program does not tell in full may change the columns of a table, as its start says. One
 * that is read in spite of that has done so itself, unless not even its kind is told.
 */
export function mayChangeTables(value: Value | undefined, isRead: boolean): boolean {
  if (value?.kind === "union") return value.values.some((each) => mayChangeTables(each, isRead));
  if (value?.kind !== "string") return true;
  if (isRead) return isOfUntoldKind(value);
  const text = toldText(value);
  return text === null || !keepsTables.test(text);
}

/** Whether the program does not tell with which word a statement begins. */
export const isOfUntoldKind = (value: Value): boolean =>
  value.kind === "string" && toldText(value)?.trimStart().startsWith(unknownMark) === true;

/** A text with marks for what is not told of it; null where nothing is. */
const toldText = ({ value, origin }: Extract<Value, { kind: "string" }>): string | null =>
  value ?? (origin ? (placedText(origin, longestText)?.text ?? null) : null);

/** Longer texts are not looked at. */
const longestText = 500_000;

/**
 * How statements begin that leave each table the columns it has, and make no view that hides one. CREATE TABLE is
 * refused, or does nothing, where there is a table; MERGE may bring columns where it says so in its second word.
 */
const keepsTables =
  /^(?:\s|\(|--[^\n\uE000]*\n)*(?:select|with|values|from|insert\s+(?:into|overwrite)|delete\s+from|update|merge\s+into|create\s+table|load\s+data|truncate\s+table|optimize|vacuum|refresh|analyze\s+table|msck|describe|desc|show|explain|uncache|grant|revoke|comment\s+on)\s/i;
