import { rulePageUrl } from "../features/rulePage.ts";
import { githubReport } from "../report/github.ts";
import { jsonReport } from "../report/json.ts";
import type { ReportedRun } from "../report/reportedFinding.ts";
import { sarifReport } from "../report/sarif.ts";
import { textReport } from "../report/text.ts";
import { packageVersion } from "../host/packageVersion.ts";
import { rules } from "../rules/registry.ts";
import type { Arguments, OptionSpecs } from "./arguments.ts";
import { styleFor, type Terminal } from "./terminal.ts";

/** Options on how results are written. */
export const outputSpecs: OptionSpecs = {
  "output-format": { type: "string", value: "FORMAT", help: "text (the default), json, github or sarif" },
  quiet: { type: "boolean", short: "q", help: "findings alone, no summary" },
  color: { type: "boolean", help: "colours even when the output is no terminal" },
  "no-color": { type: "boolean", help: "no colours; the variable NO_COLOR says the same" },
};

const formats = ["text", "json", "github", "sarif"] as const;

/** The format of results that was asked for. @throws {UsageError} on an unknown one */
export function formatOf(args: Arguments): (typeof formats)[number] {
  return args.choice("output-format", formats) ?? "text";
}

/** Writes a run in the format that was asked for. @throws {UsageError} on an unknown format */
export function writeReport(run: ReportedRun, args: Arguments, terminal: Terminal): void {
  switch (formatOf(args)) {
    case "json":
      terminal.out(jsonReport(run));
      return;
    case "github":
      terminal.out(githubReport(run));
      return;
    case "sarif":
      terminal.out(sarifReport(run, { version: packageVersion(), rules, pageUrl: rulePageUrl }));
      return;
    default:
      terminal.out(
        textReport(run, { style: styleFor(terminal, askedForColour(args)), quiet: args.flag("quiet") }),
      );
  }
}

/** What the command line says about colours; null when it says nothing. */
export function askedForColour(args: Arguments): boolean | null {
  if (args.flag("no-color")) return false;
  return args.flag("color") ? true : null;
}
