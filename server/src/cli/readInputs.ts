import path from "node:path";
import { discoverFiles, type FoundFile } from "../host/discover.ts";
import { decodeSource, readSource, type SourceText } from "../host/readText.ts";
import type { Arguments } from "./arguments.ts";
import type { FileOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

/** A file and its text. */
export interface InputFile {
  readonly file: FoundFile;
  readonly source: SourceText;
}

/** What a command works on. */
export interface Input {
  readonly files: readonly InputFile[];
  readonly problems: readonly { readonly shown: string; readonly problem: string }[];
  /** A path that the user wrote cannot be read. */
  readonly failed: boolean;
}

/** What the command line names: standard input under a name, else files and folders. @throws {UsageError} */
export async function readInput(
  stdinName: string | null,
  { positionals }: Arguments,
  options: FileOptions,
  terminal: Terminal,
): Promise<Input> {
  if (stdinName === null) return readFiles(positionals, options, terminal);
  const [path] = positionals;
  if (path !== undefined)
    throw new UsageError(`--stdin-filename reads standard input alone, so ${path} would not be read.`);
  return readStdin(stdinName, terminal);
}

/** The files that paths name, or that folders hold; those that cannot be read are told. @throws {UsageError} */
export function readFiles(paths: readonly string[], options: FileOptions, { cwd }: Terminal): Input {
  // An unset variable of a script would otherwise mean the whole folder.
  if (paths.includes("")) throw new UsageError("A path is empty; `.` is the current folder.");
  const found = discoverFiles(paths.length > 0 ? paths : ["."], cwd);
  const problems: { readonly shown: string; readonly problem: string }[] = found.problems.map(
    ({ shown, problem }) => ({ shown, problem: problem + advice(shown) }),
  );
  let failed = found.problems.some(({ isNamed }) => isNamed);
  const files = found.files.flatMap((file) => {
    if (!file.isNamed && !options.includes(file.path)) return [];
    const source = readSource(file.path);
    if (!("problem" in source)) return [{ file, source }];
    problems.push({ shown: file.shown, problem: source.problem });
    failed ||= file.isNamed;
    return [];
  });
  // In a project without PySpark, SQL is some database's.
  const usesSpark = files.some(({ source }) => /\bpyspark\b/.test(source.text));
  const isWanted = ({ file }: InputFile): boolean =>
    file.isNamed ||
    !/\.sql$/i.test(file.path) ||
    (options.of(file.path).sqlFiles && (usesSpark || options.namesSpark(file.path)));
  return { files: files.filter(isWanted), problems, failed };
}

/** What people mean who name such a path. */
function advice(path: string): string {
  if (path === "-") return "; --stdin-filename=NAME reads standard input";
  return /[*?]/.test(path) ? "; patterns are left to the shell, so name the folder instead" : "";
}

/** Standard input, taken for a file of this name. */
async function readStdin(name: string, terminal: Terminal): Promise<Input> {
  const source = decodeSource(await terminal.readStdin());
  const file = { path: path.resolve(terminal.cwd, name), shown: name.replaceAll("\\", "/"), isNamed: true };
  if ("problem" in source)
    return { files: [], problems: [{ shown: name, problem: source.problem }], failed: true };
  return { files: [{ file, source }], problems: [], failed: false };
}
