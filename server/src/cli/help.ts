import { packageVersion } from "../host/packageVersion.ts";
import type { Style } from "../report/style.ts";
import type { OptionSpecs } from "./arguments.ts";

export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
}

/** What `shufflewise --help` prints. */
export function generalHelp(commands: Readonly<Record<string, CommandHelp>>, style: Style): string {
  const rows = Object.values(commands).map(({ usage, summary }) => [usage, summary] as const);
  return [
    `${style.bold("shufflewise")} ${packageVersion()}: what PySpark code will cost and where it is wrong, before it runs`,
    "",
    style.bold("Usage"),
    ...table(rows, style),
    "",
    style.bold("Options"),
    ...table(
      [
        ["--help", "this text; behind a command, its options"],
        ["--version", "the version"],
      ],
      style,
    ),
    "",
    style.bold("Exit status"),
    "  0 nothing found at or above --fail-level, 1 findings, 2 wrong usage or unreadable input, 3 an error of ours",
    "",
    style.bold("Settings"),
    "  [tool.shufflewise] in pyproject.toml, or shufflewise.toml; one line is silenced by",
    "  # shufflewise: ignore[rule] reason",
    "",
  ].join("\n");
}

/** What `shufflewise COMMAND --help` prints. */
export function commandHelp({ usage, summary, options, examples }: CommandHelp, style: Style): string {
  const rows = Object.entries(options).map(([name, { short, value, help }]): readonly [string, string] => [
    `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  return [
    `${style.bold(`shufflewise ${usage}`)}: ${summary}`,
    "",
    ...(rows.length > 0 ? [style.bold("Options"), ...table(rows, style), ""] : []),
    style.bold("Examples"),
    ...examples.map((example) => `  shufflewise ${example}`),
    "",
  ].join("\n");
}

function table(rows: readonly (readonly [string, string])[], style: Style): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${style.cyan(left.padEnd(width))}  ${right}`);
}
