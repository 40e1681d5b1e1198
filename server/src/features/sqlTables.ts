import { modulesBehind } from "../plan/analyzeModule.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { embeddedSqlIn, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { factsOfUnit, framesOfValue } from "./heldValues.ts";
import { sqlNamesIn, type SqlName } from "./sqlNames.ts";

/** A place where the program names a view or a table, in SQL or as an argument. */
export interface TablePlace {
  /** The module that it is in. */
  readonly facts: ModuleFacts;
  /** As SQL names it, views of all sessions with "global_temp.". */
  readonly table: string;
  readonly name: SqlName;
  readonly sql: EmbeddedSql;
  /** What runs the text or takes the name; in a file of SQL each statement is run by itself. */
  readonly call: CallFact | null;
  readonly role: "definition" | "use";
  /** Of a definition: whether the session forgets it at its end. */
  readonly kind: "view" | "table";
  /** Of a definition: what it then holds; null where the program does not tell. */
  readonly plan: PlanNode | null;
}

const known = sideTable<ModuleFacts, readonly TablePlace[]>();

/** All places of a module that name views and tables, in order of execution. */
export function tablePlaces(facts: ModuleFacts): readonly TablePlace[] {
  let places = known.get(facts);
  if (places === undefined) {
    places = embeddedSqlIn(facts).flatMap((sql) =>
      sqlNamesIn(sql.tree)
        .filter(({ kind }) => kind === "table")
        .map((name) => placeOf(facts, sql, callOf(facts, sql), name)),
    );
    known.set(facts, places);
  }
  return places;
}

/** Methods that put a frame under a name. */
const viewMakers =
  /^DataFrame\.(createOrReplaceTempView|createTempView|createGlobalTempView|createOrReplaceGlobalTempView|registerTempTable)$/;
const tableMakers = /^(DataFrameWriter\.saveAsTable|DataFrame\.writeTo|DataStreamWriter\.toTable)$/;

/** The call that runs a text. */
export function callOf(facts: ModuleFacts, sql: EmbeddedSql): CallFact | null {
  if (sql.call !== null) return sql.call;
  const { unit } = sql.siteOf({ start: 0, end: sql.text.length });
  const found = factsOfUnit(facts, unit)?.facts.find((fact) => fact.kind === "call");
  return found?.kind === "call" ? found : null;
}

function placeOf(facts: ModuleFacts, sql: EmbeddedSql, call: CallFact | null, name: SqlName): TablePlace {
  const method = call?.name ?? "";
  const isView = viewMakers.test(method);
  if (sql.entry === "tableName") {
    const isGlobal = isView && method.includes("Global");
    const isNew = isView || tableMakers.test(method);
    return {
      facts,
      table: isGlobal ? `global_temp.${name.text}` : name.text,
      name,
      sql,
      call,
      role: isNew ? "definition" : "use",
      kind: isView ? "view" : "table",
      plan: isNew ? (call?.receiver?.plan ?? null) : null,
    };
  }
  if (!name.isNew)
    return { facts, table: name.text, name, sql, call, role: "use", kind: "table", plan: null };
  const words = sql.text.slice(0, name.span.start);
  const isGlobal = /\bglobal\s+temp\w*\s+view\b/i.test(words);
  return {
    facts,
    table: isGlobal ? `global_temp.${name.text}` : name.text,
    name,
    sql,
    call,
    role: "definition",
    kind: /\btemp\w*\s+view\b/i.test(words) ? "view" : "table",
    plan: call ? statedPlan(call) : null,
  };
}

/** What a statement in SQL text puts under the name. */
const statedPlan = ({ result }: CallFact): PlanNode | null =>
  sparkAlternatives(result).flatMap(({ plan }) => plan?.inputs[0]?.details.states?.plan ?? [])[0] ?? null;

/** Names that mean the same table. */
export const tableKey = (name: string): string =>
  name.toLowerCase().replace(/^(?:spark_catalog\.)?default\./, "");

/**
 * Views and tables that the program has made before a call, by their keys; all of them without one. What imported
 * modules make counts as made before.
 */
export function tablesBefore(
  facts: ModuleFacts,
  call: Pick<CallFact, "node"> | null,
): ReadonlyMap<string, TablePlace> {
  const found = new Map<string, TablePlace>();
  for (const module of modulesBehind(facts))
    for (const place of tablePlaces(module))
      if (place.role === "definition") found.set(tableKey(place.table), place);
  for (const place of tablePlaces(facts)) {
    if (call !== null && place.call?.node === call.node) break;
    if (place.role === "definition") found.set(tableKey(place.table), place);
  }
  return found;
}

/** Frames that a call hands to its text for `{name}`. */
export function framesGiven({ call }: Pick<EmbeddedSql, "call">): ReadonlyMap<string, PlanNode> {
  const found = new Map<string, PlanNode>();
  for (const { name, value } of call?.args ?? [])
    if (name !== null) for (const { plan } of framesOfValue(value)) found.set(name, plan);
  return found;
}
