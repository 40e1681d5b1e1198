import path from "node:path";
import type { SettingsFile } from "../host/projects.ts";
import type { ReportedFinding } from "../report/reportedFinding.ts";
import { lineIndex } from "../syntax/lineIndex.ts";

/** The problems of settings files as findings in them. */
export function settingsFindings(files: readonly SettingsFile[], cwd: string): ReportedFinding[] {
  return files.flatMap(({ file, text, problems }) => {
    const index = lineIndex(text);
    return problems.map(({ start, end, severity, message }): ReportedFinding => {
      const from = index.positionAt(start);
      const to = index.positionAt(end);
      const line = text
        .slice(index.lineStart(from.line), index.lineStart(from.line + 1))
        .replace(/[\r\n]+$/, "");
      return {
        file: path.relative(cwd, file).replaceAll(path.sep, "/"),
        rule: "broken-settings",
        severity,
        message,
        url: null,
        fix: null,
        evidence: [],
        line: from.line + 1,
        column: from.character + 1,
        endLine: to.line + 1,
        endColumn: to.character + 1,
        excerpt: {
          text: line,
          column: from.character + 1,
          endColumn: (to.line === from.line ? to.character : line.length) + 1,
        },
        cell: null,
      };
    });
  });
}
