import path from "node:path";
import * as vscode from "vscode";
import { runProcess } from "../processes.ts";

/** Null when Java is there and new enough, else a message that names what is missing. */
export async function checkJava(
  minimum: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const java = javaExecutable(env);
  const { status, stdout, stderr, error } = await runProcess([java, "-version"], { env });
  if (error !== null || status !== 0) {
    return (env["JAVA_HOME"] ?? "") === ""
      ? vscode.l10n.t(
          "Spark needs Java {0} or newer, and there is no java on PATH. Install one, or set JAVA_HOME.",
          minimum,
        )
      : vscode.l10n.t(
          "JAVA_HOME holds no Java: {0}. Set it to the folder of Java {1} or newer.",
          env["JAVA_HOME"] ?? "",
          minimum,
        );
  }
  const version = javaVersion(stdout + stderr);
  return version !== null && version < minimum
    ? vscode.l10n.t(
        "This Spark needs Java {0} or newer; {1} is Java {2}. Set JAVA_HOME to a newer one.",
        minimum,
        java,
        version,
      )
    : null;
}

/** The Java that Spark's own scripts would take. */
export function javaExecutable(env: Readonly<Record<string, string | undefined>>): string {
  const home = env["JAVA_HOME"] ?? "";
  return home === "" ? "java" : path.join(home, "bin", "java");
}

/** The feature release in what `java -version` prints: 8 for "1.8.0_402", 17 for "17.0.15". */
function javaVersion(text: string): number | null {
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (major === undefined) return null;
  return Number(major === "1" ? minor : major);
}
