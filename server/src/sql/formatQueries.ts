import { writeCondition } from "./formatExpressions.ts";
import {
  clause,
  closeOf,
  isNode,
  isToken,
  linesBefore,
  writeParentheses,
  type Layout,
} from "./formatScribe.ts";
import { columnAliases } from "./formatSpacing.ts";
import { childrenOf, type SqlNode } from "./tree.ts";

/** Set operations and pipes, which nest to the left. */
const writeQueryTerm: Layout = (node, to) => {
  const chain: SqlNode[] = [];
  let left = node;
  for (;;) {
    const [first] = left.children;
    if (!isNode(first, "queryTerm")) break;
    chain.push(left);
    left = first;
  }
  to.parts(left);
  for (const each of chain.reverse()) {
    to.line();
    each.children.forEach((child, at) => {
      if (at === 0) return;
      if (isNode(child, "queryTerm", "queryPrimary")) to.line();
      to.part(child, each, at);
    });
  }
};

/** `t(a, b)`: a list of columns that stands close to the name. */
const withColumnAliases = (node: SqlNode): SqlNode =>
  childrenOf(node, "identifierList").length === 0
    ? node
    : {
        ...node,
        children: node.children.map((child) =>
          isNode(child, "identifierList") ? { ...child, rule: columnAliases } : child,
        ),
      };

/** `(query)`, broken where the query around it is. */
const writeWithOpenQuery: Layout = (given, to) => {
  const node = withColumnAliases(given);
  const open = node.children.findIndex((child) => isToken(child, "LEFT_PAREN"));
  const close = open < 0 ? -1 : closeOf(node.children, open, node.children.length);
  if (close < 0 || !isNode(node.children[open + 1], "query")) {
    to.parts(node);
    return;
  }
  to.parts(node, 0, open);
  writeParentheses(node, to, open, close);
  to.parts(node, close + 1);
};

const writeFrom: Layout = (node, to) => {
  const relations = childrenOf(node, "relation").length;
  const rest = node.children.findIndex((child) =>
    isNode(child, "lateralView", "pivotClause", "unpivotClause"),
  );
  const end = rest < 0 ? node.children.length : rest;
  if (relations > 1)
    to.group(() => {
      to.part(node.children[0], node, 0);
      to.indent(() => {
        to.line();
        to.parts(node, 1, end);
      });
    });
  else to.parts(node, 0, end);
  node.children.slice(end).forEach((child, at) => {
    to.line();
    to.part(child, node, end + at);
  });
};

const writeJoin: Layout = (node, to) => {
  to.group(() => {
    node.children.forEach((child, at) => {
      const hasCriteria = isNode(child, "joinCriteria", "asofJoinCriteria", "joinPostfix") && at > 0;
      if (!hasCriteria || child.end === child.start) to.part(child, node, at);
      else
        to.indent(() => {
          to.line();
          to.part(child, node, at);
        });
    });
  });
};

const writeCriteria: Layout = (node, to) => {
  node.children.forEach((child, at) => {
    if (isNode(child, "booleanExpression")) writeCondition(child, to, node);
    else to.part(child, node, at);
  });
};

const writeSelect: Layout = (node, to) => {
  const list = node.children.findIndex((child) => isNode(child, "namedExpressionSeq"));
  clause(list < 0 ? 1 : list, (select) => {
    const items = select.children[list];
    if (items?.kind === "node") to.parts(items);
  })(node, to);
};

const organizing: ReadonlySet<string> = new Set([
  "ORDER",
  "CLUSTER",
  "DISTRIBUTE",
  "SORT",
  "LIMIT",
  "OFFSET",
]);

/** ORDER BY …, LIMIT …, each on its line; lists are indented. */
const writeOrganization: Layout = (node, to) => {
  const starts = node.children.flatMap((child, at) =>
    (child.kind === "token" && organizing.has(child.type)) || isNode(child, "windowClause") ? [at] : [],
  );
  starts.forEach((start, order) => {
    const end = starts[order + 1] ?? node.children.length;
    if (order > 0) to.line();
    if (isToken(node.children[start + 1], "BY"))
      to.group(() => {
        to.parts(node, start, start + 2);
        to.indent(() => {
          to.line();
          to.parts(node, start + 2, end);
        });
      });
    else to.parts(node, start, end);
  });
};

const writeConditionClause = clause(1, (node, to) => {
  const [, condition] = node.children;
  writeCondition(condition?.kind === "node" ? condition : undefined, to, node);
});

/** How queries are written: each clause on a line of its own. */
export const queryLayouts: Readonly<Record<string, Layout>> = {
  query: linesBefore(() => true),
  queryTerm: writeQueryTerm,
  queryPrimary: writeWithOpenQuery,
  querySpecification: linesBefore(() => true),
  fromStatement: linesBefore(() => true),
  fromStatementBody: linesBefore(() => true),
  multiInsertQueryBody: linesBefore(() => true),
  ctes: (node, to) => {
    node.children.forEach((child, at) => {
      to.part(child, node, at);
      if (isToken(child, "COMMA")) to.line();
    });
  },
  namedQuery: writeWithOpenQuery,
  selectClause: writeSelect,
  fromClause: writeFrom,
  relation: linesBefore((child) => isNode(child, "relationExtension", "joinRelation")),
  relationPrimary: writeWithOpenQuery,
  joinRelation: writeJoin,
  joinCriteria: writeCriteria,
  whereClause: writeConditionClause,
  havingClause: writeConditionClause,
  qualifyClause: writeConditionClause,
  aggregationClause: clause(2),
  inlineTable: clause(1),
  windowClause: clause(1),
  queryOrganization: writeOrganization,
  tableAlias: (node, to) => {
    to.parts(withColumnAliases(node));
  },
};
