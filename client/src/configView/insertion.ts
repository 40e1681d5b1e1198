/** What stands around the value where a language sets a configuration. */
export interface Insertion {
  readonly before: string;
  readonly after: string;
}

/** How a configuration is set in a file of this language; a pair of spark-defaults.conf where nothing else is known. */
export function insertionFor(language: string, key: string): Insertion {
  switch (language) {
    case "python":
      return { before: `.config("${key}", "`, after: '")' };
    case "json":
    case "jsonc":
      return { before: `"${key}": "`, after: '"' };
    case "sql":
      return { before: `SET ${key} = `, after: ";" };
    case "shellscript":
      return { before: `--conf ${key}=`, after: "" };
    default:
      return { before: `${key} `, after: "" };
  }
}
