import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import JSZip from "jszip";
import { root } from "../session/environment.ts";

/** What Spark answers to a statement in its own SQL tests. */
export interface GoldenStatement {
  readonly sql: string;
  /** The names and types of what it gives: "struct<a:int>"; "struct<>" for commands and where it is refused. */
  readonly schema: string;
  /** The exception and its error condition, where the statement ends in one. */
  readonly error: { readonly exception: string; readonly condition: string | null } | null;
}

/** A file of Spark's SQL tests: statements that run one after the other in a session. */
export interface GoldenFile {
  /** "subquery/exists-subquery/exists-basic" */
  readonly name: string;
  /** Configurations that are set before. */
  readonly settings: ReadonlyMap<string, string>;
  readonly statements: readonly GoldenStatement[];
}

/** The releases whose tests Maven has, and the line that they are asked as. */
export const goldenReleases: Readonly<Record<string, string>> = { "3.5": "3.5.9", "4.2": "4.2.0" };

/** Spark's SQL tests of a line, from the jar of its tests; fetched once into .cache. @throws {Error} with the next step */
export async function goldenFiles(line: string): Promise<readonly GoldenFile[]> {
  const release = goldenReleases[line];
  if (release === undefined) throw new Error(`No golden files of Spark ${line}.`);
  const jar = await JSZip.loadAsync(await jarOf(release));
  const textOf = async (entry: string): Promise<string> => (await jar.file(entry)?.async("string")) ?? "";
  const results = jar.file(/^sql-tests\/results\/.+\.out$/).map(({ name }) => name);
  return Promise.all(
    results.map(async (entry) => {
      const input = entry.replace("sql-tests/results/", "").replace(/\.out$/, "");
      const statements = (await textOf(entry)).split(/^-- !query\n/m).slice(1);
      return {
        name: input.replace(/\.sql$/, ""),
        settings: settingsOf(input, await textOf(`sql-tests/inputs/${input}`)),
        statements: statements.flatMap(statementOf),
      };
    }),
  );
}

async function jarOf(release: string): Promise<Uint8Array> {
  const file = path.join(root, ".cache/golden", `spark-sql-${release}-tests.jar`);
  if (!existsSync(file)) {
    const name = `spark-sql_2.13/${release}/spark-sql_2.13-${release}-tests.jar`;
    const answer = await fetch(`https://repo1.maven.org/maven2/org/apache/spark/${name}`);
    if (!answer.ok)
      throw new Error(`Maven Central answers ${answer.status} for ${name}: try again with a network.`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.part`, new Uint8Array(await answer.arrayBuffer()));
    await rename(`${file}.part`, file);
  }
  return readFile(file);
}

/** What the file itself sets, and what its folder stands for. */
function settingsOf(input: string, source: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  if (input.startsWith("timestampNTZ/")) settings.set("spark.sql.timestampType", "TIMESTAMP_NTZ");
  if (input.startsWith("postgreSQL/")) settings.set("spark.sql.legacy.interval.enabled", "true");
  if (input.startsWith("nonansi/")) settings.set("spark.sql.ansi.enabled", "false");
  if (/^ansi\/|-ansi\.sql$/.test(input)) settings.set("spark.sql.ansi.enabled", "true");
  for (const [, list = ""] of source.matchAll(/^--SET (.+)$/gm))
    for (const setting of list.split(",")) {
      const [key = "", value = ""] = setting.split("=").map((part) => part.trim());
      settings.set(key, value);
    }
  return settings;
}

function statementOf(text: string): readonly GoldenStatement[] {
  const [sql = "", rest] = text.split("\n-- !query schema\n");
  if (rest === undefined) return [];
  const [schema = "", output = ""] = rest.split("\n-- !query output\n");
  const exception = /^(?:org\.apache|java)\.[\w.]+$/m.exec(output.split("\n", 1)[0] ?? "")?.[0];
  const condition = /"(?:errorClass|condition)" : "([^"]+)"/.exec(output)?.[1] ?? null;
  return [{ sql, schema: schema.trim(), error: exception === undefined ? null : { exception, condition } }];
}
