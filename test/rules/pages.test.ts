import assert from "node:assert/strict";
import type { Analysis } from "../../server/src/analysis/analyze.ts";
import type { Finding } from "../../server/src/analysis/finding.ts";
import { rules } from "../../server/src/rules/registry.ts";
import type { Profile, Rule } from "../../server/src/rules/rule.ts";
import { portion } from "../portion.ts";
import { seededRandom } from "../syntax/randomEdits.ts";
import { readCases, readPage, type Block, type Page } from "./blocks.ts";
import { checked, edited, editsOf, overlap, plain, syntaxErrors } from "./checked.ts";
import { checkTitle } from "./titleStyle.ts";

const sections = ["## Why it hurts", "## What to do", "## When it is fine", "## Example"];

for (const rule of rules)
  describe(`rule ${rule.id}`, () => {
    const page = readPage(`server/src/rules/${rule.id}.md`);
    const cases = readCases(rule.id);
    const profile: Profile = rule.profiles.includes("recommended") ? "recommended" : "strict";

    it("has a page of the usual form", () => {
      assert.deepEqual(page.problems, []);
      assert.deepEqual(page.headings, [`# ${rule.id}`, ...sections]);
      const [, blank, summary] = page.text.split("\n");
      assert.equal(blank, "");
      assert.match(summary ?? "", /^[A-Z`].*[.]$/, "a sentence stands below the heading");
      assert.ok(rule.summary.length <= 60, `the summary has ${rule.summary.length} characters`);
      const count = (kind: Block["kind"]): number =>
        page.blocks.filter((block) => block.kind === kind).length;
      assert.ok(count("bad") >= 3, "at least three bad blocks");
      assert.ok(count("good") >= 5, "at least five good blocks");
      if (rule.fix !== "none") assert.ok(count("fixed") >= 1, "a rule with a fix shows it");
    });

    if (cases) it("has further cases of the usual form", () => assert.deepEqual(cases.problems, []));

    it("has no block twice", () => {
      const seen = new Map<string, string>();
      for (const block of [...page.blocks, ...(cases?.blocks ?? [])].filter(({ kind }) => kind !== "fixed")) {
        const key = block.text.replaceAll(/#.*|\s/g, "");
        const place = `${block.file}:${block.line}`;
        assert.equal(seen.get(key), undefined, `${place} repeats a block`);
        seen.set(key, place);
      }
    });

    for (const source of [page, ...(cases ? [cases] : [])] satisfies Page[]) {
      const inEveryForm = new Set(portion(source.blocks, 10));
      for (const block of source.blocks) {
        const place = `${source.file}:${block.line}`;
        if (block.kind === "bad") it(`${place} is bad`, () => checkBad(rule, block, profile));
        if (block.kind === "good") it(`${place} is good`, () => checkGood(block, profile));
        if (inEveryForm.has(block))
          it(`${place} is Python, and is understood alike in every form`, () => checkForms(block, profile));
      }
    }
  });

function checkBad(rule: Rule, block: Block, profile: Profile): void {
  const analysis = checked(block.text, profile);
  const own = analysis.findings.filter((finding) => finding.rule === rule.id);
  const others = analysis.findings.filter((finding) => finding.rule !== rule.id);
  assert.ok(own.length > 0, `${rule.id} finds nothing`);
  for (const { evidence } of own) assert.ok(evidence.length > 0, `${rule.id} does not say what it rests on`);
  if (block.marked.length > 0)
    assert.deepEqual(
      [...new Set(own.map((finding) => lineOf(block.text, finding)))],
      block.marked,
      "exactly the marked lines",
    );
  assert.deepEqual(
    [...new Set(others.map((finding) => finding.rule))].sort(),
    [...new Set(block.also)].sort(),
    "other rules that find something are named with `# also: rule-id`",
  );
  for (const finding of own) checkStyle(rule, finding);
  checkFix(rule, block, analysis, profile);
}

function checkGood(block: Block, profile: Profile): void {
  assert.deepEqual(
    checked(block.text, profile).findings.map(
      (finding) => `${lineOf(block.text, finding)}: ${finding.rule}: ${finding.message}`,
    ),
    [],
  );
}

function checkStyle(rule: Rule, { message, severity, fix }: Finding): void {
  assert.match(message, /^[A-Z`"]/, `a message starts with a capital or a backtick: ${message}`);
  assert.match(message, /[^.]\.$/, `a message ends with a full stop: ${message}`);
  assert.ok(message.length <= 200, `${message.length} characters: ${message}`);
  assert.doesNotMatch(message, /\bshould\b/, "say what to do");
  assert.equal(severity, rule.severity);
  const made = fix?.();
  if (made) {
    assert.notEqual(rule.fix, "none", "the metadata name the fix");
    assert.ok(
      rule.fix === "suggested" ? made.safety === "suggested" : true,
      "the metadata name the safest fix",
    );
    checkTitle(made.title);
  }
}

/** How often fixes may be applied until none is left. */
const maximalRounds = 4;

function checkFix(rule: Rule, block: Block, analysis: Analysis, profile: Profile): void {
  let current = analysis;
  let rounds = 0;
  for (;;) {
    const own = current.findings.filter((finding) => finding.rule === rule.id);
    const edits = editsOf(own);
    if (edits.length === 0) break;
    const conflict = overlap(edits);
    assert.equal(conflict, null, `fixes overlap: ${JSON.stringify(conflict)}`);
    assert.ok((rounds += 1) <= maximalRounds, "fixes converge");
    current = checked(edited(current.text, edits), profile);
    assert.equal(syntaxErrors(current), 0, `a fix leaves Python:\n${current.text}`);
  }
  if (block.fixed !== null) assert.equal(current.text, block.fixed);
}

function checkForms(block: Block, profile: Profile): void {
  const { text } = block;
  const fresh = checked(text, profile);
  const isPython = !/# raises: (?:Syntax|Indentation)Error/.test(text) || block.kind === "fixed";
  assert.equal(syntaxErrors(fresh) === 0, isPython, "it parses, or the page says why not");
  const expected = fresh.findings.map((finding) => plain(finding, text));
  assert.equal(overlap(editsOf(fresh.findings.filter(isSafe))), null, "safe fixes do not overlap");

  const crlf = text.replaceAll("\n", "\r\n");
  assert.deepEqual(
    checked(crlf, profile).findings.map((finding) => plain(finding, crlf)),
    expected,
    "with CRLF",
  );

  const emoji = "# 🧨 first\n";
  const moved = emoji + text;
  assert.deepEqual(
    checked(moved, profile).findings.map((finding) => plain(finding, moved, emoji.length)),
    expected,
    "after an emoji",
  );

  let reached: Analysis | undefined;
  for (const step of randomWay(text, block.line)) reached = checked(step, profile, reached);
  assert.deepEqual(
    reached?.findings.map((finding) => plain(finding, text)),
    expected,
    "reached by edits",
  );
}

function isSafe(finding: Finding): boolean {
  return finding.fix?.()?.safety === "safe";
}

/** Texts that lead to `text` by random edits. */
function* randomWay(text: string, seed: number): Generator<string> {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const undo: string[] = [text];
  for (let index = 0; index < 6; index++) {
    const last = undo.at(-1)!;
    const start = below(last.length);
    const end = Math.min(last.length, start + below(30));
    const inserted = ["", "x", "\n", "(", "df = 1\n", "'''", "#"][below(7)]!;
    undo.push(last.slice(0, start) + inserted + last.slice(end));
  }
  yield* undo.reverse();
}

function lineOf(text: string, { start }: Finding): number {
  return text.slice(0, start).split("\n").length;
}
