import type { ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import type { CallExpression } from "../syntax/ast.ts";
import { callFactIn, framesOfValue } from "./heldValues.ts";

/** Methods that give a frame a name for SQL. */
const naming =
  /^(DataFrame\.(createOrReplaceTempView|createTempView|createGlobalTempView|createOrReplaceGlobalTempView|registerTempTable)|DataFrameWriter\.saveAsTable)$/;

/** The frames that the module has given names for SQL, by name; those named last win. */
export function namedTables(facts: ModuleFacts): ReadonlyMap<string, PlanNode> {
  const found = new Map<string, PlanNode>();
  for (const { facts: seen } of facts.units)
    for (const fact of seen) {
      if (fact.kind !== "call" || !naming.test(fact.name)) continue;
      const { name: method, receiver, args } = fact;
      const named = args[0]?.value;
      if (!receiver?.plan || named?.kind !== "string" || named.value === null) continue;
      found.set(`${method.includes("Global") ? "global_temp." : ""}${named.value}`, receiver.plan);
    }
  return found;
}

/** How many tables' columns are offered while the query names none. */
const mostTables = 3;

/**
 * The columns that a query may name, each with the names of its table before it: those of the tables in its FROM and
 * JOIN, and while it has none, those of the tables at hand. `call` is the call of `spark.sql` with the text.
 */
export function columnsOfQuery(facts: ModuleFacts, text: string, call: CallExpression): readonly Attribute[] {
  const tables = new Map([...namedTables(facts)].map(([name, plan]) => [name.toLowerCase(), plan]));
  // Frames may be given as keywords: `spark.sql("SELECT … FROM {orders}", orders=orders)`.
  for (const { name, value } of callFactIn(facts, call)?.args ?? [])
    for (const { plan } of framesOfValue(value)) if (name !== null) tables.set(name.toLowerCase(), plan);
  const named = [
    ...text.matchAll(
      /\b(?:from|join)\s+[{`]?([\w.]+)[}`]?(?:\s+(?:as\s+)?(?!(?:on|using|where|group|order|join|inner|left|right|full|cross|limit|having|union|window|lateral|tablesample)\b)(\w+))?/gi,
    ),
  ].flatMap(([, table = "", alias]) => {
    const plan = tables.get(table.toLowerCase());
    return plan ? [{ plan, names: [alias ?? table.slice(table.lastIndexOf(".") + 1)] }] : [];
  });
  const read =
    named.length > 0
      ? named
      : [...tables].slice(-mostTables).map(([name, plan]) => ({ plan, names: [name] }));
  return read.flatMap(({ plan, names }) =>
    attributesOf(schemaOf(plan)).map((each) => ({ ...each, qualifier: names })),
  );
}
