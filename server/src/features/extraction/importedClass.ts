import type { ModuleFacts } from "../../plan/facts.ts";
import { insert, newImport, type Spelling } from "../../rules/edits.ts";
import type { ImportFromStatement } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";

/** How a module names a class of PySpark's in an annotation; a new name joins an import that is there. */
export function importedClass(facts: ModuleFacts, module: string, name: string): Spelling {
  const { names, star } = facts.imports;
  for (const [local, qualified] of names)
    if (qualified.startsWith(`${module}.`) && qualified.endsWith(`.${name}`))
      return { text: local, edits: [] };
  for (const [local, qualified] of names)
    if (qualified === module) return { text: `${local}.${name}`, edits: [] };
  if (star.includes(module) && !names.has(name)) return { text: name, edits: [] };
  const isTaken = names.has(name) || new RegExp(`^class ${name}\\b`, "m").test(facts.module.text);
  const text = isTaken ? `Spark${name}` : name;
  const imported = isTaken ? `${name} as ${text}` : name;
  for (const { unit } of facts.units)
    for (const statement of unit.body)
      if (statement.kind === "ImportFrom" && statement.module === module && statement.level === 0) {
        const edit = joined(unit, statement, imported);
        if (edit) return { text, edits: [edit] };
      }
  return { text, edits: [newImport(facts, `from ${module} import ${imported}`)] };
}

/** The name in an import's list: where the alphabet wants it in a list that is in order. */
function joined(
  unit: Unit,
  { names }: ImportFromStatement,
  imported: string,
): Spelling["edits"][number] | null {
  const [first, second] = names ?? [];
  const last = names?.at(-1);
  if (!names || !first || !last) return null;
  const separator = second ? unit.text.slice(first.end, second.start) : ", ";
  if (!/^,\s*$/.test(separator)) return null;
  const next = names.find(({ name }) => name.id > imported);
  return next ? insert(unit, next.start, imported + separator) : insert(unit, last.end, separator + imported);
}
