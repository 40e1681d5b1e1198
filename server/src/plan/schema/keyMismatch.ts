import { simpleString } from "../../catalog/dataTypeText.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { Session } from "../session.ts";
import type { Problem } from "./resolved.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { Attribute } from "./schema.ts";

/** A name that both sides have, and its place. */
export interface Key {
  readonly text: string;
  readonly site: Site;
}

/** What Spark says of a key whose types on the two sides it does not compare; none where it compares them. */
export function keyMismatch(
  session: Session,
  { text, site }: Key,
  { left, right }: { readonly left: Attribute; readonly right: Attribute },
): readonly Problem[] {
  const attributes = [
    { ...left, name: "left" },
    { ...right, name: "right" },
  ];
  const args = attributes.map(({ name }): ColumnExpression => ({ kind: "reference", name, of: null, site }));
  const comparison: ColumnExpression = { kind: "call", function: "==", args, site };
  const { problems } = resolveColumn(comparison, { session, attributes, open: null });
  const [here, there] = [left, right].map(({ dataType }) => simpleString(dataType));
  return problems
    .filter(({ kind }) => kind === "type-mismatch")
    .map((problem) => ({
      ...problem,
      subject: text,
      text: `the key \`${text}\` is ${here ?? ""} on the left and ${there ?? ""} on the right`,
    }));
}
