import type { Analysis } from "../analysis/analyze.ts";
import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { argumentTextAt } from "./argumentPlace.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";
import { namedTables } from "./queryColumns.ts";

/** Names of the module's own views and tables: in `spark.table("…")`, and behind FROM and JOIN in SQL. */
export function tableCompletion(api: ApiCatalog, analysis: Analysis, offset: number): Completion {
  const place = argumentTextAt(api, analysis, offset);
  const role = place && api.roles.role(place.signature.name, place.parameter)?.kind;
  if (!place || (role !== "query" && role !== "table" && role !== "view")) return noCompletion;
  if (!reading.test(place.signature.name)) return noCompletion;
  const before = analysis.text.slice(place.range.start, offset);
  const typed =
    role === "query" ? /\b(?:from|join)\s+([\w.]*)$/i.exec(before)?.[1] : /^[\w.]*$/.exec(before)?.[0];
  if (typed === undefined) return noCompletion;
  const end = offset + (/^[\w.]*/.exec(analysis.text.slice(offset, place.range.end))?.[0].length ?? 0);
  const choices = [...namedTables(analysis.facts)].map(([name, plan]): CompletionChoice => {
    const { length } = attributesOf(schemaOf(plan));
    return {
      start: offset - typed.length,
      end,
      kind: "value",
      text: name,
      detail: length === 0 ? "" : `${length} column${length === 1 ? "" : "s"}`,
      documentation: null,
      isDeprecated: false,
      isLikely: false,
    };
  });
  return { choices, complete: true };
}

/** Methods that read what they name. */
const reading =
  /^(SparkSession\.(sql|table)|(DataFrame|DataStream)Reader\.table|Catalog\.\w+|DataFrameWriter\.insertInto)$/;
