import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const examples = resolve(import.meta.dirname, "../../examples");

/** The texts of the example workspace's Python files. */
export function exampleTexts(): readonly string[] {
  return pythonFilesBelow(examples);
}

/** Some texts of Python's own library. */
export function libraryTexts(): readonly string[] {
  const { stdout } = spawnSync("python3", ["-c", "import asyncio; print(asyncio.__path__[0])"], {
    encoding: "utf8",
  });
  return pythonFilesBelow(stdout.trim());
}

function pythonFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".py"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
}
