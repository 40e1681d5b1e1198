import { textOf } from "../literals.ts";
import { childOf, tokenOf, type SqlPart } from "../tree.ts";
import { named, refused, sourceOf, type Check } from "./check.ts";

/** What a string literal stands for. */
export const literalValue = (part: SqlPart, text: string): string => textOf(part, text);

/** TABLESAMPLE: something to sample by, a percentage from 0 to 100, a bucket that is there. */
export const checkSample: Check = (node, { text, version }) => {
  const method = childOf(node, "sampleMethod");
  if (method === null)
    return refused(
      node,
      "_LEGACY_ERROR_TEMP_0014",
      "Say how much of the table to take, as in TABLESAMPLE (10 PERCENT).",
    );
  const fraction = named(version, "4.3", "INVALID_TABLESAMPLE_FRACTION", "_LEGACY_ERROR_TEMP_0064");
  const source = sourceOf(text, method);
  if (tokenOf(method, "BUCKET") !== null) {
    const [bucket = 1, all = 1] = [...source.matchAll(/\d+/g)].map(([digits]) => Number(digits));
    const on = tokenOf(method, "ON");
    if (on !== null && method.children.at(-1)?.kind === "node" && childOf(method, "identifier") !== null)
      return refused(
        node,
        "_LEGACY_ERROR_TEMP_0015",
        "Spark takes no buckets of a column. Name a function behind ON, or leave ON out.",
      );
    if (on !== null || bucket <= all) return null;
    return refused(node, fraction, `There is no bucket ${bucket} of ${all}.`);
  }
  if (tokenOf(method, "PERCENTLIT") !== null) {
    const percent = Number(/^-?\s*[\d.]+/.exec(source)?.[0].replace(/\s/g, "") ?? "0");
    return percent >= 0 && percent <= 100 ? null : refused(node, fraction, "A percentage is from 0 to 100.");
  }
  if (tokenOf(method, "ROWS") !== null) return null;
  return /^\d+b$/i.test(source)
    ? refused(
        method,
        "_LEGACY_ERROR_TEMP_0015",
        "Spark takes no sample by bytes. Write a percentage or a number of rows.",
      )
    : refused(
        method,
        "_LEGACY_ERROR_TEMP_0016",
        "Say what the number counts: write PERCENT or ROWS behind it.",
      );
};
