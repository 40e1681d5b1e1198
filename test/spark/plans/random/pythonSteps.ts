import { bigint, ddl, double, int, isNumber, namedColumns, string, type Column } from "./model.ts";
import { setTo, type StepMaker } from "./steps.ts";

/** Steps that run functions of Python on rows, groups or batches. */
export const pythonSteps: readonly StepMaker[] = [
  function udf(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const name = `udf_${variable}`;
    const [type, kind] = choices.pick([
      ['"int"', int],
      ["T.StringType()", string],
      ['"array<double>"', { type: "array", element: double } as const],
      ["returnType=T.LongType()", bigint],
    ] as const);
    const [made, use] = choices.pick([
      [`${name} = F.udf(lambda x: None, ${type})`, `${name}("${column.name}")`],
      [`@F.udf(${type})\ndef ${name}(x):\n    return None`, `${name}(F.col("${column.name}"))`],
      [`@F.udf(${type})\ndef ${name}(x):\n    return None`, `${name}(x=F.col("${column.name}"))`],
      [
        `spark.udf.register("${name}", lambda x: None, ${type.replace("returnType=", "")})`,
        `F.expr("${name}(1)")`,
      ],
    ] as const);
    const call = choices.pick([
      `withColumn("made", ${use})`,
      `select("*", ${use}.alias("made"))`,
      `filter(${use}.isNotNull()).withColumn("made", F.lit(None).cast("${ddl(kind)}"))`,
    ]);
    const columns = call.startsWith("with") ? setTo(frame.columns, { name: "made", kind }) : frame.columns;
    return { frame: { variable, columns }, code: `${made}\n${variable} = ${frame.variable}.${call}` };
  },
  function batches(choices, [frame], variable) {
    const key = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "atom"));
    if (!frame || !key) return null;
    const columns: readonly Column[] = [
      { name: "k", kind: string },
      { name: "v", kind: double },
    ];
    const call = choices.pick([
      `mapInPandas(lambda batches: batches, "k string, v double")`,
      `mapInArrow(lambda batches: batches, schema="k string, v double")`,
      `groupBy("${key.name}").applyInPandas(lambda rows: rows, "k string, v double")`,
      `groupBy("${key.name}").applyInPandas(lambda key, rows: rows, schema="k string not null, v double")`,
    ]);
    return { frame: { variable, columns }, code: `${variable} = ${frame.variable}.${call}` };
  },
  function cogrouped(choices, [left, right], variable) {
    if (!left || !right || left.variable === right.variable) return null;
    const shared = namedColumns(left).find(
      ({ name, kind }) =>
        kind.type === "atom" &&
        namedColumns(right).some((each) => each.name === name && ddl(each.kind) === ddl(kind)),
    );
    if (!shared || choices.once(2)) return null;
    return {
      frame: { variable, columns: [{ name: "n", kind: bigint }] },
      code: `${variable} = ${left.variable}.groupBy("${shared.name}").cogroup(${right.variable}.groupBy("${shared.name}")).applyInPandas(lambda a, b: a, "n long")`,
    };
  },
  function vectorized(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    const key = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "atom"));
    if (!frame || !column || !key) return null;
    const name = `fast_${variable}`;
    const [head, call] = choices.pick([
      [
        `@F.pandas_udf("double")\ndef ${name}(s: pd.Series) -> pd.Series:\n    return s`,
        `withColumn("fast", ${name}("${column.name}"))`,
      ],
      [
        `@F.pandas_udf("double")\ndef ${name}(s: pd.Series) -> float:\n    return 1.0`,
        `groupBy("${key.name}").agg(${name}("${column.name}").alias("fast"))`,
      ],
      [
        `@F.pandas_udf("double")\ndef ${name}(s: pd.Series) -> float:\n    return 1.0`,
        `withColumn("fast", ${name}("${column.name}").over(Window.partitionBy("${key.name}")))`,
      ],
    ] as const);
    const fast = { name: "fast", kind: double };
    const columns = call.startsWith("group") ? [key, fast] : setTo(frame.columns, fast);
    return { frame: { variable, columns }, code: `${head}\n${variable} = ${frame.variable}.${call}` };
  },
];
