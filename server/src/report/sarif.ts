import type { Rule, Severity } from "../rules/rule.ts";
import type { Place, ReportedFinding, ReportedRun } from "./reportedFinding.ts";

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** What SARIF tells of the tool. */
export interface SarifTool {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** The address of a rule's page, or null. */
  readonly pageUrl: (id: string) => string | null;
}

/** The findings in SARIF 2.1.0, as code scanning services read it. */
export function sarifReport({ findings }: ReportedRun, { version, rules, pageUrl }: SarifTool): string {
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Shufflewise",
            version,
            rules: rules.map(({ id, summary, severity, category }) => ({
              id,
              shortDescription: { text: summary },
              helpUri: pageUrl(id) ?? undefined,
              defaultConfiguration: { level: levels[severity] },
              properties: { tags: [category] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map(result),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function result(finding: ReportedFinding): object {
  const artifactLocation = { uri: uriOf(finding.file) };
  return {
    ruleId: finding.rule,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation, region: region(finding) } }],
    ...(finding.fix && {
      fixes: [
        {
          description: { text: finding.fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: finding.fix.edits.map((edit) => ({
                deletedRegion: region(edit),
                insertedContent: { text: edit.newText },
              })),
            },
          ],
        },
      ],
    }),
  };
}

/** A relative path stays relative, to wherever the report is read; no name may look like a scheme, a query or a fragment. */
function uriOf(file: string): string {
  const escaped = file.split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(file)) return `file:///${escaped.replace("%3A", ":")}`;
  return file.startsWith("/") ? `file://${escaped}` : escaped;
}

function region({ line, column, endLine, endColumn }: Place): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
