import { atomic } from "../catalog/dataType.ts";
import { readSortItems, type ExpressionReader } from "./expression.ts";
import { textOf } from "./literals.ts";
import { namedParts, namePart, nameParts, spanOf } from "./names.ts";
import type { NamePart, SqlCall, SqlExpression } from "./sqlExpression.ts";
import { childOf, childrenOf, hasToken, tokenOf, type SqlNode, type SqlToken } from "./tree.ts";
import { readWindow } from "./windowSpec.ts";

/** `f(a, b)` with all that may follow. */
export function readCall(node: SqlNode, functionName: SqlNode, reader: ExpressionReader): SqlExpression {
  const found = childrenOf(node, "functionArgument", "expression").map((each) => argumentOf(each));
  const filter = childOf(node, "booleanExpression");
  const window = childOf(node, "windowSpec");
  const quantifier = childOf(node, "setQuantifier");
  return {
    ...callOf(
      nameOf(functionName, reader.text),
      found.map(({ value }) => reader.read(value)),
      node,
    ),
    argNames: found.map(({ name }) => (name === null ? null : namePart(name, reader.text).text)),
    distinct: quantifier !== null && hasToken(quantifier, "DISTINCT"),
    filter: filter === null ? null : reader.read(filter),
    nulls: hasToken(node, "IGNORE") ? "ignore" : hasToken(node, "RESPECT") ? "respect" : null,
    within: readSortItems(childrenOf(node, "sortItem"), reader),
    over: window === null ? null : readWindow(window, reader),
  };
}

/** A function's name: of one part mostly; words such as LEFT and FILTER are names here too. */
function nameOf(node: SqlNode, text: string): readonly NamePart[] {
  const qualified = childOf(node, "qualifiedName");
  if (qualified !== null) return nameParts(qualified, text);
  const inner = childOf(node, "expression");
  if (inner !== null) return node.named === undefined ? nameParts(node, text) : namedParts(node.named, inner);
  return [namePart(node, text)];
}

function argumentOf(node: SqlNode): { readonly name: SqlNode | null; readonly value: SqlNode } {
  const named = childOf(node, "namedArgumentExpression");
  if (named === null) return { name: null, value: node };
  return { name: childOf(named, "identifier"), value: childOf(named, "expression") ?? named };
}

const callOf = (name: readonly NamePart[], args: readonly SqlExpression[], node: SqlNode): SqlCall => ({
  kind: "call",
  name,
  args,
  argNames: args.map(() => null),
  distinct: false,
  filter: null,
  nulls: null,
  within: [],
  over: null,
  span: spanOf(node),
});

/** `POSITION(a IN b)` and `SUBSTR(a FROM b)` are these functions, in names too. */
const renamed: Readonly<Record<string, string>> = { position: "locate", substr: "substring" };

const trims: Readonly<Record<string, string>> = { LEADING: "ltrim", TRAILING: "rtrim" };

/** Calls with a form of their own: `EXTRACT(YEAR FROM d)`, `TRIM(BOTH 'x' FROM s)`, `CURRENT_DATE`. */
export function specialCall(node: SqlNode, first: SqlToken, reader: ExpressionReader): SqlExpression {
  const { text } = reader;
  const word = text.slice(first.start, first.end).toLowerCase();
  const call = (name: string, args: readonly SqlExpression[]): SqlCall =>
    callOf([{ text: name, span: spanOf(first) }], args, node);
  const values = childrenOf(node, "namedExpression", "valueExpression", "expression").map(reader.read);
  switch (first.type) {
    case "EXTRACT": {
      const field = childOf(node, "identifier", "simpleIdentifier");
      return call("extract", [...(field === null ? [] : [unitLiteral(field, text)]), ...values]);
    }
    case "TRIM": {
      const side = tokenOf(node, "LEADING", "TRAILING");
      const name = side === null ? "trim" : (trims[side.type] ?? "trim");
      return call(name, values);
    }
    case "FIRST":
    case "LAST":
    case "ANY_VALUE":
      return { ...call(word, values), nulls: hasToken(node, "IGNORE") ? "ignore" : null };
    case "PERCENTILE_CONT":
    case "PERCENTILE_DISC": {
      const window = childOf(node, "windowSpec");
      return {
        ...call(word, values),
        within: readSortItems(childrenOf(node, "sortItem"), reader),
        over: window === null ? null : readWindow(window, reader),
      };
    }
    default: {
      const unit = childOf(node, "datetimeUnit");
      const named = childOf(node, "stringLit");
      const leading = unit ?? named;
      return call(renamed[word] ?? word, [
        ...(leading === null ? [] : [unitLiteral(leading, text)]),
        ...values,
      ]);
    }
  }
}

/** A unit of time as the text that functions take for it. */
function unitLiteral(node: SqlNode, text: string): SqlExpression {
  const value = node.rule === "stringLit" ? textOf(node, text) : text.slice(node.start, node.end);
  return { kind: "literal", value, dataType: atomic("string"), span: spanOf(node) };
}
