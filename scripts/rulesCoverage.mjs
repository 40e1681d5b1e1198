/**
 * The page that says which of the patterns that linters for PySpark look for are found here, by which rule:
 * docs/rules-coverage.md out of docs/rules-coverage.json and the rules there are.
 */

/**
 * @typedef {object} Row one pattern
 * @property {string} id
 * @property {string} what the pattern in a few words
 * @property {readonly string[]} [rules] the rules that implement it
 * @property {readonly string[]} [mergedInto] the rules of which it is a part
 * @property {string} [refused] why it is left out
 */

/** @typedef {"implemented" | "merged" | "refused" | "open"} Outcome */

/** @param {Row} row @returns {Outcome} */
function outcomeOf({ rules, mergedInto, refused }) {
  if (rules !== undefined) return "implemented";
  if (mergedInto !== undefined) return "merged";
  return refused !== undefined ? "refused" : "open";
}

/** @param {Readonly<Record<string, readonly Row[]>>} sections @returns {string} */
export function coveragePage(sections) {
  const all = Object.entries(sections);
  const summary = [...all, /** @type {const} */ (["**all**", all.flatMap(([, rows]) => rows)])].map(
    ([name, rows]) =>
      `| ${name} | ${rows.length} | ${outcomes.map((outcome) => count(rows, outcome)).join(" | ")} |`,
  );
  const tables = all.map(([name, rows]) => {
    const lines = rows.map((row) => `| ${row.id} | ${row.what.replaceAll("|", "\\|")} | ${answer(row)} |`);
    return `## ${name}\n\n| row | pattern | |\n| --- | --- | --- |\n${lines.join("\n")}`;
  });
  return [
    "# What the rules cover",
    "Generated from docs/rules-coverage.json by `npm run generate`. Each row is a pattern that some linter for PySpark looks for, or an error that Spark raises for certain. It is implemented by a rule, merged into one, refused with the reason, or still open.",
    [`| about | rows | ${outcomes.join(" | ")} |`, "| --- | --- | --- | --- | --- | --- |", ...summary].join(
      "\n",
    ),
    ...tables,
  ].join("\n\n");
}

/** @type {readonly Outcome[]} */
const outcomes = ["implemented", "merged", "refused", "open"];

/** @param {readonly Row[]} rows @param {Outcome} outcome */
const count = (rows, outcome) => rows.filter((row) => outcomeOf(row) === outcome).length;

/** @param {Row} row */
function answer({ rules = [], mergedInto = [], refused }) {
  if (refused !== undefined) return `refused: ${refused}`;
  const parts = [...rules.map(link), ...mergedInto.map((id) => `part of ${link(id)}`)];
  return parts.length === 0 ? "open" : parts.join(", ");
}

/** @param {string} id */
const link = (id) => `[${id}](../server/src/rules/${id}.md)`;
