import path from "node:path";
import { sparkBuildOf } from "./sparkHome.ts";

/**
 * Java's arguments to ask Spark's own launcher for the command that spark-submit would run. `os.name` makes it print
 * the arguments apart, each ended by NUL, instead of one line for cmd.exe (CommandBuilderUtils, 3.3 to 4.3).
 */
export function launcherArgv(sparkHome: string, args: readonly string[]): readonly string[] {
  const classPath = path.join(sparkHome, "jars", "*");
  const main = ["org.apache.spark.launcher.Main", "org.apache.spark.deploy.SparkSubmit"];
  return ["-Xmx128m", "-Dos.name=argv", "-cp", classPath, ...main, ...args];
}

/** What Spark's own scripts tell the launcher by the environment. */
export function launcherVariables(sparkHome: string): Readonly<Record<string, string>> {
  const build = sparkBuildOf(sparkHome);
  return { SPARK_HOME: sparkHome, ...(build !== null && { SPARK_SCALA_VERSION: build.scala }) };
}

/** Takes the command out of the launcher's answer: a NUL and a line end, then arguments that end with NUL. */
export function readLauncherAnswer(answer: string): readonly string[] | null {
  const start = answer.indexOf("\0\n");
  const parts =
    start === -1
      ? []
      : answer
          .slice(start + 2)
          .split("\0")
          .slice(0, -1);
  return parts.length === 0 ? null : parts;
}
