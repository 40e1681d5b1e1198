/**
 * Writes server/data/pyspark-api.json: what PySpark's classes and functions are called and what they return.
 * Usage: node scripts/data/pysparkApi.mjs SOURCE, where SOURCE is a JSON file {classes, functions} as read from
 * PySpark's own annotations (see server/data/SOURCES.md).
 */
import fs from "node:fs";
import path from "node:path";

const source = process.argv[2];
if (source === undefined) throw new Error("Name the source file: node scripts/data/pysparkApi.mjs SOURCE");
const api = JSON.parse(fs.readFileSync(source, "utf8"));

/** Packages whose classes are known by their short name. */
const shortPackages = ["pyspark.", "pyspark.sql.", "pyspark.sql.streaming."];
/** @param {string} qualified */
const shortName = (qualified) =>
  shortPackages.some(
    (prefix) => qualified.startsWith(prefix) && !qualified.slice(prefix.length).includes("."),
  ) || qualified === "pyspark.sql.SparkSession.Builder"
    ? qualified.slice(qualified.lastIndexOf(".") + 1)
    : qualified;

const classNames = Object.keys(api.classes);
const byShort = new Map(classNames.map((name) => [name.slice(name.lastIndexOf(".") + 1), shortName(name)]));
byShort.set("ParentDataFrame", "DataFrame");
byShort.set("UserDefinedFunctionLike", "UserDefinedFunction");

/** The API class that an annotation names first, or null. @param {string | undefined} annotation */
const returned = (annotation) => {
  if (annotation === undefined) return null;
  const inner = /^Optional\['?([\w.]+)'?\]$/.exec(annotation)?.[1] ?? annotation;
  const name = /^(?:Union\[)?'?([\w.]+)/.exec(inner)?.[1] ?? "";
  return byShort.get(name.slice(name.lastIndexOf(".") + 1)) ?? null;
};

/** Attributes whose class no annotation tells (pyspark/sql/session.py, pyspark/sql/window.py, 4.1). */
const unannotated = { "SparkSession.builder": "Builder" };

const lines = [];
const wanted = classNames.filter(
  (name) =>
    /^pyspark\.(sql\.(streaming\.)?|)\w+(\.Builder)?$/.test(name) &&
    !/(errors|Listener|Event|Progress)/.test(name),
);
for (const qualified of wanted.sort()) {
  const name = shortName(qualified);
  /** @type {Record<string, string>} */
  const members = {};
  for (const [member, facts] of Object.entries(api.classes[qualified].members).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (member.startsWith("_")) continue;
    const returns =
      unannotated[/** @type {keyof typeof unannotated} */ (`${name}.${member}`)] ?? returned(facts.returns);
    const isProperty = ["property", "attribute", "instanceAttribute", "constant"].includes(facts.kind);
    members[member] = `${isProperty ? "." : ""}${returns ?? ""}`;
  }
  lines.push(`${JSON.stringify(name)}:${JSON.stringify({ qualified, members })}`);
}
const functions = Object.entries(api.functions)
  .filter(([, facts]) => returned(facts.returns) === "Column" || facts.returns === "DataFrame")
  .map(([name, facts]) => `${JSON.stringify(name)}:${JSON.stringify(returned(facts.returns))}`)
  .sort();
const text = `{"$schema":"./schema/pyspark-api.schema.json",\n"classes":{\n${lines.join(",\n")}\n},\n"functions":{\n${functions.join(",\n")}\n}}\n`;
fs.writeFileSync(path.resolve(import.meta.dirname, "../../server/data/pyspark-api.json"), text);
