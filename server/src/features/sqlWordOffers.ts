import type { Catalog } from "../catalog/catalog.ts";
import type { SqlOffer } from "./sqlColumnOffers.ts";
import {
  likelyFunctions,
  likelyWords,
  phrases,
  sqlHints,
  sqlTypes,
  typesWithoutKeywords,
} from "./sqlWords.ts";

/** The functions that may stand in an expression or in FROM, those that queries use most first. */
export function functionOffers(
  { sqlFunctions, api }: Catalog,
  version: string,
  wanted: { readonly scalar: boolean; readonly table: boolean },
): readonly SqlOffer[] {
  if (!wanted.scalar && !wanted.table) return [];
  return likelyFirst(sqlFunctions.names(version), likelyFunctions)
    .filter((name) => /^\w+$/.test(name))
    .flatMap((name): readonly SqlOffer[] => {
      const found = sqlFunctions.find(name, version);
      const isTable = found?.kind === "table" || found?.kind === "generator";
      if (found === null || (isTable ? !wanted.table && found.kind === "table" : !wanted.scalar)) return [];
      const python = found.python[0];
      return [
        {
          kind: "function",
          text: name,
          detail:
            found.signatures[0] ?? (found.parameters.length > 0 ? `(${found.parameters.join(", ")})` : ""),
          documentation: python === undefined ? null : api.summary(`functions.${python}`),
          isDeprecated: found.deprecated !== null,
        },
      ];
    });
}

/** Words of the grammar, those that queries use most first, in the case that the author uses. */
export function keywordOffers(words: readonly string[], typed: string, leading: string): readonly SqlOffer[] {
  const sample = typed === "" ? leading : typed;
  const isLower = sample !== "" && sample === sample.toLowerCase();
  return likelyFirst(words, likelyWords).map((word): SqlOffer => {
    const phrase = phrases[word] ?? word;
    return {
      kind: "keyword",
      text: isLower ? phrase.toLowerCase() : phrase,
      detail: "",
      documentation: null,
    };
  });
}

/** The likely ones in their order, then the others by the alphabet. */
function likelyFirst(words: readonly string[], likely: readonly string[]): readonly string[] {
  const rank = new Map(likely.map((word, at) => [word, at]));
  const of = (word: string): number => rank.get(word) ?? likely.length;
  return words.toSorted((left, right) => of(left) - of(right) || (left < right ? -1 : 1));
}

/** Hints for the planner. */
export const hintOffers = (): readonly SqlOffer[] =>
  Object.entries(sqlHints).map(([name, { takes, text }]) => ({
    kind: "value",
    text: name,
    detail: `takes ${takes}`,
    documentation: text,
  }));

/** Types of this version: words of its grammar, or before 4.1 those that it has always known. */
export function typeOffers(keywords: readonly string[], version: string): readonly SqlOffer[] {
  const ofGrammar = keywords.filter((word) => Object.hasOwn(sqlTypes, word));
  const names = ofGrammar.includes("INT") || version === "" ? ofGrammar : typesWithoutKeywords;
  return names.map((name) => ({
    kind: "type",
    text: name,
    detail: "",
    documentation: sqlTypes[name] ?? null,
  }));
}
