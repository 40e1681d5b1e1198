import type { ColumnExpression } from "../../column.ts";
import type { Attribute } from "../schema.ts";
import { readSql } from "./resolveSql.ts";
import { outerReadsOf } from "./subqueries.ts";
import { isOpaque, partsOf, type CallExpression, type Resolution } from "./resolution.ts";

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
        if (isOpaque(part) || mayAggregate(part, resolution)) return null;
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
      case "subquery":
        // What it reads of this query is grouped by, or not, as Spark finds out in ways of its own.
        if (outerReadsOf(part.plan).length > 0) return null;
        for (const operand of part.operands) parts.add(operand);
        break;
      case "unknown":
        return null;
      default:
    }
  }
  return [...found];
}

/** Python functions of which it is not known what they do with groups, and functions that the catalogue does not know. */
function mayAggregate(call: CallExpression, { scope: { session } }: Resolution): boolean {
  const { function: name, udf } = call;
  if (name === "udf") return udf?.form !== "row";
  const owner = name.startsWith("functions.") ? "functions" : name.startsWith("sql.") ? "sql" : null;
  if (owner === null) return false;
  const member = name.slice(owner.length + 1);
  if (!/^\w+$/.test(member) || plain.has(member)) return false;
  const { sqlFunctions } = session.catalog;
  const known =
    owner === "sql"
      ? sqlFunctions.find(member, session.version)
      : sqlFunctions.forPython(member, session.version);
  return known === null;
}

/** What no function of SQL stands behind by name. */
const plain: ReadonlySet<string> = new Set([
  "lit",
  "col",
  "column",
  "expr",
  "case",
  "and",
  "or",
  "not",
  "in",
  "between",
]);

/** What a call leaves bare: nothing where it aggregates itself; a window's function aggregates nothing. */
function innerParts(call: CallExpression, resolution: Resolution): readonly ColumnExpression[] {
  if (call.function === "Column.over") {
    const [inner, ...windows] = call.args;
    return [...(inner?.kind === "call" ? partsOf(inner) : []), ...windows];
  }
  // What stands behind an aggregate function belongs to it.
  if (call.function === "sql.filter where" || call.function === "sql.within group")
    return call.args.slice(0, 1);
  const parts = partsOf(call);
  const { aggregates } = resolution.of(call);
  const isAggregate =
    aggregates && !parts.some((part) => part.kind !== "lambda" && resolution.of(part).aggregates);
  return isAggregate ? [] : parts;
}
