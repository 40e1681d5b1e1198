import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue } from "../catalog/configValue.ts";
import { defaultText, statusOf, takesText, whenText } from "../features/configHover.ts";
import type { Style } from "../report/style.ts";

const width = 100;

/** A configuration as a page of text; with a value, what Spark makes of that. */
export function configPage(
  configs: ConfigCatalog,
  entry: ConfigEntry,
  version: string,
  value: string | null,
  onPlatform: string | null,
  style: Style,
): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ["takes", entry.type === null && entry.values === null ? null : takesText(entry)],
    ["default", defaultText(configs, entry, version)?.replace(/^Default: /, "") ?? null],
    ["platform", onPlatform],
    ["set", whenText(entry)],
    ["instead of", entry.alternatives.length === 0 ? null : entry.alternatives.join(", ")],
    ["option", entry.option === null ? null : `${entry.option}, of a reader or writer, wins over the key`],
    ["read by", entry.origin],
    ["since", entry.since === null ? null : `${entry.since}${entry.isInternal ? ", internal" : ""}`],
    ["example", entry.example],
    ["see also", entry.related.length === 0 ? null : entry.related.join(", ")],
    ["page", entry.url],
  ];
  const column = Math.max(...facts.map(([name]) => name.length)) + 2;
  const rows = facts.flatMap(([name, text]) =>
    text === null
      ? []
      : [`  ${style.dim(name.padEnd(column))}${wrapped(plainText(text), 2 + column, name !== "page")}`],
  );
  const status = statusOf(entry, version);
  const prose = [status, entry.summary, entry.advice, value === null ? null : verdict(entry, value)]
    .filter((text) => text !== null)
    .map((text) => `  ${wrapped(plainText(text), 2)}`);
  return `${style.bold(entry.key)}\n${[prose.join("\n"), rows.join("\n")].filter(Boolean).join("\n\n")}\n`;
}

/** What Spark makes of a value, in one sentence. */
function verdict(entry: ConfigEntry, value: string): string {
  const check = checkConfigValue(entry, value);
  if (!check.ok) return `✗ ${check.problem}${check.fix === null ? "" : ` Write ${check.fix}.`}`;
  if (check.caution !== null) return `! ${value} = ${check.human ?? value}. ${check.caution}`;
  return `✓ ${value}${check.human === null ? " is fine" : ` = ${check.human}`}.`;
}

/** Configurations one under the other: key and default, and the first sentence about each. */
export function configList(entries: readonly ConfigEntry[], style: Style): string {
  return entries
    .map(({ key, default: value, summary }) => {
      const head = `${style.bold(key)}${value === null || value === "" ? "" : ` ${style.dim(`= ${value}`)}`}`;
      return `${head}\n${summary === null ? "" : `    ${wrapped(plainText(firstSentence(summary)), 4)}\n`}`;
    })
    .join("");
}

/** Breaks a text at spaces; `indent` columns stand before each line. */
function wrapped(text: string, indent: number, mayBreak = true): string {
  if (!mayBreak) return text;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** Markdown as a terminal can show it. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, "$1: $2")
    .replaceAll(/\*\*([^*]+)\*\*/g, "$1")
    .replaceAll("`", "")
    .trim();
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}
