import assert from "node:assert/strict";
import { valuesAtEnd } from "../../../server/src/plan/analyzeModule.ts";
import { schemaOf } from "../../../server/src/plan/schema/analysis.ts";
import type { Value } from "../../../server/src/plan/value.ts";
import { catalog, evaluated } from "../evaluated.ts";
import { publicFunctions, publicMembers, setup, type PublicMember } from "./publicMembers.ts";

/** What the calls of some members give, by the members' names. */
function results(members: readonly PublicMember[]): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const version of new Set(members.map((each) => each.version))) {
    const some = members.filter((each) => each.version === version);
    const program = setup + some.map(({ code }, index) => `r${index} = ${code}\n`).join("");
    const values = valuesAtEnd(evaluated(program, undefined, undefined, version));
    for (const [index, { name }] of some.entries()) {
      const value = values.get(`r${index}`);
      if (value) found.set(name, value);
    }
  }
  return found;
}

/** Annotations that promise nothing: what comes back is what the user's own function or data is. */
const isAnybodys = (gives: string | null): boolean =>
  gives === null || gives === "None" || /^(Any|[TUSKV]|type|Callable.*|list\[U\]|ClassVar.*)$/.test(gives);

/** What is not known though PySpark says its class, and why. */
const notKnown: Readonly<Record<string, string>> = {};

describe("the API of PySpark", () => {
  const members = publicMembers();
  const values = results(members);

  it("has all classes that programs meet", () => {
    assert.ok(members.length > 600, `${members.length} members`);
  });

  for (const type of new Set(members.map((each) => each.type)))
    it(`${type}: it is known what each member gives`, () => {
      const missing = members
        .filter((each) => each.type === type && !isAnybodys(each.gives) && !(each.name in notKnown))
        .filter(({ name }) => (values.get(name)?.kind ?? "unknown") === "unknown")
        .map(({ code, gives }) => `${code} → ${gives ?? ""}`);
      assert.deepEqual(missing, []);
    });

  it("gives frames whose columns are worked out, or said to be unknowable", () => {
    const missing = members.flatMap(({ name, code, gives }) => {
      const value = values.get(name);
      if (gives !== "DataFrame") return [];
      if (value?.kind !== "spark" || value.type !== "DataFrame" || !value.plan)
        return [`${code} is no frame`];
      const schema = schemaOf(value.plan);
      return schema.kind !== "closed" && /is not followed$/.test(schema.reason.text) ? [code] : [];
    });
    assert.deepEqual(missing, []);
  });

  it("has an entry for what each method does to Spark", () => {
    const missing = members.flatMap(({ name, isMethod, gives }) =>
      isMethod && !describesOnly(gives) && catalog.api.operationNamed(name) === null ? [name] : [],
    );
    assert.deepEqual(missing, []);
  });

  it("has functions that give Columns", () => {
    const functions = publicFunctions().filter(({ gives }) => gives === "Column");
    const program = `from pyspark.sql import functions as F\n${functions
      .map(({ name }, index) => `r${index} = F.${name}("a")\n`)
      .join("")}`;
    const found = valuesAtEnd(evaluated(program));
    const missing = functions.filter((_, index) => {
      const value = found.get(`r${index}`);
      return value?.kind !== "spark" || value.type !== "Column";
    });
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});

/** Columns, windows and builders: to make one does nothing yet. */
const describesOnly = (gives: string | null): boolean =>
  /^(Column|WindowSpec|Data(Frame|Stream)(Reader|Writer|WriterV2)|MergeIntoWriter|WhenMatched|WhenNotMatched|WhenNotMatchedBySource|SparkConf|Delta\w+Builder)$/.test(
    gives ?? "",
  );
