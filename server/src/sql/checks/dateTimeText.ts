import { checkTimeZone } from "../../catalog/timeZones.ts";

/** Words that stand for a day or a moment, with or without a zone. */
const special = /^(?:epoch|now|today|tomorrow|yesterday)(?:[ \t]+\S.*)?$/i;
const datePart = /^[+-]?(\d+)(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](.*))?)?)?$/s;
const timePart = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?(\D.*)?)?)?$/s;

/** Whether Spark reads a text as a date: "2020", "2020-1", "2020-01-31", anything behind a blank or T. */
export function isDateText(text: string): boolean {
  const trimmed = trim(text);
  if (special.test(trimmed)) return true;
  const match = datePart.exec(trimmed);
  return match !== null && isDay(match, 7);
}

/** Whether Spark reads a text as a timestamp: "2020-01-31 10:11:12.5 Europe/Paris"; `bareTimes` lets "10:11" be one. */
export function isTimestampText(text: string, bareTimes: boolean): boolean {
  const trimmed = trim(text);
  if (special.test(trimmed)) return true;
  const match = datePart.exec(trimmed);
  if (match === null) return bareTimes && /^T|^\d{1,2}:/.test(trimmed) && isTime(trimmed.replace(/^T/, ""));
  return isDay(match, 6) && (match[4] === undefined || isTime(match[4]));
}

/** Whether Spark reads a text as a time of day: "10:11", "T10:11:12.5", "9:05 PM". */
export function isTimeText(text: string): boolean {
  const [, time = "", half] = /^T?(.*?)(?:\s*([AP]M))?$/is.exec(trim(text)) ?? [];
  if (!time.includes(":") || !isTime(time) || /[^\d:.]/.test(time)) return false;
  const hour = Number.parseInt(time, 10);
  return half === undefined || (hour >= 1 && hour <= 12);
}

function isDay([, year = "", month = "1", day = "1"]: RegExpExecArray, mostDigits: number): boolean {
  if (year.length < 4 || year.length > mostDigits) return false;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  return days !== undefined && d >= 1 && d <= days;
}

function isTime(text: string): boolean {
  const match = timePart.exec(text);
  if (match === null) return false;
  const [, hour = "0", minute = "0", second = "0", , zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
  return zone === undefined || checkTimeZone(zone.trim()).isKnown;
}

/** White space and control characters at the ends do not count. */
const trim = (text: string): string => text.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, "");
