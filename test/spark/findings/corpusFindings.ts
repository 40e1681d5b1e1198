import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyze, type Engine } from "../../../server/src/analysis/analyze.ts";
import type { Finding } from "../../../server/src/analysis/finding.ts";
import { defaultOptions, type Options } from "../../../server/src/analysis/options.ts";
import { lineIndex } from "../../../server/src/syntax/lineIndex.ts";
import type { Program } from "../plans/corpus.ts";
import type { Truth } from "../plans/truth.ts";
import { findSpark } from "../session/environment.ts";

/** A finding in a program that nobody wrote for us. */
export interface CorpusFinding {
  readonly program: string;
  /** Its lines, from 1. */
  readonly first: number;
  readonly last: number;
  readonly finding: Finding;
  /** The lines around it, the guilty ones marked. */
  readonly code: string;
}

/** What the rules say of programs. */
export interface CorpusFindings {
  readonly programs: number;
  /** That are no blank and no comment. */
  readonly lines: number;
  readonly findings: readonly CorpusFinding[];
}

/** What the rules find in programs, for a version of Spark. */
export function findingsIn(
  engine: Engine,
  programs: readonly Program[],
  sparkVersion: string,
  profile: Options["profile"] = "recommended",
): CorpusFindings {
  let lines = 0;
  const findings: CorpusFinding[] = [];
  for (const program of programs) {
    lines += codeLines(program.code);
    const found = findingsOf(engine, program.code, { ...defaultOptions, profile, sparkVersion });
    findings.push(...found.map((each) => ({ ...each, program: program.name })));
  }
  return { programs: programs.length, lines, findings };
}

/** The findings of severity error at whose lines Spark raises nothing when it runs the program, though it comes there. */
export async function falseErrors(
  { findings }: CorpusFindings,
  programs: readonly Program[],
  truth: Truth,
): Promise<readonly CorpusFinding[]> {
  const errors = findings.filter(({ finding }) => finding.severity === "error");
  const named = new Set(errors.map(({ program }) => program));
  const recordings = await truth.record(programs.filter(({ name }) => named.has(name)));
  const ran = new Map(
    [...recordings].map(([program, { errors: raised }]) => [program.name, { program, raised }]),
  );
  return errors.filter(({ program, first, last }) => {
    const run = ran.get(program);
    return !run?.raised.some(({ line }) => {
      const at = line ?? 0;
      // What ended the program before the finding says nothing about it.
      return at <= last && (at >= first - 1 || run.program.continueAfterErrors !== true);
    });
  });
}

/** The Python files of the running interpreter's standard library; `tests`: those of its own tests as well. */
export async function standardLibrary(tests: boolean): Promise<readonly string[]> {
  const { python } = await findSpark();
  const ask = 'import sysconfig; print(sysconfig.get_path("stdlib"))';
  const folder = execFileSync(python, ["-c", ask], { encoding: "utf8" }).trim();
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py") && !/(^|\/)(site|dist)-packages\//.test(name))
    .filter((name) => tests || !/(^|\/)(tests?|idle_test)\//.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** What the rules find in files. */
export function findingsInFiles(engine: Engine, files: readonly string[]): CorpusFindings {
  let lines = 0;
  const findings = files.flatMap((file) => {
    const code = readFileSync(file, "utf8");
    lines += codeLines(code);
    return findingsOf(engine, code, defaultOptions).map((each) => ({ ...each, program: file }));
  });
  return { programs: files.length, lines, findings };
}

function findingsOf(engine: Engine, code: string, options: Options): Omit<CorpusFinding, "program">[] {
  const index = lineIndex(code);
  return analyze(engine, code, options).findings.map((finding) => {
    const first = index.positionAt(finding.start).line + 1;
    const last = index.positionAt(finding.end).line + 1;
    return { finding, first, last, code: excerpt(code, first, last) };
  });
}

function excerpt(code: string, first: number, last: number): string {
  const around = 4;
  return code
    .split("\n")
    .map((text, at) => ({ text, line: at + 1 }))
    .filter(({ line }) => line >= first - around && line <= last + around)
    .map(({ text, line }) => `${line >= first && line <= last ? ">" : " "} ${text}`)
    .join("\n");
}

function codeLines(code: string): number {
  return code.split("\n").filter((line) => /^\s*[^\s#]/.test(line)).length;
}
