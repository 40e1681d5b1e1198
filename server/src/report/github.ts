import type { Severity } from "../rules/rule.ts";
import type { ReportedFinding, ReportedRun } from "./reportedFinding.ts";

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
  hint: "notice",
};

/** Workflow commands that GitHub Actions turns into annotations, one a line. */
export function githubReport({ findings }: ReportedRun): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join("");
}

function annotation({
  file,
  line,
  column,
  endLine,
  endColumn,
  rule,
  severity,
  message,
  url,
}: ReportedFinding): string {
  const properties = {
    file,
    line,
    endLine,
    // GitHub takes columns only for places in one line.
    ...(line === endLine && { col: column, endColumn }),
    title: rule,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const more = url === null ? "" : `\n${url}`;
  return `::${levels[severity]} ${list.join(",")}::${escapeData(message + more)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
