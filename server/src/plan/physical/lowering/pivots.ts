import { kindOf } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { schemaOf } from "../../schema/analysis.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import { attributesOf } from "../../schema/schema.ts";
import { columnsOfGiven, givenArguments, givenValue } from "../../schema/step.ts";
import { attributeKey, opaqueKey, tokenOf, type Key } from "../columnKey.ts";
import type { Definition, Relation } from "../relation.ts";
import { aggregate, distinctGroups, isOrderSensitive } from "./aggregates.ts";
import { inputScope, keysOf, type Lower, type Lowering } from "./lowering.ts";

/** `groupBy(…).pivot("k")`, by its keys and aggregates. */
export function pivoted(
  lowering: Lowering,
  input: Relation,
  keys: readonly Key[],
  expressions: readonly ColumnExpression[],
): Relation {
  const { node, step } = lowering;
  const call = node.builder.find(({ method }) => method === "pivot");
  const given = call ? givenArguments(step, { method: "GroupedData.pivot", args: call.args }) : null;
  const column = givenValue(given, "pivot_col");
  const columns = column ? keysOf(lowering, columnsOfGiven([column])) : [];
  return spreadOut(lowering, input, { keys, columns, expressions });
}

/** PIVOT of SQL: columns that it does not name are the keys. */
export const pivotedQuery: Lower = (lowering, input) => {
  const { node, analysis } = lowering;
  const named = new Set(analysis.resolved.flatMap(({ reads }) => reads.map(({ id }) => id)));
  const keys = attributesOf(schemaOf(node.inputs[0] ?? node))
    .filter(({ id }) => !named.has(id))
    .map(attributeKey);
  const columns = keysOf(lowering, node.details.query?.pivot?.columns ?? []);
  return spreadOut(lowering, input, { keys, columns, expressions: node.columns });
};

interface PivotParts {
  readonly keys: readonly Key[];
  /** What columns are made of. */
  readonly columns: readonly Key[];
  readonly expressions: readonly ColumnExpression[];
}

/**
 * A pivot groups by the keys and the pivot columns first; where its values are numbers, by the keys alone behind that
 * (PivotFirst).
 */
function spreadOut(
  lowering: Lowering,
  input: Relation,
  { keys, columns, expressions }: PivotParts,
): Relation {
  const { node } = lowering;
  const pivotKeys = columns.length > 0 ? columns : [opaqueKey(node, "pivot")];
  const inFirst = (expression: ColumnExpression): boolean => {
    const type = resolveColumn(expression, inputScope(lowering)).columns[0]?.dataType;
    return (
      type === undefined ||
      /^(double|int|bigint|float|boolean|smallint|tinyint|decimal|unknown)$/.test(kindOf(type))
    );
  };
  const reads = lowering.analysis.resolved.flatMap((each) => each.reads.map(({ id }) => tokenOf(id)));
  const definitions = keyDefinitions(lowering, input, keys);
  const distinct = distinctGroups(lowering, expressions);
  const orderMatters = expressions.some((each) => isOrderSensitive(lowering, each));
  if (!expressions.every(inFirst))
    return aggregate(input, lowering, {
      keys,
      reads: [...reads, ...pivotKeys.flatMap(({ tokens }) => tokens)],
      distinct,
      definitions,
      orderMatters,
    });
  const first = {
    ...aggregate(input, lowering, { keys: [...keys, ...pivotKeys], reads, distinct, orderMatters }),
    output: null,
  };
  const values = opaqueKey(node, "values").id;
  return aggregate(first, lowering, { keys, reads: [values], definitions, orderMatters: true });
}

function keyDefinitions(
  { analysis }: Lowering,
  input: Relation,
  keys: readonly Key[],
): Map<string, Definition> {
  const before = new Set(input.output ?? []);
  const definitions = new Map<string, Definition>();
  attributesOf(analysis.schema)
    .slice(0, keys.length)
    .forEach(({ id }, index) => {
      const key = keys[index];
      if (key && !before.has(tokenOf(id)))
        definitions.set(tokenOf(id), { key: () => key, reads: key.tokens });
    });
  return definitions;
}
