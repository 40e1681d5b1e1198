const scopePrefix = " table ";

/** The catalog that is in use at first. */
export const sparkCatalog = "spark_catalog";

/** The name under which a module's scope holds a view or a table; Python cannot spell it. */
export const scopeName = (name: string): string =>
  `${scopePrefix}${name
    .replaceAll("`", "")
    .toLowerCase()
    .replace(/^spark_catalog\./, "")}`;

/** The table or view that a name of a module's scope stands for; null for other names. */
export const tableOfScopeName = (name: string): string | null =>
  name.startsWith(scopePrefix) ? name.slice(scopePrefix.length) : null;

/** Whether a name of a module's scope stands for a table or a view that outlives the session, so that one may have been there before. */
export const isLasting = (scopeName: string): boolean =>
  scopeName.startsWith(scopePrefix) &&
  scopeName.includes(".") &&
  !scopeName.startsWith(`${scopePrefix}global_temp.`);

/** The name under which it holds the database that names without one are looked for in. */
export const databaseName = " database";

/** The name under which it holds how often tables were changed whose names the program does not tell. */
export const changesName = " table changes";
