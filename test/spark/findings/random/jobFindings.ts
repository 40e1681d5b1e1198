import { analyze, type Engine } from "../../../../server/src/analysis/analyze.ts";
import type { Finding } from "../../../../server/src/analysis/finding.ts";
import { defaultOptions } from "../../../../server/src/analysis/options.ts";
import { lineIndex } from "../../../../server/src/syntax/lineIndex.ts";
import type { Recording } from "../../plans/truth.ts";
import type { RandomJob } from "./randomJobs.ts";

export interface JobFinding {
  readonly job: RandomJob;
  readonly finding: Finding;
  /** The code of the statement that it is in. */
  readonly code: string;
  /** Its lines, from 1. */
  readonly lines: { readonly first: number; readonly last: number };
}

/** What all rules say of a job. */
export function findingsOfJob(engine: Engine, job: RandomJob): readonly JobFinding[] {
  const { code } = job.program;
  const index = lineIndex(code);
  const lines = code.split("\n");
  return analyze(engine, code, { ...defaultOptions, profile: "strict" }).findings.map((finding) => {
    const line = index.positionAt(finding.start).line + 1;
    const found = job.statements.find(({ first, last }) => first <= line && line <= last);
    const place = found ?? { first: line, last: line };
    return { job, finding, lines: place, code: lines.slice(place.first - 1, place.last).join("\n") };
  });
}

/** The findings of severity error in whose statement Spark raised nothing. */
export const untrueErrors = (findings: readonly JobFinding[], { errors }: Recording): readonly JobFinding[] =>
  findings.filter(
    ({ finding, lines }) =>
      finding.severity === "error" &&
      !errors.some(({ line }) => line === null || (line >= lines.first && line <= lines.last)),
  );

export const jobFindingText = ({ job, finding, code }: JobFinding): string =>
  `${job.program.name}: ${finding.rule}: ${finding.message}\n${code}`;
