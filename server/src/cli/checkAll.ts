import fs from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { optionsKey } from "../analysis/ruleSet.ts";
import type { Options } from "../analysis/options.ts";
import { createWorkspaceModules } from "../analysis/workspaceModules.ts";
import { cacheKey, noCache, openCache, type Cache } from "../host/cache.ts";
import type { FoundFile } from "../host/discover.ts";
import { createEngineIn } from "../host/engine.ts";
import { openModuleTexts, slashed } from "../host/moduleTexts.ts";
import { runTasks, type Outcome } from "../host/workerPool.ts";
import type { FixSafety } from "../rules/rule.ts";
import { checkText, timePerFile, type CheckResult, type CheckTask } from "./checkText.ts";
import type { Terminal } from "./terminal.ts";

export interface FileToCheck {
  readonly file: FoundFile;
  readonly text: string;
  readonly options: Options;
  readonly fix: FixSafety | null;
}

export interface CheckedFile extends CheckResult {
  readonly file: FoundFile;
  /** The check itself failed: an error of ours. */
  readonly isOurFault: boolean;
}

export interface CheckAllOptions {
  /** Worker threads at most; null: as many as help. */
  readonly jobs: number | null;
  readonly useCache: boolean;
  /** What may be read beside the files: see `projectFolders`. */
  readonly folders: readonly string[];
  readonly terminal: Terminal;
}

/** Characters of source below which starting a worker costs more than it saves. */
const charactersPerWorker = 400_000;

/** Checks files, in their order: from the cache, in this thread, or on worker threads when there is much to do. */
export async function checkAll(
  files: readonly FileToCheck[],
  options: CheckAllOptions,
): Promise<CheckedFile[]> {
  if (files.length === 0) return [];
  const cache = options.useCache ? resultCache(options.terminal.cwd) : noCache<CheckResult>();
  const modules = createWorkspaceModules(openModuleTexts(() => options.folders));
  const outcomes = new Map<FileToCheck, Outcome<CheckResult>>();
  const missing: { readonly file: FileToCheck; readonly task: CheckTask; readonly key: string }[] = [];
  for (const file of files) {
    const path = slashed(file.file.path);
    const task = { file: file.file.shown, path, text: file.text, options: file.options, fix: file.fix };
    const imported = modules.textsBehind(path, task.text);
    const key = cacheKey(task.file, optionsKey(task.options), task.fix ?? "", task.text, imported);
    const known = cache.get(key);
    if (known) outcomes.set(file, { result: known });
    else missing.push({ file, task, key });
  }
  const results = await runAll(
    missing.map(({ task }) => task),
    options,
  );
  for (const [index, { file, key }] of missing.entries()) {
    const outcome = results[index] ?? { problem: "it was not checked" };
    outcomes.set(file, outcome);
    // What time cut short may come out whole next time.
    if (
      "result" in outcome &&
      outcome.result.readsData !== true &&
      !outcome.result.findings.some(({ rule }) => rule === "analysis-incomplete")
    )
      cache.set(key, outcome.result);
  }
  cache.save();
  return files.map((file) => checkedFile(file.file, outcomes.get(file)));
}

function checkedFile(file: FoundFile, outcome: Outcome<CheckResult> | undefined): CheckedFile {
  if (outcome && "result" in outcome) return { file, isOurFault: false, ...outcome.result };
  const problem = `its check failed, please report this: ${outcome?.problem ?? "no result"}`;
  return { file, isOurFault: true, findings: [], fixed: null, problem };
}

async function runAll(
  tasks: readonly CheckTask[],
  { jobs, folders, terminal }: CheckAllOptions,
): Promise<readonly Outcome<CheckResult>[]> {
  if (tasks.length === 0) return [];
  const size = tasks.reduce((sum, { text }) => sum + text.length, 0);
  const script = path.join(import.meta.dirname, "worker.js");
  const helpful = Math.min(availableParallelism(), Math.floor(size / charactersPerWorker), tasks.length);
  const workers = Math.min(jobs ?? helpful, tasks.length);
  const isShown = terminal.isErrTerminal && tasks.length > 50;
  const clear = (): void => (isShown ? terminal.err("\r\u001b[K") : undefined);
  const onEnded = (count: number): void => {
    if (isShown && count % 20 === 0) terminal.err(`\rChecked ${count} of ${tasks.length}`);
  };
  const outcomes =
    workers < 2 || !fs.existsSync(script)
      ? await runHere(tasks, folders, onEnded)
      : await runTasks<CheckResult>(tasks, {
          script,
          data: folders,
          workers,
          timeLimit: 6 * timePerFile,
          onLost(reason) {
            clear();
            terminal.err(`A worker thread was lost (${reason}); another one goes on.\n`);
          },
          onEnded,
        });
  clear();
  return outcomes;
}

async function runHere(
  tasks: readonly CheckTask[],
  folders: readonly string[],
  onEnded: (count: number) => void,
): Promise<Outcome<CheckResult>[]> {
  const engine = await createEngineIn(folders);
  return tasks.map((task, index): Outcome<CheckResult> => {
    try {
      return { result: checkText(engine, task) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    } finally {
      onEnded(index + 1);
    }
  });
}

/** Results hold for this very build; run from the sources nothing is kept. */
function resultCache(cwd: string): Cache<CheckResult> {
  if (import.meta.filename.endsWith(".ts")) return noCache();
  const { mtimeMs, size } = fs.statSync(import.meta.filename);
  return openCache(cwd, `${mtimeMs} ${size}`, isResult);
}

function isResult(value: unknown): value is CheckResult {
  return (
    typeof value === "object" &&
    value !== null &&
    "findings" in value &&
    Array.isArray(value.findings) &&
    "fixed" in value
  );
}
