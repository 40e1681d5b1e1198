import type { Analysis } from "../analysis/analyze.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { ApiParameter } from "../catalog/apiSignature.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { apiCallAround } from "./apiPlace.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";

const mostChoices = 100;

/** Names of SQL functions in a string that PySpark reads as SQL, such as that of `expr`, `selectExpr` and `spark.sql`. */
export function sqlFunctionCompletion(catalog: Catalog, analysis: Analysis, offset: number): Completion {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return noCompletion;
  const at = offset - placed.offset;
  const literal = nodeAt(placed.unit, at).at(-1);
  if (literal?.kind !== "String" || at <= literal.start || at >= literal.end) return noCompletion;
  const before = placed.unit.text.slice(literal.start, at);
  // A word of SQL: no name behind a dot, nothing in SQL's own quotes.
  const typed = /(?:^|[^\w.`])([A-Za-z_]\w*)$/.exec(before.slice(1))?.[1];
  if (typed === undefined || isQuoted(before)) return noCompletion;
  const place = apiCallAround(catalog.api, analysis, offset);
  if (place === null) return noCompletion;
  const { call, signature } = place;
  const index = call.args.findIndex(({ value }) => value === literal);
  const parameter = parameterOf(signature.form.parameters, index, call.args[index]?.name?.id);
  const role = parameter === undefined ? null : catalog.api.roles.role(signature.name, parameter);
  if (role?.kind !== "expression" && role?.kind !== "query") return noCompletion;
  const { sparkVersion } = analysis.options;
  const names = catalog.sqlFunctions
    .names(sparkVersion)
    .filter((name) => /^\w+$/.test(name) && name.startsWith(typed.toLowerCase()));
  const choices = names.slice(0, mostChoices).map((name): CompletionChoice => {
    const found = catalog.sqlFunctions.find(name, sparkVersion);
    const python = found?.python[0];
    return {
      start: offset - typed.length,
      end: offset,
      kind: "function",
      text: name,
      detail: found?.signatures[0] ?? "",
      documentation: python === undefined ? null : catalog.api.summary(`functions.${python}`),
      isDeprecated: (found?.deprecated ?? null) !== null,
      isLikely: false,
    };
  });
  return { choices, complete: names.length <= mostChoices };
}

function parameterOf(
  parameters: readonly ApiParameter[],
  index: number,
  name: string | undefined,
): ApiParameter | undefined {
  if (index < 0) return undefined;
  if (name !== undefined) return parameters.find((each) => each.name === name);
  return parameters[index] ?? parameters.find(({ kind }) => kind === "rest");
}

/** Whether the end of a Python literal's text is inside a string or a quoted name of SQL. */
function isQuoted(text: string): boolean {
  const python = /^[a-zA-Z]*("""|'''|"|')/.exec(text);
  const inner = text.slice(python?.[0].length ?? 0);
  const marks = [...inner.matchAll(/['"`]/g)].map(([mark]) => mark);
  let open = "";
  for (const mark of marks) if (open === "" || open === mark) open = open === "" ? mark : "";
  return open !== "";
}
