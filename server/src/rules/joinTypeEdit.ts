import type { CallExpression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { insert, outerSpan, replace } from "./edits.ts";
import type { Edit } from "./rule.ts";

/** Where a call of `DataFrame.join` says its type: written over, or behind the last argument. Null for unpacked ones. */
export function joinTypeEdit(unit: Unit, { args }: CallExpression, type: string): Edit | null {
  if (args.some(({ unpack }) => unpack !== "")) return null;
  const given = args.find(({ name }) => name?.id === "how") ?? (args[2]?.name ? undefined : args[2]);
  if (given) return replace(unit, outerSpan(given.value), `"${type}"`);
  const last = args.at(-1);
  if (!last) return null;
  const isPositional = args.length === 2 && args.every(({ name }) => name === null);
  return insert(unit, outerSpan(last.value).end, isPositional ? `, "${type}"` : `, how="${type}"`);
}
