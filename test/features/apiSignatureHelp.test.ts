import assert from "node:assert/strict";
import { apiSignatureHelp } from "../../server/src/features/apiSignatureHelp.ts";
import { analyzed } from "../analysis/analyzed.ts";
import { catalog } from "../catalog/catalogFixture.ts";

const imports =
  "import pyspark.sql.functions as F\nfrom pyspark.ml.feature import VectorAssembler\nother = df\n";

/** The name of the active form's callee with its parameters' names, the active one in brackets; null for no help. */
function helpAt(marked: string, sparkVersion = "4.1"): string | null {
  const mark = marked.indexOf("|");
  const code = marked.slice(0, mark) + marked.slice(mark + 1);
  const analysis = analyzed(imports + code, { sparkVersion });
  const help = apiSignatureHelp(catalog.api, analysis, analysis.text.length - code.length + mark);
  const form = help?.forms[help.activeForm];
  if (form === undefined) return null;
  const names = form.parameters.map(({ start, end }, index) => {
    const name = /^[*\w]+/.exec(form.label.slice(start, end))?.[0] ?? "";
    return index === form.activeParameter ? `[${name}]` : name;
  });
  return `${form.label.slice(0, form.label.indexOf("("))}(${names.join(", ")})`;
}

describe("signature help", () => {
  const cases: readonly (readonly [code: string, help: string | null])[] = [
    ["df.join(|)", "join([other], on, how)"],
    ["df.join(|", "join([other], on, how)"],
    ["df.join(other, |", "join(other, [on], how)"],
    ["df.join(other, 'id', |", "join(other, on, [how])"],
    ["df.join(other, how=|", "join(other, on, [how])"],
    ["df.join(other, how='left', |)", "join(other, [on], how)"],
    ["df.join(other,\n    |\n)", "join(other, [on], how)"],
    ["df.join(other, # left, right\n    |)", "join(other, [on], how)"],
    ["df.join(oth|er, 'id')", "join([other], on, how)"],
    ["df.join(other, on=['a', |'b'])", "join(other, [on], how)"],
    ["df.join(*parts, |)", "join(other, on, how)"],
    ["df.join(other, 'a', 'b', 'c', |)", "join(other, on, how)"],
    ["df.select(F.col(|", "col([col])"],
    ["df.select(F.col('a'), |", "select([*cols])"],
    ["df.select(F.col('a')|", "select([*cols])"],
    ["df.withColumn('x', F.when(df.a > 1, |)", "when(condition, [value])"],
    ["df.groupBy('a').agg(F.sum('x'), |", "agg([*exprs])"],
    ["df.write.mode(|", "mode([saveMode])"],
    ["spark.read.option('a', |).csv('x')", "option(key, [value])"],
    ["x = df.limit(|\ny = 1", "limit([num])"],
    ["def f(frame):\n    y = frame.withColumn('a', |\n    return y", "withColumn(colName, [col])"],
    ["VectorAssembler(outputCol='b', |", "VectorAssembler([inputCols], outputCol, handleInvalid)"],
    ["df.count(|)", "count()"],
    ["df.sample(0.5, |", "sample(fraction, [seed])"],
    ["df.sample(True, 0.5, |", "sample(withReplacement, fraction, [seed])"],
    ["spark.createDataFrame([], |", "createDataFrame(data, [schema], samplingRatio, verifySchema)"],
    ["foo(|", null],
    ["df.join(foo(|", null],
    ["', '.join(|", null],
    ["df.join(other)|", null],
    ["df|", null],
    ["df.join(other)\nx = |", null],
  ];
  for (const [code, expected] of cases) it(JSON.stringify(code), () => assert.equal(helpAt(code), expected));

  it("is that of the target version", () => {
    const label = (version: string) => {
      const analysis = analyzed(`${imports}F.rpad(`, { sparkVersion: version });
      return apiSignatureHelp(catalog.api, analysis, analysis.text.length)?.forms[0]?.label;
    };
    assert.equal(label("3.5"), "rpad(col: ColumnOrName, len: int, pad: str) -> Column");
    assert.equal(label("4.0"), "rpad(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column");
  });

  it("answers at every offset of a program, quickly and without an error", () => {
    const analysis = analyzed(
      `${imports}df.join(other, on="id").select(F.col("a"), F.when(df.a > 1, 2).otherwise(3)).write.mode("append").save("p"\n`,
    );
    const began = performance.now();
    for (let offset = 0; offset <= analysis.text.length; offset++)
      apiSignatureHelp(catalog.api, analysis, offset);
    const each = (performance.now() - began) / analysis.text.length;
    assert.ok(each < 5, `${each} ms each`);
  });
});
