import type { ModuleFacts } from "../plan/facts.ts";
import { indentationAt, insert, isPrimary, newlineOf, outerSpan } from "../rules/edits.ts";
import type { Edit } from "../rules/rule.ts";
import type { Statement } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { childrenOf, mentions, type AstNode } from "../syntax/walk.ts";

/** A frame's name and the edits that cache it where it is made and let it go behind its last use. */
export interface CachedAround {
  readonly name: string;
  readonly edits: readonly Edit[];
}

interface Placed {
  readonly unit: Unit;
  readonly statement: Statement;
}

/** For `name = <a frame>` at an offset, which is used at least twice below and handed to nobody by `return`; else null. */
export function cachedAround(facts: ModuleFacts, unit: Unit, at: number): CachedAround | null {
  const body = bodyAround(facts, unit, at);
  const index = body.findIndex(({ unit: each, statement }) => each === unit && holds(statement, at));
  const statement = body[index]?.statement;
  if (statement?.kind !== "Assign" || statement.targets.length !== 1) return null;
  const [target] = statement.targets;
  if (target?.kind !== "Name") return null;
  // Functions run where they are called.
  const frame = facts.units
    .flatMap(({ frames }) => frames)
    .find(({ nameSite }) => nameSite.unit === unit && nameSite.start === target.start);
  if (
    frame?.value.type !== "DataFrame" ||
    // Spark caches no stream.
    frame.value.plan?.streaming === true ||
    /\.(?:cache|persist)\(\)?$/.test(unit.text.slice(0, statement.end))
  )
    return null;
  const later = body.slice(index + 1);
  const uses = later.filter(({ statement: each }) => mentions(each, target.id));
  const last = uses.at(-1);
  const isLetGo = later.some(({ unit: each, statement: { start, end } }) =>
    each.text.slice(start, end).includes(`${target.id}.unpersist(`),
  );
  if (!last || uses.length < 2 || isLetGo || last.statement.kind === "Return") return null;
  if (!isPrimary(statement.value)) return null;
  const indentation = indentationAt(last.unit, last.statement.start);
  const line = `${newlineOf(facts.module.text)}${indentation}${target.id}.unpersist()`;
  return {
    name: target.id,
    edits: [
      insert(unit, outerSpan(statement.value).end, ".cache()"),
      insert(last.unit, endOfLine(last.unit, last.statement.end), line),
    ],
  };
}

const holds = ({ start, end }: Statement, at: number): boolean => start <= at && at <= end;

/** The statements of the innermost function around the offset, or of the module. */
function bodyAround({ units }: ModuleFacts, unit: Unit, at: number): readonly Placed[] {
  let found: readonly Statement[] | null = null;
  const waiting: AstNode[] = [...unit.body];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.start > at || node.end < at) continue;
    if (node.kind === "Function") found = node.body;
    waiting.push(...childrenOf(node));
  }
  if (found) return found.map((statement) => ({ unit, statement }));
  return units.flatMap((each) => each.unit.body.map((statement) => ({ unit: each.unit, statement })));
}

/** The end of the line that holds the offset, behind a comment at its end. */
function endOfLine({ text }: Unit, offset: number): number {
  const end = text.slice(offset).search(/\r?\n/);
  return end < 0 ? text.length : offset + end;
}
