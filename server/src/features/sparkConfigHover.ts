import type { Analysis } from "../analysis/analyze.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import { configHover } from "./configHover.ts";
import type { HoverText } from "./hoverText.ts";
import { sparkConfigInDefaults, sparkConfigInPython, type SparkConfigPlace } from "./sparkConfigAt.ts";

/** On the key or the value of a configuration in Python code: what it does, and what the value means. */
export function sparkConfigHover(
  configs: ConfigCatalog,
  analysis: Analysis,
  offset: number,
): HoverText | null {
  return hoverAt(configs, sparkConfigInPython(analysis, offset), analysis.options.sparkVersion);
}

/** The same in a spark-defaults.conf. */
export function sparkDefaultsHover(
  configs: ConfigCatalog,
  text: string,
  offset: number,
  version: string,
): HoverText | null {
  return hoverAt(configs, sparkConfigInDefaults(text, offset), version);
}

function hoverAt(configs: ConfigCatalog, place: SparkConfigPlace | null, version: string): HoverText | null {
  if (place === null || place.isMissing || place.range.start === place.range.end) return null;
  const markdown = configHover(configs, place.key, version, place.value);
  return markdown === null ? null : { ...place.range, markdown };
}
