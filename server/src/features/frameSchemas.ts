import { ddlString } from "../catalog/dataTypeText.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { exactFields, type Reason, type Schema } from "../plan/schema/schema.ts";
import { documentOffset } from "../syntax/siteOffset.ts";

/** A name that is bound to a DataFrame, and what is known of its columns. */
export interface FrameSchema {
  readonly name: string;
  /** The offset of the name. */
  readonly start: number;
  /** The function around it; null at module level. */
  readonly function: string | null;
  /** As DDL; null unless every column is known with its type. */
  readonly ddl: string | null;
  /** "closed" when every column is known with its type and nullability. */
  readonly complete: Schema["kind"];
  /** The columns that are known, in order. */
  readonly columns: readonly string[];
  /** Why the schema is not closed, and the offset of the place to mend it. */
  readonly reason: { readonly text: string; readonly at: number | null } | null;
  readonly streaming: boolean;
}

/** All names that are bound to DataFrames, by place; a name that several calls bind comes once for each. */
export function frameSchemas(facts: ModuleFacts): readonly FrameSchema[] {
  const offsetOf = (site: Reason["site"]): number | null => {
    const unit = site && documentOffset(facts.module, site);
    return site === null || unit === undefined || unit === null ? null : unit + site.start;
  };
  const found = new Map<string, FrameSchema>();
  for (const { frames } of facts.units)
    for (const { name, nameSite, held, function: enclosing } of frames) {
      const start = offsetOf(nameSite);
      if (start === null || !held) continue;
      const schema = schemaOf(held);
      const fields = exactFields(schema);
      const reason =
        schema.kind === "closed" ? null : { text: schema.reason.text, at: offsetOf(schema.reason.site) };
      const frame: FrameSchema = {
        name,
        start,
        function: enclosing,
        ddl: fields && ddlString(fields),
        complete: fields ? "closed" : schema.kind === "closed" ? "open" : schema.kind,
        columns: schema.kind === "unknown" ? [] : schema.attributes.map((each) => each.name),
        reason: reason ?? (fields ? null : { text: "not every column's type is known", at: null }),
        streaming: held.streaming,
      };
      found.set(JSON.stringify([start, frame.ddl, frame.complete, frame.columns]), frame);
    }
  return [...found.values()].sort((left, right) => left.start - right.start);
}
