import path from "node:path";
import { runProcess } from "../processes.ts";
import { javaExecutable } from "./findJava.ts";
import type { FoundSpark } from "./findSpark.ts";
import { launcherArgv, launcherVariables, readLauncherAnswer } from "./sparkLauncher.ts";

/**
 * The argv that really starts: spark-submit itself where it is a program. On Windows it is a batch file, which only a
 * shell could run and whose quoting no argv survives; there Spark's launcher is asked for the Java command instead.
 * @throws {Error} when the launcher refuses the arguments; its message is the launcher's own
 */
export async function launchCommand(
  { sparkSubmit, sparkHome }: FoundSpark,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  if (process.platform !== "win32") return [sparkSubmit, ...args];
  const home = sparkHome ?? path.dirname(path.dirname(sparkSubmit));
  const asked = await runProcess([javaExecutable(env), ...launcherArgv(home, args)], {
    env: { ...env, ...launcherVariables(home) },
  });
  const command = readLauncherAnswer(asked.stdout);
  if (asked.status !== 0 || command === null) throw new Error(asked.stderr.trim() || asked.stdout.trim());
  return command;
}
