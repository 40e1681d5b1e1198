import type { TextEdit } from "../analysis/finding.ts";
import { documentRange, orderEdits } from "../analysis/resolveFinding.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { embeddedSqlAt, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { sparkValue } from "../plan/value.ts";
import { indentationAt, newImport, newlineOf, spelled } from "../rules/edits.ts";
import type { Edit } from "../rules/rule.ts";
import type { Span, SqlExpression } from "../sql/sqlExpression.ts";
import type { SqlSelect } from "../sql/sqlQuery.ts";
import { readStatement } from "../sql/statement.ts";
import { sameName } from "../plan/session.ts";
import { NotConverted } from "./conversion/columnCode.ts";
import { queryCode } from "./conversion/frameCode.ts";
import { chained, laidOut } from "./conversion/pythonCode.ts";

/** What converting gives: edits, or why it is not done, as a sentence. */
export type Conversion = { readonly edits: readonly TextEdit[] } | { readonly refusal: string };

/** Writes the `spark.sql("…")` at an offset as a chain of DataFrame methods; null where there is no such call. */
export function sqlToDataFrame(facts: ModuleFacts, offset: number): Conversion | null {
  const sql = embeddedSqlAt(facts, offset)?.sql;
  const call = sql?.call ?? null;
  if (sql === undefined || call === null || sql.entry !== "statement" || !call.name.endsWith(".sql"))
    return null;
  try {
    return converted(facts, sql, call);
  } catch (problem) {
    if (problem instanceof NotConverted) return { refusal: problem.message };
    throw problem;
  }
}

function converted(facts: ModuleFacts, sql: EmbeddedSql, call: CallFact): Conversion {
  const { node, unit } = call;
  const [argument, ...others] = node.args;
  if (others.length > 0 || argument === undefined)
    throw new NotConverted("SQL with arguments is not converted.");
  if (argument.value.kind !== "String")
    throw new NotConverted("Only SQL that stands in the call as one plain string is converted.");
  const [problem] = sql.tree.problems;
  if (problem !== undefined || sql.tree.root === null)
    throw new NotConverted(`Spark's parser refuses this SQL: ${problem?.message ?? "it is too long."}`);
  if (node.callee.kind !== "Attribute") throw new NotConverted("This call is not converted.");
  if (sql.tree.comments.length > 0)
    throw new NotConverted("Comments in the SQL would be lost. Take them out first.");
  const statement = readStatement(sql.tree.root, sql.text);
  if (statement.kind !== "query") throw new NotConverted("Only queries are converted.");
  const { object } = node.callee;
  const edits: Edit[] = [];
  const chain = queryCode(statement.query, {
    session: sql.session,
    text: sql.text,
    sessionCode: unit.text.slice(object.start, object.end),
    spell: (qualified) => spell(facts, qualified, edits),
    variableOf: (relation) => variableOf(facts, sql, call, relation),
    ctes: new Map(),
    ...outputsOf(sql, sparkValue(call.result)?.plan ?? null),
  });
  const indentation = indentationAt(unit, node.start);
  const column = node.start - unit.text.lastIndexOf("\n", node.start - 1) - 1;
  const newText = laidOut(chained(chain), column, indentation, newlineOf(facts.module.text));
  const site = { unit, start: node.start, end: node.end };
  const imports = new Map(edits.map((edit) => [edit.newText, edit]));
  const placed = [...imports.values(), { site, newText }].flatMap((edit): TextEdit[] => {
    const range = documentRange(facts.module, edit.site);
    return range === null ? [] : [{ ...range, newText: edit.newText }];
  });
  return { edits: orderEdits(placed, facts.module.text) ?? [] };
}

function spell(facts: ModuleFacts, qualified: string, edits: Edit[]): string {
  if (qualified === "pyspark.sql.Window") {
    for (const [local, name] of facts.imports.names)
      if (name === qualified || name === "pyspark.sql.window.Window") return local;
    if (facts.imports.names.has("Window"))
      throw new NotConverted("The name Window is taken in this module, and windows are needed.");
    edits.push(newImport(facts, "from pyspark.sql import Window"));
    return "Window";
  }
  const spelling = spelled(facts, qualified);
  edits.push(...spelling.edits);
  return spelling.text;
}

/** What Spark makes of the SELECTs of a text: the names of their columns, and what their input has. */
function outputsOf(
  { siteOf }: EmbeddedSql,
  plan: PlanNode | null,
): {
  readonly nameOf: (select: SqlSelect, item: number) => string | null;
  readonly hasColumn: (select: SqlSelect, name: string) => boolean | null;
} {
  const nodes = plan === null ? [] : planNodes(plan);
  const stepOf = (span: Span): PlanNode | undefined => {
    const { unit, start, end } = siteOf(span);
    return nodes.find(
      ({ method, site }) =>
        /^SQL\.(?:Project|Aggregate)$/.test(method) &&
        site.unit === unit &&
        site.start === start &&
        site.end === end,
    );
  };
  /** Schemas write a question mark for a name that is not known. */
  const known = (name: string | undefined): string | null =>
    name === undefined || name === "?" ? null : name;
  const isStar = (item: SqlExpression): boolean => item.kind === "star";
  return {
    nameOf(select, at) {
      const step = stepOf(select.span);
      const schema = step === undefined ? null : schemaOf(step);
      if (schema === null || schema.kind === "unknown") return null;
      const attributes = attributesOf(schema);
      const { items } = select;
      if (!items.slice(0, at).some(isStar) && (schema.kind === "closed" || !items.some(isStar)))
        return known(attributes[at]?.name);
      if (schema.kind !== "closed" || items.slice(at).some(isStar)) return null;
      return known(attributes.at(at - items.length)?.name);
    },
    hasColumn(select, name) {
      const input = stepOf(select.span)?.inputs[0];
      const schema = input === undefined ? null : schemaOf(input);
      if (schema === null || input === undefined) return null;
      if (attributesOf(schema).some((each) => sameName(input.session, each.name, name))) return true;
      return schema.kind === "closed" ? false : null;
    },
  };
}

/** The variable that holds the frame of a view: bound once in the module, before the call. */
function variableOf(
  { units, module }: ModuleFacts,
  { siteOf }: EmbeddedSql,
  call: CallFact,
  relation: Span,
): string | null {
  const plan = sparkValue(call.result)?.plan;
  const { unit, start, end } = siteOf(relation);
  const alias = (plan ? planNodes(plan) : []).find(
    ({ method, site }) =>
      method === "SQL.SubqueryAlias" && site.unit === unit && site.start === start && site.end === end,
  );
  const viewed = alias?.inputs[0];
  const callRange = documentRange(module, { unit: call.unit, start: call.node.start, end: call.node.end });
  if (viewed === undefined || callRange === null) return null;
  for (const { frames } of units)
    for (const { name, nameSite, held, function: inside } of frames) {
      const range = documentRange(module, nameSite);
      const isBefore = range !== null && range.end < callRange.start && inside === null;
      if (held === viewed && isBefore && isBoundOnce(module.text, name)) return name;
    }
  return null;
}

/** Whether a name is given a value at one place only; what merely looks so counts too. */
function isBoundOnce(text: string, name: string): boolean {
  const bindings = new RegExp(
    `(?<![\\w.])(?:(?:for|as|global|del|import|def|class)[ \\t]+${name}|${name}[ \\t]*(?::[^=\\n]*)?(?::|[-+*/|&])?=(?!=)|${name}[ \\t]*,[^\\n]*=|,[ \\t]*${name}[^\\n]*=)`,
    "g",
  );
  return [...text.matchAll(bindings)].length === 1;
}
