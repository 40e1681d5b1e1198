import { unchangedLines } from "../features/unchangedLines.ts";

/** Lines of unchanged text shown around a change. */
const contextLines = 3;

/** The change from one text to another in the unified format; empty when they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const old = linesOf(before);
  const changed = linesOf(after);
  const steps = diffLines(old, changed);
  const hunks: string[] = [];
  for (let index = 0; index < steps.length;) {
    if (steps[index]?.sign === " ") {
      index++;
      continue;
    }
    const start = Math.max(0, index - contextLines);
    let end = index;
    for (let at = index; at < steps.length && at - end <= 2 * contextLines; at++)
      if (steps[at]?.sign !== " ") end = at;
    const stop = Math.min(steps.length, end + 1 + contextLines);
    hunks.push(hunk(steps, start, stop));
    index = stop;
  }
  // `patch` takes a name with blanks up to a tab.
  const name = /\s/.test(file) ? `${file}\t` : file;
  return `--- ${name}\n+++ ${name}\n${hunks.join("")}`;
}

interface Step {
  readonly sign: " " | "-" | "+";
  readonly line: string;
}

function hunk(steps: readonly Step[], start: number, stop: number): string {
  const count = (from: number, to: number, other: Step["sign"]): number =>
    steps.slice(from, to).filter(({ sign }) => sign !== other).length;
  const range = (other: Step["sign"]): string => {
    const length = count(start, stop, other);
    const first = count(0, start, other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  const lines = steps
    .slice(start, stop)
    .map(
      ({ sign, line }) => `${sign}${line}${line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n"}`,
    );
  return `@@ -${range("+")} +${range("-")} @@\n${lines.join("")}`;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}

function diffLines(old: readonly string[], changed: readonly string[]): Step[] {
  const steps: Step[] = [];
  const add = (sign: Step["sign"], lines: readonly string[]): void => {
    for (const line of lines) steps.push({ sign, line });
  };
  let [fromOld, fromChanged] = [0, 0];
  for (const [nextOld, nextChanged] of [
    ...unchangedLines(old, changed),
    [old.length, changed.length] as const,
  ]) {
    add("-", old.slice(fromOld, nextOld));
    add("+", changed.slice(fromChanged, nextChanged));
    add(" ", old.slice(nextOld, nextOld + 1));
    [fromOld, fromChanged] = [nextOld + 1, nextChanged + 1];
  }
  return steps;
}
