import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { allFacts } from "../plan/facts.ts";
import { profileConfigurations } from "../submit/compose.ts";
import type { SubmitFacts } from "../submit/facts.ts";
import { parseProfiles } from "../submit/profile.ts";
import { parseSparkDefaults } from "../submit/sparkDefaults.ts";
import type { ConfigSetting } from "../rules/configProblems.ts";

/** A setting with its place as offsets. */
export interface OffsetSetting extends ConfigSetting {
  readonly place: Range;
}

/** The configurations that Python code sets, in the order of the text; a function's once, however often it is called. */
export function settingsInPython({ facts }: Analysis): readonly OffsetSetting[] {
  const settings = new Map<string, OffsetSetting>();
  for (const fact of allFacts(facts)) {
    if (fact.kind !== "config" || fact.where === "read" || fact.key === "") continue;
    const place = documentRange(facts.module, fact.keySite);
    if (place === null) continue;
    const { key, value, where } = fact;
    settings.set(`${place.start} ${key} ${value ?? ""}`, { key, value, where, place });
  }
  return [...settings.values()].toSorted((left, right) => left.place.start - right.place.start);
}

/** The settings of a spark-defaults.conf. */
export function settingsInDefaults(text: string): readonly OffsetSetting[] {
  return parseSparkDefaults(text)
    .entries.filter(({ key }) => key.startsWith("spark."))
    .map(({ key, value, keyRange }) => ({ key, value, where: "defaults", place: keyRange }));
}

/** The settings of one submit profile; `name` null stands for the file's default one. */
export function settingsInProfile(
  facts: SubmitFacts,
  text: string,
  name: string | null,
): readonly OffsetSetting[] {
  const { profiles, defaultProfile } = parseProfiles(text);
  const profile = profiles.get(name ?? defaultProfile ?? "");
  if (profile === undefined) return [];
  return profileConfigurations(facts, profile).map(({ key, value, field }) => ({
    key,
    value,
    where: "submit",
    place: profile.places[field] ?? { start: 0, end: 0 },
  }));
}
