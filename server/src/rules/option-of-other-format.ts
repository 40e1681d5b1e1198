import type { DataSource, DataSourceCatalog, SourceAccess } from "../catalog/dataSources.ts";
import { knownVersions } from "../catalog/sparkVersion.ts";
import { givenOptions, optionCalls, sourceChain } from "../plan/spark/sourceOptions.ts";
import { defineRule } from "./rule.ts";

/** An option that another built-in format has, given to one that takes no notice of it. */
export const optionOfOtherFormat = defineRule({
  id: "option-of-other-format",
  summary: "Option that belongs to another format",
  category: "reading-writing",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: optionCalls,
    check(call, { catalog, sparkVersion, report }) {
      const source = sourceChain(call);
      const format = source && heedlessFormat(catalog.dataSources, source.format, sparkVersion);
      if (!source || !format) return;
      const found = givenOptions(call).flatMap(({ key, place }) => {
        const others = ownersOf(catalog.dataSources, format, source.access, key, sparkVersion);
        return others.length === 0 ? [] : [{ key, place, others }];
      });
      const [first] = found;
      if (!first) return;
      const keys = found.map(({ key }) => `\`${key}\``);
      const owners = [...new Set(found.flatMap(({ others }) => others))].map((name) => titles[name] ?? name);
      const [are, they] = found.length > 1 ? ["are options", "they do"] : ["is an option", "it does"];
      report({
        site: { unit: call.unit, start: first.place.start, end: first.place.end },
        message: `${listed(keys)} ${are} of ${listed(owners)}: for ${titles[format.name] ?? format.name} ${they} nothing. Leave ${found.length > 1 ? "them" : "it"} out.`,
      });
    },
  },
});

/** A format that takes no notice of what it does not know: a built-in one of files, and Delta. */
function heedlessFormat(
  dataSources: DataSourceCatalog,
  format: string | null,
  version: string,
): DataSource | null {
  const found = dataSources.formats(version).find(({ name }) => name === format?.toLowerCase());
  if (found === undefined) return null;
  return found.name === "delta" || (found.kind === "file" && found.package === null) ? found : null;
}

/**
 * The built-in formats of text files that have the option, where the given one has it in no version. What Parquet and ORC
 * have goes on to their own libraries, and below Delta are Parquet's files.
 */
function ownersOf(
  dataSources: DataSourceCatalog,
  { name: format }: DataSource,
  access: SourceAccess,
  key: string,
  version: string,
): readonly string[] {
  const isKnown = (name: string): boolean =>
    knownVersions.some((each) => dataSources.option(name, key, each) !== null);
  if (isKnown(format) || (format === "delta" && isKnown("parquet"))) return [];
  return textFormats.filter((name) =>
    dataSources.options(name, access, version).some((each) => each.name.toLowerCase() === key.toLowerCase()),
  );
}

const textFormats = ["csv", "json", "xml"];

const titles: Readonly<Partial<Record<string, string>>> = {
  csv: "CSV",
  delta: "Delta",
  json: "JSON",
  orc: "ORC",
  parquet: "Parquet",
  text: "text files",
  xml: "XML",
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
