import { callIn, type ModuleFacts, type UnitFacts } from "../plan/facts.ts";
import type { Value } from "../plan/value.ts";
import type { Expression, StringExpression } from "../syntax/ast.ts";
import { literalText } from "../syntax/literalText.ts";
import type { Site } from "../syntax/module.ts";
import { isExpression, nodeAt } from "../syntax/walk.ts";
import { factsOfUnit, heldIn, nodeSpanning } from "./heldValues.ts";

/** How a column's name stands in the code. */
export type NameForm =
  /** The name alone, in a string. */
  | "name"
  /** In a string that Spark reads as a path: dots and back quotes count. */
  | "path"
  /** In DDL or SQL inside a string. */
  | "sql"
  /** `df.name`. */
  | "attribute";

/** Methods that take columns' names as they are; all others split them at dots (asked of Spark 4.3). */
const plainNames =
  /^DataFrame\.(drop|dropDuplicates|drop_duplicates|dropDuplicatesWithinWatermark|withColumns?|withColumns?Renamed|join|lateralJoin)$|^(DataFrameWriter|DataFrameWriterV2|DataStreamWriter)\./;

/** Whether a method or function splits the names of columns at dots, and needs back quotes around those that have some. */
export const splitsNames = (method: string): boolean => !plainNames.test(method);

/** A place where the code spells a column's name. */
export interface NameText {
  /** The name alone: no quotes of Python, but back quotes of Spark. */
  readonly site: Site;
  readonly form: NameForm;
}

/** Where values are looked up: in a unit's own runs, then in those of the unit that the place is in. */
export interface TextScope {
  readonly own: UnitFacts;
  readonly facts: ModuleFacts;
}

/**
 * The places that spell a name which the plan engine has met at a site: the string itself, the constant that a name
 * stands for, the attribute. Empty where the name is put together from parts. `path`: the name may have parts behind
 * it, or an alias before it.
 */
export function nameTexts(scope: TextScope, site: Site, name: string, path: boolean): readonly NameText[] {
  const node = nodeSpanning(site);
  if (node === null) return insideLiteral(site, name);
  if (!isExpression(node)) return [];
  return textsOf(scope, node, site.unit, name, path);
}

function textsOf(
  scope: TextScope,
  node: Expression,
  home: Site["unit"],
  name: string,
  path: boolean,
): readonly NameText[] {
  switch (node.kind) {
    case "String":
      return inLiteral(node, home, name, path);
    case "Call": {
      const call = callIn(scope.own, node) ?? seenIn(scope, home, (unit) => callIn(unit, node));
      const [named] = call?.args ?? [];
      return named ? textsOfValue(named.value, name, path) : [];
    }
    case "Subscript": {
      const [index] = node.indices;
      const texts = index ? textsOf(scope, index, home, name, false) : [];
      return texts.length > 0 ? texts : textsOfHeld(scope, node, home, name, path);
    }
    case "Attribute": {
      const texts = textsOfHeld(scope, node, home, name, path);
      if (texts.length > 0 || !sameText(node.name.id, name)) return texts;
      const { start, end } = node.name;
      return [{ site: { unit: home, start, end }, form: "attribute" }];
    }
    default:
      return textsOfHeld(scope, node, home, name, path);
  }
}

function textsOfHeld(
  scope: TextScope,
  node: Expression,
  home: Site["unit"],
  name: string,
  path: boolean,
): readonly NameText[] {
  const held = heldIn(scope.own, node) ?? seenIn(scope, home, (unit) => heldIn(unit, node));
  return textsOfValue(held, name, path);
}

/** What the runs of the unit that a node stands in tell of it. */
function seenIn<Seen>(
  scope: TextScope,
  home: Site["unit"],
  see: (unit: UnitFacts) => Seen | null,
): Seen | null {
  const unit = factsOfUnit(scope.facts, home);
  return unit && unit !== scope.own ? see(unit) : null;
}

/** The literals inside a value that spell a name. */
function textsOfValue(value: Value | null, name: string, path: boolean): readonly NameText[] {
  return stringsIn(value).flatMap(({ site }) => {
    const node = site ? nodeSpanning(site) : null;
    return site && node?.kind === "String" ? inLiteral(node, site.unit, name, path) : [];
  });
}

/** A string of a value, with the literal that it is. */
export interface StringPlace {
  readonly text: string;
  readonly site: Site | undefined;
}

const deepest = 4;

/** The strings that a value holds: itself, elements, keys and values. */
export function stringsIn(value: Value | null, depth = 0): readonly StringPlace[] {
  if (value === null || depth > deepest) return [];
  switch (value.kind) {
    case "string":
      return value.value === null ? [] : [{ text: value.value, site: value.site }];
    case "sequence":
      return value.elements.flatMap((each) => stringsIn(each, depth + 1));
    case "dict":
      return value.entries.flatMap((entry) => [
        ...stringsIn(entry.key, depth + 1),
        ...stringsIn(entry.value, depth + 1),
      ]);
    case "union":
      return value.values.flatMap((each) => stringsIn(each, depth + 1));
    default:
      return [];
  }
}

/** The name in a literal that stands as written: no escapes, one part. */
function inLiteral(
  node: StringExpression,
  unit: Site["unit"],
  name: string,
  path: boolean,
): readonly NameText[] {
  const inner = literalText(node, unit.text);
  if (inner === null) return [];
  const text = unit.text.slice(inner.start, inner.end);
  if (text !== node.value) return [];
  const place = (start: number, end: number, form: NameForm): readonly NameText[] => [
    { site: { unit, start: inner.start + start, end: inner.start + end }, form },
  ];
  if (sameText(text, name)) return place(0, text.length, path ? "path" : "name");
  if (!path) return [];
  const part = pathParts(text)
    .slice(0, 2)
    .find((each) => sameText(each.name, name));
  return part ? place(part.start, part.end, "path") : [];
}

/** The parts of "a.`b c`.d" with their places, back quotes included. */
export function pathParts(
  text: string,
): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/`(?:[^`]|``)*`|[^.`]+/g)].map(({ 0: part, index }) => ({
    name: part.startsWith("`") ? part.slice(1, -1).replaceAll("``", "`") : part,
    start: index,
    end: index + part.length,
  }));
}

/** A place inside a literal, as fields of DDL and columns of SQL have. */
function insideLiteral(site: Site, name: string): readonly NameText[] {
  const { unit, start } = site;
  if (nodeAt(unit, start).at(-1)?.kind !== "String") return [];
  const part = pathParts(unit.text.slice(start, site.end))
    .slice(0, 2)
    .find((each) => sameText(each.name, name));
  return part ? [{ site: { unit, start: start + part.start, end: start + part.end }, form: "sql" }] : [];
}

const sameText = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
