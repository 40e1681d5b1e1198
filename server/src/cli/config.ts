import path from "node:path";
import { defaultVersion } from "../catalog/sparkVersion.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { platforms } from "../catalog/sparkReleases.ts";
import { platformDefaultText } from "../features/configHover.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue } from "../catalog/configValue.ts";
import { findAssets } from "../host/assets.ts";
import { readArguments, type Arguments, type OptionSpecs } from "./arguments.ts";
import { check, checkSpecs } from "./check.ts";
import { configList, configPage } from "./configText.ts";
import { versionArgument } from "./options.ts";
import { askedForColour, outputSpecs } from "./output.ts";
import type { Style } from "../report/style.ts";
import { styleFor, type Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

export const configSpecs: OptionSpecs = {
  area: { type: "string", value: "AREA", help: "all configurations of an area; `config areas` names them" },
  "spark-version": { type: "string", value: "X.Y", help: `the Spark to explain it for (${defaultVersion})` },
  platform: { type: "string", value: "NAME", help: `where it runs: ${platforms.join(", ")}` },
  ...outputSpecs,
};

/** Hits of a search that are shown. */
const mostHits = 40;

/** `config KEY[=VALUE]`, `config WORD…`, `config areas`, `config check FILE`. Returns the exit status. @throws {UsageError} */
export async function config(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv[0] === "check") return checkFile(argv.slice(1), terminal);
  const args = readArguments(argv, configSpecs);
  const version = versionArgument(args) ?? defaultVersion;
  const { configs, versions } = createCatalog(findAssets().data);
  const platform = args.choice("platform", platforms) ?? "plain";
  const area = args.text("area");
  if (args.positionals.length === 0 && area === null)
    throw new UsageError(
      "`config` needs a key, words to search for, or --area, such as `config spark.sql.shuffle.partitions`.",
    );
  const words = args.positionals.join(" ");
  if (words === "areas" && area === null) return listAreas(configs, version, args, terminal);
  const [key = "", ...values] = words.split("=");
  const exact = area === null && args.positionals.length === 1 ? configs.entry(key, version) : null;
  if (exact !== null) {
    const value = values.length === 0 ? null : values.join("=");
    if (isJson(args)) writeJson([exact], terminal);
    else
      terminal.out(
        configPage(
          configs,
          exact,
          version,
          value,
          platformDefaultText(versions, exact.key, platform),
          styleOf(args, terminal),
        ),
      );
    return value === null || checkConfigValue(exact, value).ok ? 0 : 1;
  }
  const entries =
    area === null ? configs.search(words, version, mostHits) : inArea(configs, area, words, version);
  if (isJson(args)) writeJson(entries, terminal);
  else {
    const style = styleOf(args, terminal);
    terminal.out(configList(entries, style));
    if (area === null && entries.length === mostHits)
      terminal.out(style.dim(`The first ${mostHits}; more words find fewer.\n`));
    if (entries.length === 0) terminal.err(nothingFound(configs, words, version));
  }
  return entries.length > 0 ? 0 : 1;
}

/** The keys of an area that a version has, all or those that hold the words. @throws {UsageError} for an unknown area */
function inArea(
  configs: ConfigCatalog,
  name: string,
  words: string,
  version: string,
): readonly ConfigEntry[] {
  const areas = configs.areas(version);
  const found = areas.find(({ area }) => area.id === name.toLowerCase());
  if (found === undefined)
    throw new UsageError(`No area "${name}"; there are ${areas.map(({ area }) => area.id).join(", ")}.`);
  const keys = new Set(found.keys);
  if (words !== "") return configs.search(words, version, Infinity).filter(({ key }) => keys.has(key));
  // In the catalogue's order: the best known first.
  return configs.keys(version).flatMap((key) => (keys.has(key) ? (configs.entry(key, version) ?? []) : []));
}

function listAreas(configs: ConfigCatalog, version: string, args: Arguments, terminal: Terminal): number {
  const areas = configs.areas(version);
  if (isJson(args)) {
    const rows = areas.map(({ area, keys }) => ({ id: area.id, title: area.title, keys }));
    terminal.out(`${JSON.stringify({ version: 1, areas: rows }, null, 2)}\n`);
    return 0;
  }
  const style = styleOf(args, terminal);
  const column = Math.max(...areas.map(({ area }) => area.id.length)) + 2;
  for (const { area, keys } of areas)
    terminal.out(`${style.bold(area.id.padEnd(column))}${area.title} ${style.dim(`(${keys.length})`)}\n`);
  return 0;
}

const isJson = (args: Arguments): boolean => args.choice("output-format", ["text", "json"]) === "json";

const styleOf = (args: Arguments, terminal: Terminal): Style => styleFor(terminal, askedForColour(args));

function writeJson(entries: readonly ConfigEntry[], terminal: Terminal): void {
  terminal.out(`${JSON.stringify({ version: 1, configs: entries.map(jsonEntry) }, null, 2)}\n`);
}

function nothingFound(configs: ConfigCatalog, words: string, version: string): string {
  const near = configs.nearest(words.split("=", 1)[0] ?? words);
  return `No configuration of Spark ${version} is about "${words}".${near ? ` Did you mean ${near.key}?` : ""}\n`;
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

function jsonEntry(entry: ConfigEntry): object {
  const { key, type, since, deprecatedSince, removedIn, when, summary, values, url } = entry;
  return {
    key,
    type,
    default: entry.default,
    ...(entry.defaultText !== null && { defaultText: entry.defaultText }),
    ...(entry.defaultFrom !== null && { defaultFrom: entry.defaultFrom }),
    ...(entry.unit !== null && { unit: entry.unit }),
    ...(entry.range !== null && { range: entry.range }),
    since,
    ...(deprecatedSince !== null && { deprecated: deprecatedSince }),
    ...(removedIn !== null && { removed: removedIn }),
    ...(entry.replacements.length > 0 && { replacements: entry.replacements }),
    scope: when,
    summary,
    ...(values && { values }),
    ...(entry.origin !== null && { origin: entry.origin }),
    ...(entry.related.length > 0 && { related: entry.related }),
    url,
  };
}
