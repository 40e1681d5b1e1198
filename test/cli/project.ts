import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawn } from "node:child_process";
import { runCommandLine } from "../../server/src/cli/commandLine.ts";

/** The line that programs of the tests begin with. */
export const prelude =
  "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\ndf = spark.read.parquet('p')\n";

/** A program with one warning (collect-unbounded) on line 4. */
export const collecting = `${prelude}rows = df.collect()\n`;

/** A program with one safe fix: count-for-emptiness on line 4. */
export const counting = `${prelude}if df.count() > 0:\n    print("rows")\n`;

/** A folder of its own for one test. */
export interface TestProject {
  readonly folder: string;
  readonly write: (file: string, content: string | Uint8Array) => void;
  readonly read: (file: string) => string;
  readonly remove: () => void;
}

export function makeProject(files: Readonly<Record<string, string | Uint8Array>> = {}): TestProject {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-cli-")));
  const write: TestProject["write"] = (file, content) => {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return {
    folder,
    write,
    read: (file) => fs.readFileSync(path.join(folder, file), "utf8"),
    remove: () => {
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, from the sources. */
export async function run(
  cwd: string,
  argv: readonly string[],
  stdin: string | Uint8Array = "",
  env: Record<string, string> = {},
  isErrTerminal = false,
): Promise<Ran> {
  let [out, err] = ["", ""];
  const status = await runCommandLine(argv, {
    cwd,
    out: (text) => void (out += typeof text === "string" ? text : Buffer.from(text).toString()),
    err: (text) => void (err += String(text)),
    readStdin: () => Promise.resolve(Buffer.from(stdin)),
    isOutTerminal: false,
    isErrTerminal,
    env,
  });
  return { status, out, err };
}

export const builtCli = path.resolve(import.meta.dirname, "../../server/dist/cli.js");

/** Runs the built command line in a process of its own. */
export function spawnCli(
  cwd: string,
  argv: readonly string[],
  stdin = "",
  env: Record<string, string> = {},
): Promise<Ran> {
  if (!fs.existsSync(builtCli)) throw new Error(`${builtCli} is missing: npm run build makes it.`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [builtCli, ...argv], {
      cwd,
      env: { ...userEnvironment(), ...env },
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, out, err }));
    child.stdin.end(stdin);
  });
}

/** This process's environment without what makes it run the tests. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: "" };
}

/** The JSON report's findings as "file:line:column rule". */
export function found(out: string): string[] {
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly {
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly rule: string;
    }[];
  };
  return findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
}
