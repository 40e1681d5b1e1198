import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ConfigFile, ExplanationFile } from "../../server/src/catalog/configData.ts";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { checkConfigValue } from "../../server/src/catalog/configValue.ts";
import { configs, readData } from "./catalogFixture.ts";

const parse = (name: string): unknown => JSON.parse(readData(name));
const data = parse("configs.json") as ConfigFile;
const explanations = parse("config-explanations.json") as ExplanationFile;

describe("configuration data", () => {
  for (const name of ["configs", "config-explanations"])
    it(`${name}.json fits its schema`, () => {
      const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { regex: true } });
      const validate = ajv.compile(parse(`schema/${name}.schema.json`) as object);
      const fits = validate(parse(`${name}.json`));
      assert.ok(fits, ajv.errorsText(validate.errors, { separator: "\n" }));
    });

  it("configs.json is laid out by its generator, one key a line", () => {
    const script = fileURLToPath(new URL("../../scripts/data/configs.mjs", import.meta.url));
    const run = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    assert.ok(readData("configs.json").split("\n").length > Object.keys(data.configs).length);
  });

  it("holds every key of Spark that we know of", () => assert.equal(Object.keys(data.configs).length, 2128));

  it("explains only keys and families that exist", () => {
    const unknown = Object.keys(explanations.configs).filter(
      (key) => !(key in data.configs) && !(key in data.prefixes),
    );
    assert.deepEqual(unknown, []);
  });

  it("offers only examples that Spark would take", () => {
    const refused = Object.entries(explanations.configs).flatMap(([key, { values }]) => {
      const entry = configs.entry(key, "4.1");
      return (values ?? []).flatMap((value) => {
        const check = entry ? checkConfigValue(entry, value) : null;
        return check && !check.ok ? [`${key} = ${value}: ${check.problem}`] : [];
      });
    });
    assert.deepEqual(refused, []);
  });

  it("has defaults that pass their own checks, in every version", () => {
    const refused = Object.keys(data.configs).flatMap((key) =>
      knownVersions.flatMap((version) => {
        const entry = configs.entry(key, version);
        if (!entry || entry.default === null) return [];
        const check = checkConfigValue(entry, entry.default);
        return check.ok ? [] : [`${key} in ${version}: ${check.problem}`];
      }),
    );
    assert.deepEqual(refused, []);
  });

  it("replaces keys by keys that exist", () => {
    const missing = Object.entries(data.configs).flatMap(([key, { deprecated, removed }]) =>
      [...(deprecated?.use ?? []), ...(removed?.use ?? [])]
        .filter((use) => /^spark\.[\w.]+$/.test(use) && !configs.entry(use, "4.1"))
        .map((use) => `${key} → ${use}`),
    );
    assert.deepEqual(missing, []);
  });
});
