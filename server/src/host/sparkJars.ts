import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parserClassFiles, sparkGrammar, type ParserClasses } from "../catalog/grammar/sparkGrammar.ts";
import type { InstalledGrammar } from "../catalog/sqlGrammarTables.ts";

/** The jars that may hold the parser: `spark-sql-api` since 3.5, `spark-catalyst` before. */
const parserJars = /^spark-(?:sql-api|catalyst)_[\d.]+-.+\.jar$/;

/** The jars of an installed PySpark that may hold its parser, the likely one first; none where it has no jars. */
export async function parserJarsOf(pyspark: string): Promise<readonly string[]> {
  const folder = path.join(pyspark, "jars");
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => parserJars.test(name))
    .sort((left, right) => Number(right.includes("sql-api")) - Number(left.includes("sql-api")))
    .map((name) => path.join(folder, name));
}

/** The classes of an installed PySpark's parser; null where it has none. @throws {Error} for a jar that cannot be read */
export async function parserClassesOf(pyspark: string): Promise<ParserClasses | null> {
  for (const jar of await parserJarsOf(pyspark)) {
    const classes = await parserClassesIn(jar);
    if (classes !== null) return classes;
  }
  return null;
}

/** The classes of the parser in a jar; null where it does not have them. @throws {Error} for what is no jar */
export async function parserClassesIn(jar: string): Promise<ParserClasses | null> {
  // Loaded here: few servers read a jar, and none before its first findings.
  const { default: JSZip } = await import("jszip");
  const entries = await JSZip.loadAsync(await readFile(jar));
  const lexer = entries.file(parserClassFiles.lexer);
  const parser = entries.file(parserClassFiles.parser);
  return lexer && parser
    ? { lexer: await lexer.async("uint8array"), parser: await parser.async("uint8array") }
    : null;
}

/** The grammars that were read in this process, by their jars as they were then. */
const known = new Map<string, InstalledGrammar>();
const mostKnown = 8;

/**
 * The grammar of an installed PySpark, out of its jar: no code of it runs. Null where it has no jars, as Spark Connect's
 * client has none. @throws {Error} for a jar that cannot be read or holds another parser than Spark's
 */
export async function installedGrammar(pyspark: string): Promise<InstalledGrammar | null> {
  for (const jar of await parserJarsOf(pyspark)) {
    const { size, mtimeMs } = await stat(jar);
    const key = `${jar} ${size} ${mtimeMs}`;
    const read = known.get(key);
    if (read) return read;
    const classes = await parserClassesIn(jar);
    if (classes === null) continue;
    const grammar = { key, rows: sparkGrammar(classes) };
    if (known.size >= mostKnown) known.clear();
    known.set(key, grammar);
    return grammar;
  }
  return null;
}
