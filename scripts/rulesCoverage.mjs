/**
 * The page that says which of the patterns that linters for PySpark look for are found here, by which rule:
 * docs/rules-coverage.md out of docs/rules-coverage.json and the rules there are.
 */

/**
 * @typedef {object} Row one pattern
 * @property {string} id
 * @property {string} section
 * @property {string} what the pattern in a few words
 * @property {readonly string[]} [rules] the rules that implement it
 * @property {readonly string[]} [mergedInto] the rules of which it is a part
 * @property {string} [refused] why it is left out
 */

/** @typedef {"implemented" | "merged" | "refused" | "open"} Outcome */

/** @param {Row} row @returns {Outcome} */
export function outcomeOf({ rules, mergedInto, refused }) {
  if (rules !== undefined) return "implemented";
  if (mergedInto !== undefined) return "merged";
  return refused !== undefined ? "refused" : "open";
}

/** @param {readonly Row[]} rows @returns {string} */
export function coveragePage(rows) {
  const sections = [...new Set(rows.map(({ section }) => section))];
  /** @param {readonly Row[]} some @param {Outcome} outcome */
  const count = (some, outcome) => some.filter((row) => outcomeOf(row) === outcome).length;
  const summary = sections.map((section) => {
    const some = rows.filter((row) => row.section === section);
    return `| ${section} | ${some.length} | ${count(some, "implemented")} | ${count(some, "merged")} | ${count(some, "refused")} | ${count(some, "open")} |`;
  });
  const total = `| **all** | ${rows.length} | ${count(rows, "implemented")} | ${count(rows, "merged")} | ${count(rows, "refused")} | ${count(rows, "open")} |`;
  const tables = sections.map((section) => {
    const lines = rows
      .filter((row) => row.section === section)
      .map((row) => `| ${row.id} | ${row.what.replaceAll("|", "\\|")} | ${answer(row)} |`);
    return `## ${section}\n\n| row | pattern | |\n| --- | --- | --- |\n${lines.join("\n")}`;
  });
  return [
    "# What the rules cover",
    "Generated from docs/rules-coverage.json by `npm run generate`. Each row is a pattern that some linter for PySpark looks for, or an error that Spark raises for certain. It is implemented by a rule, merged into one, refused with the reason, or still open.",
    ["| about | rows | implemented | merged | refused | open |", "| --- | --- | --- | --- | --- | --- |"]
      .concat(summary, total)
      .join("\n"),
    ...tables,
  ].join("\n\n");
}

/** @param {Row} row */
function answer({ rules = [], mergedInto = [], refused }) {
  if (refused !== undefined) return `refused: ${refused}`;
  const parts = [...rules.map(link), ...mergedInto.map((id) => `part of ${link(id)}`)];
  return parts.length === 0 ? "open" : parts.join(", ");
}

/** @param {string} id */
const link = (id) => `[${id}](../server/src/rules/${id}.md)`;
