import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { parseDataType } from "../../server/src/catalog/dataTypeText.ts";
import type { PythonKind } from "../../server/src/rules/pythonKind.ts";
import { becomes, type Outcome, type Transport } from "../../server/src/rules/udfReturns.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();
const script = fs.readFileSync(path.join(import.meta.dirname, "udf/returns.py"), "utf8");

const kinds = "bool int float str bytes Decimal date datetime list tuple dict set".split(" ") as PythonKind[];
const types = [
  "boolean",
  "bigint",
  "double",
  "string",
  "decimal(10,2)",
  "date",
  "timestamp",
  "array<int>",
  "map<string,int>",
  "struct<a:int,b:int>",
];
/** What comes of a day in a whole number depends on its width; nothing is said of it. */
const isUnsaid = (type: string, kind: PythonKind): boolean => type === "bigint" && kind.startsWith("date");
/** What raises costs a job each: some of those are asked, in turn. */
const raising = (type: string, kind: PythonKind): boolean =>
  (kinds.indexOf(kind) + types.indexOf(type)) % 6 === 0;

const outcomeOf = (transport: Transport, type: string, kind: PythonKind): Outcome | null =>
  becomes(kind, parseDataType(type)!, transport);

const questions = Object.fromEntries(
  (["pickle", "arrow"] as const).map((transport) => [
    transport,
    Object.fromEntries(
      types.map((type) => [
        type,
        kinds.filter(
          (kind) =>
            !isUnsaid(type, kind) && (outcomeOf(transport, type, kind) !== "raises" || raising(type, kind)),
        ),
      ]),
    ),
  ]),
) as Record<Transport, Record<string, PythonKind[]>>;

let answers: Promise<Record<Transport, Record<string, Record<string, string | null>>>> | undefined;

async function ask() {
  const answer = await spark.run({
    code: `QUESTIONS = json.loads(${JSON.stringify(JSON.stringify(questions))})\n${script}`,
    setup: "import json",
    prelude: false,
    timeoutMs: 500_000,
  });
  assert.equal(answer.error?.message, undefined);
  return JSON.parse(String(answer.values?.ANSWERS)) as Awaited<NonNullable<typeof answers>>;
}

/** What Spark shows for an outcome. */
const shown: Readonly<Partial<Record<Outcome, RegExp>>> = {
  raises: /^raises$/,
  text: /./,
  cut: /^[12]$/,
  parsed: /^12(\.0)?$/,
  days: /^1970-01-0[23]$/,
  truth: /^true$/,
};

describe("what becomes of a UDF's value of another type", function () {
  this.timeout(520_000);
  for (const [transport, asked] of Object.entries(questions) as [Transport, Record<string, PythonKind[]>][])
    for (const [type, names] of Object.entries(asked))
      it(`${transport}: ${type}`, async () => {
        const seen = (await (answers ??= ask()))[transport][type]!;
        for (const kind of names) {
          const outcome = outcomeOf(transport, type, kind);
          const value = seen[kind] ?? null;
          const label = `${kind} arrives as ${value ?? "null"}, not ${outcome ?? "itself"}`;
          if (outcome === "null") assert.equal(value, null, label);
          else if (outcome === null) assert.ok(value !== null && value !== "raises", label);
          else assert.match(value ?? "", shown[outcome] ?? /./, label);
        }
      });
});
