import type { CallExpression, Expression, Span } from "../syntax/ast.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { Edit } from "./rule.ts";

/** A place in a unit. */
export function siteIn(unit: Unit, span: Span): Site {
  return { unit, start: span.start, end: span.end };
}

/** An expression's place with the parentheses directly around it. */
export function outerSpan(node: Expression): Span {
  return node.parens ?? node;
}

/** An expression as it is written, with the parentheses directly around it. */
export function sourceOf(unit: Unit, node: Expression): string {
  const { start, end } = outerSpan(node);
  return unit.text.slice(start, end);
}

/** Whether `.method()` may stand directly behind an expression: a name, a call and the like, or one in parentheses. */
export function isPrimary({ kind, parens }: Expression): boolean {
  return parens !== undefined || /^(Name|Call|Attribute|Subscript)$/.test(kind);
}

/** An expression as it is written, in parentheses where `.method()` could not stand behind it otherwise. */
export function asPrimary(unit: Unit, node: Expression): string {
  return isPrimary(node) ? sourceOf(unit, node) : `(${sourceOf(unit, node)})`;
}

/** Puts another text in the place of a span. */
export function replace(unit: Unit, span: Span, newText: string): Edit {
  return { site: siteIn(unit, span), newText };
}

/** Puts a text at an offset of a unit. */
export function insert(unit: Unit, offset: number, newText: string): Edit {
  return replace(unit, { start: offset, end: offset }, newText);
}

/** Puts a text in front of the dot of a method, as a call before its own; null where no dot stands directly before its name. */
export function insertBeforeMethod({ unit, start }: Site, newText: string): Edit | null {
  return unit.text[start - 1] === "." ? insert(unit, start - 1, newText) : null;
}

/** Puts a text before and one behind an expression and its parentheses. */
export function wrap(unit: Unit, node: Expression, before: string, after: string): Edit[] {
  const { start, end } = outerSpan(node);
  return [insert(unit, start, before), insert(unit, end, after)];
}

/** Whether a comment lies in a span: then the span cannot be replaced as a whole. */
export function hasComment(unit: Unit, span: Span): boolean {
  return unit.comments.some((comment) => comment.start < span.end && comment.end > span.start);
}

/**
 * Takes `.method(…)` out of a chain of calls. Comments in front of the dot stay. Null when the call is no method
 * call, or when comments stand inside its parentheses.
 */
export function removeMethodCall(unit: Unit, call: CallExpression): Edit | null {
  if (call.callee.kind !== "Attribute" || hasComment(unit, call.argumentList)) return null;
  const { object, name } = call.callee;
  const before = unit.comments.filter(
    (comment) => comment.start >= outerSpan(object).end && comment.end <= name.start,
  );
  const start = before.at(-1)?.end ?? outerSpan(object).end;
  return replace(unit, { start, end: call.end }, "");
}

/** The blanks at the start of the line that holds the offset. */
export function indentationAt(unit: Unit, offset: number): string {
  const lineStart = unit.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(unit.text.slice(lineStart, offset))?.[0] ?? "";
}

/** Whether only blanks stand between the start of the line and the offset. */
export function startsLine(unit: Unit, offset: number): boolean {
  const lineStart = unit.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*$/.test(unit.text.slice(lineStart, offset));
}

/** How the text ends its lines. */
export function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** How a module says a name of PySpark's, and the edits that it needs to say so. */
export interface Spelling {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/**
 * The way in which this module would write a qualified name such as "pyspark.sql.functions.broadcast": by an import
 * that it has, else by a new one behind its first block of imports.
 */
export function spelled(facts: ModuleFacts, qualified: string): Spelling {
  const { names, star } = facts.imports;
  const dot = qualified.lastIndexOf(".");
  const owner = qualified.slice(0, dot);
  const member = qualified.slice(dot + 1);
  for (const [local, name] of names) if (name === qualified) return { text: local, edits: [] };
  for (const [local, name] of names) if (name === owner) return { text: `${local}.${member}`, edits: [] };
  if (star.includes(owner) && !names.has(member)) return { text: member, edits: [] };

  const parentDot = owner.lastIndexOf(".");
  const [parent, module] = [owner.slice(0, parentDot), owner.slice(parentDot + 1)];
  const alias = freeName(facts, aliases[owner] ?? module, module);
  const imported = alias === module ? module : `${module} as ${alias}`;
  return { text: `${alias}.${member}`, edits: [newImport(facts, `from ${parent} import ${imported}`)] };
}

/** The short names that PySpark's own documentation gives its modules, and one that is none of theirs. */
const aliases: Readonly<Record<string, string>> = {
  "pyspark.sql.functions": "F",
  "pyspark.sql.types": "T",
  "pyspark.ml.functions": "ml_functions",
};

function freeName(facts: ModuleFacts, wanted: string, module: string): string {
  const taken = (name: string): boolean =>
    facts.imports.names.has(name) ||
    facts.units.some(({ unit }) => unit.body.some((statement) => binds(statement, name)));
  return [wanted, module, `spark_${module}`].find((name) => !taken(name)) ?? `pyspark_${module}`;
}

function binds(statement: Unit["body"][number], name: string): boolean {
  if (statement.kind === "Assign")
    return statement.targets.some((target) => target.kind === "Name" && target.id === name);
  return (statement.kind === "Function" || statement.kind === "Class") && statement.name.id === name;
}

/** Puts an import behind the module's first block of imports. */
export function newImport(facts: ModuleFacts, text: string): Edit {
  const newline = newlineOf(facts.module.text);
  const { insertAfter } = facts.imports;
  if (insertAfter)
    return insert(insertAfter.unit, endOfLine(insertAfter.unit, insertAfter.end), `${newline}${text}`);
  const unit = facts.module.units.find((each) => each.body.length > 0) ?? facts.module.units[0];
  if (!unit) throw new Error("A module without text needs no import");
  const [first] = unit.body;
  if (first?.kind === "Expression" && first.value.kind === "String")
    return insert(unit, endOfLine(unit, first.end), `${newline}${newline}${text}`);
  return insert(unit, first?.start ?? 0, `${text}${newline}${newline}`);
}

/** The end of the line if nothing but a comment stands there, else the offset itself. */
function endOfLine(unit: Unit, offset: number): number {
  const comment = unit.comments.find(
    ({ start }) => start >= offset && /^[ \t]*$/.test(unit.text.slice(offset, start)),
  );
  return comment?.end ?? offset;
}
