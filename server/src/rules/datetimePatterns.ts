import { constantString, type BoundArgument, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { placeInSql, sqlCallsIn } from "../plan/query/sqlSteps.ts";
import type { Site } from "../syntax/module.ts";
import type { RuleContext } from "./rule.ts";

/** A constant date pattern among a call's arguments. */
export interface DatetimePattern {
  readonly argument: BoundArgument;
  readonly text: string;
  /** The pattern with what stands in quotes blanked out, letter by letter. */
  readonly letters: string;
}

/** A constant date pattern that a function gets in SQL text. */
export interface SqlDatetimePattern extends Pick<DatetimePattern, "text" | "letters"> {
  readonly site: Site;
  readonly call: CallFact;
  /** The function. */
  readonly name: string;
}

/** The constant date patterns in a module's SQL. */
export function sqlDatetimePatterns(facts: ModuleFacts, context: RuleContext): readonly SqlDatetimePattern[] {
  const { api } = context.catalog;
  const takers = new Set(api.roles.takers("datetimePattern"));
  return sqlCallsIn(facts, context, takers).flatMap(({ name, args, call }) => {
    const parameters =
      api.functionSignature(`functions.${name}`, context.sparkVersion)?.form.parameters ?? [];
    return args.flatMap((given, position): SqlDatetimePattern[] => {
      const parameter = parameters[position];
      if (!parameter || given.kind !== "literal" || typeof given.value !== "string") return [];
      if (api.roles.role(`functions.${name}`, parameter)?.kind !== "datetimePattern") return [];
      return [
        {
          text: given.value,
          letters: lettersOf(given.value),
          site: placeInSql(facts, call, given.site),
          call,
          name,
        },
      ];
    });
  });
}

/** A pattern with what stands in quotes blanked out. */
const lettersOf = (text: string): string =>
  text.replaceAll(/'[^']*'/g, (quoted) => " ".repeat(quoted.length));

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
    return [{ argument, text, letters: lettersOf(text) }];
  });
}
