import { existsSync } from "node:fs";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { openDataFiles, type DataFiles } from "../../../server/src/host/dataFiles.ts";
import { findSpark, root } from "../session/environment.ts";
import type { SparkProcess } from "../session/sparkProcess.ts";

/** A PySpark program whose DataFrames are compared with ours. */
export interface Program {
  readonly name: string;
  readonly code: string;
  /** What `sys.argv` has behind the program's name. */
  readonly argv?: readonly string[];
  /** Each top-level statement runs, also after an error. */
  readonly continueAfterErrors?: boolean;
  /** Runs beside the shop of the rule pages, its views and files. */
  readonly shop?: true;
}

/** The programs that the installed PySpark brings along. */
export interface Corpora {
  /** The examples folder of the wheel. */
  readonly examples: readonly Program[];
  /** The examples in the docstrings of pyspark.sql and pyspark.ml, each made a program. */
  readonly docstrings: readonly Program[];
}

interface ExtractedCorpora extends Corpora {
  /** PySpark's folder. */
  readonly home: string;
  readonly version: string;
}

const workspace = path.join(root, ".cache/plans/workspace");
const resources = path.join(workspace, "examples/src/main/resources");

/** Reads the programs out of the installed PySpark; nothing of them is kept in the repository. */
export async function readCorpora(): Promise<ExtractedCorpora> {
  const { python, env } = await findSpark();
  const script = path.join(import.meta.dirname, "corpus.py");
  const { stdout } = await promisify(execFile)(python, [script], { env, maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as ExtractedCorpora;
}

/** The folders that the examples expect beside them: PySpark's data, and small files of our own for the rest. */
export function linksOf(home: string): Readonly<Record<string, string>> {
  return { data: path.join(home, "data"), "examples/src/main/resources": resources };
}

/** The same data as files of a workspace that our engine may read. */
export const dataOf = (home: string): DataFiles => openDataFiles([home, workspace]);

/** Writes the small files that the SQL examples read, once. */
export async function prepareResources(spark: SparkProcess): Promise<void> {
  if (existsSync(path.join(resources, "dir1/file3.json"))) return;
  const code = await readFile(path.join(import.meta.dirname, "resources.py"), "utf8");
  const answer = await spark.run({ code, setup: `folder = ${JSON.stringify(resources)}`, prelude: false });
  if (answer.error) throw new Error(`The examples' data could not be written: ${answer.error.message}`);
}
