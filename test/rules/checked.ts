import fs from "node:fs";
import path from "node:path";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import type { Finding, TextEdit } from "../../server/src/analysis/finding.ts";
import { defaultOptions, type Options } from "../../server/src/analysis/options.ts";
import { createCatalog } from "../../server/src/catalog/catalog.ts";
import { createParser } from "../../server/src/syntax/parser.ts";
import { samples } from "./samples.ts";

const root = path.resolve(import.meta.dirname, "../..");
const bytes = (file: string): Uint8Array =>
  new Uint8Array(fs.readFileSync(path.join(root, "node_modules", file)));

export const engine: Engine = {
  parser: await createParser({
    runtime: bytes("web-tree-sitter/web-tree-sitter.wasm"),
    grammar: bytes("tree-sitter-python/tree-sitter-python.wasm"),
  }),
  catalog: createCatalog((name) => fs.readFileSync(path.join(root, "server/data", name), "utf8")),
  files: () => samples,
};

/** The findings of a text, with the default options or those of a profile. */
export function checked(
  text: string,
  profile: Options["profile"] = "recommended",
  previous?: Analysis,
): Analysis {
  return analyze(engine, text, { ...defaultOptions, profile }, previous);
}

/** Where the text is not Python. */
export function syntaxErrors(analysis: Analysis): number {
  return analysis.facts.module.units.reduce((sum, unit) => sum + unit.errors.length, 0);
}

/** Applies edits that do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start || right.end - left.end)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

/** Two edits that touch the same text, or null. */
export function overlap(edits: readonly TextEdit[]): [TextEdit, TextEdit] | null {
  const sorted = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
  for (const [index, edit] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && next.start < edit.end) return [edit, next];
  }
  return null;
}

/** All fixes of some findings, equal edits once. */
export function editsOf(findings: readonly Finding[]): TextEdit[] {
  const edits = new Map<string, TextEdit>();
  for (const finding of findings)
    for (const edit of finding.fix?.()?.edits ?? [])
      edits.set(`${edit.start} ${edit.end} ${edit.newText}`, edit);
  return [...edits.values()];
}

/** A finding as plain data that can be compared; offsets are moved back by `shift`. */
export function plain(finding: Finding, text: string, shift = 0): object {
  const place = (range: { start: number; end: number }): object => ({
    line: text.slice(0, range.start).split("\n").length - (shift > 0 ? 1 : 0),
    text: text.slice(range.start, range.end).replaceAll("\r\n", "\n"),
  });
  const fix = finding.fix?.();
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    ...place(finding),
    evidence: finding.evidence.map((each) => ({ ...place(each), because: each.because })),
    related: finding.related.map((each) => ({ ...place(each), message: each.message })),
    fix: fix && {
      title: fix.title,
      safety: fix.safety,
      result: edited(text, fix.edits).slice(shift).replaceAll("\r\n", "\n"),
    },
  };
}
