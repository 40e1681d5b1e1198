import { joinHint } from "../../plan/joinHints.ts";
import type { SqlExpression, SqlSortItem } from "../../sql/sqlExpression.ts";
import type { SqlSelect } from "../../sql/sqlQuery.ts";
import { aggregateCode } from "./aggregateCode.ts";
import { columnCode, literal, nameText, NotConverted, sortCode, starText } from "./columnCode.ts";
import { isOrdinal, type FrameContext } from "./frameCode.ts";
import { method, then, whole, type Chain, type PythonCode } from "./pythonCode.ts";
import { relationCode, type RelationContext } from "./relationCode.ts";
import { rewritten, someExpression } from "./sqlRewriting.ts";

/** One item of a SELECT: its expression and the name of its column. */
export interface SelectItem {
  readonly expression: SqlExpression;
  /** Several for a generator; none for a star. */
  readonly names: readonly string[];
  /** The name is what the expression alone would have. */
  readonly isOwnName: boolean;
}

/** A SELECT with its ORDER BY as a chain. */
export function selectCode(given: SqlSelect, order: readonly SqlSortItem[], outer: FrameContext): Chain {
  const select = withWindows(given);
  if (select.qualify !== null) throw new NotConverted("QUALIFY is not converted.");
  const context: RelationContext = {
    ...outer,
    qualifiers: qualifiersIn(select, order),
    hints: hintsOf(select),
  };
  let chain: Chain =
    select.from === null
      ? { start: whole(`${outer.sessionCode}.range(1)`), calls: [] }
      : relationCode(select.from, context);
  if (select.where !== null) chain = then(chain, "filter", columnCode(select.where, context));
  const items = select.items.map((item, at) => itemOf(given, item, at, outer));
  if (
    select.groupBy !== null ||
    select.having !== null ||
    items.some(({ expression }) => aggregates(expression, outer))
  )
    return aggregateCode(chain, select, items, order, context);
  const [only] = items;
  const isAll =
    items.length === 1 && only?.expression.kind === "star" && only.expression.qualifier.length === 0;
  if (!isAll || select.from === null)
    chain = then(chain, "select", ...items.map((item) => itemCode(item, context)));
  else columnCode(only.expression, context);
  if (select.distinct) chain = then(chain, "distinct");
  if (order.length === 0) return chain;
  const sorts = order.map((item) => sortCode(placed(item, items), context));
  return then(chain, "orderBy", ...sorts);
}

/** An entry of ORDER BY that names a place, by the name of the column there. */
function placed(item: SqlSortItem, items: readonly SelectItem[]): SqlSortItem {
  if (!isOrdinal(item.expression) || item.expression.kind !== "literal") return item;
  const [name, more] = items[Number(item.expression.value) - 1]?.names ?? [];
  const isClear =
    name !== undefined &&
    more === undefined &&
    items.every(({ expression }) => expression.kind !== "star") &&
    items.filter(({ names }) => names.some((each) => each.toLowerCase() === name.toLowerCase())).length === 1;
  if (!isClear) throw new NotConverted("ORDER BY with the number of a column is not converted here.");
  return { ...item, expression: named(name) };
}

/** A name that stands nowhere in the text. */
export const named = (text: string): SqlExpression => ({
  kind: "name",
  parts: [{ text, span: nowhere }],
  span: nowhere,
});
const nowhere = { start: 0, end: 0 };

/** An item of `select` or `agg`, with its name. */
export function itemCode({ expression, names, isOwnName }: SelectItem, context: FrameContext): PythonCode {
  if (expression.kind === "star" && expression.except.length === 0)
    return literal(starText(expression.qualifier));
  if (expression.kind === "name" && isOwnName) return literal(nameText(expression.parts));
  const code = columnCode(expression, context);
  return names.length === 0 ? code : method(code, "alias", names.map(literal));
}

function itemOf(select: SqlSelect, item: SqlExpression, at: number, { nameOf }: FrameContext): SelectItem {
  if (item.kind === "star") return { expression: item, names: [], isOwnName: true };
  if (item.kind === "alias") {
    const names = item.names.map(({ text }) => text);
    const last = item.operand.kind === "name" ? item.operand.parts.at(-1)?.text : undefined;
    return { expression: item.operand, names, isOwnName: names.length === 1 && names[0] === last };
  }
  if (item.kind === "name")
    return { expression: item, names: [item.parts.at(-1)?.text ?? ""], isOwnName: true };
  const name = nameOf(select, at);
  if (name === null)
    throw new NotConverted(`The name of column ${at + 1} is not known. Give it one with AS.`);
  return { expression: item, names: [name], isOwnName: false };
}

/** Whether an expression aggregates rows, windows aside. */
export const aggregates = (expression: SqlExpression, context: FrameContext): boolean =>
  someExpression(expression, (part) => isAggregate(part, context));

/** Whether an expression is a call of an aggregate function. */
export function isAggregate(part: SqlExpression, { session }: FrameContext): boolean {
  if (part.kind !== "call" || part.over !== null) return false;
  const name = part.name.at(-1)?.text ?? "";
  const found = session.catalog.sqlFunctions.find(name, session.version);
  return (
    found?.kind === "aggregate" ||
    /^(?:grouping|grouping_id)$/i.test(name) ||
    (found === null && part.distinct)
  );
}

/** With the windows of the WINDOW clause where they are named. */
function withWindows(select: SqlSelect): SqlSelect {
  const windows = new Map(select.windows.map(({ name, window }) => [name.text.toLowerCase(), window]));
  const change = (part: SqlExpression): SqlExpression | null => {
    const name = part.kind === "call" ? part.over?.name : null;
    if (part.kind !== "call" || part.over === null || !name) return null;
    const window = windows.get(name.text.toLowerCase());
    const isAlone =
      part.over.partition.length === 0 && part.over.order.length === 0 && part.over.frame === null;
    if (window === undefined || window.name !== null || !isAlone)
      throw new NotConverted(`The window ${name.text} is not converted.`);
    return { ...part, over: window };
  };
  return { ...select, items: select.items.map((item) => rewritten(item, change)) };
}

function hintsOf({ hints }: SqlSelect): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, args } of hints) {
    const hint = joinHint(name.text);
    if (hint === null || args.some(({ kind }) => kind !== "name"))
      throw new NotConverted(`The hint ${name.text} is not converted.`);
    for (const arg of args)
      if (arg.kind === "name") found.set(arg.parts.at(-1)?.text.toLowerCase() ?? "", hint);
  }
  return found;
}

/** The first parts of all names with several parts, in lower case. */
function qualifiersIn(select: SqlSelect, order: readonly SqlSortItem[]): ReadonlySet<string> {
  const found = new Set<string>();
  const gather = (root: unknown): void => {
    const waiting: unknown[] = [root];
    for (const each of waiting) {
      if (typeof each !== "object" || each === null) continue;
      if ("kind" in each && each.kind === "name" && "parts" in each && Array.isArray(each.parts)) {
        const [first, second] = each.parts as readonly { readonly text: string }[];
        if (first !== undefined && second !== undefined) found.add(first.text.toLowerCase());
      } else if ("qualifier" in each && Array.isArray(each.qualifier))
        for (const part of each.qualifier as readonly { readonly text: string }[])
          found.add(part.text.toLowerCase());
      else if (!("kind" in each && (each.kind === "query" || each.kind === "node")))
        waiting.push(...(Object.values(each) as readonly unknown[]));
    }
  };
  gather([select.items, select.where, select.groupBy, select.having, select.from, order]);
  return found;
}
