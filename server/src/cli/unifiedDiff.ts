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
  return `--- ${file}\n+++ ${file}\n${hunks.join("")}`;
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

/** Table cells beyond which the middle is shown as replaced whole. */
const mostCells = 4_000_000;

function diffLines(old: readonly string[], changed: readonly string[]): Step[] {
  let head = 0;
  while (head < old.length && head < changed.length && old[head] === changed[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < changed.length - head &&
    old[old.length - 1 - tail] === changed[changed.length - 1 - tail]
  )
    tail++;
  const same = (line: string): Step => ({ sign: " ", line });
  return [
    ...old.slice(0, head).map(same),
    ...diffMiddle(old.slice(head, old.length - tail), changed.slice(head, changed.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** By the longest common subsequence of lines. */
function diffMiddle(old: readonly string[], changed: readonly string[]): Step[] {
  const width = changed.length + 1;
  const removed = (line: string): Step => ({ sign: "-", line });
  const added = (line: string): Step => ({ sign: "+", line });
  if ((old.length + 1) * width > mostCells) return [...old.map(removed), ...changed.map(added)];
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = changed.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === changed[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < changed.length) {
    const [left, right] = [old[i], changed[j]];
    if (left !== undefined && left === right) {
      steps.push({ sign: " ", line: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      steps.push(removed(left));
      i++;
    } else if (right !== undefined) {
      steps.push(added(right));
      j++;
    }
  }
  return steps;
}
