import { systemReason } from "../host/readText.ts";
import { colourStyle, plainStyle, type Style } from "../report/style.ts";
import { UsageError } from "./usageError.ts";

/** Where a command reads and writes; the tests' own, or the process's. */
export interface Terminal {
  readonly cwd: string;
  /** Text as UTF-8, or bytes as they are. */
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string | Uint8Array) => void;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // A reader that has seen enough, such as `head`, is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    process.stderr.write(`shufflewise: the results cannot be written: ${systemReason(error)}.\n`);
    process.exit(3);
  });
  // Nobody is left to tell what is told there; what was found counts all the same.
  process.stderr.on("error", () => undefined);
  return {
    get cwd() {
      return currentFolder();
    },
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readStdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    isOutTerminal: process.stdout.isTTY,
    isErrTerminal: process.stderr.isTTY,
    env: process.env,
  };
}

/** @throws {UsageError} when somebody has removed the folder meanwhile */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError("The current folder does not exist any more; change to another one.");
  }
}

/** Colours on a terminal, unless NO_COLOR is set (see no-color.org); `asked` wins. */
export function styleFor({ isOutTerminal, env }: Terminal, asked: boolean | null): Style {
  const wanted = asked ?? (isOutTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb");
  return wanted ? colourStyle : plainStyle;
}
