import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { rules } from "../../server/src/rules/registry.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const readJson = (file: string): unknown => JSON.parse(read(file));
const exists = (file: string): boolean => fs.existsSync(path.join(root, file));

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
    readonly configuration:
      | { readonly properties: Readonly<Record<string, Setting>> }
      | readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly when?: string }[]>
    >;
  };
}

interface Setting {
  readonly description?: string;
  readonly markdownDescription?: string;
}

const manifest = readJson("package.json") as Manifest;
const texts = exists("package.nls.json")
  ? (readJson("package.nls.json") as Readonly<Record<string, string>>)
  : {};

/** A text of the manifest as people see it. */
const shown = (text: string): string => (/^%.+%$/.test(text) ? (texts[text.slice(1, -1)] ?? text) : text);

const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n").filter(exists);

describe("rules", () => {
  for (const rule of rules)
    it(`${rule.id} has its page and a short summary`, () => {
      const page = read(`server/src/rules/${rule.id}.md`);
      assert.ok(page.startsWith(`# ${rule.id}\n`), "the page's heading is the rule's id");
      assert.ok(rule.summary.length <= 60 && !rule.summary.endsWith("."), rule.summary);
      assert.match(rule.since, /^\d+\.\d+\.\d+$/);
      assert.ok(rule.profiles.length > 0, "on in some profile");
    });

  it("every page has its rule", () => {
    const pages = fs.readdirSync(path.join(root, "server/src/rules")).filter((name) => name.endsWith(".md"));
    assert.deepEqual(
      pages.map((name) => name.slice(0, -3)).toSorted(),
      rules.map((rule) => rule.id).toSorted(),
    );
  });
});

describe("commands", () => {
  const readme = read("README.md");
  const hidden = new Set(
    (manifest.contributes.menus["commandPalette"] ?? [])
      .filter((entry) => entry.when === "false")
      .map((entry) => entry.command),
  );
  for (const { command, title, category } of manifest.contributes.commands)
    it(`${command} is named, and in the README if it is in the palette`, () => {
      assert.equal(category, "Shufflewise");
      assert.ok(!shown(title).startsWith("%"), `${title} has no text`);
      if (!hidden.has(command))
        assert.ok(readme.includes(shown(title)), `the README does not mention "${shown(title)}"`);
    });
});

describe("settings", () => {
  const { configuration } = manifest.contributes;
  const groups = "properties" in configuration ? [configuration] : configuration;
  const readme = read("README.md");
  for (const [key, setting] of groups.flatMap((group) => Object.entries(group.properties)))
    it(`${key} is documented`, () => {
      const text = shown(setting.markdownDescription ?? setting.description ?? "");
      assert.ok(text.length > 10 && !text.startsWith("%"), "it has a description");
      assert.ok(readme.includes(key), "the README names it");
    });
});

describe("texts of the manifest", () => {
  it("every %key% has a text, and every text is used", () => {
    const used = new Set([...read("package.json").matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] ?? ""));
    assert.deepEqual(
      [...used].filter((key) => texts[key] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(texts).filter((key) => !used.has(key)),
      [],
    );
  });
});

describe("data", () => {
  const options = { allErrors: true, strict: false };
  const files = fs.readdirSync(path.join(root, "server/data")).filter((name) => name.endsWith(".json"));
  for (const file of files)
    it(`${file} is as its schema says`, () => {
      const data = readJson(`server/data/${file}`);
      const schema = readJson(`server/data/schema/${file.replace(".json", ".schema.json")}`) as {
        readonly $schema?: string;
      };
      const ajv = schema.$schema?.includes("draft-07") === true ? new Ajv(options) : new Ajv2020(options);
      const validate = ajv.compile(schema);
      assert.ok(validate(data), ajv.errorsText(validate.errors?.slice(0, 5)));
    });
});

describe("the repository", () => {
  const code = tracked.filter(
    (file) => /\.(ts|mjs|py)$/.test(file) && !/^(examples|server\/data)\//.test(file),
  );

  it("has no test that is skipped or runs alone", () => {
    const marks = /\b(it|describe)\.(only|skip)\(/;
    assert.deepEqual(
      code.filter(
        (file) => file.startsWith("test/") && file !== "test/repo/tidy.test.ts" && marks.test(read(file)),
      ),
      [],
    );
  });

  it("has no name that says nothing", () => {
    assert.deepEqual(
      tracked.filter((file) => /(^|\/)(utils?|helpers?|misc|common|manager)[^/]*$/i.test(file)),
      [],
    );
  });

  it("silences no check", () => {
    const marks = /@ts-(ignore|nocheck|expect-error)|eslint-disable|\bas any\b/;
    assert.deepEqual(
      code.filter((file) => file !== "test/repo/tidy.test.ts" && marks.test(read(file))),
      [],
    );
  });

  it("keeps to plain text without trailing blanks", () => {
    const wrong = tracked
      .filter((file) => /\.(md|ts|mjs|json|py)$/.test(file) && !/fixtures|package-lock/.test(file))
      .filter((file) => /[ \t]+\n/.test(read(file)) || read(file).includes("\r"));
    assert.deepEqual(wrong, []);
  });

  it("has an Unreleased section in its changelog", () => {
    assert.match(read("CHANGELOG.md"), /^## Unreleased$/m);
  });

  it("has no dead link in its own pages", () => {
    const pages = tracked.filter((file) => file.endsWith(".md") && !file.startsWith("test/"));
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:|command:)([^)#\s]+)(#[^)]*)?\)/g)]
        .map((match) => path.join(path.dirname(page), match[1] ?? ""))
        .filter((target) => !exists(target))
        .map((target) => `${page} → ${target}`),
    );
    assert.deepEqual(dead, []);
  });
});
