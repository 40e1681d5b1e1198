/**
 * How a call is written in a column's name: text and the arguments' own texts. In data: `lag($1, 1, NULL)`, or
 * `concat($1*)` for all arguments from the first on, with ", " between them.
 */
export type NameTemplate = readonly (string | TemplatePart)[];

export interface TemplatePart {
  readonly from: number;
  /** All from there on. */
  readonly rest: boolean;
}

const parsed = new Map<string, NameTemplate>();

/** Reads a template's line. */
export function parseTemplate(line: string): NameTemplate {
  let template = parsed.get(line);
  if (template === undefined) {
    template = line.split(/(\$\d+\*?)/).flatMap((text): (string | TemplatePart)[] => {
      const [all, place, star] = /^\$(\d+)(\*?)$/.exec(text) ?? [];
      if (all === undefined) return text === "" ? [] : [text];
      return [{ from: Number(place) - 1, rest: star === "*" }];
    });
    parsed.set(line, template);
  }
  return template;
}

/** The name for arguments with these texts. */
export const fillTemplate = (template: NameTemplate, texts: readonly string[]): string =>
  template
    .map((part) => {
      if (typeof part === "string") return part;
      return part.rest ? texts.slice(part.from).join(", ") : (texts[part.from] ?? "");
    })
    .join("");
