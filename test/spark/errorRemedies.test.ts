import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readData } from "../catalog/catalogFixture.ts";
import { findSpark } from "./session/environment.ts";

const run = promisify(execFile);

/** Prints the text of every message of Spark, of the JVM and of PySpark. */
const script = `
import glob, json, os, pyspark, zipfile
home = os.path.dirname(pyspark.__file__)
texts = []
def walk(value):
    if isinstance(value, str): texts.append(value)
    elif isinstance(value, list): texts.append(" ".join(each for each in value if isinstance(each, str)))
    elif isinstance(value, dict):
        for each in value.values(): walk(each)
for jar in glob.glob(os.path.join(home, "jars", "spark-*.jar")):
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.startswith("error/") and name.endswith(".json"): walk(json.loads(archive.read(name)))
own = os.path.join(home, "errors", "error-conditions.json")
if os.path.exists(own): walk(json.load(open(own)))
print(json.dumps(texts))
`;

interface Remedies {
  readonly [table: string]: Readonly<Record<string, { readonly cause: string; readonly remedy: string }>>;
}

const most = 7;

/** All runs of eight words, without punctuation. */
function runsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\w.']+/g) ?? [];
  return words.slice(most).map((_, index) => words.slice(index, index + most + 1).join(" "));
}

describe("causes and remedies of errors", () => {
  it("are in our own words: no eight in a row are Spark's", async () => {
    const { python, env } = await findSpark();
    const { stdout } = await run(python, ["-c", script], { env, maxBuffer: 64 * 1024 * 1024 });
    const texts = JSON.parse(stdout) as readonly string[];
    assert.ok(texts.length > 1000, String(texts.length));
    const theirs = new Set(texts.flatMap(runsOf));
    const { conditions, pythonConditions, exceptions } = JSON.parse(
      readData("error-remedies.json"),
    ) as Remedies;
    for (const table of [conditions, pythonConditions, exceptions])
      for (const [name, { cause, remedy }] of Object.entries(table ?? {}))
        for (const words of [...runsOf(cause), ...runsOf(remedy)])
          assert.ok(!theirs.has(words), `${name}: "${words}"`);
  });
});
