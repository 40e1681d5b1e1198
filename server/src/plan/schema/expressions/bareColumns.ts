import type { ColumnExpression } from "../../column.ts";
import type { Attribute } from "../schema.ts";
import { readSql } from "./resolveSql.ts";
import { partsOf, type CallExpression, type Resolution } from "./resolution.ts";

/**
 * The columns that an expression reads outside of aggregate functions: without GROUP BY, or where they are no keys,
 * Spark refuses them. Null where that cannot be told, as with fields of structs.
 */
export function bareColumns(root: ColumnExpression, resolution: Resolution): readonly Attribute[] | null {
  const found = new Set<Attribute>();
  const parts = new Set([root]);
  for (const part of parts) {
    switch (part.kind) {
      case "reference": {
        const { attribute } = resolution.of(part);
        if (attribute === null) return null;
        if (resolution.scope.lateral?.includes(attribute) !== true) found.add(attribute);
        break;
      }
      case "star":
        for (const { attribute } of resolution.of(part).columns ?? []) {
          if (attribute === null) return null;
          found.add(attribute);
        }
        break;
      case "call":
        for (const inner of innerParts(part, resolution)) parts.add(inner);
        break;
      case "sql":
        parts.add(readSql(part, resolution.scope.session).column);
        break;
      case "list":
        for (const item of part.items) parts.add(item);
        break;
      case "window":
        for (const inner of [...part.partition, ...part.order]) parts.add(inner);
        break;
      case "lambda":
        parts.add(part.body);
        break;
      case "unknown":
        return null;
      default:
    }
  }
  return [...found];
}

/** What a call leaves bare: nothing where it aggregates itself; a window's function aggregates nothing. */
function innerParts(call: CallExpression, resolution: Resolution): readonly ColumnExpression[] {
  if (call.function === "Column.over") {
    const [inner, ...windows] = call.args;
    return [...(inner?.kind === "call" ? partsOf(inner) : []), ...windows];
  }
  const parts = partsOf(call);
  const { aggregates } = resolution.of(call);
  const isAggregate =
    aggregates && !parts.some((part) => part.kind !== "lambda" && resolution.of(part).aggregates);
  return isAggregate ? [] : parts;
}
