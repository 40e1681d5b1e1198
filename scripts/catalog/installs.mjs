/** The PySparks that the catalogue is read from: one virtual environment for each Spark version, in .cache/spark. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findJava, oldestJava } from "../prepare/java.mjs";
import { alone } from "../prepare/lock.mjs";
import { cache } from "../prepare/paths.mjs";
import { findPython, makeEnvironment, preparePython, pythonIn } from "../prepare/python.mjs";

/** @typedef {{ version: string, pyspark: string, python: string, javaHome: string }} Install `version` is the line, such as "4.1" */

/**
 * The last patch of each line, with the newest pandas, pyarrow and numpy that its Python code imports without error.
 * @type {Readonly<Record<string, { pyspark: string, with: readonly string[] }>>}
 */
const pins = {
  3.3: { pyspark: "3.3.4", with: ["pandas==1.5.3", "pyarrow==12.0.1", "numpy==1.23.5"] },
  3.4: { pyspark: "3.4.4", with: ["pandas==1.5.3", "pyarrow==12.0.1", "numpy==1.23.5"] },
  3.5: { pyspark: "3.5.9", with: ["pandas==2.0.3", "pyarrow==17.0.0", "numpy==1.24.4"] },
  "4.0": { pyspark: "4.0.5", with: ["pandas==2.2.3", "pyarrow==18.1.0", "numpy==1.26.4"] },
  4.1: { pyspark: "4.1.4", with: ["pandas==2.3.3", "pyarrow==22.0.0", "numpy==2.2.6"] },
  4.2: { pyspark: "4.2.1", with: ["pandas==2.3.3", "pyarrow==22.0.0", "numpy==2.2.6"] },
  4.3: { pyspark: "4.3.0", with: ["pandas==2.3.3", "pyarrow==22.0.0", "numpy==2.3.5"] },
};

/** What PySpark Connect and the machine learning modules import. */
const companions = [
  "grpcio==1.67.1",
  "grpcio-status==1.67.1",
  "protobuf==5.29.5",
  "googleapis-common-protos==1.66.0",
  "setuptools==75.8.0",
];

/** All lines of Spark in the catalogue, oldest first. */
export const sparkVersions = Object.keys(pins);

/**
 * Makes the environment of a line when it is not there yet.
 * @param {string} version
 * @param {(line: string) => void} say
 * @returns {Promise<Install>}
 * @throws {Error} with the next step
 */
export async function prepareInstall(version, say) {
  const pin = pins[version];
  if (pin === undefined) throw new Error(`No Spark ${version} here; known are ${sparkVersions.join(", ")}.`);
  const home = path.join(cache, "spark", pin.pyspark);
  return alone(`${home}.lock`, async () => {
    const marker = path.join(home, "made.json");
    const packages = [`pyspark==${pin.pyspark}`, ...pin.with, ...companions];
    const [interpreter, javaHome] = [await findPython(), await javaHomeOf()];
    const wanted = JSON.stringify({ python: interpreter.version, packages });
    if (!existsSync(marker) || readFileSync(marker, "utf8") !== wanted) {
      say(`installing PySpark ${pin.pyspark} (about 400 MB to download, once)`);
      await makeEnvironment(home, interpreter.program, packages);
      writeFileSync(marker, wanted);
    }
    return { version, pyspark: pin.pyspark, python: pythonIn(home), javaHome };
  });
}

/**
 * The PySpark that the tests use, when it is one of the catalogue's patches; another patch may differ in facts.
 * @returns {Promise<Install | null>}
 */
export async function pinnedInstall() {
  const { python, sparkVersion, javaHome } = await preparePython();
  const version = sparkVersions.find((line) => pins[line]?.pyspark === sparkVersion);
  return version === undefined ? null : { version, pyspark: sparkVersion, python, javaHome };
}

/** The folder of an install's package. @param {Install} install */
export function packageFolder({ python }) {
  const libraries = path.join(path.dirname(path.dirname(python)), "lib");
  const own = readdirSync(libraries).find((name) => name.startsWith("python3"));
  return path.join(libraries, own ?? "python3", "site-packages", "pyspark");
}

async function javaHomeOf() {
  const java = await findJava();
  if ("missing" in java) throw new Error(`The catalogue needs Java ${oldestJava}: ${java.missing}.`);
  return java.javaHome;
}
