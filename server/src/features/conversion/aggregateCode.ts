import type { SqlExpression, SqlSortItem } from "../../sql/sqlExpression.ts";
import type { SqlSelect } from "../../sql/sqlQuery.ts";
import { columnCode, columnOrName, literal, NotConverted, sortCode, type CodeContext } from "./columnCode.ts";
import { isOrdinal } from "./frameCode.ts";
import { method, then, type Chain, type PythonCode } from "./pythonCode.ts";
import type { RelationContext } from "./relationCode.ts";
import { aggregates, isAggregate, itemCode, named, type SelectItem } from "./selectCode.ts";
import { expressionKey, rewritten, someExpression } from "./sqlRewriting.ts";

/** A key of GROUP BY, and the name of its column in the result. */
interface GroupKey {
  readonly expression: SqlExpression;
  readonly name: string;
}

/** A SELECT that groups, behind what it reads and filters. */
export function aggregateCode(
  input: Chain,
  select: SqlSelect,
  items: readonly SelectItem[],
  order: readonly SqlSortItem[],
  context: RelationContext,
): Chain {
  const keys = keysOf(select, items, context);
  const columns = new Map(keys.map(({ expression, name }) => [expressionKey(expression), name]));
  const isWindow = (part: SqlExpression): boolean => part.kind === "call" && part.over !== null;
  const computed: SelectItem[] = [];
  for (const item of items) {
    const { expression, names } = item;
    if (expression.kind === "star") throw new NotConverted("* with GROUP BY is not converted.");
    if (columns.has(expressionKey(expression)) || someExpression(expression, isWindow)) continue;
    if (names.length !== 1) throw new NotConverted("A generator with GROUP BY is not converted.");
    computed.push(item);
    columns.set(expressionKey(expression), names[0] ?? "");
  }
  let hidden = 0;
  /** With columns of the grouped frame in place of what they hold; aggregates that have none get one. */
  const grouped = (expression: SqlExpression): SqlExpression =>
    rewritten(expression, (part) => {
      const known = columns.get(expressionKey(part));
      if (known !== undefined) return named(known);
      const item = part.kind === "name" ? itemAt(part, items) : part;
      if (expressionKey(item) !== expressionKey(part)) return grouped(item);
      if (!isAggregate(part, context)) return null;
      const name = `_aggregate${++hidden}`;
      computed.push({ expression: part, names: [name], isOwnName: false });
      columns.set(expressionKey(part), name);
      return named(name);
    });
  const having = select.having === null ? null : grouped(select.having);
  const sorts = order.map((item) => ({ ...item, expression: grouped(itemAt(item.expression, items)) }));
  const results = items.map((item): SelectItem => {
    const expression = grouped(item.expression);
    const isOwnName = expression.kind === "name" && expression.parts[0]?.text === item.names[0];
    return { ...item, expression, isOwnName };
  });
  const made = [...keys.map(({ name }) => name), ...computed.flatMap(({ names }) => names)];
  if (new Set(made.map((name) => name.toLowerCase())).size < made.length)
    throw new NotConverted("Two columns of the grouped rows would have one name. Give them others with AS.");

  let chain = groupedChain(input, select, keys, computed, context);
  if (having !== null) chain = then(chain, "filter", columnCode(having, context));
  const isWhole =
    results.length === made.length &&
    results.every(
      ({ expression, isOwnName, names }, at) =>
        expression.kind === "name" && isOwnName && names[0] === made[at],
    );
  const sorted = (before: Chain): Chain =>
    sorts.length === 0 ? before : then(before, "orderBy", ...sorts.map((item) => sortCode(item, context)));
  if (isWhole) return sorted(select.distinct ? then(chain, "distinct") : chain);
  const needsWindow = sorts.some(({ expression }) => someExpression(expression, isWindow));
  if (select.distinct || needsWindow) {
    if (sorts.length > 0) throw new NotConverted("This ORDER BY of grouped rows is not converted.");
    const distinct = then(chain, "select", ...results.map((item) => itemCode(item, context)));
    return select.distinct ? then(distinct, "distinct") : distinct;
  }
  const byWindow = results.some(
    ({ expression, names }) =>
      expression.kind !== "name" &&
      sorts.some((sort) =>
        someExpression(
          sort.expression,
          (part) => part.kind === "name" && part.parts[0]?.text.toLowerCase() === names[0]?.toLowerCase(),
        ),
      ),
  );
  const selected = (before: Chain): Chain =>
    then(before, "select", ...results.map((item) => itemCode(item, context)));
  return byWindow ? sorted(selected(chain)) : selected(sorted(chain));
}

function groupedChain(
  input: Chain,
  { groupBy }: SqlSelect,
  keys: readonly GroupKey[],
  computed: readonly SelectItem[],
  context: RelationContext,
): Chain {
  const kind = groupBy?.find((each) => each.kind !== "expression")?.kind;
  const codes = keys.map((key) => keyCode(key, context));
  if (computed.length === 0) {
    if (keys.length === 0 || kind !== undefined)
      throw new NotConverted("GROUP BY without an aggregate is not converted here.");
    return then(then(input, "select", ...codes), "distinct");
  }
  const aggregatesCode = computed.map((item) => itemCode({ ...item, isOwnName: false }, context));
  const grouping = keys.length === 0 ? input : then(input, kind ?? "groupBy", ...codes);
  return then(grouping, "agg", ...aggregatesCode);
}

function keyCode({ expression, name }: GroupKey, context: CodeContext): PythonCode {
  if (expression.kind === "name" && expression.parts.at(-1)?.text === name)
    return columnOrName(expression, context);
  return method(columnCode(expression, context), "alias", [literal(name)]);
}

/** The keys of GROUP BY; numbers and names of items stand for those. */
function keysOf(
  select: SqlSelect,
  items: readonly SelectItem[],
  context: RelationContext,
): readonly GroupKey[] {
  const groupings = select.groupBy ?? [];
  const isSets = groupings.some(({ kind }) => kind !== "expression");
  if (
    isSets &&
    (groupings.length > 1 ||
      groupings[0]?.kind === "sets" ||
      groupings[0]?.sets.some((set) => set.length !== 1))
  )
    throw new NotConverted("These grouping sets are not converted.");
  const found = groupings.flatMap(({ sets }) => sets.flat()).map((key) => keyOf(key, select, items, context));
  const distinct = new Map(found.map((key) => [expressionKey(key.expression), key]));
  if (isSets && distinct.size < found.length)
    throw new NotConverted("These grouping sets are not converted.");
  return [...distinct.values()];
}

function keyOf(
  key: SqlExpression,
  select: SqlSelect,
  items: readonly SelectItem[],
  context: RelationContext,
): GroupKey {
  if (key.kind === "name" && key.parts.length === 1 && /^all$/i.test(key.parts[0]?.text ?? ""))
    throw new NotConverted("GROUP BY ALL is not converted.");
  const expression = isOrdinal(key) ? itemAt(key, items) : meant(key, select, items, context);
  if (aggregates(expression, context)) throw new NotConverted("This GROUP BY is not converted.");
  const own = expression.kind === "name" ? expression.parts.at(-1)?.text : undefined;
  const item = items.find((each) => expressionKey(each.expression) === expressionKey(expression));
  return {
    expression,
    name: own ?? item?.names[0] ?? `_key${select.groupBy?.length ?? 0}_${key.span.start}`,
  };
}

/** A name in GROUP BY is a column where there is one of that name, else an item of the list. */
function meant(
  key: SqlExpression,
  select: SqlSelect,
  items: readonly SelectItem[],
  context: RelationContext,
): SqlExpression {
  const [name, more] = key.kind === "name" ? key.parts : [];
  if (name === undefined || more !== undefined) return key;
  const item = items.find(
    ({ names, isOwnName }) => !isOwnName && names[0]?.toLowerCase() === name.text.toLowerCase(),
  );
  if (item === undefined) return key;
  const hasColumn = context.hasColumn(select, name.text);
  if (hasColumn === null)
    throw new NotConverted(`Whether ${name.text} in GROUP BY is a column of the table is not known.`);
  return hasColumn ? key : item.expression;
}

/** The item that a number, or a name of the result, stands for. */
function itemAt(expression: SqlExpression, items: readonly SelectItem[]): SqlExpression {
  if (isOrdinal(expression) && expression.kind === "literal") {
    const item = items[Number(expression.value) - 1];
    if (item === undefined) throw new NotConverted("The number of a column is beyond the list.");
    return item.expression;
  }
  const [name, more] = expression.kind === "name" ? expression.parts : [];
  if (name === undefined || more !== undefined) return expression;
  return (
    items.find(({ names }) => names[0]?.toLowerCase() === name.text.toLowerCase())?.expression ?? expression
  );
}
