import assert from "node:assert/strict";
import { attributesOf, type Schema } from "../../../server/src/plan/schema/schema.ts";
import { schemaOf } from "../../../server/src/plan/schema/analysis.ts";
import { evaluated } from "../evaluated.ts";
import { schemaText } from "../schemaText.ts";
import { mlCases, preamble } from "./ml/mlCases.ts";

function schemaNamed(code: string, name: string, version?: string): Schema {
  const session = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n";
  const facts = evaluated(session + code, undefined, "structural", version);
  const frame = facts.units.flatMap(({ frames }) => frames).findLast((each) => each.name === name);
  assert.ok(frame?.value.plan, `${name} is no frame`);
  return schemaOf(frame.value.plan);
}

/** A schema as text, behind the word "open" or "unknown" where it is not closed. */
const textOf = (schema: Schema): string =>
  [...(schema.kind === "closed" ? [] : [schema.kind]), schemaText(attributesOf(schema))].join(" ").trim();

describe("the columns that stages of pyspark.ml add", () => {
  for (const { stage, fits, adds, addsStrict } of mlCases)
    it(stage, () => {
      for (const [frame, expected] of [
        ["base", adds],
        ["strict", addsStrict ?? adds],
      ] as const) {
        const made = fits ? `(${stage}).fit(base)` : stage;
        const code = `${preamble}\ndf = ${made}.transform(${frame})\n`;
        const before = new Set(attributesOf(schemaNamed(code, frame)).map(({ name }) => name));
        assert.ok(before.size > 10, "the frame has columns");
        const after = schemaNamed(code, "df");
        assert.equal(after.kind, "closed");
        assert.equal(schemaText(after.attributes.filter(({ name }) => !before.has(name))), expected);
      }
    });
});

/** Programs on a frame `df` with `id int not null, text string`, and what `out` has. */
const programs: readonly {
  readonly about: string;
  readonly code: string;
  readonly columns: string;
  readonly version?: string;
}[] = [
  {
    about: "a setter changes the stage",
    code: `t = Tokenizer()\nt.setInputCol("text").setOutputCol("w")\nout = t.transform(df)`,
    columns: "id int not null, text string, w array<string>",
  },
  {
    about: "a getter tells the name",
    code: `t = Tokenizer(inputCol="text", outputCol="w")\nh = HashingTF(inputCol=t.getOutputCol(), outputCol="f")\nout = h.transform(t.transform(df)).select(h.getInputCol())`,
    columns: "w array<string>",
  },
  {
    about: "a stage without an output column makes up a name",
    code: `out = Tokenizer(inputCol="text").transform(df)`,
    columns: "open id int not null, text string",
  },
  {
    about: "unknown arguments",
    code: `out = Tokenizer(**settings).transform(df)`,
    columns: "open id int not null, text string",
  },
  {
    about: "known unpacked arguments",
    code: `settings = {"inputCol": "text", "outputCol": "w"}\nout = Tokenizer(**settings).transform(df)`,
    columns: "id int not null, text string, w array<string>",
  },
  {
    about: "a loaded model",
    code: `out = PipelineModel.load("models/one").transform(df)`,
    columns: "open id int not null, text string",
  },
  {
    about: "stages in a list that grows before fit",
    code: `stages = []\np = Pipeline(stages=stages)\nfor c in ["a", "b"]:\n    stages.append(StringIndexer(inputCol="text", outputCol=c))\nout = p.fit(df).transform(df)`,
    columns: "id int not null, text string, a double not null, b double not null",
  },
  {
    about: "what is set after fit does not change the model",
    code: `s = StringIndexer(inputCol="text", outputCol="a")\nm = s.fit(df)\ns.setOutputCol("b")\nout = m.transform(df)`,
    columns: "id int not null, text string, a double not null",
  },
  {
    about: "a stage of a pipeline's model",
    code: `m = Pipeline(stages=[StringIndexer(inputCol="text", outputCol="a")]).fit(df)\nout = m.stages[0].transform(df)`,
    columns: "id int not null, text string, a double not null",
  },
  {
    about: "parameters for one call",
    code: `t = Tokenizer(inputCol="text", outputCol="w")\nout = t.transform(df, {t.outputCol: "x"})`,
    columns: "id int not null, text string, x array<string>",
  },
  {
    about: "a pipeline that holds itself",
    code: `p = Pipeline()\np.setStages([p])\nout = p.fit(df).transform(df)`,
    columns: "open id int not null, text string",
  },
  {
    about: "a stage of the user's own",
    code: `out = Pipeline(stages=[Mine()]).fit(df).transform(df)`,
    columns: "open id int not null, text string",
  },
  {
    about: "a query",
    code: `out = SQLTransformer(statement="SELECT *, id + 1 AS n FROM __THIS__").transform(df)`,
    columns: "id int not null, text string, n int not null",
  },
  {
    about: "types of vectors and matrices",
    code: `out = spark.createDataFrame([(Vectors.dense(1.0), Matrices.dense(1, 1, [1.0]))], ["v", "m"])`,
    columns: "v vector, m matrix",
  },
  {
    about: "ALS casts what it joins on since 4.0",
    code: `r = df.selectExpr("bigint(id) u", "bigint(id) i", "float(id) rating")\nout = ALS(userCol="u", itemCol="i").fit(r).transform(r)`,
    columns: "u int, i int, rating float not null, prediction float not null",
  },
  {
    about: "recommendations of a model",
    code: `out = ALS(userCol="u", itemCol="i").fit(df).recommendForAllUsers(3)`,
    columns: "u int not null, recommendations array<struct<i: int, rating: float>>",
  },
  {
    about: "ALS leaves them as they are before",
    code: `r = df.selectExpr("bigint(id) u", "bigint(id) i", "float(id) rating")\nout = ALS(userCol="u", itemCol="i").fit(r).transform(r)`,
    columns: "u bigint not null, i bigint not null, rating float not null, prediction float not null",
    version: "3.5",
  },
  {
    about: "a binarized column is never null",
    code: `r = df.selectExpr("double(text) x")\nout = Binarizer(inputCol="x", outputCol="o").transform(r)`,
    columns: "x double, o double not null",
  },
  {
    about: "before 4.0 it is null where its input is",
    code: `r = df.selectExpr("double(text) x")\nout = Binarizer(inputCol="x", outputCol="o").transform(r)`,
    columns: "x double, o double",
    version: "3.5",
  },
];

describe("programs with stages of pyspark.ml", () => {
  const imports = `
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import Binarizer, HashingTF, SQLTransformer, StringIndexer, Tokenizer
from pyspark.ml.linalg import Matrices, Vectors
from pyspark.ml.recommendation import ALS
df = spark.createDataFrame([(1, "x")], "id int not null, text string")
`;
  for (const { about, code, columns, version } of programs)
    it(about, () => {
      assert.equal(textOf(schemaNamed(`${imports}${code}\n`, "out", version)), columns);
    });
});
