import { cellJson } from "./placeInFile.ts";
import { countSeverities, type ReportedFinding, type ReportedRun } from "./reportedFinding.ts";

/** One JSON document with all findings; its shape is a contract, versioned by `version`. */
export function jsonReport({ findings, files, durationMs, fixed }: ReportedRun): string {
  const summary = { files, ...countSeverities(findings), durationMs, ...(fixed > 0 && { fixed }) };
  return `${JSON.stringify({ version: 1, findings: findings.map(jsonFinding), summary }, null, 2)}\n`;
}

function jsonFinding(finding: ReportedFinding): object {
  const { file, line, column, endLine, endColumn, rule, severity, message, url, fix, evidence, cell } =
    finding;
  return {
    file,
    line,
    column,
    endLine,
    endColumn,
    ...cellJson(cell),
    rule,
    severity,
    message,
    url,
    ...(fix && { fix }),
    ...(evidence.length > 0 && { evidence }),
  };
}
