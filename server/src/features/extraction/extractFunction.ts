import type { TextEdit } from "../../analysis/finding.ts";
import { documentRange, orderEdits } from "../../analysis/resolveFinding.ts";
import type { ModuleFacts } from "../../plan/facts.ts";
import { newlineOf, outerSpan } from "../../rules/edits.ts";
import type { Edit } from "../../rules/rule.ts";
import type { Expression, Span } from "../../syntax/ast.ts";
import { unitAt } from "../../syntax/siteOffset.ts";
import { isExpression, walk, type AstNode } from "../../syntax/walk.ts";
import { namesOfCode, type NamesOfCode } from "./freeNames.ts";
import { importedClass } from "./importedClass.ts";
import { movedStatement, returnedExpression } from "./movedText.ts";
import { parametersFor, type ExtractedParameter } from "./parameters.ts";
import { selectedCode, sparkResult, type Refusal, type SelectedCode } from "./selectedCode.ts";

/** The edits that move code into a function above, and the name that the function got. */
export interface ExtractedFunction {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Moves the selected code (document offsets), or the chain of DataFrame steps at the cursor, into a function with
 * types, and calls it in place. Null where there is no such code.
 */
export function extractFunction(
  facts: ModuleFacts,
  start: number,
  end: number,
): ExtractedFunction | Refusal | null {
  const code = selectedCode(facts, start, end);
  if (code === null || "refusal" in code) return code;
  const statement = code.around.findLast((node) => !isExpression(node));
  if (code.around.some(({ kind }) => kind === "FormattedString")) return null;
  const isHeader = statement?.kind === "Function" || statement?.kind === "Class";
  if (isHeader && isExpression(code.parts[0].node)) return null;
  const [{ node }] = code.parts;
  if (isExpression(node) && (sparkResult(facts, node) === null || isTarget(node, code.around))) return null;
  const names = namesOfCode(code);
  if ("refusal" in names) return names;
  const result = resultOf(facts, code, names.bound);
  if (result === null || "refusal" in result) return result;
  const parameters = parametersFor(facts, names.free, code);
  return "refusal" in parameters ? parameters : extracted(facts, code, names, parameters, result);
}

/** Whether an expression is a name alone, or gets a value: neither is worth a function, nor can it be one. */
function isTarget(node: Expression, around: readonly AstNode[]): boolean {
  const targets = around.flatMap((each): readonly AstNode[] => {
    if (each.kind === "Assign" || each.kind === "Delete") return each.targets;
    if (each.kind === "With") return each.items.flatMap(({ target }) => target ?? []);
    if (each.kind === "Comprehension") return each.clauses.map(({ target }) => target);
    return "target" in each ? [each.target] : [];
  });
  return node.kind === "Name" || targets.some((target) => holds(target, node));
}

/** What the function gives back. */
interface Result {
  /** The class of PySpark's. */
  readonly type: "DataFrame" | "Column";
  /** The variable that holds it among the moved statements; null for an expression. */
  readonly variable: string | null;
}

function resultOf(facts: ModuleFacts, code: SelectedCode, bound: readonly string[]): Result | Refusal | null {
  const [{ node }] = code.parts;
  if (isExpression(node)) {
    const type = sparkResult(facts, node);
    if (type === "DataFrame" || type === "Column") return { type, variable: null };
    return { refusal: `The selection is of type ${type ?? "unknown"}, and no DataFrame.` };
  }
  const used = bound.filter((name) => isUsedElsewhere(facts, code, name));
  const last = code.parts.at(-1)?.node;
  const value = last?.kind === "Assign" || last?.kind === "AnnotatedAssign" ? last.value : undefined;
  const type = sparkResult(facts, value ?? undefined);
  const variable = bound.at(-1);
  if (used.length > 1) {
    const list = used.map((name) => `\`${name}\``).join(" and ");
    return { refusal: `${list} are used elsewhere, and a function gives back one of them.` };
  }
  if (used[0] !== undefined && used[0] !== variable)
    return { refusal: `\`${used[0]}\` is used elsewhere, and is not what the selection makes last.` };
  return variable !== undefined && (type === "DataFrame" || type === "Column") ? { type, variable } : null;
}

/** Whether a name that moved statements bind is read behind them, or by the next round of a loop around them. */
function isUsedElsewhere(facts: ModuleFacts, { parts, around }: SelectedCode, name: string): boolean {
  const isMoved = new Set<AstNode>(parts.map(({ node }) => node));
  const [first] = parts;
  const last = parts.at(-1) ?? first;
  const scope = around.findLast(({ kind }) => kind === "Function");
  const loops = around.filter(({ kind }) => kind === "For" || kind === "While");
  let found = false;
  const look = (root: AstNode, counts: (node: AstNode) => boolean): void => {
    walk(root, (node) => {
      found ||= node.kind === "Name" && node.id === name && counts(node);
      return !found && !isMoved.has(node);
    });
  };
  if (scope) {
    look(scope, (node) => node.start >= last.node.end || loops.some((loop) => holds(loop, node)));
    return found;
  }
  const end = last.offset + last.node.end;
  for (const [index, unit] of facts.module.units.entries())
    for (const statement of unit.body) {
      const offset = facts.module.offsets[index] ?? 0;
      const isLater = (node: AstNode): boolean =>
        offset + node.start >= end || (unit === first.unit && loops.some((loop) => holds(loop, node)));
      // A function above reads the variable when it is called.
      look(statement, (node) => isLater(node) || statement.kind === "Function" || statement.kind === "Class");
    }
  return found;
}

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function extracted(
  facts: ModuleFacts,
  code: SelectedCode,
  names: NamesOfCode,
  parameters: readonly ExtractedParameter[],
  result: Result,
): ExtractedFunction | null {
  const { text } = facts.module;
  const newline = newlineOf(text);
  const indent = /:[ \t]*(?:#[^\n]*)?\r?\n([ \t]+)\S/.exec(text)?.[1] ?? "    ";
  const [first] = code.parts;
  const last = code.parts.at(-1) ?? first;
  const name = freeName(text, nameFor(code, result, parameters));
  const imports: Edit[] = [];
  const typed = (module: string, type: string): string => {
    const spelling = importedClass(facts, module, type);
    if (!imports.some(({ newText }) => newText === spelling.edits[0]?.newText))
      imports.push(...spelling.edits);
    return spelling.text;
  };
  const header = parameters.map(({ name: parameter, type }) => {
    if (type === null) return parameter;
    return `${parameter}: ${type.module === null ? type.name : typed(type.module, type.name)}`;
  });
  const body =
    result.variable === null
      ? returnedExpression(first, names.shortened, indent, newline)
      : bodyOf(facts, code, names, indent);
  const lines = `def ${name}(${header.join(", ")}) -> ${typed("pyspark.sql", result.type)}:${newline}${body}${newline}`;
  const call = `${name}(${parameters.map(({ argument }) => argument).join(", ")})`;
  const place = placeAbove(facts, first.offset + first.node.start);
  const span = isExpression(first.node) ? outerSpan(first.node) : first.node;
  const moved = {
    start: first.offset + span.start,
    end: last.offset + (isExpression(last.node) ? outerSpan(last.node) : last.node).end,
    newText: result.variable === null ? call : `${result.variable} = ${call}`,
  };
  const placedImports = imports.flatMap(({ site, newText }): TextEdit[] => {
    const range = documentRange(facts.module, site);
    return range ? [{ ...range, newText }] : [];
  });
  const definition = {
    start: place.at,
    end: place.at,
    newText: newline.repeat(place.blank) + lines + newline.repeat(2),
  };
  const edits = orderEdits([...placedImports, definition, moved], text);
  return edits && { name, edits };
}

/** The moved statements with what stands between them. */
function bodyOf(
  facts: ModuleFacts,
  { parts }: SelectedCode,
  { shortened }: NamesOfCode,
  indent: string,
): string {
  let body = "";
  let end: number | null = null;
  for (const [index, part] of parts.entries()) {
    const between = end === null ? "" : facts.module.text.slice(end, part.offset + part.node.start);
    const comments = between.replace(/[ \t]*$/, "").replaceAll(/\n[ \t]*(?=#)/g, `\n${indent}`);
    body += comments + movedStatement(part, shortened, indent, index === parts.length - 1);
    end = part.offset + part.node.end;
  }
  return body;
}

/** `build_` and the variable that gets the frame, or `prepare_` and the frame that is shown or written. */
function nameFor(
  { parts: [{ node }], around }: SelectedCode,
  { type, variable }: Result,
  [frame]: readonly ExtractedParameter[],
): string {
  const statement = around.at(-1);
  const target =
    statement?.kind === "Assign"
      ? statement.targets[0]
      : statement?.kind === "AnnotatedAssign"
        ? statement.target
        : undefined;
  if (variable !== null) return `build_${variable}`;
  if (target?.kind === "Name" && target !== node) return `build_${target.id}`;
  if (type === "Column") return "build_column";
  return frame?.type?.name === "DataFrame" ? `prepare_${frame.name}` : "build_frame";
}

function freeName(text: string, wanted: string): string {
  const base = wanted.replaceAll(/_+/g, "_");
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
  }
}

/** Above the top-level statement around an offset and its comments; and how many blank lines are missing there. */
function placeAbove(
  { module }: ModuleFacts,
  offset: number,
): { readonly at: number; readonly blank: number } {
  const placed = unitAt(module, offset);
  const statement = placed?.unit.body.find(({ end }) => placed.offset + end >= offset);
  let at = module.text.lastIndexOf("\n", (placed?.offset ?? 0) + (statement?.start ?? 0) - 1) + 1;
  for (;;) {
    const above = module.text.lastIndexOf("\n", at - 2) + 1;
    const line = module.text.slice(above, at);
    // The marks between the cells of a notebook belong to no statement.
    if (at === 0 || !line.startsWith("#") || /^# (?:%%|COMMAND|MAGIC|In\[|Databricks)/.test(line)) break;
    at = above;
  }
  const before = module.text.slice(0, at);
  const breaks = /(?:\r?\n[ \t]*)*$/.exec(before)?.[0].match(/\n/g)?.length ?? 0;
  return { at, blank: before.trim() === "" ? 0 : Math.max(0, 3 - breaks) };
}
