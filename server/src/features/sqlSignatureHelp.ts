import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { SqlFunction } from "../catalog/sqlFunctionCatalog.ts";
import type { SqlTree } from "../sql/parse.ts";
import type { ApiSignatureHelp, FormText } from "./apiSignatureHelp.ts";
import { sqlFunctionForms, sqlFunctionSummary } from "./sqlFunctionText.ts";
import { sqlPlaceAt } from "./sqlPlace.ts";

/** Help for the innermost call of a SQL function around an offset; null where there is none. */
export function sqlSignatureHelp(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
): ApiSignatureHelp | null {
  const place = sqlPlaceAt(catalog, analysis, offset);
  const call = place && callAround(place.tree, place.text, place.offset);
  const found = call && catalog.sqlFunctions.find(call.name, analysis.options.sparkVersion);
  if (!call || !found) return null;
  const forms = formsOf(found).map((label) => formText(label, found.name.length, call.argument));
  const fitting = forms.findIndex(({ activeParameter }) => activeParameter !== null);
  return { forms, activeForm: Math.max(fitting, 0), summary: sqlFunctionSummary(catalog, found) };
}

/** Of more forms nobody sees the difference. */
const mostForms = 6;

const formsOf = (found: SqlFunction): readonly string[] => sqlFunctionForms(found).slice(0, mostForms);

/** The function whose parentheses an offset is in, and which of its arguments. */
function callAround(
  { tokens }: SqlTree,
  text: string,
  offset: number,
): { readonly name: string; readonly argument: number } | null {
  let depth = 0;
  let argument = 0;
  const before = tokens.findLastIndex(
    ({ start, end, type }) => end <= offset && type !== "EOF" && end > start,
  );
  for (let at = before; at >= 0; at--) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.type === "RIGHT_PAREN" || token.type === "RIGHT_BRACKET") depth++;
    else if (token.type === "LEFT_BRACKET") depth = Math.max(0, depth - 1);
    else if (token.type === "COMMA" && depth === 0) argument++;
    else if (token.type === "LEFT_PAREN") {
      if (depth > 0) depth--;
      else {
        const name = tokens[at - 1];
        const word = name ? text.slice(name.start, name.end).replaceAll("`", "") : "";
        if (name?.end === token.start && /^\w+$/.test(word)) return { name: word, argument };
        argument = 0;
      }
    } else if (token.type === "SEMICOLON") return null;
  }
  return null;
}

/** The names in "(expr[, scale])" are the parameters; the last one takes the rest where dots say so. */
function formText(label: string, nameLength: number, argument: number): FormText {
  const parameters = [...label.slice(nameLength).matchAll(/[A-Za-z_]\w*/g)].map(({ 0: word, index }) => ({
    start: nameLength + index,
    end: nameLength + index + word.length,
  }));
  const takesRest = label.includes("...");
  const last = parameters.length - 1;
  const active = takesRest ? Math.min(argument, last) : argument;
  return { label, parameters, activeParameter: active >= 0 && active <= last ? active : null };
}
