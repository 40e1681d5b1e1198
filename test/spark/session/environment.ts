import { readFile } from "node:fs/promises";
import path from "node:path";
import { sparkEnvironment, type SparkPython } from "../../../scripts/prepare/python.mjs";

/** Where the Python with PySpark lies, and what it needs to start Spark. */
export interface SparkEnvironment {
  readonly python: string;
  /** The process environment for that Python. */
  readonly env: NodeJS.ProcessEnv;
}

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, "../../..");

const readyFile = path.join(root, ".cache/python/ready.json");

/**
 * The environment named by SHUFFLEWISE_PYTHON (with JAVA_HOME and SPARK_HOME as they are), else the one
 * that `node scripts/prepare/python.mjs` made.
 * @throws Error that names the next step when there is neither.
 */
export async function findSpark(): Promise<SparkEnvironment> {
  const named = process.env.SHUFFLEWISE_PYTHON;
  if (named !== undefined && named !== "") return { python: named, env: { ...process.env, ...sameEachTime } };
  const ready = await readReady();
  return { python: ready.python, env: { ...sparkEnvironment(ready), ...process.env, ...sameEachTime } };
}

/** Stages of pyspark.ml take their seed from the hash of their class's name, and Python salts hashes anew in each process. */
const sameEachTime = { PYTHONHASHSEED: "0" };

async function readReady(): Promise<SparkPython> {
  let text: string;
  try {
    text = await readFile(readyFile, "utf8");
  } catch {
    throw new Error(
      "No PySpark to test with. Run `node scripts/prepare/python.mjs`, or set SHUFFLEWISE_PYTHON to a Python that has pyspark.",
    );
  }
  return JSON.parse(text) as SparkPython;
}
