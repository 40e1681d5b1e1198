/** The entry of source-schemas.json for what a statement lists, by its words; null for others. */
export function listingOf(text: string): string | null {
  const words = text.trim().toLowerCase();
  for (const [pattern, entry] of listings) if (pattern.test(words)) return entry;
  return null;
}

const listings: readonly (readonly [RegExp, string | null])[] = [
  // Delta Lake reads these two for itself, where Spark alone would see a table and its column.
  [/^desc(?:ribe)?\s+(?:detail|history)\b/, null],
  [/^set\s+-v\b/, "set -v"],
  [/^set\s+time\s+zone\b/, "set"],
  [/^show\s+table\s+extended\b/, "show table extended"],
  [/^show\s+tables\b/, "show tables"],
  [/^show\s+(?:databases|schemas|namespaces)\b/, "show namespaces"],
  [/^show\s+columns\b/, "show columns"],
  [/^show\s+views\b/, "show views"],
  [/^show\s+(?:\w+\s+)?functions\b/, "show functions"],
  [/^show\s+create\s+table\b/, "show create table"],
  [/^show\s+tblproperties\b/, "show tblproperties"],
  [/^show\s+partitions\b/, "show partitions"],
  [/^show\s+catalogs\b/, "show catalogs"],
  [/^show\s+current\s+(?:namespace|database|schema)\b/, "show current namespace"],
  [/^desc(?:ribe)?\s+function\b/, "describe function"],
  // Databricks calls the columns by other names.
  [/^desc(?:ribe)?\s+(?:database|schema|namespace)\b/, null],
  [/^desc(?:ribe)?\s[^]*\bas\s+json\s*;?$/, "describe as json"],
  [/^desc(?:ribe)?\s+(?:query\s+)?(?:select|with|values|from|table\s+\S+\s*;?$)/, "describe table"],
  [/^desc(?:ribe)?\s+(?:table\s+)?(?:(?:extended|formatted)\s+)?[^\s;]+\s*;?$/, "describe table"],
  [/^desc(?:ribe)?\s+(?:table\s+)?(?:(?:extended|formatted)\s+)?\S+\s+partition\b/, "describe table"],
  [/^desc(?:ribe)?\s+(?:table\s+)?(?:(?:extended|formatted)\s+)?\S+\s+\S+\s*;?$/, "describe column"],
];
