import type { Severity } from "../rules/rule.ts";
import { placeName } from "./placeInFile.ts";
import { countSeverities, type ReportedFinding, type ReportedRun } from "./reportedFinding.ts";
import { plainStyle, type Style } from "./style.ts";

export interface TextOptions {
  readonly style?: Style;
  /** Leaves out the summary. */
  readonly quiet?: boolean;
}

/** The findings for people: place, what and why, the line with carets, what can be done; then a summary. */
export function textReport(
  run: ReportedRun,
  { style = plainStyle, quiet = false }: TextOptions = {},
): string {
  const blocks = run.findings.map((finding) => `${block(finding, style)}\n`);
  return blocks.join("\n") + (quiet ? "" : `${blocks.length > 0 ? "\n" : ""}${summary(run, style)}\n`);
}

function block(finding: ReportedFinding, style: Style): string {
  const { file, line, column, rule, severity, message, fix, cell, excerpt } = finding;
  const place = placeName(file, { line, column, cell: cell && { ...cell, column: excerpt.column } });
  const number = String(cell ? cell.line : line);
  const gutter = " ".repeat(number.length);
  const code = window(excerpt.text, excerpt.column - 1, excerpt.endColumn - 1);
  return [
    `${style.bold(clean(place))} ${paint(severity, style)(severity)} ${style.bold(rule)}`,
    `  ${clean(message)}`,
    ...(excerpt.text.trim() === ""
      ? []
      : [
          `  ${style.dim(`${number} |`)} ${code.text}`,
          `  ${style.dim(`${gutter} |`)} ${code.indent}${paint(severity, style)(code.carets)}`,
        ]),
    ...(fix
      ? [`  ${style.dim(`${gutter} =`)} ${style.green(`${fix.safety} fix`)}: ${clean(fix.title)}`]
      : []),
  ].join("\n");
}

function summary({ findings, files, fixed }: ReportedRun, style: Style): string {
  const filesText = plural(files, "file");
  const fixedText = fixed > 0 ? `${plural(fixed, "fix", "fixes")} applied. ` : "";
  if (files === 0)
    return "Nothing was checked: there is no Python file, notebook, SQL file or spark-defaults.conf that can be read.";
  if (findings.length === 0) return `${fixedText}${style.green("No findings")} in ${filesText}.`;
  const { errors, warnings, infos, hints } = countSeverities(findings);
  const counts = [
    [errors, "error"],
    [warnings, "warning"],
    [infos, "info"],
    [hints, "hint"],
  ] as const;
  const parts = counts
    .filter(([count]) => count > 0)
    .map(([count, severity]) => paint(severity, style)(plural(count, severity)));
  const touched = new Set(findings.map(({ file }) => file)).size;
  const safe = findings.filter(({ fix }) => fix?.safety === "safe").length;
  const suggested = findings.filter(({ fix }) => fix?.safety === "suggested").length;
  const fixes = [
    ...(safe > 0 ? [`${plural(safe, "safe fix", "safe fixes")} with --fix`] : []),
    ...(suggested > 0 ? [`${plural(suggested, "suggested one")} with --unsafe-fixes`] : []),
  ];
  const where = `in ${touched} of ${filesText}`;
  return `${fixedText}${parts.join(", ")} ${where}.${fixes.length > 0 ? ` Available: ${fixes.join(", ")}.` : ""}`;
}

function plural(count: number, word: string, words = `${word}s`): string {
  return `${count} ${count === 1 ? word : words}`;
}

function paint(severity: Severity, style: Style): (text: string) => string {
  switch (severity) {
    case "error":
      return style.red;
    case "warning":
      return style.yellow;
    case "info":
      return style.blue;
    case "hint":
      return style.cyan;
  }
}

const widest = 120;

/** The part of a line around a range that fits on a screen, and the carets below it. */
function window(line: string, start: number, end: number): { text: string; indent: string; carets: string } {
  const from = end > widest ? Math.max(0, Math.min(start - 20, line.length - widest)) : 0;
  const shown = line.slice(from, from + widest);
  const before = line.slice(from, start);
  const guilty = line.slice(start, Math.min(end, from + widest));
  const lead = from > 0 ? "…" : "";
  return {
    text: lead + clean(shown) + (from + widest < line.length ? "…" : ""),
    indent: " ".repeat(lead.length) + blanks(clean(before)),
    carets: "^".repeat(Math.max(1, width(clean(guilty)))),
  };
}

/** Blanks as wide as a text. Tabs stay tabs, so that what follows stands below whatever their width. */
function blanks(text: string): string {
  if (/^ *$/.test(text)) return text;
  return text
    .split("\t")
    .map((part) => " ".repeat(width(part)))
    .join("\t");
}

/** Columns on a terminal, near enough: wide scripts and emoji take two, marks on a letter none. */
function width(text: string): number {
  if (plainText.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/[\p{Mn}\u200d\ufe0f]/u.test(character)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}

/** Text of files may hold control characters that a terminal would obey. */
function clean(text: string): string {
  if (plainText.test(text)) return text;
  return text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** What nearly every line is. */
const plainText = /^[ -~]*$/;
