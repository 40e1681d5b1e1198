/**
 * The import borders of the house: which folder of server/src may import which, beside itself.
 * Read by eslint.config.mjs and by test/repo/layers.test.ts; ARCHITECTURE.md explains it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const mayImport = {
  protocol: [],
  syntax: [],
  catalog: [],
  sql: ["catalog"],
  plan: ["syntax", "catalog", "sql"],
  rules: ["syntax", "catalog", "plan"],
  analysis: ["syntax", "catalog", "plan", "rules"],
  submit: ["protocol", "catalog"],
  features: ["protocol", "syntax", "catalog", "sql", "plan", "rules", "analysis", "submit"],
  report: ["analysis", "rules", "catalog"],
  host: ["analysis", "rules", "syntax", "catalog", "submit", "plan"],
  lsp: ["protocol", "host", "features", "analysis", "rules", "catalog", "submit", "syntax"],
  cli: ["host", "report", "features", "analysis", "rules", "catalog", "submit", "syntax", "lsp"],
};

/** Packages from npm that one folder alone may import. @type {Readonly<Record<string, readonly string[]>>} */
export const packagesOf = {
  "web-tree-sitter": ["syntax"],
  hyparquet: ["host"],
  yaml: ["host"],
  "vscode-languageserver": ["lsp"],
  "vscode-languageserver-textdocument": ["lsp"],
};

/** Folders that may use Node's own modules; all others compile without them. */
export const nodeFolders = ["host", "lsp", "cli"];
