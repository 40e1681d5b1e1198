import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { allFacts, argument, constantString, type CallFact, type ConfigFact } from "../plan/facts.ts";
import { embeddedSqlIn, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import { readStatement } from "../sql/statement.ts";
import { profileConfigurations } from "../submit/compose.ts";
import type { SubmitFacts } from "../submit/facts.ts";
import { parseProfiles } from "../submit/profile.ts";
import type { Site } from "../syntax/module.ts";
import { parseSparkDefaults } from "../submit/sparkDefaults.ts";
import type { ConfigSetting } from "../rules/configProblems.ts";

/** A setting with its place as offsets. */
export interface OffsetSetting extends ConfigSetting {
  readonly place: Range;
}

/** The configurations that Python code sets, in the order of the text; a function's once, however often it is called. */
export function settingsInPython({ facts }: Analysis): readonly OffsetSetting[] {
  const settings = new Map<string, OffsetSetting>();
  const inCode = [...allFacts(facts)].map((fact) =>
    fact.kind === "config" ? settingOf(fact) : fact.kind === "call" ? settingByCall(fact) : null,
  );
  for (const setting of [...inCode, ...embeddedSqlIn(facts).map(settingBySql)]) {
    if (setting === null || setting.key === "") continue;
    const { site, ...rest } = setting;
    const place = documentRange(facts.module, site);
    if (place !== null) settings.set(`${place.start} ${rest.key} ${rest.value ?? ""}`, { ...rest, place });
  }
  return [...settings.values()].toSorted((left, right) => left.place.start - right.place.start);
}

type SiteSetting = ConfigSetting & { readonly site: Site };

function settingOf({ key, value, where, keySite }: ConfigFact): SiteSetting | null {
  return where === "read" ? null : { key, value, where, site: keySite };
}

/** Methods that set one configuration without naming it, and their argument or the value that they stand for. */
const settingMethods: Readonly<
  Record<string, { key: string; argument: string } | { key: string; value: string }>
> = {
  "Builder.master": { key: "spark.master", argument: "master" },
  "Builder.remote": { key: "spark.remote", argument: "url" },
  "Builder.appName": { key: "spark.app.name", argument: "name" },
  "Builder.enableHiveSupport": { key: "spark.sql.catalogImplementation", value: "hive" },
  "SparkConf.setMaster": { key: "spark.master", argument: "value" },
  "SparkConf.setAppName": { key: "spark.app.name", argument: "value" },
  "SparkConf.setSparkHome": { key: "spark.home", argument: "value" },
};

function settingByCall(call: CallFact): SiteSetting | null {
  const method = settingMethods[call.name];
  if (method === undefined) return null;
  const value = "value" in method ? method.value : constantString(argument(call, 0, method.argument)?.value);
  return { key: method.key, value, where: "builder", site: call.nameSite };
}

/** What `SET key = value` sets; the value is not known where the program leaves a hole in it. */
function settingBySql({ entry, tree, text, holes, siteOf }: EmbeddedSql): SiteSetting | null {
  if (entry !== "statement" || tree.root === null) return null;
  const statement = readStatement(tree.root, text);
  if (statement.kind !== "set" || statement.key === null || statement.value === null) return null;
  const { key, value } = statement;
  const start = text.indexOf(key, statement.span.start);
  const end = start + key.length;
  if (start < 0 || holes.some((hole) => hole.start < end && start < hole.end)) return null;
  const isTold = !holes.some((hole) => hole.start >= end && hole.end <= statement.span.end);
  return { key, value: isTold ? value : null, where: "runtime", site: siteOf({ start, end }) };
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
