import { severities } from "../analysis/settings.ts";
import type { ReportedFinding, ReportedRun } from "../report/reportedFinding.ts";
import type { FixSafety, Severity } from "../rules/rule.ts";
import { readArguments, type Arguments, type OptionSpecs } from "./arguments.ts";
import { checkAll, type CheckedFile } from "./checkAll.ts";
import { fileOptions, ruleOptionSpecs, type FileOptions } from "./options.ts";
import { formatOf, outputSpecs, writeReport } from "./output.ts";
import { settingsFindings } from "./settingsFindings.ts";
import { projectFolders } from "../host/projectFolders.ts";
import { readInput, type Input, type InputFile } from "./readInputs.ts";
import type { Terminal } from "./terminal.ts";
import { unifiedDiff } from "./unifiedDiff.ts";
import { UsageError } from "./usageError.ts";
import { printSource, writeSource } from "./writeSource.ts";

export const checkSpecs: OptionSpecs = {
  fix: { type: "boolean", help: "apply safe fixes until nothing changes" },
  "unsafe-fixes": { type: "boolean", help: "apply suggested fixes too; look at the result" },
  diff: { type: "boolean", help: "show what the fixes would change, and write nothing" },
  ...ruleOptionSpecs,
  "fail-level": {
    type: "string",
    value: "LEVEL",
    help: "exit with 1 from this severity on: error, warning (the default), info, hint or never",
  },
  "stdin-filename": { type: "string", value: "NAME", help: "check standard input as the file of this name" },
  jobs: { type: "string", short: "j", value: "N", help: "worker threads for many files; 1 for none" },
  "no-cache": { type: "boolean", help: "neither read nor keep results" },
  ...outputSpecs,
};

/** `check PATHS…`. Returns the exit status. @throws {UsageError} */
export async function check(argv: readonly string[], terminal: Terminal): Promise<number> {
  const started = performance.now();
  const args = readArguments(argv, checkSpecs);
  const failLevel = args.choice("fail-level", [...severities, "never"]) ?? "warning";
  const options = fileOptions(args, terminal.cwd);
  // Before anything is written: a wrong format is no reason to have fixed half of a project.
  formatOf(args);
  const fix = fixKind(args);
  const stdinName = args.text("stdin-filename");
  const input = await readInput(stdinName, args, options, terminal);
  for (const { shown, problem } of input.problems) terminal.err(`${shown} is skipped: ${problem}.\n`);

  const folders = projectFolders(terminal.cwd, args.positionals);
  const checkInputs = (files: readonly InputFile[], fixes: FixSafety | null): Promise<CheckedFile[]> =>
    checkAll(
      files.map(({ file, source }) => ({
        file,
        text: source.text,
        options: options.of(file.path),
        fix: fixes,
      })),
      { jobs: jobsOf(args), useCache: !args.flag("no-cache") && stdinName === null, folders, terminal },
    );
  const checked = await checkInputs(input.files, fix);
  tellAssumption(options, input, args, terminal);
  for (const { file, problem, isUnreadable } of checked)
    if (problem !== null) terminal.err(`${file.shown}${isUnreadable ? " is skipped" : ""}: ${problem}.\n`);
  const failed = input.failed || checked.some(({ file, isUnreadable }) => isUnreadable && file.isNamed);
  const fixes = fix === null ? noFixes : applyFixes(checked, input, args, terminal, stdinName !== null);
  // What could not be written is still as it was.
  const unwritten = await checkInputs(fixes.unwritten, null);
  // What there is to fix counts as found.
  if (args.flag("diff")) {
    const wouldChange = failLevel !== "never" && checked.some(({ fixed }) => fixed !== null);
    return statusOf([], failLevel, failed, checked) || Number(wouldChange);
  }

  const shown = checked.map((each) => unwritten.find(({ file }) => file === each.file) ?? each);
  const inSettings = settingsFindings(options.settingsFiles(), terminal.cwd);
  const run: ReportedRun = {
    findings: [...inSettings, ...shown.flatMap(({ findings }) => findings)],
    files:
      checked.filter(({ isUnreadable }) => !isUnreadable).length +
      new Set(inSettings.map(({ file }) => file)).size,
    durationMs: Math.round(performance.now() - started),
    fixed: fixes.count,
  };
  // Standard output carries the fixed source then.
  const isSourceOut = stdinName !== null && fix !== null;
  writeReport(
    run,
    args,
    isSourceOut ? { ...terminal, out: terminal.err, isOutTerminal: terminal.isErrTerminal } : terminal,
  );
  return statusOf(run.findings, failLevel, failed || unwritten.length > 0, checked);
}

/** Says once, to a person, which Spark counted when nothing names one. */
function tellAssumption(options: FileOptions, { files }: Input, args: Arguments, terminal: Terminal): void {
  const version = files.length === 0 ? null : options.assumedVersion();
  if (version === null || args.flag("quiet") || !terminal.isErrTerminal) return;
  terminal.err(
    `Checked for Spark ${version}, the newest known: no file of the project names a version. --spark-version or a pin of pyspark does.\n`,
  );
}

function fixKind(args: Arguments): FixSafety | null {
  const json = args.text("output-format");
  if (args.flag("diff") && json !== null && json !== "text")
    throw new UsageError("--diff goes with --output-format text alone.");
  if (args.flag("unsafe-fixes")) return "suggested";
  return args.flag("fix") || args.flag("diff") ? "safe" : null;
}

function jobsOf(args: Arguments): number | null {
  const given = args.text("jobs");
  if (given === null) return null;
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new UsageError(`--jobs is a number from 1, not "${given}".`);
  return Number(given);
}

interface Fixes {
  readonly count: number;
  /** The files that could not be written. */
  readonly unwritten: readonly InputFile[];
}

const noFixes: Fixes = { count: 0, unwritten: [] };

/** Writes fixed files, or shows the differences; standard input's fixed text goes to standard output. */
function applyFixes(
  checked: readonly CheckedFile[],
  input: Input,
  args: Arguments,
  terminal: Terminal,
  isStdin: boolean,
): Fixes {
  let count = 0;
  const unwritten: InputFile[] = [];
  for (const [index, { file, fixed }] of checked.entries()) {
    const source = input.files[index]?.source;
    if (!source) continue;
    if (args.flag("diff")) {
      if (fixed) terminal.out(unifiedDiff(file.shown, source.text, fixed.text));
    } else if (isStdin || fixed) {
      const text = fixed?.text ?? source.text;
      const problem = isStdin ? printSource(terminal, text, source) : writeSource(file, text, source);
      if (problem === null) count += fixed?.count ?? 0;
      else {
        unwritten.push({ file, source });
        terminal.err(`The fixes of ${file.shown} are not written: ${problem}.\n`);
      }
    }
  }
  return { count, unwritten };
}

function statusOf(
  findings: readonly ReportedFinding[],
  failLevel: Severity | "never",
  failed: boolean,
  checked: readonly CheckedFile[],
): number {
  if (checked.some(({ isOurFault }) => isOurFault)) return 3;
  if (failed) return 2;
  if (failLevel === "never") return 0;
  const counted = severities.slice(0, severities.indexOf(failLevel) + 1);
  return findings.some(({ severity }) => counted.includes(severity)) ? 1 : 0;
}
