import path from "node:path";
import { runProcess } from "../processes.ts";
import { javaExecutable } from "./findJava.ts";
import type { FoundSpark } from "./findSpark.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The argv that really starts: spark-submit itself where it is a program. On Windows it is a batch file, which only a
 * shell could run and whose quoting no argv survives; there Spark's launcher is asked for the Java command instead.
 * @throws {Error} when the launcher refuses the arguments; its message is the launcher's own
 */
export async function launchCommand(
  { sparkSubmit, sparkHome }: FoundSpark,
  args: readonly string[],
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly string[]> {
  if (platform !== "win32") return [sparkSubmit, ...args];
  const home = sparkHome ?? path.dirname(path.dirname(sparkSubmit));
  const { status, stdout, stderr } = await runProcess(launcherArgv(home, args, env), { env });
  const command = readLauncherAnswer(stdout);
  if (status !== 0 || command === null) throw new Error(stderr.trim() || stdout.trim());
  return command;
}

/** os.name makes the launcher print the arguments apart, each ended by NUL, instead of one line for cmd.exe. */
function launcherArgv(home: string, args: readonly string[], env: Environment): string[] {
  const classPath = path.join(home, "jars", "*");
  const main = ["org.apache.spark.launcher.Main", "org.apache.spark.deploy.SparkSubmit"];
  return [javaExecutable(env), "-Xmx128m", "-Dos.name=argv", "-cp", classPath, ...main, ...args];
}

/** Takes the command out of the launcher's answer: a NUL and a line end, then arguments that end with NUL. */
export function readLauncherAnswer(answer: string): readonly string[] | null {
  const [, command] = /(?:^|\n)\0\r?\n([\s\S]*)$/.exec(answer) ?? [];
  const parts = command?.split("\0").slice(0, -1) ?? [];
  return parts.length === 0 ? null : parts;
}
