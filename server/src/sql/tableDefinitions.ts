import { parseDataType } from "../catalog/dataTypeText.ts";
import { unknownType, type DataType } from "../catalog/dataType.ts";
import { namePart, nameParts } from "./names.ts";
import type { NamePart } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "./tree.ts";

/** A column that DDL defines. */
export interface SqlColumnDefinition {
  readonly name: NamePart;
  /** Unknown for a type that no version has. */
  readonly dataType: DataType;
}

/** What `ALTER TABLE` does to columns and names; "other" for all that leaves both. */
export type SqlTableChange =
  | { readonly kind: "addColumns"; readonly columns: readonly SqlColumnDefinition[]; readonly first: boolean }
  | { readonly kind: "dropColumns"; readonly columns: readonly NamePart[] }
  | { readonly kind: "renameColumn"; readonly from: NamePart; readonly to: NamePart }
  | { readonly kind: "renameTable"; readonly to: readonly NamePart[] }
  /** Columns are given anew, or changed inside. */
  | { readonly kind: "changeColumns" }
  | { readonly kind: "other" };

const definitions: ReadonlySet<string> = new Set([
  "colDefinition",
  "tableElement",
  "createOrReplaceTableColType",
  "colType",
  "qualifiedColTypeWithPosition",
]);

/** The columns defined below a node, in order. */
export function readDefinitions(node: SqlNode, text: string): readonly SqlColumnDefinition[] {
  const columns: SqlColumnDefinition[] = [];
  let behind = -1;
  for (const each of nodesBelow(node)) {
    if (!definitions.has(each.rule) || each.start < behind) continue;
    const name = childOf(each, "errorCapturingIdentifier", "identifier", "multipartIdentifier");
    const type = childOf(each, "dataType");
    if (name === null || type === null) continue;
    behind = each.end;
    columns.push({
      name: nameParts(name, text).at(-1) ?? namePart(name, text),
      dataType: parseDataType(text.slice(type.start, type.end)) ?? unknownType,
    });
  }
  return columns;
}

/** The columns of PARTITIONED BY, and those that it defines itself. */
export function readPartitioning(
  node: SqlNode,
  text: string,
): { readonly names: readonly NamePart[]; readonly defined: readonly SqlColumnDefinition[] } {
  const clauses = childOf(node, "createTableClauses") ?? node;
  const list = childOf(clauses, "partitionFieldList");
  if (list === null) return { names: [], defined: [] };
  const names = childrenOf(list, "partitionField").flatMap((field) => {
    const transform = childOf(field, "transform");
    const name = transform === null ? childOf(field, "colType") : childOf(transform, "qualifiedName");
    return name === null ? [] : nameParts(name, text).slice(0, 1);
  });
  return { names, defined: readDefinitions(list, text) };
}

/** What stands behind `ALTER TABLE name`. */
export function readTableChange(node: SqlNode, text: string): SqlTableChange {
  const has = (...types: readonly string[]): boolean => types.some((type) => hasToken(node, type));
  const named = childrenOf(node, "multipartIdentifier");
  const [from] = named.map((each) => nameParts(each, text).at(-1));
  const to = childOf(node, "errorCapturingIdentifier");
  if (has("PARTITION", "PARTITIONS", "TBLPROPERTIES", "SERDE", "LOCATION")) return { kind: "other" };
  if (has("RENAME") && has("COLUMN"))
    return from && to ? { kind: "renameColumn", from, to: namePart(to, text) } : { kind: "changeColumns" };
  if (has("RENAME")) {
    const target = named[0];
    return target ? { kind: "renameTable", to: nameParts(target, text) } : { kind: "other" };
  }
  if (has("ADD") && has("COLUMN", "COLUMNS")) {
    const positions = [...nodesBelow(node)].filter(({ rule }) => rule === "colPosition");
    const columns = readDefinitions(node, text);
    const isFirst = positions.length === 1 && columns.length === 1 && hasToken(positions[0] ?? node, "FIRST");
    if (positions.length > 0 && !isFirst) return { kind: "changeColumns" };
    const nested = [...nodesBelow(node)].some(
      (each) =>
        each.rule === "qualifiedColTypeWithPosition" &&
        nameParts(childOf(each, "multipartIdentifier") ?? each, text).length > 1 &&
        hasToken(childOf(each, "multipartIdentifier") ?? each, "DOT"),
    );
    return nested ? { kind: "changeColumns" } : { kind: "addColumns", columns, first: isFirst };
  }
  if (has("DROP") && has("COLUMN", "COLUMNS")) {
    const list = childOf(node, "multipartIdentifierList");
    const columns = list === null ? [] : childrenOf(list, "multipartIdentifier");
    const parts = columns.map((each) => nameParts(each, text));
    return parts.some((each) => each.length !== 1)
      ? { kind: "changeColumns" }
      : { kind: "dropColumns", columns: parts.flat() };
  }
  if (has("REPLACE", "CHANGE", "ALTER") && has("COLUMN", "COLUMNS", "CHANGE") && !onlyDescribes(node))
    return { kind: "changeColumns" };
  return { kind: "other" };
}

/** `ALTER COLUMN a COMMENT 'x'` leaves the column as it is. */
const onlyDescribes = (node: SqlNode): boolean =>
  hasTokenBelow(node, "COMMENT") && !hasTokenBelow(node, "TYPE");

const hasTokenBelow = (node: SqlNode, type: string): boolean =>
  hasToken(node, type) || [...nodesBelow(node)].some((each) => hasToken(each, type));
