import ignore from "ignore";

/** Whether a path matches one of the patterns; paths are relative to the folder of the settings, with `/`. */
export type GlobMatcher = (path: string) => boolean;

/** Patterns as in a .gitignore. Paths outside of the folder match nothing. */
export function globMatches(patterns: readonly string[]): GlobMatcher {
  if (patterns.length === 0) return () => false;
  const matcher = ignore().add([...patterns]);
  return (path) => ignore.isPathValid(path) && matcher.ignores(path);
}

/** Whether options leave a file in: not excluded, and included where `include` says which are. */
export function fileFilter(options: {
  readonly exclude: readonly string[];
  readonly include: readonly string[];
}): GlobMatcher {
  const isExcluded = globMatches(options.exclude);
  const isIncluded = globMatches(options.include);
  return (path) => !isExcluded(path) && (options.include.length === 0 || isIncluded(path));
}
