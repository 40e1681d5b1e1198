import { compareVersions, parseVersion } from "../catalog/sparkVersion.ts";

/** What a project file asks of a package: a version such as "3.5", and which other lines it would take. */
export interface VersionConstraint {
  /** The version it pins, else the lowest it allows, else the highest below its limit; major and minor. */
  readonly version: string;
  /** Whether some patch of a line such as "4.0" fits. */
  readonly allows: (line: string) => boolean;
}

interface Clause {
  readonly operator: string;
  /** "3.5" of "3.5.1"; "3.0" of "3". */
  readonly line: string;
  readonly major: number;
  /** How many numbers are written, a `*` not counted. */
  readonly depth: number;
  readonly isZeroPatch: boolean;
}

/** Reads "==3.5.1", "^3.4", ">=3.4,<4", "3.5.*"; null for what names no version. */
export function versionConstraint(text: string): VersionConstraint | null {
  const clauses = text
    .replace(/([=<>!~^])\s+/g, "$1")
    .split(/[,\s]+(?=[<>=!~^\d])/)
    .flatMap((part) => clauseOf(part) ?? []);
  const version = pinnedBy(clauses);
  return version === null
    ? null
    : { version, allows: (line) => clauses.every((clause) => fits(clause, line)) };
}

function clauseOf(text: string): Clause | null {
  const [, operator = "=", numbers] =
    /^\s*(===?|=|~=|\^|~|>=|<=|>|<|!=)?\s*v?(\d+(?:\.\d+)*)/.exec(text) ?? [];
  if (numbers === undefined) return null;
  const parts = numbers.split(".");
  const version = parseVersion(parts.length === 1 ? `${numbers}.0` : numbers);
  return (
    version && {
      operator: /^={1,3}$/.test(operator) ? "=" : operator,
      line: `${version.major}.${version.minor}`,
      major: version.major,
      depth: parts.length,
      isZeroPatch: (version.patch ?? 0) === 0,
    }
  );
}

function pinnedBy(clauses: readonly Clause[]): string | null {
  const pin = clauses.find(({ operator }) => ["=", "~=", "^", "~"].includes(operator));
  if (pin !== undefined) return pin.line;
  const lines = (operators: readonly string[]) =>
    clauses.filter(({ operator }) => operators.includes(operator)).map(({ line }) => line);
  return lines([">=", ">"]).toSorted(compareVersions).at(-1) ?? lines(["<="]).at(-1) ?? null;
}

function fits({ operator, line: bound, major, depth, isZeroPatch }: Clause, line: string): boolean {
  const order = compareVersions(line, bound);
  const isSameMajor = parseVersion(line)?.major === major;
  switch (operator) {
    case "=":
      return depth === 1 ? isSameMajor : order === 0;
    case "~":
      return depth === 1 ? isSameMajor : order === 0;
    case "~=":
      return depth > 2 ? order === 0 : isSameMajor && order >= 0;
    case "^":
      return isSameMajor && order >= 0;
    case ">=":
    case ">":
      return order >= 0;
    case "<=":
      return order <= 0;
    case "<":
      return isZeroPatch ? order < 0 : order <= 0;
    default:
      // "!=3.4.1" leaves other patches of the line.
      return true;
  }
}
