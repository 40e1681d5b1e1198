import path from "node:path";
import { onPath, run } from "./processes.mjs";

/** The oldest Java that every PySpark from 4.0 on starts with. */
export const oldestJava = 17;

/**
 * The Java of JAVA_HOME, else the one on PATH, when it is new enough.
 * @returns {Promise<{ javaHome: string, version: string } | { missing: string }>} `missing` says in words why there is none
 */
export async function findJava() {
  const home = process.env.JAVA_HOME;
  const reasons = [];
  for (const [program, where] of [
    [home ? path.join(home, "bin", "java") : undefined, `JAVA_HOME (${home ?? ""})`],
    [onPath("java"), "PATH"],
  ]) {
    if (program === undefined) continue;
    // On macOS and with version managers `java` is a stand-in, so Java itself says where it lies.
    const { status, output } = await run([program, "-XshowSettings:properties", "-version"], {
      timeoutMs: 30_000,
    });
    const javaHome = /^\s*java\.home = (.+)$/m.exec(output)?.[1]?.trim();
    const version = /^\s*java\.specification\.version = (\S+)$/m.exec(output)?.[1];
    if (status !== 0 || javaHome === undefined || version === undefined) {
      reasons.push(`the Java of ${where} does not start`);
    } else if (Number(version) >= oldestJava) {
      return { javaHome, version };
    } else {
      reasons.push(`the Java of ${where} is ${version}, older than ${oldestJava}`);
    }
  }
  return { missing: reasons.join("; ") || "there is no Java: neither JAVA_HOME nor a java on PATH" };
}
