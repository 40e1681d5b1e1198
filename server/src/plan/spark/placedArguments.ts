import type { BoundArgument } from "../facts.ts";
import type { Value } from "../value.ts";

/** Arguments as Python passes them: by position, and by keyword. */
export interface UnpackedArguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** The arguments with `*` and `**` taken apart; null where the code does not tell what is in them. */
export function unpackedArguments(args: readonly BoundArgument[]): UnpackedArguments | null {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  for (const { name, unpack, value } of args) {
    if (unpack === "*") {
      if (value.kind !== "sequence" || !value.exact) return null;
      positional.push(...value.elements);
    } else if (unpack === "**") {
      if (value.kind !== "dict" || !value.exact) return null;
      for (const entry of value.entries) {
        if (entry.key.kind !== "string" || entry.key.value === null) return null;
        keywords.set(entry.key.value, entry.value);
      }
    } else if (name === null) positional.push(value);
    else keywords.set(name, value);
  }
  return { positional, keywords };
}

/** The values given for parameters of these names, in this order; null where the code does not tell or they do not fit. */
export function placedArguments(
  args: readonly BoundArgument[],
  parameters: readonly string[],
): ReadonlyMap<string, Value> | null {
  const unpacked = unpackedArguments(args);
  if (unpacked === null || unpacked.positional.length > parameters.length) return null;
  const placed = new Map(unpacked.keywords);
  unpacked.positional.forEach((value, index) => placed.set(parameters[index] ?? "", value));
  return [...placed.keys()].every((name) => parameters.includes(name)) ? placed : null;
}
