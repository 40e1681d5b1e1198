import { expression, refer } from "./expressions.ts";
import { ddl, double, int, isNumber, namedColumns, string, type Column, type Kind } from "./model.ts";
import { made, quoted, type StepMaker } from "./steps.ts";

/** Schemas that texts are read with. */
const parsed: readonly Kind[] = [
  {
    type: "struct",
    fields: [
      ["a", int],
      ["b", { type: "array", element: string }],
    ],
  },
  { type: "array", element: { type: "struct", fields: [["v", double]] } },
  { type: "map", value: int },
];

/** Schemas of one struct, as DDL of columns. */
const columnDdls = ["a int, b string", "a INT, c STRUCT<x: DATE>", "v decimal(8,2)"] as const;

/** Steps that make, read and take apart nested columns. */
export const nestedSteps: readonly StepMaker[] = [
  function fromJson(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const kind = choices.pick(parsed);
    const text = `F.to_json(F.struct("${column.name}"))`;
    return made(
      variable,
      [column, { name: "parsed", kind }],
      `${frame.variable}.select("${column.name}", F.from_json(${text}, "${ddl(kind)}").alias("parsed"))`,
    );
  },
  function fromCsv(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "atom"));
    if (!frame || !column) return null;
    const text = `${refer(choices, frame, column)}.cast("string")`;
    const parse = choices.pick([
      `F.from_csv(${text}, "${choices.pick(columnDdls)}").alias("row")`,
      `F.from_json(${text}, "${choices.pick(columnDdls)}").alias("row")`,
      `F.from_json(${text}, T.StructType([T.StructField("a", T.IntegerType(), False)])).alias("row")`,
      `F.from_json(${text}, F.schema_of_json('{"a": 1, "b": [2.5]}')).alias("row")`,
    ]);
    return made(
      variable,
      [],
      `${frame.variable}.select(${parse})${choices.pick(["", '.select("row.*")', '.select("row")'])}`,
    );
  },
  function inline(choices, [frame], variable) {
    const columns = frame ? choices.some(namedColumns(frame), 1, 2) : [];
    const [first] = columns;
    if (!frame || !first) return null;
    const list = `F.array(F.struct(${quoted(columns.map(({ name }) => name))}))`;
    const call = choices.pick(["inline", "inline_outer", "explode"]);
    const result =
      call === "explode"
        ? [
            {
              name: "col",
              kind: {
                type: "struct",
                fields: columns.map(({ name, kind }) => [name, kind] as const),
              } as const,
            },
          ]
        : columns;
    return made(variable, result, `${frame.variable}.select(F.${call}(${list}))`);
  },
  function stack(choices, [frame], variable) {
    const [one, two] = frame
      ? choices.some(
          namedColumns(frame).filter(({ kind }) => isNumber(kind)),
          2,
          2,
        )
      : [];
    if (!frame || !one || !two) return null;
    const columns: readonly Column[] = [
      { name: "label", kind: string },
      { name: "v", kind: one.kind },
    ];
    return made(
      variable,
      columns,
      choices.pick([
        `${frame.variable}.selectExpr("stack(2, 'a', ${one.name}, 'b', ${two.name}) AS (label, v)")`,
        `${frame.variable}.select(F.expr("stack(2, 'a', ${one.name}, 'b', ${two.name})").alias("label", "v"))`,
        `${frame.variable}.select(F.stack(F.lit(2), F.lit("a"), "${one.name}", F.lit("b"), "${two.name}").alias("label", "v"))`,
      ]),
    );
  },
  function entries(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "map"));
    if (!frame || column?.kind.type !== "map") return null;
    const { value } = column.kind;
    return choices.pick([
      made(
        variable,
        [
          { name: "name", kind: string },
          { name: "v", kind: value },
        ],
        `${frame.variable}.select(F.explode("${column.name}").alias("name", "v"))`,
      ),
      made(
        variable,
        [
          { name: "pos", kind: int },
          { name: "key", kind: string },
          { name: "value", kind: value },
        ],
        `${frame.variable}.select(F.posexplode("${column.name}"))`,
      ),
      made(
        variable,
        [{ name: "m", kind: column.kind }],
        `${frame.variable}.select(${choices.pick([
          `F.map_filter("${column.name}", lambda k, v: v.isNotNull())`,
          `F.transform_keys("${column.name}", lambda k, v: F.upper(k))`,
          `F.map_concat("${column.name}", "${column.name}")`,
          `F.map_zip_with("${column.name}", "${column.name}", lambda k, a, b: F.coalesce(a, b))`,
        ])}.alias("m"))`,
      ),
      made(
        variable,
        [{ name: "m", kind: { type: "map", value: string } }],
        `${frame.variable}.select(F.transform_values("${column.name}", lambda k, v: F.concat(k, F.lit("x"))).alias("m"))`,
      ),
      made(
        variable,
        [],
        `${frame.variable}.select(F.map_entries("${column.name}").alias("e")).select("e.key", F.col("e").getItem(0)["value"])`,
      ),
    ]);
  },
  function nestedFields(choices, [frame], variable) {
    const column =
      frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "struct"));
    if (!frame || column?.kind.type !== "struct") return null;
    const [field, kind] = choices.pick(column.kind.fields);
    return choices.pick([
      made(variable, [{ name: field, kind }], `${frame.variable}.select("${column.name}.${field}")`),
      made(
        variable,
        [{ name: "list", kind: { type: "array", element: kind } }],
        `${frame.variable}.groupBy().agg(F.collect_list("${column.name}").alias("all")).select(F.col("all.${field}").alias("list"))`,
      ),
      made(
        variable,
        [{ name: "changed", kind: column.kind }],
        `${frame.variable}.select(F.col("${column.name}").withField("${field}", F.col("${column.name}.${field}")).alias("changed"))`,
      ),
    ]);
  },
  function collected(choices, [frame], variable) {
    const [key, value] = frame ? choices.some(namedColumns(frame), 2, 2) : [];
    if (!frame || key?.kind.type !== "atom" || !value) return null;
    const list: Kind = {
      type: "array",
      element: {
        type: "struct",
        fields: [
          [key.name, key.kind],
          [value.name, value.kind],
        ],
      },
    };
    return made(
      variable,
      [key, { name: "items", kind: list }],
      `${frame.variable}.groupBy("${key.name}").agg(F.collect_list(F.struct("${key.name}", "${value.name}")).alias("items"))`,
    );
  },
  function higherOrder(choices, [frame], variable) {
    const column =
      frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "array"));
    if (!frame || column?.kind.type !== "array") return null;
    const { element } = column.kind;
    const item = expression(choices, frame, 1);
    return made(
      variable,
      [{ name: "list", kind: { type: "array", element } }],
      `${frame.variable}.select(${choices.pick([
        `F.filter("${column.name}", lambda x, i: i > 0)`,
        `F.transform("${column.name}", lambda x: F.coalesce(x, x))`,
        `F.array_sort("${column.name}", lambda a, b: F.lit(0))`,
        `F.flatten(F.array("${column.name}", "${column.name}"))`,
        `F.reverse("${column.name}")`,
        `F.shuffle("${column.name}")`,
        `F.array_compact("${column.name}")`,
        `F.array_repeat(F.element_at("${column.name}", 1), 2)`,
        `F.array_append("${column.name}", ${item.code})`,
        `F.when(F.size("${column.name}") > 1, F.col("${column.name}"))`,
      ])}.alias("list"))`,
    );
  },
];
