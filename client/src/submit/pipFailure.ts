/** Why pip or venv failed, as far as its output tells. */
export type PipFailure =
  /** The package index gave nothing: no network, a proxy, a wrong address. `index` as pip names it, or null for PyPI. */
  | { readonly cause: "index"; readonly index: string | null }
  /** The index has the version, for newer Pythons only: `requires` is such as ">=3.11". */
  | { readonly cause: "python"; readonly requires: string }
  /** The index has no such version. */
  | { readonly cause: "version" }
  | { readonly cause: "disk" }
  | { readonly cause: "permission"; readonly file: string | null }
  /** Debian and Ubuntu keep ensurepip apart, in `package`. */
  | { readonly cause: "ensurepip"; readonly package: string | null }
  | { readonly cause: "other"; readonly line: string };

/** Reads both streams of a failed `pip install pyspark==<version>.*` or `python -m venv`; `version` is such as "4.1". */
export function pipFailure(output: string, version: string): PipFailure {
  const missing = /apt install (python[\d.]+-venv)/.exec(output)?.[1];
  if (missing !== undefined || /No module named '?(?:ensurepip|venv)\b/.test(output))
    return { cause: "ensurepip", package: missing ?? null };
  if (/\[Errno 28\]|No space left on device/.test(output)) return { cause: "disk" };
  const refused = /(?:Permission denied|Access is denied)(?::? '([^']+)')?/.exec(output);
  if (refused !== null) return { cause: "permission", file: refused[1] ?? null };
  if (/\(from versions: none\)|Could not fetch URL|Max retries exceeded|ReadTimeoutError/.test(output))
    return { cause: "index", index: /Looking in indexes: (\S+?),?\s/.exec(output)?.[1] ?? null };
  const escaped = version.replaceAll(".", String.raw`\.`);
  const requires = new RegExp(String.raw`\b${escaped}(?:\.\d+)* Requires-Python ([^;\s]+)`).exec(output)?.[1];
  if (requires !== undefined) return { cause: "python", requires };
  if (/No matching distribution found for pyspark/.test(output)) return { cause: "version" };
  return { cause: "other", line: lastLine(output) };
}

function lastLine(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "").trim();
}
