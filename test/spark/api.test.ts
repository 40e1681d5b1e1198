import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ArgumentRole } from "../../server/src/catalog/argumentRoles.ts";
import type { ApiSignature } from "../../server/src/catalog/apiCatalog.ts";
import { catalog, readData } from "../catalog/catalogFixture.ts";
import { roleCases } from "./argumentRoleCases.ts";
import { withSpark } from "./session/sparkSession.ts";

const spark = withSpark();
const { api, lists } = catalog;

/**
 * The error of each call, empty for none; null for a bad unit counts as an error. PySpark's own handling of refusals
 * costs many calls to the JVM, so it is put aside.
 */
const question = (calls: readonly string[]) => `
import json, contextlib, io
import py4j.java_gateway, py4j.protocol
pyspark_return_value = py4j.java_gateway.get_return_value
py4j.java_gateway.get_return_value = py4j.protocol.get_return_value
from pyspark.sql import functions as F
from pyspark.sql.types import StructType
df = spark.range(3).selectExpr("id", "id * 2 AS n", "'x' AS s")
df.createOrReplaceTempView("numbers")
rate = spark.readStream.format("rate").load()
# A local relation: Spark computes it while it plans, without a job.
local = spark.sql("SELECT * FROM VALUES ('x', 1) AS t(s, id)")
def one(column):
    [row] = local.select(column).collect()
    if row[0] is None:
        raise ValueError("null")
def goes_through(call):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(call)
        return ""
    except Exception as error:
        return str(error)[:300] or type(error).__name__
answer = json.dumps([goes_through(call) for call in json.loads(${JSON.stringify(JSON.stringify(calls))})])
py4j.java_gateway.get_return_value = pyspark_return_value
`;

async function outcomes(calls: readonly string[]): Promise<readonly string[]> {
  const answer = await spark.run({ code: question(calls), timeoutMs: 280_000 });
  assert.equal(answer.error, undefined);
  return JSON.parse(String(answer.values?.answer)) as string[];
}

function signatureOf(name: string, version: string): ApiSignature | null {
  const dot = name.lastIndexOf(".");
  return (
    api.functionSignature(name, version) ?? api.signature(name.slice(0, dot), name.slice(dot + 1), version)
  );
}

function listed({ choices, list }: ArgumentRole, version: string): readonly string[] {
  switch (list) {
    case "joinTypes":
      return [...lists.joinTypes(version).keys()].filter((type) => type !== "cross");
    case "saveModes":
      return [...lists.saveModes(version).keys()];
    case "outputModes":
      return [...lists.outputModes(version).keys()];
    case "explainModes":
      return lists.explainModes(version);
    default:
      return choices ?? [];
  }
}

describe("PySpark's API, against Spark itself", function () {
  this.timeout(300_000);

  it("takes what a role allows and refuses what it does not", async () => {
    const version = spark.greeting().sparkVersion;
    const wrong: string[] = [];
    const asked: { readonly text: string; readonly taken: boolean }[] = [];
    for (const { name, parameter, role, call, takes, refuses } of roleCases) {
      const signature = signatureOf(name, version);
      if (signature?.availability !== "present") continue;
      const found = signature.form.parameters.find((each) => each.name === parameter);
      const ours = found === undefined ? null : api.roles.role(name, found);
      if (ours?.kind !== role) wrong.push(`${name} ${parameter}: ${ours?.kind ?? "no role"}, not ${role}`);
      const allowed = takes ?? (ours === null ? [] : listed(ours, version));
      assert.ok(allowed.length > 0, `nothing to try for ${name} ${parameter}`);
      for (const [values, taken] of [[allowed, true] as const, [refuses, false] as const])
        for (const value of values)
          asked.push({ text: call.replaceAll("VALUE", JSON.stringify(value)), taken });
    }
    const errors = await outcomes(asked.map(({ text }) => text));
    for (const [index, { text, taken }] of asked.entries())
      if ((errors[index] === "") !== taken)
        wrong.push(`${text}: ${errors[index] === "" ? "goes through" : errors[index]}`);
    assert.deepEqual(wrong, []);
    assert.ok(asked.length > 100, `only ${asked.length} were asked`);
  });

  it("takes a string for a column's name wherever a function's parameter is a column", async () => {
    const version = spark.greeting().sparkVersion;
    const calls: string[] = [];
    for (const name of api.functionNames) {
      const signature = api.functionSignature(`functions.${name}`, version);
      const needed = signature?.form.parameters.filter(
        ({ defaultText, kind }) => defaultText === null && kind === "any",
      );
      if (signature?.availability !== "present" || needed === undefined || needed.length === 0) continue;
      const roles = needed.map((parameter) => api.roles.role(signature.name, parameter));
      const isPlain =
        needed.every(({ annotation }) => annotation === "ColumnOrName") &&
        signature.form.parameters.every(({ kind }) => kind === "any");
      if (isPlain && roles.every((role) => role?.kind === "column"))
        calls.push(
          `df.select(F.${name}(${needed.map((_, index) => (index === 0 ? "'nope'" : "'id'")).join(", ")}))`,
        );
    }
    assert.ok(calls.length > 250, `only ${calls.length}`);
    const errors = await outcomes(calls);
    assert.deepEqual(
      calls
        .filter((_, index) => !/nope/.test(errors[index] ?? ""))
        .map((call) => `${call}: ${errors[calls.indexOf(call)]}`),
      [],
    );
  });

  it("has the parameters that Python's own inspection finds", async () => {
    const version = spark.greeting().sparkVersion;
    const answer = await spark.run({
      code: `
import inspect, json
from pyspark.sql import functions as F, DataFrame, Column, GroupedData, SparkSession
def names(function, skip):
    return [each.name for each in inspect.signature(function).parameters.values()][skip:]
found = {"functions." + name: names(value, 0) for name, value in vars(F).items() if inspect.isfunction(value) and name in F.__all__}
for cls in (DataFrame, Column, GroupedData, SparkSession):
    for name, value in inspect.getmembers(cls, inspect.isfunction):
        if not name.startswith("_"):
            found[cls.__name__ + "." + name] = names(value, 1)
answer = json.dumps(found)
`,
    });
    const real = JSON.parse(String(answer.values?.answer)) as Record<string, readonly string[]>;
    const wrong = Object.entries(real).flatMap(([name, parameters]) => {
      const ours = signatureOf(name, version)?.form.parameters.map((each) => each.name);
      const plain = parameters.map((each) => each.replace(/^_[A-Za-z]\w*?__(?=[a-z])/, ""));
      return ours?.join() === plain.join() ? [] : [`${name}(${plain.join()}): ${ours?.join() ?? "unknown"}`];
    });
    assert.ok(Object.keys(real).length > 700);
    assert.deepEqual(wrong, []);
  });

  it("repeats no eight words of PySpark's own documentation", async () => {
    const { summaries } = JSON.parse(readData("api-summaries.json")) as { summaries: Record<string, string> };
    const answer = await spark.run({
      code: `
import ast, glob, json, os, pyspark, re
def runs(text):
    words = re.findall(r"\\w+", text.lower())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}
documented = set()
for file in glob.glob(os.path.join(os.path.dirname(pyspark.__file__), "sql", "**", "*.py"), recursive=True):
    with open(file, encoding="utf-8") as source:
        for node in ast.walk(ast.parse(source.read())):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
                documented |= runs(ast.get_docstring(node) or "")
summaries = json.loads(${JSON.stringify(JSON.stringify(summaries))})
answer = json.dumps([name for name, text in summaries.items() if runs(text) & documented])
known = len(documented)
`,
    });
    assert.ok(Number(answer.values?.known) > 50_000);
    assert.deepEqual(JSON.parse(String(answer.values?.answer)), []);
  });
});
