import { closestName } from "../catalog/closestName.ts";
import { packageVersion } from "../host/packageVersion.ts";
import { check, checkSpecs } from "./check.ts";
import { config, configSpecs } from "./config.ts";
import { convertSpecs, convertSuppressionsIn } from "./convertSuppressions.ts";
import { commandHelp, generalHelp, type CommandHelp } from "./help.ts";
import { listRules, rulesSpecs } from "./rules.ts";
import { schema } from "./schema.ts";
import { plan, planSpecs } from "./plan.ts";
import { analysisSpecs } from "./analyzedFiles.ts";
import { styleFor, type Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

interface Command extends CommandHelp {
  /** Returns the exit status; null when the process goes on by itself. @throws {UsageError} */
  readonly run: (argv: readonly string[], terminal: Terminal) => number | Promise<number | null>;
}

const commands: Readonly<Record<string, Command>> = {
  check: {
    usage: "check [PATHS…]",
    summary: "findings of files and folders (.py, .ipynb, .sql, spark-defaults.conf)",
    options: checkSpecs,
    examples: [
      "check jobs/",
      "check --fix jobs/etl.py",
      "check --diff --unsafe-fixes .",
      "check --output-format github --fail-level error .",
      "check --stdin-filename jobs/etl.py < jobs/etl.py",
    ],
    run: check,
  },
  schema: {
    usage: "schema PATHS…",
    summary: "the columns of every named DataFrame, as far as the source tells",
    options: analysisSpecs,
    examples: ["schema jobs/etl.py", "schema --output-format json jobs/"],
    run: schema,
  },
  plan: {
    usage: "plan FILE",
    summary: "the plan that Spark would execute for every named DataFrame, with its exchanges",
    options: planSpecs,
    examples: ["plan jobs/etl.py", "plan jobs/etl.py --line 42", "plan --output-format json jobs/etl.py"],
    run: plan,
  },
  rules: {
    usage: "rules [ID]",
    summary: "the rules, or one rule's page",
    options: rulesSpecs,
    examples: ["rules", "rules collect-unbounded", "rules --output-format json"],
    run: listRules,
  },
  config: {
    usage: "config KEY[=VALUE]|WORDS…|areas",
    summary: "a Spark configuration explained, or a search; `config check FILE` checks a spark-defaults.conf",
    options: configSpecs,
    examples: [
      "config spark.sql.shuffle.partitions",
      "config spark.sql.files.maxPartitionBytes=256m",
      "config adaptive skew",
      "config --area sql-joins",
      "config check conf/spark-defaults.conf",
    ],
    run: config,
  },
  "convert-suppressions": {
    usage: "convert-suppressions PATHS…",
    summary: "suppressions for other linters (noqa, pylint, NOSONAR, cy:ignore) rewritten as ours",
    options: convertSpecs,
    examples: ["convert-suppressions --diff jobs/", "convert-suppressions jobs/"],
    run: convertSuppressionsIn,
  },
  lsp: {
    usage: "lsp --stdio",
    summary: "the language server, for any editor that speaks LSP",
    options: {},
    examples: ["lsp --stdio"],
    run: async (argv) => {
      // The protocol's own arguments: the server ends with the editor of this process id.
      const [transport, client, ...others] = argv;
      if (transport !== "--stdio" || others.length > 0 || !/^(--clientProcessId=\d+)?$/.test(client ?? ""))
        throw new UsageError(
          "The language server speaks over standard input and output: `shufflewise lsp --stdio`.",
        );
      const { serve } = await import("../lsp/serve.ts");
      serve();
      return null;
    },
  },
};

/** Runs one command line. Resolves to the exit status, null when a server keeps the process; never rejects. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number | null> {
  const style = styleFor(terminal, null);
  const [name, ...rest] = argv;
  try {
    if (name === "--version" || name === "-V") {
      terminal.out(`shufflewise ${packageVersion()}\n`);
      return 0;
    }
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      const topic = rest[0] === undefined ? undefined : commands[rest[0]];
      const text = topic ? commandHelp(topic, style) : generalHelp(commands, style);
      if (name === undefined) terminal.err(text);
      else terminal.out(text);
      return name === undefined ? 2 : 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const near = closestName(name, Object.keys(commands));
      throw new UsageError(`There is no command ${name}.${near === null ? "" : ` Did you mean ${near}?`}`);
    }
    if (rest.includes("--help") || rest.includes("-h")) {
      terminal.out(commandHelp(command, style));
      return 0;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`shufflewise: ${error.message}\nshufflewise --help shows what there is.\n`);
      return 2;
    }
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`shufflewise failed, please report this: ${reason}\n`);
    return 3;
  }
}
