import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { translateBody, type Translation } from "../../server/src/rules/udfTranslation.ts";
import { checked } from "../rules/checked.ts";
import { withSpark } from "./session/sparkSession.ts";
import { translations, type TranslationCase } from "./udf/translations.ts";

const spark = withSpark();

interface Answer {
  /** Spark's error over the translation, or null. */
  readonly failed: string | null;
  readonly equal: number;
  /** Rows over which Python raised. */
  readonly raised: number;
  readonly different: readonly string[];
}

const compare = fs.readFileSync(path.join(import.meta.dirname, "udf/compare.py"), "utf8");
const translated = translations.map((each) => ({ each, translation: translationOf(each) }));

/** One run of Spark answers for all of them. */
let answers: Promise<readonly Answer[]> | undefined;

function ask(): Promise<readonly Answer[]> {
  answers ??= run();
  return answers;
}

async function run(): Promise<readonly Answer[]> {
  const cases = translated.map(({ each, translation }) => ({
    body: each.body,
    args: each.args,
    text: translation?.text ?? "F.lit(None)",
  }));
  const answer = await spark.run({
    code: `CASES = json.loads(${JSON.stringify(JSON.stringify(cases))})\n${compare}`,
    setup: "import json",
    prelude: false,
    timeoutMs: 400_000,
  });
  assert.equal(answer.error?.message, undefined);
  return JSON.parse(String(answer.values?.ANSWERS)) as readonly Answer[];
}

/** The translation of a body, as the quick fix would write it for columns of the data. */
function translationOf({ body, args, returns }: TranslationCase): Translation | null {
  const parameters = args.map((_, index) => "xyz"[index]).join(", ");
  const text = `from pyspark.sql import functions as F\nmade = F.udf(lambda ${parameters}: ${body}, "${returns}")\n`;
  const [fact] = checked(text).facts.units.flatMap(({ facts }) => facts.filter(({ kind }) => kind === "udf"));
  if (fact?.kind !== "udf" || !fact.udf.function) return null;
  const { node, unit } = fact.udf.function;
  return translateBody(node, unit.text, fact.udf.returnType, {
    fn: (name) => `F.${name}`,
    mlFn: (name) => `ML.${name}`,
    argument: (index) => JSON.stringify(args[index]),
    column: (index) => `F.col(${JSON.stringify(args[index])})`,
  });
}

describe("built-in functions in the place of UDFs", function () {
  this.timeout(420_000);
  for (const [index, { each, translation }] of translated.entries())
    it(`${each.body} over ${each.args.join(", ")}`, async () => {
      assert.ok(translation, "there is a translation");
      const { failed, equal, raised, different } = (await ask())[index]!;
      assert.equal(failed, null, translation.text);
      assert.ok(equal + (each.safe ? 0 : raised) > 2, `${translation.text} agrees with Python over few rows`);
      assert.equal(
        translation.differences.length === 0,
        each.safe,
        `${translation.text}: ${translation.differences.join("; ") || "no difference is named"}`,
      );
      if (!each.safe) return;
      assert.deepEqual(different, [], translation.text);
      assert.equal(raised, 0, "Python raises where the translation does not");
    });
});
