import { namePart, spanOf } from "./names.ts";
import { readOrganization, readSetStep, type QueryReader } from "./query.ts";
import { extended } from "./relations.ts";
import { conditionIn, readGroupings, readItems, readNames } from "./select.ts";
import type { NamePart, SqlExpression } from "./sqlExpression.ts";
import type { SqlPipeStep, SqlRelation } from "./sqlQuery.ts";
import { childOf, childrenOf, hasToken, type SqlNode } from "./tree.ts";

/** What stands behind `|>`. */
export function readPipeStep(node: SqlNode, reader: QueryReader): SqlPipeStep {
  const span = spanOf(node);
  const [first] = node.children;
  const list = childOf(node, "namedExpressionSeq");
  const items = list === null ? [] : readItems(list, reader);
  if (first?.kind === "node") return clauseStep(node, first, reader);
  switch (first?.type) {
    case "EXTEND":
      return { kind: "extend", items, span };
    case "AGGREGATE": {
      const grouping = childOf(node, "aggregationClause");
      const groupBy = grouping === null ? [] : readGroupings(grouping, reader);
      return { kind: "aggregate", items, groupBy, span };
    }
    case "SET":
      return { kind: "set", items: assignments(childOf(node, "operatorPipeSetAssignmentSeq"), reader), span };
    case "DROP": {
      const names = childOf(node, "multipartIdentifierList", "identifierSeq");
      return { kind: "drop", names: names === null ? [] : readNames(names, reader.text), span };
    }
    case "AS": {
      const name = childOf(node, "errorCapturingIdentifier");
      return name === null
        ? { kind: "unknown", span }
        : { kind: "as", name: namePart(name, reader.text), span };
    }
    case "UNION":
    case "INTERSECT":
    case "EXCEPT":
    case "SETMINUS":
      return { kind: "setOperation", ...readSetStep(node, reader), span };
    default:
      return { kind: "unknown", span };
  }
}

function clauseStep(node: SqlNode, first: SqlNode, reader: QueryReader): SqlPipeStep {
  const span = spanOf(node);
  switch (first.rule) {
    case "selectClause": {
      const quantifier = childOf(first, "setQuantifier");
      const items = childOf(first, "namedExpressionSeq");
      const grouping = childOf(node, "aggregationClause");
      return {
        kind: "select",
        items: items === null ? [] : readItems(items, reader),
        groupBy: grouping === null ? null : readGroupings(grouping, reader),
        distinct: quantifier !== null && hasToken(quantifier, "DISTINCT"),
        span,
      };
    }
    case "whereClause": {
      const condition = conditionIn(first, reader);
      return condition === null ? { kind: "unknown", span } : { kind: "where", condition, span };
    }
    case "joinRelation":
    case "pivotClause":
    case "unpivotClause": {
      const input: SqlRelation = { kind: "input", span: { start: node.start, end: node.start } };
      return { kind: "relation", relation: extended(input, first, reader), span };
    }
    case "sample":
      return { kind: "sample", span };
    case "queryOrganization":
      return { kind: "organization", organization: readOrganization(first, reader, node.end), span };
    default:
      return { kind: "unknown", span };
  }
}

/** `a = 1, b = 2` as expressions with aliases. */
function assignments(node: SqlNode | null, reader: QueryReader): readonly SqlExpression[] {
  const names: NamePart[] = [];
  const items: SqlExpression[] = [];
  for (const child of node === null ? [] : childrenOf(node, "errorCapturingIdentifier", "expression")) {
    if (child.rule === "errorCapturingIdentifier") {
      names.push(namePart(child, reader.text));
      continue;
    }
    const operand = reader.expression(child);
    const target = names.splice(0).slice(-1);
    const start = target[0]?.span.start ?? child.start;
    items.push({ kind: "alias", operand, names: target, span: { start, end: child.end } });
  }
  return items;
}
