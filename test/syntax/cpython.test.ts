import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { nodeEntries, type NodeEntry } from "./astNodes.ts";
import { checkModule } from "./checkTree.ts";
import { loadParser } from "./loadParser.ts";
import { size } from "../portion.ts";

const parser = await loadParser();

/** Every how manieth file of Python's standard library is compared; SHUFFLEWISE_ALL=1 takes them all. */
const step = process.env["SHUFFLEWISE_ALL"] === "1" ? 1 : size(12, 48);

interface JudgedFile {
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly NodeEntry[];
}

describe("the standard library, as CPython reads it", () => {
  const files = judge(libraryFiles().filter((_, index) => index % step === 0));

  it("has files that CPython can parse", () => assert.ok(files.length > 10, `${files.length} files`));

  for (const { path, text, nodes } of files) {
    it(path, () => {
      const module = parseModule(parser, text);
      checkModule(module);
      assert.deepEqual(
        module.units.flatMap(({ errors }) => errors),
        [],
      );
      const ours = nodeEntries(module);
      const known = nodes.map((node, index) => withoutUnknown(node, ours[index]));
      assert.deepEqual(
        ours.map((node, index) => withoutUnknown(node, nodes[index])).map(String),
        known.map(String),
      );
    });
  }
}).timeout(120_000);

/**
 * The entry without its detail where the two cannot agree: we do not know the names in `\\N{…}`, and escaped surrogates
 * make a character in UTF-16 and none in Python.
 */
function withoutUnknown(entry: NodeEntry, other: NodeEntry | undefined): NodeEntry {
  const isUnknown = [entry, other].some((each) => {
    const detail = each?.[3];
    return typeof detail !== "string" || detail.includes("\ufffd");
  });
  return isUnknown ? [entry[0], entry[1], entry[2], null] : entry;
}

function run(args: readonly string[], input: string): string {
  const { status, stdout, stderr, error } = spawnSync("python3", args, {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  assert.equal(status, 0, `python3: ${error?.message ?? stderr}`);
  return stdout;
}

function libraryFiles(): readonly string[] {
  const folder = run(["-c", "import os; print(os.path.dirname(os.__file__))"], "").trim();
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py") && !path.includes("site-packages"))
    .sort()
    .map((path) => join(folder, path));
}

function judge(paths: readonly string[]): readonly JudgedFile[] {
  return run([join(import.meta.dirname, "cpython_nodes.py")], paths.join("\n"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JudgedFile);
}
