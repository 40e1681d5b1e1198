import path from "node:path";
import { defaultVersion } from "../catalog/sparkVersion.ts";
import { createCatalog } from "../catalog/catalog.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { configHover } from "../features/configHover.ts";
import { findAssets } from "../host/assets.ts";
import { readArguments, type Arguments, type OptionSpecs } from "./arguments.ts";
import { check, checkSpecs } from "./check.ts";
import { versionArgument } from "./options.ts";
import { askedForColour, outputSpecs } from "./output.ts";
import { styleFor, type Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

export const configSpecs: OptionSpecs = {
  "spark-version": { type: "string", value: "X.Y", help: `the Spark to explain it for (${defaultVersion})` },
  ...outputSpecs,
};

/** Hits of a search that are shown. */
const mostHits = 40;

/** `config KEY`, `config WORD…`, `config check FILE`. Returns the exit status. @throws {UsageError} */
export async function config(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv[0] === "check") return checkFile(argv.slice(1), terminal);
  const args = readArguments(argv, configSpecs);
  if (args.positionals.length === 0)
    throw new UsageError(
      "`config` needs a key or words to search for, such as `config spark.sql.shuffle.partitions`.",
    );
  const version = versionArgument(args) ?? defaultVersion;
  const { configs } = createCatalog(findAssets().data);
  const words = args.positionals.join(" ");
  const exact = args.positionals.length === 1 ? configs.entry(words, version) : null;
  const entries = exact ? [exact] : configs.search(words, version, mostHits);
  if (args.choice("output-format", ["text", "json"]) === "json")
    terminal.out(`${JSON.stringify({ version: 1, configs: entries.map(jsonEntry) }, null, 2)}\n`);
  else writeText(entries, exact, words, version, configs, args, terminal);
  return entries.length > 0 ? 0 : 1;
}

async function checkFile(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { positionals } = readArguments(argv, checkSpecs);
  if (positionals.length === 0)
    throw new UsageError("`config check` needs a file, such as conf/spark-defaults.conf.");
  const other = positionals.find((file) => !/\.(conf|properties|template)$/i.test(path.basename(file)));
  if (other !== undefined)
    throw new UsageError(
      `\`config check\` reads files such as spark-defaults.conf; for ${other} use \`check\`.`,
    );
  return check(argv, terminal);
}

function writeText(
  entries: readonly ConfigEntry[],
  exact: ConfigEntry | null,
  words: string,
  version: string,
  configs: ConfigCatalog,
  args: Arguments,
  terminal: Terminal,
): void {
  const style = styleFor(terminal, askedForColour(args));
  if (exact) {
    terminal.out(`${plainText(configHover(configs, exact.key, version) ?? exact.summary ?? exact.key)}\n`);
    return;
  }
  for (const { key, default: value, summary } of entries)
    terminal.out(
      `${style.bold(key)}${value === null ? "" : ` ${style.dim(`= ${value}`)}`}\n${summary === null ? "" : `    ${firstSentence(summary)}\n`}`,
    );
  if (entries.length === mostHits) terminal.out(style.dim(`The first ${mostHits}; more words find fewer.\n`));
  if (entries.length > 0) return;
  const near = configs.nearest(words);
  terminal.err(
    `No configuration of Spark ${version} is about "${words}".${near ? ` Did you mean ${near.key}?` : ""}\n`,
  );
}

function jsonEntry(entry: ConfigEntry): object {
  const { key, type, since, deprecatedSince, removedIn, when, summary, values, url } = entry;
  return {
    key,
    type,
    default: entry.default,
    ...(entry.defaultText !== null && { defaultText: entry.defaultText }),
    ...(entry.unit !== null && { unit: entry.unit }),
    since,
    ...(deprecatedSince !== null && { deprecated: deprecatedSince }),
    ...(removedIn !== null && { removed: removedIn }),
    ...(entry.replacements.length > 0 && { replacements: entry.replacements }),
    scope: when,
    summary,
    ...(values && { values }),
    url,
  };
}

/** Markdown as a terminal can show it. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, "$1: $2")
    .replaceAll(/\*\*([^*]+)\*\*/g, "$1")
    .replaceAll(/\\([_*`<>[\]])/g, "$1")
    .replaceAll("`", "")
    .trimEnd();
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0].replaceAll(/\s+/g, " ") ?? text;
}
