import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { DataType, Field } from "../catalog/dataType.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, shownType } from "../plan/schema/schema.ts";
import { literalText } from "../syntax/literalText.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { pathParts } from "./columnText.ts";
import type { NameableColumn } from "./columnFrames.ts";
import { columnScopeAt, type ColumnScope } from "./columnScope.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";
import { closedTexts, type Reanalyze } from "./halfTypedCode.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";
import { fieldsOf, partsOfValue } from "./partsOfValue.ts";

/** A column or a field to offer. `nullable` null: not known. */
type Offer = Pick<Field, "name" | "dataType"> & {
  readonly nullable: boolean | null;
  readonly declared?: DataType;
};

/**
 * Names of columns where one is expected: in strings, behind `df.` and in `df["…"]`, and fields of structs behind a
 * dot. In the order of the schema. `reanalyze` is for code that is not closed yet.
 */
export function columnCompletion(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  reanalyze: Reanalyze,
): Completion {
  const found = choicesAt(catalog, analysis, offset, null);
  if (found.length > 0) return { choices: found, complete: true };
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return noCompletion;
  // Code that parses has been understood; but without a comma the string of the next line is part of this one.
  const innermost = nodeAt(placed.unit, offset - placed.offset).at(-1);
  const isJoined = innermost?.kind === "String" && innermost.parts.length > 1;
  if (placed.unit.errors.length === 0 && !isJoined) return noCompletion;
  for (const { text, wordEnd } of closedTexts(analysis.text, placed.offset, offset)) {
    const choices = choicesAt(catalog, reanalyze(text), offset, wordEnd);
    if (choices.length > 0) return { choices, complete: true };
  }
  return noCompletion;
}

/** `end`: where the word under the cursor ends, when the code behind it is not to be trusted. */
function choicesAt(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  end: number | null,
): readonly CompletionChoice[] {
  const scope = columnScopeAt(catalog.api, analysis, offset);
  return scope === null
    ? attributeChoices(catalog, analysis, offset, end)
    : stringChoices(scope, offset, end);
}

/** The choices in a string; where only these can be meant, its closing quote takes the chosen one. */
function stringChoices(scope: ColumnScope, offset: number, end: number | null): readonly CompletionChoice[] {
  const choices = eachOnce(namesIn(scope, offset, end));
  const quote = scope.literal.parts[0]?.quote ?? scope.unitText.charAt(scope.literal.end - 1);
  return scope.exact && /^["']$/.test(quote) ? choices.map((each) => ({ ...each, takenBy: quote })) : choices;
}

/** Of two frames there may be several columns under one name. */
function eachOnce(choices: readonly CompletionChoice[]): readonly CompletionChoice[] {
  const seen = new Set<string>();
  return choices.filter(({ text }) => !seen.has(text) && seen.add(text).size > 0);
}

function namesIn(scope: ColumnScope, offset: number, end: number | null): readonly CompletionChoice[] {
  const { literal, unitStart, unitText, form, attributes } = scope;
  const inner = literalText(literal, unitText);
  const at = offset - unitStart;
  if (inner === null || at < inner.start || at > inner.end) return [];
  const typed = unitText.slice(inner.start, at);
  const rest = unitText.slice(at, inner.end);
  // `sqlCompletion` reads SQL text.
  if (form === "sql") return [];
  // A string that is not closed yet runs on into other code.
  const isClosed = !/[()[\]{}\n=,]/.test(typed + rest);
  if (!isClosed && end === null) return [];
  const stop = end ?? offset + rest.length;
  if (form === "name") return attributes.map((each) => choice(each, each.name, offset - typed.length, stop));
  const path = /^((?:`[^`]*`|[^`.])*(?:\.(?:`[^`]*`|[^`.])+)*)\.([^.]*)$/.exec(typed);
  const offers = path ? behind(pathParts(path[1] ?? ""), attributes) : attributes;
  const start = offset - (path?.[2] ?? typed).length;
  const partEnd = path ? stop : stop - (/\..*$/.exec(rest)?.[0].length ?? 0);
  return offers.map((each) => choice(each, inPath(each.name), start, Math.max(offset, partEnd)));
}

/** The columns behind an alias of a frame, or the fields behind a struct's name. */
function behind(
  path: readonly { readonly name: string }[],
  attributes: readonly NameableColumn[],
): readonly Offer[] {
  const [first, ...fields] = path.map(({ name }) => name.toLowerCase());
  const qualified = attributes.filter(({ qualifier }) =>
    qualifier.some((each) => each.toLowerCase() === first),
  );
  if (qualified.length > 0 && fields.length === 0) return qualified;
  let offers: readonly Offer[] = qualified.length > 0 ? qualified : attributes;
  for (const name of qualified.length > 0 ? fields : [first, ...fields]) {
    const found = offers.find((each) => each.name.toLowerCase() === name);
    offers = fieldsOf(found && shownType(found));
  }
  return offers;
}

/** A name as a path needs it. */
const inPath = (name: string): string => (/[.`]/.test(name) ? `\`${name.replaceAll("`", "``")}\`` : name);

/** Columns behind `df.`, and fields behind `df.struct.`. Methods of the same name would win: those are left out. */
function attributeChoices(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  end: number | null,
): readonly CompletionChoice[] {
  const { facts } = analysis;
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return [];
  const at = offset - placed.offset;
  const chain = nodeAt(placed.unit, at);
  const node = chain.findLast((each) => each.kind === "Attribute" && each.object.end < at);
  if (node?.kind !== "Attribute") return [];
  const behindDot = placed.unit.text.slice(node.object.end, at);
  if (!/^\s*\)*\s*\.\w*$/.test(behindDot)) return [];
  const typed = /\w*$/.exec(behindDot)?.[0].length ?? 0;
  // The rest of the word: where no name is typed yet, the tree has that of the next line.
  const rest = /^\w*/.exec(placed.unit.text.slice(at))?.[0].length ?? 0;
  return membersOf(catalog, analysis, placed.unit, chain, node.object).map((each) =>
    choice(each, each.name, offset - typed, end ?? offset + rest),
  );
}

function membersOf(
  { api }: Catalog,
  analysis: Analysis,
  unit: Unit,
  chain: readonly AstNode[],
  object: Expression,
): readonly Offer[] {
  const frames = framesOfValue(heldAt(analysis.facts, object)).filter(({ type }) => type === "DataFrame");
  const offers =
    frames.length > 0
      ? frames.flatMap(({ plan }): readonly Offer[] => attributesOf(schemaOf(plan)))
      : partsOfValue(analysis, unit, chain, object);
  const type = frames.length > 0 ? "DataFrame" : "Column";
  const seen = new Set<string>();
  return offers.filter(({ name }) => {
    if (seen.has(name) || !/^[A-Za-z]\w*$/.test(name) || api.member(type, name) !== null) return false;
    return seen.add(name).size > 0;
  });
}

function choice(offer: Offer, text: string, start: number, end: number): CompletionChoice {
  const { nullable } = offer;
  const dataType = shownType(offer);
  return {
    start,
    end,
    kind: "column",
    text,
    detail:
      dataType.type === "unknown"
        ? ""
        : `${simpleString(dataType)}${nullable === false ? ", never null" : ""}`,
    documentation: null,
    isDeprecated: false,
    isLikely: false,
  };
}
