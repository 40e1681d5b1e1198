import assert from "node:assert/strict";
import { fileFilter } from "../../server/src/analysis/globs.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { readSettings, resolveOptions, type OptionsLayer } from "../../server/src/analysis/settings.ts";
import { collectRule, countRule, showRule } from "./analyzed.ts";

const rules = [collectRule, countRule, showRule];

describe("settings", () => {
  const valid: readonly [name: string, text: string, options: OptionsLayer][] = [
    ["a profile", 'profile = "strict"', { profile: "strict" }],
    ["a version", 'spark-version = "3.5.1"', { sparkVersion: "3.5" }],
    ["a version without quotes", "spark-version = 3.5", { sparkVersion: "3.5" }],
    ["a platform", 'platform = "databricks"', { platform: "databricks" }],
    ["evidence", 'evidence = "names"', { evidence: "names" }],
    [
      "rules",
      'select = ["no-collect", "driver-memory"]\nignore = ["no-count"]',
      { select: ["no-collect", "driver-memory"], ignore: ["no-count"] },
    ],
    ["files", 'exclude = ["old/"]\ninclude = ["jobs/**"]', { exclude: ["old/"], include: ["jobs/**"] }],
    [
      "severities",
      '[rules]\nno-collect = "off"\nunused-suppression = "error"',
      { rules: { "no-collect": "off", "unused-suppression": "error" } },
    ],
    ["nothing", "", {}],
  ];
  for (const [name, text, options] of valid)
    it(`reads ${name}`, () => {
      assert.deepEqual(readSettings(text, "shufflewise", rules), { options, problems: [] });
    });

  it("reads its table of a pyproject.toml alone", () => {
    const text =
      '[tool.ruff]\nselect = ["E"]\n[tool.shufflewise]\nprofile = "relaxed"\n[tool.shufflewise.rules]\nno-count = "hint"\n';
    assert.deepEqual(readSettings(text, "pyproject", rules), {
      options: { profile: "relaxed", rules: { "no-count": "hint" } },
      problems: [],
    });
    assert.deepEqual(readSettings("[tool.ruff]\nfix = true\n", "pyproject", rules).problems, []);
  });

  const broken: readonly [name: string, text: string, at: string, message: RegExp, options?: OptionsLayer][] =
    [
      ["an unknown key", 'profil = "strict"', "profil", /no setting `profil`. Did you mean `profile`/],
      [
        "pyproject's table",
        '[tool.shufflewise]\nprofile = "strict"',
        "[tool.shufflewise]",
        /`tool`.*at its top, without/,
      ],
      [
        "an unknown profile",
        'profile = "strickt"',
        '"strickt"',
        /"relaxed", "recommended", "strict".*mean `strict`/,
      ],
      ["a platform that is none", 'platform = "databrick"', '"databrick"', /"emr".*mean `databricks`/],
      ["a wrong type", "evidence = 3", "3", /"certain"/],
      ["a version that is none", 'spark-version = "new"', '"new"', /version such as/],
      ["a list that is none", 'ignore = "no-count"', '"no-count"', /list of strings/],
      [
        "an item that is no string",
        "exclude = [\n  # old\n  'a', 3]",
        "3",
        /list of strings/,
        { exclude: ["a"] },
      ],
      [
        "an unknown rule in a list",
        'ignore = ["no-count", "no-colect"]',
        '"no-colect"',
        /mean `no-collect`/,
        { ignore: ["no-count"] },
      ],
      [
        "an unknown rule",
        'rules = { "no-colect" = "off" }',
        '"no-colect"',
        /mean `no-collect`/,
        { rules: {} },
      ],
      ["an unknown severity", '[rules]\nno-collect = "of"', '"of"', /"off".*mean `off`/, { rules: {} }],
      ["rules that are no table", "rules = 1", "1", /table/],
      ["a dotted key", 'rules.no-collect = "loud"', '"loud"', /severity/, { rules: {} }],
      ["text behind long strings", "x = '''\nprofile = 1\n'''\nprofile = 2", "2", /profile/],
    ];
  for (const [name, text, at, message, options] of broken)
    it(`places ${name}`, () => {
      const result = readSettings(text, "shufflewise", rules);
      const problem = result.problems.at(-1);
      assert.equal(text.slice(problem?.start, problem?.end), at);
      assert.match(problem?.message ?? "", message);
      assert.deepEqual(result.options, options ?? {});
    });

  it("places what is no TOML", () => {
    const text = '[tool.shufflewise]\nprofile = "strict\n';
    const { options, problems } = readSettings(text, "pyproject", rules);
    assert.deepEqual(options, {});
    assert.equal(problems.length, 1);
    assert.ok((problems[0]?.start ?? 0) >= text.indexOf("profile"));
    assert.match(problems[0]?.message ?? "", /not valid TOML/);
  });

  it("never throws", () => {
    const text =
      '[tool.shufflewise]\nselect = ["no-collect"]\n[tool.shufflewise.rules]\n"no-count" = { a = [1, "x\\"y"] }\n';
    for (let length = 0; length <= text.length; length++)
      readSettings(text.slice(0, length), "pyproject", rules);
    for (const odd of [
      "tool = 3",
      "tool.shufflewise = 3",
      "\u0000",
      "[[tool.shufflewise]]",
      "x = 1979-05-27",
    ])
      readSettings(odd, "pyproject", rules);
  });

  it("lays one source over the other", () => {
    const options = resolveOptions(
      { profile: "strict", ignore: ["a"], rules: { a: "off", b: "off" } },
      { ignore: ["b"], rules: { b: "error" } },
    );
    assert.deepEqual(options, {
      ...defaultOptions,
      profile: "strict",
      ignore: ["b"],
      rules: { a: "off", b: "error" },
    });
  });
});

describe("fileFilter", () => {
  const cases: readonly [exclude: string[], include: string[], path: string, expected: boolean][] = [
    [[], [], "a.py", true],
    [["old/"], [], "old/a.py", false],
    [["*_test.py"], [], "jobs/a_test.py", false],
    [["/gen", "!gen/keep.py"], [], "gen/a.py", false],
    [[], ["jobs/**"], "jobs/a.py", true],
    [[], ["jobs/**"], "lib/a.py", false],
    [["jobs/old"], ["jobs"], "jobs/old/a.py", false],
    [["*"], [], "../outside.py", true],
  ];
  for (const [exclude, include, path, expected] of cases)
    it(`${path} with exclude ${JSON.stringify(exclude)}, include ${JSON.stringify(include)}: ${expected}`, () => {
      assert.equal(fileFilter({ exclude, include })(path), expected);
    });
});
