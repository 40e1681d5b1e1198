import { childOf, childrenOf, hasToken, type SqlNode } from "../tree.ts";
import { unfitForPipeAggregate } from "./expressionChecks.ts";
import { refused, sourceOf, type Check, type CheckContext, type Checks, type Refusal } from "./check.ts";

/** A step of a pipe: `|> AGGREGATE`, `|> SET`, `|> PIVOT … UNPIVOT`. */
const checkStep: Check = (node, context) => {
  if (childOf(node, "pivotClause") !== null && childOf(node, "unpivotClause") !== null)
    return refused(
      node,
      "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT",
      "One step of a pipe is PIVOT or UNPIVOT. Put |> before the next one.",
    );
  return hasToken(node, "AGGREGATE") ? checkAggregate(node, context) : null;
};

const unsupported = "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE";

function checkAggregate(node: SqlNode, { text }: CheckContext): Refusal | null {
  const items = childOf(node, "namedExpressionSeq");
  const groups = childOf(node, "aggregationClause");
  if (items === null && groups === null)
    return refused(node, "_LEGACY_ERROR_TEMP_0035", "Say what to aggregate, by what, or both.");
  if (groups !== null) {
    const grouped = childrenOf(groups, "groupByClause", "expression", "namedExpression");
    const [only] = grouped;
    if (grouped.length === 1 && only !== undefined && /^all$/i.test(sourceOf(text, only)))
      return refused(groups, unsupported, "|> AGGREGATE takes no GROUP BY ALL. Name the columns.");
    if (
      hasToken(groups, "ROLLUP", "CUBE", "GROUPING") ||
      grouped.some((each) => unfitForPipeAggregate(each, text))
    )
      return refused(
        groups,
        unsupported,
        "|> AGGREGATE takes no ROLLUP, CUBE or GROUPING SETS. Use GROUP BY in a SELECT.",
      );
  }
  return items !== null && unfitForPipeAggregate(items, text)
    ? refused(
        items,
        unsupported,
        "|> AGGREGATE takes no window functions and no GROUPING. Put them into the next |> EXTEND.",
      )
    : null;
}

/** `|> SET a.b = …` */
const checkAssignments: Check = (node) => {
  const dot = node.children.find((child) => child.kind === "token" && child.type === "DOT");
  return dot === undefined
    ? null
    : refused(
        node,
        "_LEGACY_ERROR_TEMP_0035",
        "|> SET replaces whole columns. Leave the field out and use withField.",
      );
};

/** Checks of pipes. */
export const pipeChecks: Checks = {
  operatorPipeRightSide: checkStep,
  operatorPipeSetAssignmentSeq: checkAssignments,
};
