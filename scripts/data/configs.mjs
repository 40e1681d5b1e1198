/**
 * Writes server/data/configs.json: every Spark configuration, one a line.
 * `node scripts/data/configs.mjs SOURCE [--check]`; SOURCE is the JSON read from Spark's own sources or installs
 * (`{meta, configs, prefixes, envVars}`). Without SOURCE the present file is only laid out again, so `--check` works anywhere.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const target = path.resolve(import.meta.dirname, "../../server/data/configs.json");
const newest = "4.3";

/** Snapshots of Spark's master stand for the release that was cut from them. @type {Record<string, string>} */
const labels = { "4.2-snapshot": "4.2", "5.0-snapshot": newest };

/** Java's names for numbers. @type {Record<string, string>} */
const constants = { "Long.MAX_VALUE": "9223372036854775807" };

/** Where a default is computed at start, in words. @type {Record<string, string>} */
const computedDefaults = {
  "spark.connect.session.connectML.mlCache.memoryControl.maxInMemorySize": "a quarter of the JVM's heap",
  "spark.driver.host": "the driver's host name",
  "spark.history.fs.numCompactThreads": "a quarter of the cores",
  "spark.history.fs.numReplayThreads": "a quarter of the cores",
  "spark.sql.session.timeZone": "the JVM's time zone",
  "spark.sql.streaming.stateStore.numStateStoreMaintenanceThreads": "a quarter of the cores",
  "spark.sql.warehouse.dir": "spark-warehouse in the working directory",
  "spark.testing.memory": "the JVM's heap",
  "spark.yarn.populateHadoopClasspath": "true when Spark was built without Hadoop",
};

/** Read when the driver's JVM starts (Spark 4.1, SparkSubmitCommandBuilder and SparkSubmit): later is too late. */
const submitTime = new Set([
  "spark.driver.memory",
  "spark.driver.cores",
  "spark.driver.memoryOverhead",
  "spark.driver.memoryOverheadFactor",
  "spark.driver.extraClassPath",
  "spark.driver.extraJavaOptions",
  "spark.driver.defaultJavaOptions",
  "spark.driver.extraLibraryPath",
  "spark.submit.deployMode",
  "spark.submit.pyFiles",
  "spark.driver.supervise",
]);

/** Core keys that a running session takes (Spark 4.1, RuntimeConfig.requireNonStaticConf). */
const alsoRuntime = new Set(["spark.default.parallelism"]);

const scopes = { "sql-runtime": "runtime", "sql-static": "static", core: "startup" };

/** @param {string | undefined} label */
const version = (label) => (label === undefined ? undefined : (labels[label] ?? label));

/** The parts of an entry that may differ between versions. @param {any} entry @param {string} key */
function variable(entry, key) {
  const type = entry.type === "enum" ? "string" : entry.type;
  return {
    type,
    unit: entry.unit,
    default:
      entry.default === null || Array.isArray(entry.default)
        ? undefined
        : (constants[entry.default] ?? entry.default),
    defaultFrom: entry.defaultKind === "fallback" ? entry.fallback : undefined,
    defaultText: entry.defaultKind === "computed" ? computedDefaults[key] : undefined,
    values: entry.values?.map(String),
    range: entry.range ?? undefined,
  };
}

/** The best page for a key: a table that explains it before a generated list. @param {any} entry */
function page(entry) {
  const docs = entry.docs ?? [];
  const best = docs.find((/** @type {any} */ doc) => doc.anchor && !doc.generated) ?? docs[0];
  if (!best) return {};
  const file = best.file.replace(/\.md$/, ".html");
  return { doc: best.anchor ? `${file}#${best.anchor}` : file, docIn: version(best.v) };
}

/** @param {any} entry */
function outdated({ deprecated, goneIn }) {
  const since = deprecated?.since ?? version(goneIn);
  return deprecated && since ? { since, use: deprecated.replacement } : undefined;
}

/** @param {string} key @param {any} entry @param {string[]} versions */
function condense(key, entry, versions) {
  const until = version(entry.lastSeen);
  const base = variable(entry, key);
  /** @type {Record<string, object>} */
  const byVersion = {};
  for (const [label, changes] of Object.entries(entry.byVersion ?? {})) {
    const at = version(label);
    if (at === undefined || !versions.includes(at)) continue;
    const then = variable({ ...entry, ...changes }, key);
    const changed = Object.entries(then).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(base[/** @type {keyof typeof base} */ (name)]),
    );
    if (changed.length > 0)
      byVersion[at] = Object.fromEntries(changed.map(([name, value]) => [name, value ?? null]));
  }
  const pattern = entry.pattern
    ? entry.modules
      ? entry.regex.replace("[^.]+", `(?:${entry.modules.join("|")})`)
      : entry.regex
    : undefined;
  return {
    ...base,
    caseless: entry.type === "enum" || entry.transform ? true : undefined,
    list: entry.seq,
    set: submitTime.has(key)
      ? "submit"
      : alsoRuntime.has(key)
        ? "runtime"
        : scopes[/** @type {keyof typeof scopes} */ (entry.scope)],
    since: entry.availableFrom ?? entry.since,
    until: until === newest ? undefined : until,
    deprecated: outdated(entry),
    removed: entry.removed && { in: entry.removed.in, use: entry.removed.replacement },
    alternatives: entry.alternatives,
    internal: entry.internal,
    source: entry.source === "entry" ? undefined : entry.source,
    ...page(entry),
    pattern,
    byVersion: Object.keys(byVersion).length > 0 ? ranges(byVersion, versions) : undefined,
  };
}

/** Joins neighbouring versions that differ from the base in the same way: {"3.3..3.5": …}. @param {Record<string, object>} byVersion @param {string[]} versions */
function ranges(byVersion, versions) {
  /** @type {{from: string, to: string, changes: object, last: number}[]} */
  const runs = [];
  for (const [index, at] of versions.entries()) {
    const changes = byVersion[at];
    if (!changes) continue;
    const run = runs.at(-1);
    if (run?.last === index - 1 && JSON.stringify(run.changes) === JSON.stringify(changes))
      Object.assign(run, { to: at, last: index });
    else runs.push({ from: at, to: at, changes, last: index });
  }
  return Object.fromEntries(
    runs.map((run) => [run.from === run.to ? run.from : `${run.from}..${run.to}`, run.changes]),
  );
}

/** @param {any} facts */
function catalogue(facts) {
  const versions = ["3.3", "3.4", "3.5", "4.0", "4.1", "4.2", newest];
  const keys = Object.keys(facts.configs).sort();
  return {
    provenance: {
      what: "Configurations of Apache Spark: names, types, units, defaults, ranges and versions. Facts only.",
      from: facts.meta.provenance
        .map((/** @type {any} */ tree) => `${tree.tree} (${tree.commit.slice(0, 10)}, ${tree.date})`)
        .join("; "),
      note: "4.2 and 4.3 are snapshots of Spark's master of 2026-05-06 and 2026-06-30. Written by scripts/data/configs.mjs.",
    },
    versions,
    configs: Object.fromEntries(keys.map((key) => [key, condense(key, facts.configs[key], versions)])),
    prefixes: Object.fromEntries(
      facts.prefixes.map((/** @type {any} */ prefix) => [
        prefix.prefix,
        {
          anySuffix: prefix.userSuffix,
          since: prefix.firstSeen === "3.0" ? undefined : version(prefix.firstSeen),
          until: version(prefix.lastSeen) === newest ? undefined : version(prefix.lastSeen),
        },
      ]),
    ),
    environment: Object.fromEntries(
      facts.envVars.map((/** @type {any} */ variable) => [
        variable.name,
        { doc: `${variable.file.replace(/\.md$/, ".html")}#${variable.anchor}`, default: variable.default },
      ]),
    ),
  };
}

/** JSON with one entry of each big table a line, so that a diff shows which facts changed. @param {any} data */
export function layOut(data) {
  const parts = Object.entries(data).map(([name, value]) => {
    if (!["configs", "prefixes", "environment"].includes(name))
      return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const lines = Object.entries(value).map(
      ([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`,
    );
    return `${JSON.stringify(name)}: {\n${lines.join(",\n")}\n}`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}

/** Whole numbers beyond 2^53 become strings, since JSON.parse would round them. @param {string} file */
const read = (file) =>
  JSON.parse(readFileSync(file, "utf8").replaceAll(/(?<=: ?)-?\d{16,}(?=[,}\s])/g, '"$&"'));

const [source] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const text =
  source === undefined ? layOut(JSON.parse(readFileSync(target, "utf8"))) : layOut(catalogue(read(source)));
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(
    "server/data/configs.json is not what scripts/data/configs.mjs writes. Run it without --check.",
  );
  process.exitCode = 1;
}
