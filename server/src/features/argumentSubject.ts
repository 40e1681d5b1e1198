import type { Catalog } from "../catalog/catalog.ts";
import type { DataSource, SourceAccess, SourceOption } from "../catalog/dataSources.ts";
import { givenOptions, sourceChain, type SourceChain } from "../plan/spark/sourceOptions.ts";
import type { ArgumentKeyword, ArgumentText } from "./argumentPlace.ts";

/** What the text of an argument is one of. */
export type ArgumentSubject =
  | { readonly kind: "option key"; readonly source: SourceChain }
  | { readonly kind: "option value"; readonly source: SourceChain; readonly option: FoundOption }
  | { readonly kind: "format"; readonly access: SourceAccess | null }
  | { readonly kind: "choice"; readonly list: string; readonly values: readonly ListedValue[] }
  | { readonly kind: "storage level" }
  | { readonly kind: "interval" }
  | { readonly kind: "pattern" }
  | { readonly kind: "type" }
  | { readonly kind: "aggregate" }
  | { readonly kind: "truth" };

/** An option with the formats that have it. */
export interface FoundOption {
  readonly option: SourceOption;
  readonly formats: readonly string[];
}

/** A value of a closed list, and what it stands for: "left_outer" for "LEFT OUTER". */
export interface ListedValue {
  readonly value: string;
  readonly meaning: string;
}

/** What may stand in an argument's text; null when it is not from a set that we know. */
export function argumentSubject(
  catalog: Catalog,
  place: ArgumentText,
  version: string,
): ArgumentSubject | null {
  const { fact, parameter, part, key, signature } = place;
  const source = fact === null ? null : sourceChain(fact);
  if (/\.agg$/.test(signature.name)) return { kind: "aggregate" };
  if (part === "key") return source === null ? null : { kind: "option key", source };
  const role = catalog.api.roles.role(signature.name, parameter);
  if (role?.kind === "optionKey") return source === null ? null : { kind: "option key", source };
  if (role?.kind === "format") return { kind: "format", access: source?.access ?? null };
  if (role?.kind === "interval") return { kind: "interval" };
  if (role?.kind === "datetimePattern") return { kind: "pattern" };
  if (role?.kind === "ddl") return { kind: "type" };
  if (role?.kind === "choice") {
    const list = role.list ?? null;
    const values = list === null ? (role.choices ?? []).map(asItself) : listedValues(catalog, list, version);
    const name = list ?? nameOfChoices(values);
    return values.length === 0 ? null : { kind: "choice", list: name, values };
  }
  if (role?.kind === "path" || role?.kind === "table") return null;
  if (signature.name === "DataStreamWriter.trigger") return { kind: "truth" };
  if (source !== null) {
    const name = parameter.kind === "keywordRest" ? key : nameOfOption(place);
    const option = name === null ? null : sourceOption(catalog, source, name, version);
    return option === null ? null : { kind: "option value", source, option };
  }
  if (parameter.annotation?.includes("StorageLevel") === true) return { kind: "storage level" };
  return null;
}

/** The option that the value of `option(key, value)` or a parameter such as `sep` of `csv(…)` is for. */
function nameOfOption({ fact, signature, parameter }: ArgumentText): string | null {
  if (!signature.name.endsWith(".option")) return parameter.name;
  if (fact === null || parameter.name !== "value") return null;
  return givenOptions(fact)[0]?.key ?? null;
}

const asItself = (value: string): ListedValue => ({ value, meaning: value });

/** Lists that only the roles of arguments hold have no name of their own. */
function nameOfChoices(values: readonly ListedValue[]): string {
  const has = (value: string): boolean => values.some((each) => each.value === value);
  if (has("PERMISSIVE")) return "parseModes";
  if (has("left_outer")) return "joinTypes";
  if (has("UTF-8")) return "charsets";
  return has("any") && has("all") ? "dropHow" : "";
}

function listedValues({ lists }: Catalog, list: string, version: string): readonly ListedValue[] {
  const mapped = (values: ReadonlyMap<string, string>): readonly ListedValue[] =>
    [...values].map(([value, meaning]) => ({ value, meaning }));
  switch (list) {
    case "saveModes":
      return mapped(lists.saveModes(version));
    case "outputModes":
      return mapped(lists.outputModes(version));
    case "joinTypes":
      return mapped(lists.joinTypes(version));
    case "explainModes":
      return lists.explainModes(version).map(asItself);
    case "hints":
      return lists.hints(version).map(({ name, strategy }) => ({
        value: name.toLowerCase(),
        meaning: strategy === null ? name : `${strategy} join`,
      }));
    default:
      return [];
  }
}

/** The formats that an access may have, built in ones first. */
export function formatsFor(
  { dataSources }: Catalog,
  access: SourceAccess | null,
  version: string,
): readonly DataSource[] {
  return dataSources
    .formats(version)
    .filter((format) => access === null || format.access.includes(access))
    .toSorted((left, right) => Number(left.package !== null) - Number(right.package !== null));
}

/** The options of a source; while its format is not known, those of all that Spark has built in. */
export function sourceOptions(
  catalog: Catalog,
  { access, format }: SourceChain,
  version: string,
): readonly FoundOption[] {
  const formats =
    format === null
      ? formatsFor(catalog, access, version).flatMap((each) => (each.package === null ? [each.name] : []))
      : [format];
  const found = new Map<string, { readonly option: SourceOption; readonly formats: string[] }>();
  for (const name of formats)
    for (const option of catalog.dataSources.options(name, access, version)) {
      const key = option.name.toLowerCase();
      const known = found.get(key);
      if (known === undefined) found.set(key, { option, formats: [name] });
      else known.formats.push(name);
    }
  // What one format of many requires says nothing while the format is open; what we explain is what people set.
  const rank = ({ option }: FoundOption): number =>
    option.required && format !== null ? 0 : option.summary === null ? 2 : 1;
  return [...found.values()].toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      right.formats.length - left.formats.length ||
      (left.option.name.toLowerCase() < right.option.name.toLowerCase() ? -1 : 1),
  );
}

/** An option of a source by its name, whatever side of it the option counts on; null when it has none. */
export function sourceOption(
  catalog: Catalog,
  source: SourceChain,
  name: string,
  version: string,
): FoundOption | null {
  const wanted = name.toLowerCase();
  const found = sourceOptions(catalog, source, version).find(
    ({ option }) => option.name.toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  const option = source.format === null ? null : catalog.dataSources.option(source.format, name, version);
  return option === null || source.format === null ? null : { option, formats: [source.format] };
}

/** The options that may be given as keywords of a call; none where the call takes no options. */
export function keywordOptions(
  catalog: Catalog,
  { fact, signature }: ArgumentKeyword,
  version: string,
): readonly FoundOption[] {
  const source = fact === null ? null : sourceChain(fact);
  if (source === null) return [];
  const { parameters } = signature.form;
  const takesAny = parameters.some(({ kind }) => kind === "keywordRest");
  // `mode` of a writer's method is the save mode, not an option.
  return sourceOptions(catalog, source, version).filter(({ option }) => {
    const parameter = parameters.find(({ name }) => name === option.name);
    if (parameter === undefined) return takesAny && /^[A-Za-z_]\w*$/.test(option.name);
    const role = catalog.api.roles.role(signature.name, parameter)?.kind;
    return role !== "path" && (role !== "choice" || source.access.startsWith("read"));
  });
}
