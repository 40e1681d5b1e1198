import type { Analysis } from "../analysis/analyze.ts";
import type { Options } from "../analysis/options.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { configHover, platformDefaultText } from "./configHover.ts";
import type { HoverText } from "./hoverText.ts";
import {
  sparkConfigInDefaults,
  sparkConfigInPython,
  sparkConfigInString,
  type SparkConfigPlace,
} from "./sparkConfigAt.ts";

/** On the key or the value of a configuration in Python code, and on any string that names one: what it does, and what the value means. */
export function sparkConfigHover(catalog: Catalog, analysis: Analysis, offset: number): HoverText | null {
  return hoverAt(
    catalog,
    sparkConfigInPython(analysis, offset) ?? sparkConfigInString(analysis, offset),
    analysis.options,
  );
}

/** The same in a spark-defaults.conf. */
export function sparkDefaultsHover(
  catalog: Catalog,
  text: string,
  offset: number,
  options: Target,
): HoverText | null {
  return hoverAt(catalog, sparkConfigInDefaults(text, offset), options);
}

/** The Spark that the file is for. */
type Target = Pick<Options, "sparkVersion" | "platform">;

function hoverAt(
  { configs, versions }: Catalog,
  place: SparkConfigPlace | null,
  { sparkVersion, platform }: Target,
): HoverText | null {
  if (place === null || place.isMissing || place.range.start === place.range.end) return null;
  const onPlatform = platform === "plain" ? null : platformDefaultText(versions, place.key, platform);
  const markdown = configHover(configs, place.key, sparkVersion, place.value, onPlatform);
  return markdown === null ? null : { ...place.range, markdown };
}
