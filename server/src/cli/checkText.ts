import { analyze, type Engine } from "../analysis/analyze.ts";
import { fixAll } from "../analysis/fixAll.ts";
import type { Finding, Range } from "../analysis/finding.ts";
import { isNotebookName, readNotebook, type Notebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { defaultsProblems, fixDefaults } from "../features/defaultsProblems.ts";
import { rulePageUrl } from "../features/rulePage.ts";
import { isDefaultsName } from "../host/discover.ts";
import type { ReportedFinding } from "../report/reportedFinding.ts";
import { rules } from "../rules/registry.ts";
import type { FixSafety } from "../rules/rule.ts";
import type { Budget } from "../syntax/module.ts";
import { lineIndex, type LineIndex } from "../syntax/lineIndex.ts";

/** One file's text, to check and, if asked, to fix. Can be sent to a worker thread. */
export interface CheckTask {
  /** The name for people; its ending says what kind of file it is. */
  readonly file: string;
  /** The file itself, with `/` between the parts; null for what is none. */
  readonly path: string | null;
  readonly text: string;
  readonly options: Options;
  /** Which fixes to apply; null for none. */
  readonly fix: FixSafety | null;
}

export interface CheckResult {
  /** After the fixes. */
  readonly findings: readonly ReportedFinding[];
  /** The fixed text, when fixes changed it. */
  readonly fixed: { readonly text: string; readonly count: number } | null;
  /** The findings rest on data files too, so they hold only as long as those. */
  readonly readsData?: true;
  /** Nothing in the file could be checked. */
  readonly isUnreadable?: true;
  /** Why the file, or its fixes, could not be handled, as half a sentence. */
  readonly problem: string | null;
}

/** Milliseconds that the analysis of one file may take; then its result is partial and says so. */
export const timePerFile = 10_000;

/** Checks one text. Never throws on any text. */
export function checkText(engine: Engine, task: CheckTask): CheckResult {
  const reads = engine.files?.()?.reads();
  const result = checkedText(engine, task);
  return engine.files?.()?.reads() === reads ? result : { ...result, readsData: true };
}

function checkedText(engine: Engine, task: CheckTask): CheckResult {
  if (isNotebookName(task.file)) return checkNotebook(engine, task);
  if (isConfigurationName(task.file)) return checkDefaultsFile(engine, task);
  const fixed = fixText(engine, task.text, task);
  const text = fixed?.text ?? task.text;
  return { findings: pythonFindings(engine, text, task, plainPlaces(text)), fixed, problem: null };
}

/** Whether a file of this name is read as one of Spark's configuration. */
export function isConfigurationName(file: string): boolean {
  return isDefaultsName(file.split("/").at(-1) ?? "") || /\.(conf|properties)$/i.test(file);
}

function checkNotebook(engine: Engine, task: CheckTask): CheckResult {
  let json = task.text;
  let notebook = readNotebook(json);
  if ("problem" in notebook)
    return { findings: [], fixed: null, isUnreadable: true, problem: notebook.problem };
  let fixed: CheckResult["fixed"] = null;
  let problem: string | null = null;
  const inCells = fixText(engine, notebook.text, task);
  if (inCells) {
    const written = notebook.withText(inCells.text);
    const again = "json" in written ? readNotebook(written.json) : written;
    if ("problem" in again) problem = `its fixes are not applied: ${again.problem}`;
    else if ("json" in written) {
      fixed = { text: written.json, count: inCells.count };
      json = written.json;
      notebook = again;
    }
  }
  return {
    findings: pythonFindings(engine, notebook.text, task, notebookPlaces(notebook, json)),
    fixed,
    problem,
  };
}

function checkDefaultsFile(
  { catalog }: Engine,
  { file, text: given, options, fix: wanted }: CheckTask,
): CheckResult {
  const fixed = wanted === "suggested" ? fixDefaults(given, catalog.configs, options) : null;
  const text = fixed?.text ?? given;
  const places = plainPlaces(text);
  const findings = defaultsProblems(text, catalog.configs, options).map(
    ({ code, severity, message, fix, ...range }): ReportedFinding => ({
      file,
      rule: code,
      severity,
      message,
      url: rulePageUrl(code),
      fix:
        fix === null
          ? null
          : {
              title: `Write \`${fix}\``,
              safety: "suggested",
              edits: [{ ...places.place(range), newText: fix }],
            },
      evidence: [],
      ...places.place(range),
      excerpt: places.excerpt(range),
      cell: null,
    }),
  );
  return { findings, fixed, problem: null };
}

function fixText(engine: Engine, text: string, { options, fix, path }: CheckTask): CheckResult["fixed"] {
  if (fix === null) return null;
  const { text: fixed, applied } = fixAll(engine, text, options, {
    safety: fix,
    path,
  });
  return fixed === text ? null : { text: fixed, count: applied.length };
}

/** From offsets of the analysed text to lines and columns of the file. */
interface Places {
  readonly place: (range: Range) => Pick<ReportedFinding, "line" | "column" | "endLine" | "endColumn">;
  /** Null where an edit cannot be expressed in the file. */
  readonly editText: (range: Range, newText: string) => string | null;
  readonly cell: (offset: number) => ReportedFinding["cell"];
  /** The line of a place as the user wrote it. */
  readonly excerpt: (range: Range) => ReportedFinding["excerpt"];
}

function plainPlaces(text: string): Places {
  const index = lineIndex(text);
  return {
    place: (range) => placeIn(index, range),
    editText: (_, newText) => newText,
    cell: () => null,
    excerpt: (range) => excerpt(text, index, range),
  };
}

function notebookPlaces(notebook: Notebook, json: string): Places {
  const index = lineIndex(json);
  const inText = lineIndex(notebook.text);
  const raw = ({ start, end }: Range): Range => {
    const first = notebook.place(start)?.offset ?? 0;
    return { start: first, end: Math.max(first, notebook.place(end)?.offset ?? first) };
  };
  return {
    place: (range) => placeIn(index, raw(range)),
    // Inside one JSON string alone: over the end of an item the text would have to be split anew.
    editText: (range, newText) =>
      notebook.place(range.start) &&
      notebook.place(range.end) &&
      !/"/.test(json.slice(raw(range).start, raw(range).end).replaceAll('\\"', ""))
        ? JSON.stringify(newText).slice(1, -1)
        : null,
    cell: (offset) => {
      const place = notebook.place(offset);
      return place && { cell: place.cell, line: place.line };
    },
    excerpt(range) {
      const { text, column, endColumn } = excerpt(notebook.text, inText, range);
      const marked = notebook.place(range.start)?.marked ?? 0;
      return { text: text.slice(marked), column: column - marked, endColumn: endColumn - marked };
    },
  };
}

function pythonFindings(
  engine: Engine,
  text: string,
  { file, options, path }: CheckTask,
  places: Places,
): ReportedFinding[] {
  const { findings } = analyze(engine, text, options, undefined, budget(), path);
  const secretLines = new Set(
    findings.filter(({ rule }) => hidingRules.has(rule)).map((finding) => places.place(finding).line),
  );
  return findings.map((finding) => ({
    file,
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    url: rulePageUrl(finding.rule),
    ...places.place(finding),
    fix: fixOf(finding, places),
    evidence: [
      ...finding.evidence.map(({ because, elsewhere, ...range }) => ({
        file: elsewhere ? shownBeside(file, path, elsewhere.path) : file,
        line: elsewhere?.line ?? places.place(range).line,
        text: because,
      })),
      ...finding.related.map(({ message, ...range }) => ({
        file,
        line: places.place(range).line,
        text: message,
      })),
    ],
    excerpt: secretLines.has(places.place(finding).line)
      ? { ...places.excerpt(finding), text: "" }
      : places.excerpt(finding),
    cell: places.cell(finding.start),
  }));
}

/** Rules whose lines are not shown: logs of builds are read by many. */
const hidingRules: ReadonlySet<string> = new Set(
  rules.filter(({ hidesCode }) => hidesCode === true).map(({ id }) => id),
);

/** Another file as people would name it who named this one so. */
function shownBeside(file: string, path: string | null, other: string): string {
  const root = path?.endsWith(`/${file}`) === true ? path.slice(0, -file.length) : null;
  return root !== null && other.startsWith(root) ? other.slice(root.length) : other;
}

function fixOf(finding: Finding, places: Places): ReportedFinding["fix"] {
  const fix = finding.fix?.();
  if (!fix) return null;
  const edits: NonNullable<ReportedFinding["fix"]>["edits"][number][] = [];
  for (const { start, end, newText } of fix.edits) {
    const inFile = places.editText({ start, end }, newText);
    if (inFile === null) return null;
    edits.push({ ...places.place({ start, end }), newText: inFile });
  }
  return { title: fix.title, safety: fix.safety, edits };
}

function placeIn(index: LineIndex, { start, end }: Range): ReturnType<Places["place"]> {
  const from = index.positionAt(start);
  const to = index.positionAt(end);
  return {
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

function excerpt(text: string, index: LineIndex, { start, end }: Range): ReportedFinding["excerpt"] {
  const { line, character } = index.positionAt(start);
  const lineStart = index.lineStart(line);
  const content = text.slice(lineStart, index.lineStart(line + 1)).replace(/[\r\n]+$/, "");
  return { text: content, column: character + 1, endColumn: Math.min(end - lineStart, content.length) + 1 };
}

function budget(): Budget {
  const start = performance.now();
  return { expired: (share = 1) => performance.now() - start > timePerFile * share };
}
