import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { argumentKeywordAt, argumentTextAt, type ArgumentText } from "./argumentPlace.ts";
import { argumentSubject, formatsFor, keywordOptions, sourceOption } from "./argumentSubject.ts";
import { choiceTexts } from "./choiceTexts.ts";
import type { HoverText } from "./hoverText.ts";
import { describeOption, optionValues } from "./sourceOptionText.ts";

/** On an option of a data source, its value, or a value of a closed list: what it means. */
export function argumentHover(catalog: Catalog, analysis: Analysis, offset: number): HoverText | null {
  const { sparkVersion } = analysis.options;
  const place = argumentTextAt(catalog.api, analysis, offset);
  if (place !== null) {
    const markdown = place.text === "" ? null : textHover(catalog, place, sparkVersion);
    return markdown === null ? null : { ...place.range, markdown };
  }
  const keyword = argumentKeywordAt(catalog.api, analysis, offset);
  if (keyword?.isGiven !== true) return null;
  const name = keyword.call.args[keyword.index]?.name?.id ?? "";
  const found = keywordOptions(catalog, keyword, sparkVersion).find(({ option }) => option.name === name);
  const trigger =
    keyword.signature.name === "DataStreamWriter.trigger" ? choiceTexts["triggers"]?.[name] : undefined;
  const markdown =
    found === undefined
      ? trigger === undefined
        ? null
        : `**${name}** — ${trigger}`
      : describeOption(found.option, found.formats, catalog.configs, sparkVersion);
  return markdown === null ? null : { ...keyword.range, markdown };
}

function textHover(catalog: Catalog, place: ArgumentText, version: string): string | null {
  const subject = argumentSubject(catalog, place, version);
  const text = place.text.toLowerCase();
  switch (subject?.kind) {
    case "option key": {
      const found = sourceOption(catalog, subject.source, place.text, version);
      return found === null ? null : describeOption(found.option, found.formats, catalog.configs, version);
    }
    case "option value": {
      const { option, formats } = subject.option;
      const known = optionValues(option, subject.source.access, catalog.configs, version).find(
        ({ value }) => value.toLowerCase() === text,
      );
      const meaning = choiceTexts["parseModes"]?.[place.text.toUpperCase()];
      const head =
        meaning === undefined || option.name !== "mode"
          ? known?.detail === "default"
            ? `\`${place.text}\` is the default.`
            : null
          : `\`${place.text}\`: ${meaning}`;
      return [head, describeOption(option, formats, catalog.configs, version)]
        .filter((part) => part !== null)
        .join("\n\n");
    }
    case "format": {
      const found = formatsFor(catalog, null, version).find(({ name }) => name.toLowerCase() === text);
      if (found === undefined || found.package === null) return null;
      return `**${found.name}** comes as a package; it has to be on the class path.`;
    }
    case "choice": {
      const found = subject.values.find(({ value }) => value.toLowerCase() === text);
      if (found === undefined) return null;
      const meaning = choiceTexts[subject.list]?.[found.meaning];
      const same = found.meaning.toLowerCase() === text ? "" : ` = ${found.meaning}`;
      return meaning === undefined && same === ""
        ? null
        : `**${place.text}**${same}${meaning === undefined ? "" : `. ${meaning}`}`;
    }
    default:
      return null;
  }
}
