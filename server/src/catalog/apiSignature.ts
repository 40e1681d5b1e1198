/** One way to call a method or function of PySpark. */
export interface SignatureForm {
  readonly parameters: readonly ApiParameter[];
  /** The annotation of the result, such as "DataFrame" or "list[Row]"; null when PySpark gives none. */
  readonly returns: string | null;
}

export interface ApiParameter {
  readonly name: string;
  /** How an argument gets there: by position or name, by position only, by name only, or all that is left over. */
  readonly kind: "any" | "positional" | "keyword" | "rest" | "keywordRest";
  /** In our short spelling, such as "str | list[str] | None"; null when PySpark gives none. */
  readonly annotation: string | null;
  /** Python source; null for a parameter that has to be given. */
  readonly defaultText: string | null;
}

/** Whether a call must give a parameter its argument. */
export const isRequired = ({ defaultText, kind }: ApiParameter): boolean =>
  defaultText === null && kind !== "rest" && kind !== "keywordRest";

/** Reads "other: DataFrame, on: str | None = None, *cols: Column", as the catalogue's files hold parameters. */
export function parseParameters(text: string): readonly ApiParameter[] {
  const parameters: ApiParameter[] = [];
  let named = false;
  for (const part of splitAtTop(text, ",")) {
    if (part === "") continue;
    if (part === "*") named = true;
    else if (part === "/") {
      for (const [index, each] of parameters.entries())
        if (each.kind === "any") parameters[index] = { ...each, kind: "positional" };
    } else {
      const parameter = parseParameter(part, named);
      if (parameter.kind === "rest") named = true;
      parameters.push(parameter);
    }
  }
  return parameters;
}

/** Reads "cols: str -> DataFrame", as the catalogue's files hold overloads. */
export function parseForm(text: string): SignatureForm {
  const [takes = "", returns = ""] = splitAtTop(text, "->");
  return { parameters: parseParameters(takes), returns: returns === "" ? null : returns };
}

function parseParameter(text: string, named: boolean): ApiParameter {
  const stars = /^\*{0,2}/.exec(text)?.[0].length ?? 0;
  const [declared = "", ...defaults] = splitAtTop(text.slice(stars), "=");
  const [name = "", annotation = null] = splitAtTop(declared, ":");
  return {
    name,
    kind: stars === 2 ? "keywordRest" : stars === 1 ? "rest" : named ? "keyword" : "any",
    annotation,
    defaultText: defaults.length === 0 ? null : defaults.join("="),
  };
}

/** The parts between separators that stand in no brackets and no string, trimmed. */
function splitAtTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at).trim());
      start = at + separator.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** The parameters as Python writes them, one text each, and where `*` and `/` stand between them. */
export function writeParameters(parameters: readonly ApiParameter[]): readonly string[] {
  const written: string[] = [];
  for (const [index, { name, kind, annotation, defaultText }] of parameters.entries()) {
    const before = parameters[index - 1]?.kind;
    if (kind === "keyword" && before !== "keyword" && before !== "rest") written.push("*");
    const stars = kind === "rest" ? "*" : kind === "keywordRest" ? "**" : "";
    const type = annotation === null ? "" : `: ${annotation}`;
    const byDefault =
      defaultText === null ? "" : annotation === null ? `=${defaultText}` : ` = ${defaultText}`;
    written.push(`${stars}${name}${type}${byDefault}`);
    if (kind === "positional" && parameters[index + 1]?.kind !== "positional") written.push("/");
  }
  return written;
}
