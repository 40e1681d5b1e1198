import { parseArgs, type ParseArgsConfig } from "node:util";
import { closestName } from "../catalog/closestName.ts";
import { UsageError } from "./usageError.ts";

/** An option of a command. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was given, by option; absent ones are missing. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | null;
  readonly flag: (option: string) => boolean;
  /** The parts of all occurrences, split at commas. */
  readonly list: (option: string) => readonly string[] | null;
  /** One of the values, or null when the option is absent. @throws {UsageError} on another one */
  readonly choice: <T extends string>(option: string, values: readonly T[]) => T | null;
}

/** Reads a command's arguments. @throws {UsageError} naming what is unknown, with the nearest known option */
export function readArguments(argv: readonly string[], specs: OptionSpecs): Arguments {
  const options: NonNullable<ParseArgsConfig["options"]> = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple = false, short }]) => [
      name,
      { type, multiple, ...(short !== undefined && { short }) },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explained(error, argv, Object.keys(specs)));
  }
  const { values, positionals } = parsed;
  const text = (option: string): string | null => {
    const value = values[option];
    return typeof value === "string" ? value : null;
  };
  return {
    positionals,
    text,
    flag: (option) => values[option] === true,
    list(option) {
      const value = values[option];
      if (!Array.isArray(value)) return null;
      return value
        .flatMap((each) => String(each).split(","))
        .map((each) => each.trim())
        .filter((each) => each !== "");
    },
    choice(option, choices) {
      const value = text(option);
      if (value === null) return null;
      const known = choices.find((each) => each === value);
      if (known === undefined)
        throw new UsageError(`--${option} is one of ${choices.join(", ")}, not "${value}".`);
      return known;
    },
  };
}

function explained(error: unknown, argv: readonly string[], known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(--?[^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = closestName(unknown.replace(/^--?/, ""), known);
    return `There is no option ${unknown}.${near === null ? "" : ` Did you mean --${near}?`}`;
  }
  const missing = /Option '(?:-\w, )?(--[\w-]+)[^']*' argument/.exec(message)?.[1];
  if (missing !== undefined && argv.includes(missing)) return `${missing} needs a value: ${missing}=VALUE.`;
  return `${message.split(". ")[0] ?? message}.`.replace(/\.\.$/, ".");
}
