import type { DataSourceCatalog } from "../catalog/dataSources.ts";
import { editDistance } from "../catalog/editDistance.ts";
import { knownVersions } from "../catalog/sparkVersion.ts";
import {
  givenOptions,
  optionCalls,
  sourceChain,
  type GivenOption,
  type SourceChain,
} from "../plan/spark/sourceOptions.ts";
import type { Site, Unit } from "../syntax/module.ts";
import { literalText } from "../syntax/literalText.ts";
import { nodeAt } from "../syntax/walk.ts";
import { defineRule, type Fix } from "./rule.ts";

/**
 * Packages whose options are all known: what Spark's own connector does not read it ignores (the names in the classes
 * of spark-sql-kafka-0-10, 3.3 to 4.1).
 */
const completePackages: ReadonlySet<string> = new Set(["kafka"]);

/** An option of a built-in source that is a slip away from one that the source has. */
export const optionUnknown = defineRule({
  id: "option-unknown",
  summary: "Option that the data source does not have",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: optionCalls,
    check(call, { catalog, sparkVersion, report }) {
      const source = sourceChain(call);
      if (source === null) return;
      for (const option of givenOptions(call)) {
        const meant = meantOption(catalog.dataSources, source, option, sparkVersion);
        if (meant === null) continue;
        const { start, end } = option.place;
        const fix = fixOf(call.unit, option, meant);
        const fate =
          source.format?.toLowerCase() === "jdbc"
            ? "so Spark leaves it to the database's driver"
            : "so it has no effect";
        report({
          site: { unit: call.unit, start, end },
          message: `Did you mean \`${meant}\`? The source ${source.format ?? ""} has no option \`${option.key}\`, ${fate}.`,
          ...(fix && { fix }),
        });
      }
    },
  },
});

/** The only option that one edit makes of an unknown one; null where nothing is certain. */
function meantOption(
  dataSources: DataSourceCatalog,
  { access, format }: SourceChain,
  { key }: GivenOption,
  version: string,
): string | null {
  if (format === null) return null;
  const known = dataSources.formats(version).find(({ name }) => name.toLowerCase() === format.toLowerCase());
  // Another package may know more options than we do.
  if (known === undefined || (known.package !== null && !completePackages.has(known.package))) return null;
  if (knownVersions.some((each) => dataSources.option(format, key, each) !== null)) return null;
  const [near, ...others] = dataSources
    .options(format, access, version)
    .filter(({ name }) => editDistance(key.toLowerCase(), name.toLowerCase(), 1) === 1);
  return near === undefined || others.length > 0 ? null : near.name;
}

/** Writes the option that was meant; none where it is no name for a keyword, or the key is no plain literal. */
function fixOf(unit: Unit, { place, isKeyword }: GivenOption, meant: string): Fix | null {
  const site: Site | null = isKeyword ? { unit, start: place.start, end: place.end } : keyText(unit, place);
  if (site === null || (isKeyword && !/^[A-Za-z_]\w*$/.test(meant))) return null;
  return { title: `Write \`${meant}\``, safety: "suggested", edits: () => [{ site, newText: meant }] };
}

function keyText(unit: Unit, { start, end }: GivenOption["place"]): Site | null {
  const literal = nodeAt(unit, start).find(
    (node) => node.kind === "String" && node.start === start && node.end === end,
  );
  const inner = literal?.kind === "String" ? literalText(literal, unit.text) : null;
  return inner && { unit, ...inner };
}
