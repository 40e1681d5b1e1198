import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { SourceAccess, SourceOption } from "../catalog/dataSources.ts";

/** A value to offer for an option. */
export interface OptionValue {
  readonly value: string;
  /** "default", or empty. */
  readonly detail: string;
}

const typeTexts: Readonly<Record<SourceOption["type"], string>> = {
  boolean: "`true` or `false`",
  int: "whole number",
  double: "number",
  char: "one character",
  string: "text",
  time: "duration",
  bytes: "size",
};

const formTexts: Readonly<Record<NonNullable<SourceOption["form"]>, string>> = {
  path: "path",
  datetime: "pattern of dates and times",
  timezone: "time zone",
  locale: "language tag, such as `en-US`",
  column: "name of a column",
  json: "JSON text",
  sql: "SQL condition",
};

/** What an option takes, in words. */
export function optionTakes({ values, open, form, type }: SourceOption): string {
  if (values !== null && values.length > 0) {
    const other = form === null ? "another text" : formTexts[form];
    return `one of ${values.map((value) => `\`${value}\``).join(", ")}${open ? `, or ${other}` : ""}`;
  }
  return form === null ? typeTexts[type] : formTexts[form];
}

/** What counts without an option: short, for a list; empty when nothing is known. */
export function optionDefault(option: SourceOption, access: SourceAccess | null): string {
  const other = option.otherDefault;
  const isWrite = access === "write" || access === "writeStream";
  if (other !== null && (other.when === "write" ? isWrite : access === "read" || access === "write"))
    return visible(other.value);
  return option.default === null ? "" : visible(option.default);
}

/** An option as Markdown: what it takes, what counts without it, where it counts, and since when. */
export function describeOption(
  option: SourceOption,
  formats: readonly string[],
  configs: ConfigCatalog,
  version: string,
): string {
  const head = `**${option.name}** — ${optionTakes(option)}`;
  const facts = [
    option.required ? "**Has to be given.**" : null,
    option.deprecated === null ? null : `**Deprecated since Spark ${option.deprecated}.**`,
    defaultLine(option, configs, version),
    `Option of ${formats.join(", ")}; counts when ${accessText(option.access)}`,
    option.alternative === null ? null : `Also written \`${option.alternative}\``,
    option.oneOf === null ? null : `Only one option for the ${option.oneOf} may be given`,
    option.secret ? "A secret: keep it out of the code" : null,
    option.since === null ? null : `Since Spark ${option.since}`,
  ];
  const lines = facts.filter((line) => line !== null).join("  \n");
  return [head, ...(option.summary === null ? [] : [option.summary]), lines].join("\n\n");
}

function defaultLine(option: SourceOption, configs: ConfigCatalog, version: string): string | null {
  const { defaultFrom, otherDefault } = option;
  const other =
    otherDefault === null
      ? ""
      : otherDefault.when === "write"
        ? `; when writing \`${visible(otherDefault.value)}\``
        : `; outside of streams \`${visible(otherDefault.value)}\``;
  if (defaultFrom !== null) {
    const value = configs.entry(defaultFrom, version)?.default ?? option.default;
    return `Default: that of \`${defaultFrom}\`${value === null ? "" : ` (\`${visible(value)}\`)`}${other}`;
  }
  if (option.default === null) return other === "" ? null : `Default${other.replace(/^;/, ":")}`;
  return `Default: ${option.default === "" ? "empty" : `\`${visible(option.default)}\``}${other}`;
}

/** Line ends and tabs as people write them. */
function visible(value: string): string {
  return value.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}

const accessTexts: readonly (readonly [SourceAccess, string])[] = [
  ["read", "reading"],
  ["write", "writing"],
  ["readStream", "reading a stream"],
  ["writeStream", "writing a stream"],
];

function accessText(access: readonly SourceAccess[]): string {
  const isImplied = (each: SourceAccess): boolean =>
    (each === "readStream" && access.includes("read")) ||
    (each === "writeStream" && access.includes("write"));
  return accessTexts
    .flatMap(([each, text]) => (access.includes(each) && !isImplied(each) ? [text] : []))
    .join(" or ");
}

/** The values worth offering for an option: the allowed ones, truth values, and the default. */
export function optionValues(
  option: SourceOption,
  access: SourceAccess | null,
  configs: ConfigCatalog,
  version: string,
): readonly OptionValue[] {
  if (option.secret) return [];
  const configured =
    option.defaultFrom === null ? null : (configs.entry(option.defaultFrom, version)?.default ?? null);
  const own = optionDefault(option, access);
  const byDefault = configured ?? (own === "" ? null : own);
  const offered = option.values ?? (option.type === "boolean" ? ["true", "false"] : []);
  const known = offered.some((value) => isSame(value, byDefault));
  const all = byDefault === null || known ? offered : [byDefault, ...offered];
  return all.map((value) => ({ value, detail: isSame(value, byDefault) ? "default" : "" }));
}

const isSame = (left: string, right: string | null): boolean =>
  right !== null && left.toLowerCase() === right.toLowerCase();
