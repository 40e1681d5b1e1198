import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { parseProfiles, problemsOf, profileFields } from "../../server/src/submit/profile.ts";

const root = path.resolve(import.meta.dirname, "../..");

describe("a file of profiles", () => {
  it("may have comments and trailing commas", () => {
    const file = parseProfiles(`{
      // where
      "defaultProfile": "b",
      "profiles": { "a": { "master": "local", }, "b": { "driverCores": 2 /* cores */ } },
    }`);
    assert.deepEqual(file.problems, []);
    assert.deepEqual([...file.profiles.keys()], ["a", "b"]);
    assert.equal(file.defaultProfile, "b");
  });

  it("lets a profile extend another", () => {
    const text = JSON.stringify({
      profiles: {
        base: { master: "local", args: ["x"], conf: { "spark.a": "1", "spark.b": "1" }, env: { A: "1" } },
        top: { extends: "base", args: ["y"], conf: { "spark.b": "2" } },
      },
    });
    const { profiles, problems } = parseProfiles(text);
    const top = profiles.get("top");
    assert.deepEqual(problems, []);
    assert.deepEqual([top?.texts, top?.lists, top?.env], [{ master: "local" }, { args: ["y"] }, { A: "1" }]);
    assert.deepEqual(top?.conf, { "spark.a": "1", "spark.b": "2" });
    const place = top.places["conf.spark.b"];
    assert.equal(text.slice(place?.start, place?.end), '"2"');
  });

  /** The problem, and the text that it underlines. */
  const broken: readonly (readonly [string, readonly (readonly [RegExp, string])[]])[] = [
    ["{}", []],
    ["", [[/value expected/, ""]]],
    ["[1]", [[/Profiles are written as/, "[1]"]]],
    ['{"profiles": []}', [[/must be an object with one member/, "[]"]]],
    ['{"profiles": {"a": 1}}', [[/"a" must be an object/, "1"]]],
    ['{"profiles": {"a": {"master": 1}}}', [[/"master" must be a string/, "1"]]],
    ['{"profiles": {"a": {"driverCores": "2"}}}', [[/"driverCores" must be a number/, '"2"']]],
    ['{"profiles": {"a": {"supervise": "yes"}}}', [[/must be true or false/, '"yes"']]],
    ['{"profiles": {"a": {"jars": "a.jar"}}}', [[/"jars" must be a list/, '"a.jar"']]],
    ['{"profiles": {"a": {"conf": {"spark.a": null}}}}', [[/value of "spark.a" must be/, "null"]]],
    ['{"profiles": {"a": {"masters": "x"}}}', [[/no field "masters"/, '"x"']]],
    ['{"profiles": {"a": {"extends": "b"}}}', [[/extends "b", which does not exist; there are a/, '"b"']]],
    ['{"profiles": {"a": {"extends": "a"}}}', [[/in a circle: a → a/, '"a"']]],
    ['{"defaultProfile": "z", "profiles": {"a": {}}}', [[/no profile "z"; there are a/, '"z"']]],
  ];
  for (const [text, expected] of broken) {
    it(`is told to be wrong at the right place: ${text}`, () => {
      const { problems } = parseProfiles(text);
      assert.equal(problems.length, expected.length, JSON.stringify(problems));
      for (const [index, [message, underlined]] of expected.entries()) {
        const problem = problems[index];
        assert.match(problem?.message ?? "", message);
        assert.equal(text.slice(problem?.start, problem?.end), underlined);
      }
    });
  }

  const [circle, masterIsText] = [/in a circle/, /"master" must be a string/];
  const beside: readonly (readonly [taken: string, told: readonly RegExp[]])[] = [
    ["fine", []],
    ["round", [circle]],
    ["into", [circle]],
    ["wrong", [masterIsText]],
    ["above", [masterIsText]],
  ];
  for (const [taken, told] of beside) {
    it(`tells who takes "${taken}" of its own mistakes and of those it inherits, no others`, () => {
      const file = parseProfiles(
        JSON.stringify({
          profiles: {
            fine: { master: "local" },
            round: { extends: "back" },
            back: { extends: "round" },
            into: { extends: "round" },
            wrong: { master: 1 },
            above: { extends: "wrong" },
          },
        }),
      );
      const messages = problemsOf(file, file.profiles.get(taken) ?? null).map(({ message }) => message);
      assert.ok(messages.length >= told.length);
      for (const message of messages)
        assert.ok(
          told.some((expected) => expected.test(message)),
          message,
        );
    });
  }

  it("keeps what is well-formed when it is half typed", () => {
    const { profiles, problems } = parseProfiles(
      '{"profiles": {"a": {"master": "local[2]", "conf": {"spark.x": ',
    );
    assert.equal(profiles.get("a")?.texts.master, "local[2]");
    assert.ok(problems.length > 0);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `{"profiles": {"a": ${text}`),
        ),
        (text) => {
          parseProfiles(text);
        },
      ),
    );
  });

  it("has a schema with the same fields", () => {
    const schema = JSON.parse(
      readFileSync(path.join(root, "client/schemas/shufflewise.schema.json"), "utf8"),
    ) as {
      definitions: { profile: { properties: Record<string, unknown> } };
    };
    const described = Object.keys(schema.definitions.profile.properties);
    assert.deepEqual(described.toSorted(), [...profileFields, "description", "extends"].toSorted());
    new Ajv({ strict: false }).compile(schema);
  });
});
