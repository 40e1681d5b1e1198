/**
 * Reads the facts in server/data out of real PySparks: `npm run catalog [-- NAME…]`. With --check it asks only the
 * PySpark of the tests and compares what that says with the committed tables; with --check --all it asks all of them,
 * also where that takes minutes.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "../prepare/paths.mjs";
import { run } from "../prepare/processes.mjs";
import { pinnedInstall, prepareInstall, sparkVersions } from "./installs.mjs";
import { foldVersions, unfoldVersion } from "./versioned.mjs";

/** @typedef {import("./catalogue.mjs").Catalogue} Catalogue */
/** @typedef {import("./installs.mjs").Install} Install */

const folder = import.meta.dirname;
const say = (/** @type {string} */ line) => console.error(line);

/** Every file of scripts/catalog/catalogues is a catalogue. @returns {Promise<Catalogue[]>} */
async function loadCatalogues() {
  const files = readdirSync(path.join(folder, "catalogues"))
    .filter((name) => name.endsWith(".mjs"))
    .sort();
  const modules = await Promise.all(files.map((file) => import(path.join(folder, "catalogues", file))));
  return modules.map((module) => module.catalogue);
}

/**
 * What one install says. Kept in .cache/catalog while neither the script nor the patch changes.
 * @param {Catalogue} catalogue
 * @param {Install} install
 */
async function ask(catalogue, install) {
  const { extractor } = catalogue;
  if (catalogue.read !== undefined) return catalogue.tables(await catalogue.read(install));
  if (extractor === undefined) throw new Error(`The catalogue ${catalogue.name} asks nobody.`);
  const target = path.join(cache, "catalog", install.pyspark, `${catalogue.name}.json`);
  mkdirSync(path.dirname(target), { recursive: true });
  const script = path.join(folder, "extract", extractor);
  const stamp = `${target}.stamp`;
  const text = readFileSync(script, "utf8");
  const sources = readdirSync(path.join(folder, "extract")).filter(
    (name) =>
      name === "frame.py" ||
      name === extractor ||
      (name.endsWith(".py") && text.includes(`\nfrom ${name.slice(0, -".py".length)} import `)),
  );
  const wanted = sources.map((name) => readFileSync(path.join(folder, "extract", name), "utf8")).join("\0");
  if (!existsSync(target) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    const began = Date.now();
    const { SPARK_HOME: _home, PYTHONPATH: _path, ...inherited } = process.env;
    const env = {
      ...inherited,
      JAVA_HOME: install.javaHome,
      SPARK_LOCAL_IP: "127.0.0.1",
      PYTHONDONTWRITEBYTECODE: "1",
      // Sets of words are gone through in the same order each time, and so are the questions.
      PYTHONHASHSEED: "0",
    };
    const packages = catalogue.packages === undefined ? [] : [await catalogue.packages(install)];
    const command = [install.python, script, target, ...(catalogue.arguments ?? []), ...packages];
    const { status, output } = await run(command, { env, timeoutMs: 1_800_000 });
    if (status !== 0) throw new Error(`${extractor} failed on PySpark ${install.pyspark}:\n${output.trim()}`);
    writeFileSync(stamp, wanted);
    say(`${catalogue.name}: PySpark ${install.pyspark} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return catalogue.tables(JSON.parse(readFileSync(target, "utf8")));
}

/** @param {Catalogue} catalogue @param {readonly Install[]} installs */
async function regenerate(catalogue, installs) {
  /** @type {Map<string, Awaited<ReturnType<typeof ask>>>} */
  const answers = new Map();
  // The newest first: what its rows say is tried first for the older ones.
  for (const install of installs.toReversed()) answers.set(install.version, await ask(catalogue, install));
  const names = Object.keys(answers.values().next().value ?? {});
  const versions = installs.map(({ version }) => version);
  const tables = Object.fromEntries(
    names.map((name) => [name, foldVersions(versions, (version) => answers.get(version)?.[name] ?? {})]),
  );
  const provenance = {
    what: catalogue.about,
    from: `PySpark ${installs.map(({ pyspark }) => pyspark).join(", ")}`,
    by: catalogue.by ?? `scripts/catalog/extract/${catalogue.extractor}`,
  };
  writeFileSync(
    path.join(root, "server/data", catalogue.file),
    fileText(catalogue, provenance, versions, tables),
  );
  say(`${catalogue.name}: server/data/${catalogue.file} written`);
}

/**
 * One fact a line.
 * @param {Catalogue} catalogue @param {object} provenance @param {readonly string[]} versions
 * @param {Readonly<Record<string, Readonly<Record<string, unknown>>>>} tables
 */
function fileText(catalogue, provenance, versions, tables) {
  const schema = `./schema/${catalogue.file.replace(/\.json$/, ".schema.json")}`;
  const parts = Object.entries(tables).map(([name, rows]) => {
    const lines = Object.entries(rows).map(([key, row]) =>
      plain(`${JSON.stringify(key)}:${JSON.stringify(row)}`),
    );
    return `${JSON.stringify(name)}:{\n${lines.join(",\n")}\n}`;
  });
  return `{"$schema":${JSON.stringify(schema)},\n"provenance":${JSON.stringify(provenance)},\n"versions":${JSON.stringify(versions)},\n${parts.join(",\n")}}\n`;
}

/** A text that is all ASCII is read in half the time and memory. @param {string} json */
const plain = (json) =>
  json.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The differences between the committed file and what an install says, in words. @param {Catalogue} catalogue @param {Install} install */
async function compare(catalogue, install) {
  const committed = JSON.parse(readFileSync(path.join(root, "server/data", catalogue.file), "utf8"));
  const fresh = await ask(catalogue, install);
  /** @type {string[]} */
  const differences = [];
  for (const [name, rows] of Object.entries(fresh)) {
    const known = unfoldVersion(committed[name] ?? {}, committed.versions, install.version);
    for (const key of new Set([...Object.keys(rows), ...Object.keys(known)])) {
      const [here, there] = [canonical(known[key]), canonical(rows[key])];
      if (here !== there)
        differences.push(
          `${catalogue.file} ${name} ${key}: has ${here ?? "nothing"}, PySpark ${install.pyspark} says ${there ?? "nothing"}`,
        );
    }
  }
  return differences;
}

/** @param {unknown} row @returns {string | undefined} */
function canonical(row) {
  if (row === undefined) return undefined;
  const sorted = Object.entries(/** @type {object} */ (row))
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("--"));
const catalogues = (await loadCatalogues()).filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name),
);
const unknown = wanted.filter((word) => catalogues.every(({ name }) => name !== word));
if (unknown.length > 0) {
  console.error(`There is no catalogue ${unknown.join(", ")}.`);
  process.exitCode = 2;
} else if (words.includes("--check")) {
  const everywhere = words.includes("--all");
  const installs = everywhere ? await allInstalls() : [await pinnedInstall()].filter((each) => each !== null);
  if (installs.length === 0)
    console.log("The installed PySpark is none of the catalogue's patches: nothing to compare.");
  // As they are written: the newest first.
  for (const install of installs.toReversed()) {
    const found = await compareAll(
      catalogues.filter(({ slow }) => everywhere || slow !== true),
      install,
    );
    for (const line of found.slice(0, 50)) console.log(line);
    console.log(
      `${found.length === 0 ? "✓" : "✗"} ${catalogues.length} catalogues, ${found.length} differences to PySpark ${install.pyspark}`,
    );
    if (found.length > 0) process.exitCode = 1;
  }
} else {
  const installs = await allInstalls();
  for (const catalogue of catalogues) await regenerate(catalogue, installs);
}

async function allInstalls() {
  /** @type {Install[]} */
  const installs = [];
  for (const version of sparkVersions) installs.push(await prepareInstall(version, say));
  return installs;
}

/** Two at a time: each may start a JVM. @param {readonly Catalogue[]} all @param {Install} install */
async function compareAll(all, install) {
  const waiting = [...all];
  /** @type {string[]} */
  const found = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      found.push(...(await compare(next, install)));
  };
  await Promise.all([lane(), lane()]);
  return found;
}
