import { atomic, kindOf } from "../../../catalog/dataType.ts";
import { rankingFunctions } from "../../../catalog/windowText.ts";
import type { ColumnExpression, WindowFrame } from "../../column.ts";
import { flagsOf, unknownCall } from "./functionCall.ts";
import type { NameTree } from "./outputName.ts";
import { otherProblem, typeMismatch } from "./problems.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import type { Typed } from "./typed.ts";

/** `over(window)`: the function's own type; an aggregate function aggregates no more, but those inside of it do. */
export function over(call: CallExpression, resolution: Resolution): Typed {
  const [functionExpression, window] = call.args;
  if (!functionExpression) return unknownCall([]);
  const inner = resolution.of(functionExpression);
  const below =
    functionExpression.kind === "call"
      ? argumentsOfFunction(functionExpression)
          .filter(({ kind }) => kind !== "lambda" && kind !== "absent")
          .map(resolution.of)
      : [];
  if (window?.kind !== "window")
    return { ...inner, unlessWindow: null, ...flagsOf(below), name: null, attribute: null, tree: null };
  const partition = window.partition.map(resolution.of);
  const order = window.order.map(resolution.of);
  reportOrder(functionExpression, window, order, resolution);
  const trees = (parts: readonly Typed[]): readonly NameTree[] | null => {
    const found = parts.flatMap(({ tree }) => (tree ? [tree] : []));
    return found.length === parts.length ? found : null;
  };
  const [partitionTrees, orderTrees] = [trees(partition), trees(order)];
  return {
    ...inner,
    unlessWindow: null,
    ...flagsOf([...below, ...partition, ...order]),
    name: null,
    attribute: null,
    tree:
      inner.tree && partitionTrees && orderTrees && isFrameKnown(window.frame)
        ? {
            kind: "window",
            input: inner.tree,
            partition: partitionTrees,
            order: orderTrees.map(ordered),
            frame: window.frame && frameOf(window.frame, isSql(functionExpression), order),
          }
        : null,
  };
}

/** What a function takes, with what stands behind it: `sum(x) FILTER (WHERE …)`, `listagg(x) WITHIN GROUP (…)`. */
function argumentsOfFunction(call: CallExpression): readonly ColumnExpression[] {
  if (call.function !== "sql.filter where" && call.function !== "sql.within group") return call.args;
  const [inner, ...rest] = call.args;
  return [...(inner?.kind === "call" ? argumentsOfFunction(inner) : []), ...rest];
}

/** Ranks and offsets count along an order; maps have none. */
function reportOrder(
  inner: ColumnExpression,
  window: Extract<ColumnExpression, { kind: "window" }>,
  order: readonly Typed[],
  { problem }: Resolution,
): void {
  const name = inner.kind === "call" ? inner.function.replace(/^\w+\./, "") : "";
  if (order.length === 0 && needsOrder.has(name))
    problem(
      otherProblem(
        "WINDOW_FUNCTION_FRAME_NOT_ORDERED",
        name,
        `\`${name}\` needs an order in its window`,
        inner.site,
      ),
    );
  if (order.some(({ dataType }) => dataType.type === "map"))
    problem(typeMismatch("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", name, "maps have no order", window.site));
}

const needsOrder: ReadonlySet<string> = new Set([...rankingFunctions, "lag", "lead"]);

const ordered = (tree: NameTree): Extract<NameTree, { kind: "order" }> =>
  tree.kind === "order" ? tree : { kind: "order", input: tree, descending: false, nullsFirst: null };

const isFrameKnown = (frame: WindowFrame | null): boolean =>
  frame === null || (frame.lower !== null && frame.upper !== null);

type Frame = NonNullable<Extract<NameTree, { kind: "window" }>["frame"]>;

function frameOf({ type, lower, upper }: WindowFrame, sql: boolean, [first]: readonly Typed[]): Frame {
  // A distance that is cast to the type of the order is written as a negative one (WindowFrameCoercion, 3.3 to 4.3).
  const isCast = type === "range" && first !== undefined && kindOf(first.dataType) !== "int";
  return { unit: type, from: boundOf(lower ?? 0, sql, isCast), to: boundOf(upper ?? 0, sql, isCast) };
}

const isSql = (expression: ColumnExpression): boolean =>
  expression.kind === "call" && /^(?:sql|distinct)\./.test(expression.function);

/** Python counts from the current row: negative numbers lie before it. SQL says what is preceding. */
function boundOf(value: number, sql: boolean, isCast: boolean): Frame["from"] {
  if (value === 0) return "current row";
  if (value === -Infinity) return "unbounded preceding";
  if (value === Infinity) return "unbounded following";
  const distance = { kind: "literal", value: -value, dataType: atomic("int") } as const;
  if (sql && value < 0)
    return isCast
      ? { following: { kind: "call", function: "-", args: [distance], types: [distance.dataType] } }
      : { preceding: distance };
  return { following: { kind: "literal", value, dataType: atomic("int") } };
}
