import assert from "node:assert/strict";
import { argumentHover } from "../../server/src/features/argumentHover.ts";
import { analyzed } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

function hoverAt(marked: string, sparkVersion = "4.3") {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const analysis = analyzed(code, { sparkVersion });
  const offset = analysis.text.length - code.length + mark;
  const hover = argumentHover(catalog, analysis, offset);
  return hover && { ...hover, on: analysis.text.slice(hover.start, hover.end) };
}

describe("hover of arguments", () => {
  const cases: readonly (readonly [marked: string, on: string, text: RegExp])[] = [
    [
      'spark.read.format("csv").option("he|ader", True)',
      "header",
      /\*\*header\*\* — `true` or `false`\n\nWhether the first line .*Default: `false`/s,
    ],
    ['spark.read.format("csv").option("HEADER|", True)', "HEADER", /\*\*header\*\*/],
    ['spark.read.option("preferDa|te", True).csv("p")', "preferDate", /when reading\b.*Since Spark 3\.4/s],
    ['spark.read.option("se|p", ",").csv("p")', "sep", /Also written `delimiter`/],
    ['spark.read.csv("p", he|ader=True)', "header", /Option of csv/],
    ['spark.read.options(he|ader=True).csv("p")', "header", /Option of csv/],
    [
      'df.write.option("compression|", "x").parquet("p")',
      "compression",
      /Default: that of `spark\.sql\.parquet\.compression\.codec` \(`snappy`\)/,
    ],
    ['df.write.option("compression", "zs|td").parquet("p")', "zstd", /one of .*`zstd`/],
    ['df.write.option("emptyVal|ue", "").csv("p")', "emptyValue", /Default: empty; when writing `""`/],
    ['df.write.format("csv").option("inferSche|ma", True)', "inferSchema", /counts when reading$/],
    ['spark.read.format("jdbc").option("passwo|rd", "x")', "password", /keep it out of the code/],
    ['spark.read.csv("p", mode="FAIL|FAST")', "FAILFAST", /Fails at the first row/],
    ['spark.read.option("mode", "failf|ast").csv("p")', "failfast", /Fails at the first row/],
    [
      'df.join(df, "id", "left_an|ti")',
      "left_anti",
      /LEFT ANTI\. Keeps the rows of the left side that have no match/,
    ],
    ['df.write.mode("over|write")', "overwrite", /Replaces what is there/],
    ['df.writeStream.outputMode("up|date")', "update", /changed/],
    ["df.writeStream.trigger(once|=True)", "once", /one batch/],
    ['df.explain("form|atted")', "formatted", /outline/],
    ['spark.read.format("del|ta")', "delta", /package/],
  ];
  for (const [marked, on, text] of cases)
    it(`tells of ${on} in ${marked}`, () => {
      const hover = hoverAt(marked);
      assert.equal(hover?.on, on);
      assert.match(hover.markdown, text);
    });

  for (const marked of [
    'x.option("he|ader", True)',
    'spark.read.format("csv").option("mycompany|", 1)',
    'spark.read.csv("da|ta")',
    'spark.read.parquet("da|ta")',
    'df.join(df, "i|d")',
    'df.join(df, "id", "sideways|")',
    'df.write.mode("|")',
  ])
    it(`says nothing in ${marked}`, () => assert.equal(hoverAt(marked), null));
});
