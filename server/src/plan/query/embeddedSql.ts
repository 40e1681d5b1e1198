import type { ApiParameter } from "../../catalog/apiSignature.ts";
import type { SqlEntry, SqlTree } from "../../sql/parse.ts";
import type { Site } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { unitAt } from "../../syntax/siteOffset.ts";
import { isBareSql } from "../conventions/sqlStatementText.ts";
import { sessionAtStart } from "../analyzeModule.ts";
import type { BoundArgument, CallFact, ModuleFacts, UnitFacts } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { SiteOf } from "../schema/expressions/sqlColumns.ts";
import type { Session } from "../session.ts";
import { literalSite } from "../spark/columnArguments.ts";
import { sparkAlternatives, type Value } from "../value.ts";
import { fieldTextsOf } from "./sqlArguments.ts";
import type { SqlPlaces } from "./sqlPlaces.ts";
import { sqlTextOf, type SqlHole, type SqlReading, type SqlText } from "./sqlText.ts";

/** Spark SQL that stands in the program, as Spark will read it. */
export interface EmbeddedSql extends SqlPlaces {
  /** Holes are filled with placeholders, so that it parses where it may. */
  readonly text: string;
  readonly entry: SqlEntry;
  /** The spans of `text` whose content the program does not tell. */
  readonly holes: readonly SqlHole[];
  readonly session: Session;
  /** Null for a file or a magic. */
  readonly call: CallFact | null;
  /** For expressions: the frame that they are resolved against. */
  readonly frame: PlanNode | null;
  readonly tree: SqlTree;
  /** The places for plans: with what is unknown at them. */
  readonly placeOf: SiteOf;
  /** The tree says what Spark will read, holes aside. */
  readonly isRead: boolean;
  /** What Spark's parser refuses whatever the holes hold. */
  readonly certainProblems: SqlTree["problems"];
}

/** Why Spark's parser refuses a text. */
export type { SqlProblem } from "../../sql/parse.ts";

const kept = sideTable<UnitFacts, readonly EmbeddedSql[]>();
const keptOfModules = sideTable<ModuleFacts, readonly EmbeddedSql[]>();

/** All SQL of a module, in order of execution: a text that runs several times is told as often as it differs. */
export function embeddedSqlIn(facts: ModuleFacts): readonly EmbeddedSql[] {
  let found = keptOfModules.get(facts);
  if (found === undefined) {
    const session = sessionAtStart(facts);
    found = session === null ? [] : facts.units.flatMap((unit) => embeddedInUnit(unit, session));
    keptOfModules.set(facts, found);
  }
  return found;
}

function embeddedInUnit(unit: UnitFacts, session: Session): readonly EmbeddedSql[] {
  let found = kept.get(unit);
  if (found === undefined) {
    found = distinct(unit.facts.flatMap((fact) => (fact.kind === "call" ? readCall(fact, session) : [])));
    kept.set(unit, found);
  }
  return found;
}

/** Calls in loops and called functions are seen several times. */
function distinct(all: readonly EmbeddedSql[]): readonly EmbeddedSql[] {
  const seen = new Map<CallFact["node"], EmbeddedSql[]>();
  return all.filter((sql) => {
    if (sql.call === null) return true;
    const others = seen.get(sql.call.node) ?? [];
    const { start, unit } = sql.siteOf({ start: 0, end: sql.text.length });
    const isKnown = others.some((other) => {
      const site = other.siteOf({ start: 0, end: other.text.length });
      return (
        other.text === sql.text && other.frame === sql.frame && site.start === start && site.unit === unit
      );
    });
    seen.set(sql.call.node, [...others, sql]);
    return !isKnown;
  });
}

/** The SQL under an offset of the document, and the offset in it; the text seen last wins. */
export function embeddedSqlAt(
  facts: ModuleFacts,
  offset: number,
): { readonly sql: EmbeddedSql; readonly offset: number } | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const all = embeddedSqlIn(facts);
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const sql = all[index];
    const at = sql?.offsetAt(placed.unit, offset - placed.offset) ?? null;
    if (sql && at !== null) return { sql, offset: at };
  }
  return null;
}

const ofCalls = sideTable<
  CallFact,
  Pick<Session, "version" | "grammar"> & { readonly found: readonly EmbeddedSql[] }
>();

/** The SQL in a call's arguments, for a rule: kept, since several ask. */
export function embeddedSqlOfCall(
  call: CallFact,
  { catalog, sparkVersion: version }: { readonly catalog: Session["catalog"]; readonly sparkVersion: string },
): readonly EmbeddedSql[] {
  let known = ofCalls.get(call);
  const grammar = catalog.installedGrammar(version);
  if (known?.version !== version || known.grammar !== grammar) {
    const found = readCall(call, { catalog, version, grammar, conf: new Map(), files: null });
    known = { version, grammar, found };
    ofCalls.set(call, known);
  }
  return known.found;
}

const takingCalls = sideTable<UnitFacts, readonly CallFact[]>();

/** All SQL in a module's calls, each text with its call, for a rule. */
export function* sqlOfCalls(
  facts: ModuleFacts,
  context: Parameters<typeof embeddedSqlOfCall>[1],
): Generator<{ readonly call: CallFact; readonly sql: EmbeddedSql }> {
  for (const unit of facts.units) {
    let calls = takingCalls.get(unit);
    if (calls === undefined) {
      calls = unit.facts.filter(
        (fact): fact is CallFact => fact.kind === "call" && mayTakeSql(fact, context.catalog.api),
      );
      takingCalls.set(unit, calls);
    }
    for (const call of calls) for (const sql of embeddedSqlOfCall(call, context)) yield { call, sql };
  }
}

const mayTakeSql = ({ name, args }: CallFact, api: Api): boolean =>
  args.length > 0 && takersOf(api).has(name.slice(name.lastIndexOf(".") + 1));

/** `start` is the session of calls that belong to no frame. */
function readCall(call: CallFact, start: Session): readonly EmbeddedSql[] {
  const { api } = start.catalog;
  if (!mayTakeSql(call, api)) return [];
  const made = sparkAlternatives(call.result)[0]?.plan ?? null;
  const frame = call.receiver?.type === "DataFrame" ? call.receiver.plan : null;
  const session = frame?.session ?? made?.session ?? start;
  const parameters = parametersOf(call, session);
  const isBare = isBareSql(call.node);
  const fields = fieldTextsOf(call.name, call.args);
  return call.args.flatMap((argument, index) => {
    const parameter = parameterOf(parameters, call.args, index);
    const role = parameter === null ? null : api.roles.role(roleName(call.name), parameter);
    const entries = role === null ? undefined : entriesOf(role.kind, call.name);
    if (entries === undefined) return [];
    const whole: Site = { unit: call.unit, start: argument.node.start, end: argument.node.end };
    // A list instead of a DDL text holds the columns' names.
    const texts = role?.kind === "ddl" ? textsOf(argument.value) : textsIn(argument.value);
    return texts.flatMap((value): EmbeddedSql[] => {
      const text = firstRead(value, entries, {
        session,
        whole: literalSite(value, whole),
        fields,
        isTemplate: isBare,
      });
      return text === null ? [] : [embedded(text, session, isBare ? null : call, frame)];
    });
  });
}

/** A text with its surroundings; parsed no sooner than asked for. */
const embedded = (
  sql: SqlText,
  session: Session,
  call: CallFact | null,
  frame: PlanNode | null,
): EmbeddedSql => ({
  text: sql.text,
  entry: sql.entry,
  holes: sql.holes,
  session,
  call,
  frame,
  get tree() {
    return sql.tree;
  },
  get certainProblems() {
    return sql.certainProblems;
  },
  get isRead() {
    return sql.isRead;
  },
  placeOf: sql.placeOf,
  siteOf: sql.siteOf,
  exactSiteOf: sql.exactSiteOf,
  offsetAt: sql.offsetAt,
  spelt: sql.spelt,
});

/** Sessions of older programs have the same method. */
const roleName = (name: string): string =>
  /^(SQLContext|HiveContext)\.sql$/.test(name) ? "SparkSession.sql" : name;

type Api = Session["catalog"]["api"];
const takers = sideTable<Api, ReadonlySet<string>>();

function takersOf(api: Api): ReadonlySet<string> {
  let names = takers.get(api);
  if (names === undefined) {
    names = new Set(api.roles.takers("query", "expression", "ddl", "table", "view"));
    takers.set(api, names);
  }
  return names;
}

function parametersOf({ name }: CallFact, { catalog: { api }, version }: Session): readonly ApiParameter[] {
  const dot = name.lastIndexOf(".");
  const signature =
    api.functionSignature(name, version) ?? api.signature(name.slice(0, dot), name.slice(dot + 1), version);
  return signature?.form.parameters ?? [];
}

/** The parameter that an argument goes to; null where unpacked arguments hide it. */
function parameterOf(
  parameters: readonly ApiParameter[],
  args: readonly BoundArgument[],
  index: number,
): ApiParameter | null {
  const argument = args[index];
  if (argument === undefined || argument.unpack === "**") return null;
  const { name } = argument;
  if (name !== null) return parameters.find((each) => each.name === name) ?? null;
  const rest = parameters.find(({ kind }) => kind === "rest") ?? null;
  if (args.slice(0, index + 1).some((each) => each.unpack !== "")) return rest;
  const parameter = parameters[index] ?? rest;
  return parameter?.kind === "keyword" || parameter?.kind === "keywordRest" ? rest : parameter;
}

/** What an argument's text is read as; the first that Spark's parser takes counts. */
function entriesOf(role: string, method: string): readonly SqlEntry[] | undefined {
  switch (role) {
    case "query":
      return ["statement"];
    case "expression":
      return ["expression"];
    case "ddl":
      return /^Column\.|^StructType\.add$/.test(method) ? ["dataType"] : ["tableSchema", "dataType"];
    case "table":
    case "view":
      return ["tableName"];
    default:
      return undefined;
  }
}

function firstRead(
  value: Value,
  entries: readonly SqlEntry[],
  reading: Omit<SqlReading, "entry">,
): SqlText | null {
  const [first = null, ...others] = entries.map((entry) => sqlTextOf(value, { ...reading, entry }));
  if (others.length === 0 || first?.tree.problems.length === 0) return first;
  return others.find((each) => each?.tree.problems.length === 0) ?? first;
}

/** The strings that a value may be. */
function textsOf(value: Value): readonly Value[] {
  if (value.kind === "union") return value.values.flatMap(textsOf);
  return value.kind === "string" ? [value] : [];
}

/** The strings that a value may be or hold. */
function textsIn(value: Value): readonly Value[] {
  switch (value.kind) {
    case "string":
      return [value];
    case "union":
      return value.values.flatMap(textsIn);
    case "sequence":
      return value.elements.filter(({ kind }) => kind === "string");
    default:
      return [];
  }
}
