import { Ajv } from "ajv";
import assert from "node:assert/strict";
import type {
  ConfigFile,
  ConfigNotesFile,
  EcosystemFile,
  ExplanationFile,
} from "../../server/src/catalog/configData.ts";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { checkConfigValue } from "../../server/src/catalog/configValue.ts";
import { rowIn } from "../../server/src/catalog/versioned.ts";
import { configs, readData } from "./catalogFixture.ts";

const parse = (name: string): unknown => JSON.parse(readData(name));
const data = parse("configs.json") as ConfigFile;
const notes = parse("config-notes.json") as ConfigNotesFile;
const ecosystem = parse("config-ecosystem.json") as EcosystemFile;
const explanations = parse("config-explanations.json") as ExplanationFile;

describe("configuration data", () => {
  for (const name of ["configs", "config-notes", "config-ecosystem", "config-explanations"])
    it(`${name}.json fits its schema`, () => {
      const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { regex: true } });
      const validate = ajv.compile(parse(`schema/${name}.schema.json`) as object);
      const fits = validate(parse(`${name}.json`));
      assert.ok(fits, ajv.errorsText(validate.errors, { separator: "\n" }));
    });

  const counts: readonly (readonly [string, number, number])[] = [
    ["3.3", 1056, 776],
    ["3.4", 1121, 805],
    ["3.5", 1154, 820],
    ["4.0", 1309, 873],
    ["4.1", 1449, 917],
    ["4.2", 1542, 965],
    ["4.3", 1652, 1015],
  ];
  for (const [version, all, open] of counts)
    it(`holds the ${all} entries that Spark ${version} registers, ${open} of them public`, () => {
      const rows = Object.values(data.configs)
        .map((row) => rowIn(row, data.versions, version))
        .filter((row) => row !== null && row.source === undefined);
      assert.equal(rows.length, all);
      assert.equal(rows.filter((row) => row?.internal !== true).length, open);
    });

  it("has no note that says what the install says too", () => {
    const repeated = Object.entries(notes.configs).flatMap(([key, note]) => {
      const row: object | undefined = data.configs[key];
      const same = Object.entries(note).filter(
        ([field, value]) =>
          row !== undefined && JSON.stringify(Reflect.get(row, field)) === JSON.stringify(value),
      );
      return same.map(([field]) => `${key}: ${field}`);
    });
    assert.deepEqual(repeated, []);
  });

  it("explains only keys and families that exist", () => {
    const unknown = Object.keys(explanations.configs).filter(
      (key) =>
        ![data.configs, notes.configs, notes.prefixes, ecosystem.configs].some((table) => key in table),
    );
    assert.deepEqual(unknown, []);
  });

  it("names only related keys that exist", () => {
    const missing = Object.entries(explanations.configs).flatMap(([key, { related }]) =>
      (related ?? []).filter((each) => !configs.entry(each, "4.3")).map((each) => `${key} → ${each}`),
    );
    assert.deepEqual(missing, []);
  });

  it("offers only examples that Spark would take", () => {
    const own = Object.entries(ecosystem.configs).map(
      ([key, { examples }]) => [key, { values: examples }] as const,
    );
    const refused = [...Object.entries(explanations.configs), ...own].flatMap(([key, { values }]) => {
      const entry = configs.entry(key, "4.1");
      return (values ?? []).flatMap((value) => {
        const check = entry ? checkConfigValue(entry, value) : null;
        return check && !check.ok ? [`${key} = ${value}: ${check.problem}`] : [];
      });
    });
    assert.deepEqual(refused, []);
  });

  it("has defaults that pass their own checks, in every version", () => {
    const refused = [...Object.keys(data.configs), ...Object.keys(ecosystem.configs)].flatMap((key) =>
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
    const missing = knownVersions.flatMap((version) =>
      Object.keys(data.configs).flatMap((key) =>
        (configs.entry(key, version)?.replacements ?? [])
          .filter((use) => !configs.entry(use, version))
          .map((use) => `${version}: ${key} → ${use}`),
      ),
    );
    assert.deepEqual(missing, []);
  });
});
