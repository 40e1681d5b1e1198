import type { CallExpression, Expression } from "../syntax/ast.ts";
import { walkExpressions } from "../syntax/walk.ts";
import { callsNamed, type CallFact, type ModuleFacts, type UdfFact } from "../plan/facts.ts";
import { sparkAlternatives, type UdfDefinition } from "../plan/value.ts";
import { isPrimary, outerSpan, replace, siteIn, sourceOf, spelled } from "./edits.ts";
import { defineRule, type Edit } from "./rule.ts";
import type { ColumnType, Spelling } from "./udfPiece.ts";
import { translateBody, type Translation } from "./udfTranslation.ts";

/** A Python UDF whose body Spark has as built-in functions. */
export const udfHasBuiltin = defineRule({
  id: "udf-has-builtin",
  summary: "Python UDF for what a built-in function does",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report }) {
    const { udf } = fact;
    const example = udf.form === "row" ? translated(fact, exampleSpelling(udf)) : null;
    if (!example || !udf.function) return;
    const { node, unit } = udf.function;
    const isDecorated = node.kind === "Function";
    const name = udf.name === null ? "This UDF" : `\`${udf.name}\``;
    const title = `Replace ${udf.name === null ? "the UDF" : shortened(name)} with ${example.text.length <= 30 ? `\`${example.text}\`` : "built-in functions"}`;
    const told = fittingChanges(title, example.differences);
    report({
      site: isDecorated ? siteIn(unit, node.name) : udf.site,
      message: `${name} sends each row to Python and back for what ${shown(example)} inside Spark${otherTypes(example)}.`,
      evidence: fact.evidence,
      related: untold(example, told).map((message) => ({ site: udf.site, message })),
      fix: {
        title: `${title}${told}`,
        safety: example.differences.length === 0 ? "safe" : "suggested",
        edits: (facts) => callEdits(fact, facts),
      },
    });
  },
});

const isShort = ({ text }: Translation): boolean => text.length <= 110;

const shown = (translation: Translation): string =>
  isShort(translation) ? `\`${translation.text}\` does` : "built-in functions do";

/** The body alone does not tell strings from arrays: then the message names both. */
function otherTypes({ differences }: Translation): string {
  const other = differences.find((difference) => difference.startsWith("for arrays"));
  return other === undefined ? "" : ` (${other})`;
}

/** Longer titles are cut off in menus. */
const longestTitle = 120;

/** What the fix changes, as it stands behind a title; only how much, where that would be too long. */
function fittingChanges(title: string, differences: readonly string[]): string {
  if (differences.length === 0) return "";
  const all = ` (${differences.join("; ")})`;
  return title.length + all.length <= longestTitle ? all : ` (${differences.length} differences)`;
}

/** The differences that the title only counts. */
const untold = ({ differences }: Translation, told: string): string[] =>
  differences.every((each) => told.includes(each))
    ? []
    : [`Built-in functions do otherwise here: ${differences.join("; ")}.`];

const shortened = (name: string): string => (name.length <= 32 ? name : "the UDF");

function translated(fact: UdfFact, spell: Spelling): Translation | null {
  const { function: fn, returnType } = fact.udf;
  return fn ? translateBody(fn.node, fn.unit.text, returnType, spell, capturedBy(fact)) : null;
}

/** The numbers and texts of the driver that a UDF reads; what a name may be else is not known. */
const capturedBy = ({ captures }: UdfFact): ReadonlyMap<string, ColumnType> =>
  new Map(
    captures.flatMap(({ node, value }): [string, ColumnType][] => {
      if (value.kind === "string") return [[node.id, "string"]];
      return value.kind === "number" ? [[node.id, value.isFloat ? "double" : "int"]] : [];
    }),
  );

/** The translation as a message shows it: with the parameters' own names. */
function exampleSpelling(udf: UdfDefinition): Spelling {
  const names = udf.function?.node.parameters.map((parameter) => parameter.name.id) ?? [];
  return {
    fn: (name) => `F.${name}`,
    mlFn: (name) => name,
    argument: (index) => names[index] ?? "",
    column: (index) => names[index] ?? "",
  };
}

/** Rewrites every call of the UDF, and takes its definition away when nothing else uses it. */
function callEdits(fact: UdfFact, facts: ModuleFacts): Edit[] {
  const calls = callsNamed(facts, ["UserDefinedFunction.__call__"]).filter(
    (call) =>
      call.receiver?.udf?.site.unit === fact.udf.site.unit &&
      call.receiver.udf.site.start === fact.udf.site.start,
  );
  const edits = new Map<CallExpression, readonly Edit[]>();
  for (const call of calls) {
    if (edits.has(call.node)) continue;
    const edit = callEdit(call, fact, facts);
    if (edit === null) return [];
    edits.set(call.node, edit);
  }
  const removal = definitionEdit(fact, facts, edits.size);
  const all = [...[...edits.values()].flat(), ...(removal ? [removal] : [])];
  return edits.size === 0 ? [] : withoutRepeatedImports(all);
}

function withoutRepeatedImports(edits: readonly Edit[]): Edit[] {
  return edits.filter(
    (edit, index) =>
      edits.findIndex(
        (other) =>
          other.site.unit === edit.site.unit &&
          other.site.start === edit.site.start &&
          other.site.end === edit.site.end &&
          other.newText === edit.newText,
      ) === index,
  );
}

function callEdit(call: CallFact, fact: UdfFact, facts: ModuleFacts): Edit[] | null {
  const { udf } = fact;
  const args = call.args.filter((each) => each.name === null && each.unpack === "");
  if (args.length !== call.args.length || args.length !== udf.function?.node.parameters.length) return null;
  const imports: Edit[] = [];
  const from = (module: string) => (name: string) => {
    const spelling = spelled(facts, `${module}.${name}`);
    imports.push(...spelling.edits);
    return spelling.text;
  };
  const fn = from("pyspark.sql.functions");
  const text = (index: number): string => {
    const argument = args[index];
    return argument ? sourceOf(call.unit, argument.node) : "";
  };
  const result = translated(fact, {
    fn,
    mlFn: from("pyspark.ml.functions"),
    argument: text,
    column: (index) => {
      const argument = args[index];
      const isColumn =
        argument !== undefined && sparkAlternatives(argument.value).some((value) => value.type === "Column");
      return isColumn ? atom(argument.node, text(index)) : `${fn("col")}(${text(index)})`;
    },
  });
  if (!result) return null;
  // Elsewhere the names that it reads may be others.
  if (capturedBy(fact).size > 0 && call.context.function !== fact.context.function) return null;
  // A method called on the result, as in `size("a").alias("n")`, binds tighter than an operator.
  return [
    ...imports,
    replace(call.unit, outerSpan(call.node), result.isAtom ? result.text : `(${result.text})`),
  ];
}

function atom(node: Expression, text: string): string {
  return isPrimary(node) ? text : `(${text})`;
}

/** Removes `name = udf(…)`, or the decorated definition, when every use of the name is one of the rewritten calls. */
function definitionEdit(fact: UdfFact, facts: ModuleFacts, rewritten: number): Edit | null {
  const { udf } = fact;
  if (udf.name === null || !udf.function || fact.context.function !== null) return null;
  let uses = 0;
  for (const unit of facts.module.units)
    for (const statement of unit.body)
      walkExpressions(statement, (node) => {
        if (node.kind === "Name" && node.id === udf.name) uses += 1;
      });
  const { unit } = fact;
  const statement = unit.body.find((each) => each.start <= udf.site.start && each.end >= udf.site.end);
  if (!statement || unit.body.length !== 1) return null;
  // The target of an assignment is a use of the name as well; the name of a definition is not.
  const isAssignment = statement.kind === "Assign" && statement.targets.length === 1;
  if (!isAssignment && statement.kind !== "Function") return null;
  if (uses - (isAssignment ? 1 : 0) !== rewritten) return null;
  const rest = unit.text.slice(statement.end);
  const lineEnd = /^[ \t]*(\r\n|\r|\n)?/.exec(rest)?.[0].length ?? 0;
  const trailing = unit.comments.some((comment) => comment.start >= statement.end);
  const hasLeadingComment = unit.comments.some((comment) => comment.end <= statement.start);
  const start = hasLeadingComment ? statement.start : 0;
  return replace(unit, { start, end: statement.end + (trailing ? 0 : lineEnd) }, "");
}
