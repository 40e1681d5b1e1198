import { constantString, type BoundArgument, type CallFact } from "../plan/facts.ts";
import type { RuleContext } from "./rule.ts";

/** A constant date pattern among a call's arguments. */
export interface DatetimePattern {
  readonly argument: BoundArgument;
  readonly text: string;
  /** The pattern with what stands in quotes blanked out, letter by letter. */
  readonly letters: string;
}

/** The constant date patterns that a call of a function gets. */
export function datetimePatterns(
  call: CallFact,
  { catalog, sparkVersion }: RuleContext,
): readonly DatetimePattern[] {
  if (!call.name.startsWith("functions.")) return [];
  const { api } = catalog;
  const parameters = api.functionSignature(call.name, sparkVersion)?.form.parameters ?? [];
  return call.args.flatMap((argument, position) => {
    const parameter =
      argument.name === null ? parameters[position] : parameters.find(({ name }) => name === argument.name);
    const text = constantString(argument.value);
    if (!parameter || text === null || api.roles.role(call.name, parameter)?.kind !== "datetimePattern")
      return [];
    return [{ argument, text, letters: text.replaceAll(/'[^']*'/g, (quoted) => " ".repeat(quoted.length)) }];
  });
}
