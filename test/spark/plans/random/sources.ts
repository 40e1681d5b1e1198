import type { Choices } from "./choices.ts";
import {
  atoms,
  bigint,
  boolean,
  date,
  ddl,
  double,
  int,
  string,
  type Column,
  type Frame,
  type Kind,
} from "./model.ts";

/** A frame that the program makes, and the code that does. */
export interface Made {
  readonly frame: Frame;
  readonly code: string;
}

const names = ["id", "k", "name", "amount", "Country", "day", "flag", "qty", "note", "tags"] as const;

/** A new frame from nothing. */
export function source(choices: Choices, variable: string): Made {
  return choices.pick([
    fromDdl,
    fromDdl,
    fromStructType,
    fromTuples,
    fromDicts,
    fromRows,
    fromRange,
    fromSql,
    fromPandas,
    fromRowClass,
    fromScalars,
  ])(choices, variable);
}

function randomColumns(choices: Choices): readonly { name: string; kind: Kind; required: boolean }[] {
  return choices
    .some(names, 2, 6)
    .map((name) => ({ name, kind: randomKind(choices, 2), required: choices.once(3) }));
}

function randomKind(choices: Choices, depth: number): Kind {
  if (depth === 0 || !choices.once(4)) return choices.pick(atoms);
  const inner = (): Kind => randomKind(choices, depth - 1);
  return choices.pick<() => Kind>([
    () => ({ type: "array", element: inner() }),
    () => ({ type: "map", value: inner() }),
    () => ({
      type: "struct",
      fields: [
        ["x", inner()],
        ["y", inner()],
      ],
    }),
  ])();
}

function fromDdl(choices: Choices, variable: string): Made {
  const columns = randomColumns(choices);
  const text = columns.map(
    ({ name, kind, required }) => `${name} ${ddl(kind)}${required ? " not null" : ""}`,
  );
  return {
    frame: { variable, columns },
    code: `${variable} = spark.createDataFrame([], "${text.join(", ")}")`,
  };
}

const typeClasses: Readonly<Record<string, string>> = {
  int: "T.IntegerType()",
  bigint: "T.LongType()",
  double: "T.DoubleType()",
  float: "T.FloatType()",
  smallint: "T.ShortType()",
  string: "T.StringType()",
  boolean: "T.BooleanType()",
  date: "T.DateType()",
  timestamp: "T.TimestampType()",
  "decimal(10,2)": "T.DecimalType(10, 2)",
  "decimal(5,4)": "T.DecimalType(5, 4)",
};

function typeObject(choices: Choices, kind: Kind): string {
  switch (kind.type) {
    case "atom":
      return typeClasses[kind.ddl] ?? "T.StringType()";
    case "array":
      return `T.ArrayType(${typeObject(choices, kind.element)}${choices.pick(["", ", False", ", containsNull=True"])})`;
    case "map":
      return `T.MapType(T.StringType(), ${typeObject(choices, kind.value)}${choices.pick(["", ", False"])})`;
    case "struct":
      return `T.StructType([${kind.fields.map(([name, field]) => structField(choices, name, field, choices.once(3))).join(", ")}])`;
  }
}

const structField = (choices: Choices, name: string, kind: Kind, required: boolean): string =>
  `T.StructField("${name}", ${typeObject(choices, kind)}${required ? ", False" : choices.pick(["", ", True"])})`;

function fromStructType(choices: Choices, variable: string): Made {
  const columns = randomColumns(choices);
  const fields = columns.map(({ name, kind, required }) => structField(choices, name, kind, required));
  const type = choices.once(3)
    ? `T.StructType()${columns.map(({ name, kind }) => `.add("${name}", ${typeObject(choices, kind)})`).join("")}`
    : `T.StructType([${fields.join(", ")}])`;
  return {
    frame: { variable, columns },
    code: `${variable}_schema = ${type}\n${variable} = spark.createDataFrame([], ${variable}_schema)`,
  };
}

/** Values of Python by the type that Spark infers. */
const values: readonly (readonly [code: string, kind: Kind])[] = [
  ["1", bigint],
  ["2.5", double],
  ['"x"', string],
  ["True", boolean],
  ["datetime.date(2024, 1, 2)", date],
  ["[1, 2]", { type: "array", element: bigint }],
  ['{"k": 1.5}', { type: "map", value: double }],
  [
    'Row(x=1, y="z")',
    {
      type: "struct",
      fields: [
        ["x", bigint],
        ["y", string],
      ],
    },
  ],
  ['Decimal("1.5")', { type: "atom", ddl: "decimal(38,18)" }],
];

function valued(choices: Choices): readonly { name: string; kind: Kind; value: string }[] {
  return choices.some(names, 2, 4).map((name) => {
    const [value, kind] = choices.pick(values);
    return { name, kind, value };
  });
}

function fromTuples(choices: Choices, variable: string): Made {
  const columns = valued(choices);
  const row = `(${columns.map(({ value }) => value).join(", ")})`;
  const list = columns.map(({ name }) => `"${name}"`).join(", ");
  return {
    frame: { variable, columns },
    code: choices.pick([
      `${variable} = spark.createDataFrame([${row}], [${list}])`,
      `${variable} = spark.createDataFrame([${row}, ${row}]).toDF(${list})`,
      `${variable} = spark.createDataFrame(data=[${row}], schema=(${list}))`,
      `${variable}_names = [${list}]\n${variable} = spark.createDataFrame([${row}], ${variable}_names)`,
    ]),
  };
}

function fromDicts(choices: Choices, variable: string): Made {
  const columns = valued(choices);
  const dict = `{${columns.map(({ name, value }) => `"${name}": ${value}`).join(", ")}}`;
  const sorted: readonly Column[] = columns.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return { frame: { variable, columns: sorted }, code: `${variable} = spark.createDataFrame([${dict}])` };
}

function fromRows(choices: Choices, variable: string): Made {
  const columns = valued(choices);
  const row = `Row(${columns.map(({ name, value }) => `${name}=${value}`).join(", ")})`;
  return { frame: { variable, columns }, code: `${variable} = spark.createDataFrame([${row}, ${row}])` };
}

function fromRange(choices: Choices, variable: string): Made {
  const columns: readonly Column[] = [{ name: "id", kind: bigint }];
  return {
    frame: { variable, columns },
    code: `${variable} = spark.range(${choices.pick(["3", "1, 9", "0, 10, 2"])})`,
  };
}

/** Literals of pandas by the type that Spark infers. */
const series: readonly (readonly [code: string, kind: Kind])[] = [
  ["[1, 2]", bigint],
  ["[1.5, 2.5]", double],
  ['["a", "b"]', string],
  ["[True, False]", boolean],
  ["[datetime.datetime(2024, 1, 2), datetime.datetime(2024, 1, 3)]", { type: "atom", ddl: "timestamp" }],
];

function fromPandas(choices: Choices, variable: string): Made {
  const columns = choices.some(names, 2, 4).map((name) => {
    const [value, kind] = choices.pick(series);
    return { name, kind, value };
  });
  const dict = `{${columns.map(({ name, value }) => `"${name}": ${value}`).join(", ")}}`;
  return {
    frame: { variable, columns },
    code: `${variable} = spark.createDataFrame(pd.DataFrame(${dict}))`,
  };
}

function fromRowClass(choices: Choices, variable: string): Made {
  const columns = valued(choices);
  const row = `${variable}_row(${columns.map(({ value }) => value).join(", ")})`;
  const list = columns.map(({ name }) => `"${name}"`).join(", ");
  return {
    frame: { variable, columns },
    code: `${variable}_row = Row(${list})\n${variable} = spark.createDataFrame([${row}, ${row}])`,
  };
}

function fromScalars(choices: Choices, variable: string): Made {
  const [code, kind] = choices.pick<readonly [string, Kind]>([
    ['spark.createDataFrame([1, 2, 3], "int")', int],
    ['spark.createDataFrame(["a", "b"], T.StringType())', string],
    ['spark.createDataFrame([(x,) for x in range(4)], ["value"])', bigint],
    ['spark.createDataFrame([(i, str(i)) for i in (1, 2)], "value: int, s: string").select("value")', int],
  ]);
  return { frame: { variable, columns: [{ name: "value", kind }] }, code: `${variable} = ${code}` };
}

function fromSql(choices: Choices, variable: string): Made {
  const [text, columns] = choices.pick<readonly [string, readonly Column[]]>([
    [
      "SELECT 1 AS id, 'x' AS name, 2.5 AS amount",
      [
        { name: "id", kind: int },
        { name: "name", kind: string },
        { name: "amount", kind: { type: "atom", ddl: "decimal(2,1)" } },
      ],
    ],
    [
      "SELECT * FROM VALUES (1, 'a'), (2, NULL) AS t(id, k)",
      [
        { name: "id", kind: int },
        { name: "k", kind: string },
      ],
    ],
    [
      "SELECT id, cast(id AS string) AS k FROM range(5)",
      [
        { name: "id", kind: bigint },
        { name: "k", kind: string },
      ],
    ],
    ["SELECT explode(sequence(1, 5)) AS id", [{ name: "id", kind: int }]],
    [
      "VALUES (1, 2.5D, array('a')), (2, 3.5, NULL)",
      [
        { name: "col1", kind: int },
        { name: "col2", kind: double },
        { name: "col3", kind: { type: "array", element: string } },
      ],
    ],
    [
      "SELECT DATE'2024-01-01' AS day, map('k', 1) AS tags, struct(1 AS x, 'y' AS y) AS note",
      [
        { name: "day", kind: date },
        { name: "tags", kind: { type: "map", value: int } },
        {
          name: "note",
          kind: {
            type: "struct",
            fields: [
              ["x", int],
              ["y", string],
            ],
          },
        },
      ],
    ],
  ]);
  return { frame: { variable, columns }, code: `${variable} = spark.sql("${text}")` };
}
