import { editDistance } from "./editDistance.ts";

/** Java's older three-letter names (ZoneId.SHORT_IDS), which Spark takes too. */
const shortNames = new Set(
  "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT EST HST IET IST JST MIT MST NET NST PLT PNT PRT PST SST VST".split(
    " ",
  ),
);

/** `+2`, `+02`, `+02:00`, `+0200`, `+02:00:00`, alone or behind UTC, GMT or UT (Java's ZoneId.of; Spark adds `+2:00`). */
const offset = /^(?:UTC|GMT|UT)?[+-](\d{1,2}|\d\d(?=\d\d))(?::?(\d{2})(?::?(\d{2}))?|:(\d))?$/;

/** Whether Spark takes a text for a time zone; `meant` is the zone that it is probably a slip for. */
export function checkTimeZone(text: string): {
  readonly isKnown: boolean;
  readonly meant: string | null;
} {
  if (["Z", "UTC", "GMT", "UT"].includes(text) || shortNames.has(text)) return { isKnown: true, meant: null };
  const parts = offset.exec(text);
  if (parts) {
    const [hours, minutes, seconds] = [parts[1], parts[2] ?? parts[4], parts[3]].map((part) =>
      Number(part ?? 0),
    );
    const total = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
    return { isKnown: total <= 18 * 3600 && (minutes ?? 0) < 60 && (seconds ?? 0) < 60, meant: null };
  }
  const regions = Intl.supportedValuesOf("timeZone");
  if (regions.includes(text)) return { isKnown: true, meant: null };
  const lower = text.toLowerCase();
  const otherCase = regions.find((region) => region.toLowerCase() === lower);
  if (otherCase !== undefined) return { isKnown: false, meant: otherCase };
  const upper = text.toUpperCase();
  if (["UTC", "GMT", "Z"].includes(upper)) return { isKnown: false, meant: upper };
  // Older names of regions, such as US/Pacific, are not in the list. Java's parts begin with capitals.
  if (isZoneOfIntl(text) && text.split("/").every((part) => /^[A-Z]/.test(part)))
    return { isKnown: true, meant: null };
  const city = regions.find(
    (region) => region.split("/").at(-1)?.toLowerCase() === lower.replaceAll(" ", "_"),
  );
  return {
    isKnown: false,
    meant: city ?? regions.find((region) => editDistance(region.toLowerCase(), lower, 2) <= 2) ?? null,
  };
}

function isZoneOfIntl(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
