import { bigint, boolean, int, namedColumns, string, type Column, type Frame } from "./model.ts";
import type { Made } from "./sources.ts";
import { without, type StepMaker } from "./steps.ts";

const lines = (variable: string, columns: readonly Column[], code: readonly string[]): Made => ({
  frame: { variable, columns },
  code: code.join("\n"),
});

/** The columns with that one last, whether it was there or not. */
const endingIn = (frame: Frame, name: string, kind: Column["kind"]): readonly Column[] => [
  ...without(frame.columns, [name]),
  { name, kind },
];

/** Python around steps: what a program knows, what it does not, and containers of frames. */
export const pythonShapes: readonly StepMaker[] = [
  function knownTest(choices, [frame], variable) {
    if (!frame) return null;
    const mode = choices.pick(["full", "slim"]);
    return lines(variable, mode === "full" ? endingIn(frame, "mode", string) : frame.columns, [
      `mode_${variable} = "${mode}"`,
      `if mode_${variable} == "full":`,
      `    ${variable} = ${frame.variable}.drop("mode").withColumn("mode", F.lit(mode_${variable}))`,
      `else:`,
      `    ${variable} = ${frame.variable}.limit(1)`,
    ]);
  },
  function unknownTest(choices, [frame], variable) {
    const key = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => kind.type === "atom"));
    if (!frame || !key) return null;
    const [one, two] = choices.pick([
      [`repartition("${key.name}")`, `repartition(4)`],
      [`filter(F.col("${key.name}").isNotNull())`, `filter(F.col("${key.name}").isNull())`],
      [`orderBy("${key.name}")`, `coalesce(1)`],
      [`dropDuplicates(["${key.name}"])`, `dropDuplicates(["${key.name}"]).limit(9)`],
    ] as const);
    return choices.pick([
      lines(variable, frame.columns, [
        `${variable} = ${frame.variable}.${one} if len(sys.argv) > 3 else ${frame.variable}.${two}`,
      ]),
      lines(variable, frame.columns, [
        `${variable} = ${frame.variable}`,
        `if "x" in sys.argv:`,
        `    ${variable} = ${variable}.${one}`,
      ]),
      lines(variable, frame.columns, [
        `try:`,
        `    ${variable} = ${frame.variable}.${one}`,
        `except ValueError:`,
        `    ${variable} = ${frame.variable}.${two}`,
      ]),
    ]);
  },
  function dictOfFrames(choices, [left, right], variable) {
    if (!left || !right) return null;
    return lines(variable, endingIn(right, "source", string), [
      `frames_${variable} = {"left": ${left.variable}, "right": ${right.variable}}`,
      choices.pick([
        `frames_${variable} = {k: f.drop("source").withColumn("source", F.lit(k)) for k, f in frames_${variable}.items()}`,
        `for k, f in list(frames_${variable}.items()):\n    frames_${variable}[k] = f.drop("source").withColumn("source", F.lit(k))`,
      ]),
      `${variable} = frames_${variable}["right"]`,
    ]);
  },
  function reduceFrames(choices, [frame], variable) {
    if (!frame) return null;
    const parts = choices.pick([
      `[${frame.variable}, ${frame.variable}.limit(2), ${frame.variable}]`,
      `[${frame.variable}.limit(n) for n in range(1, 4)]`,
    ]);
    return lines(variable, frame.columns, [
      `parts_${variable} = ${parts}`,
      choices.pick([
        `${variable} = reduce(DataFrame.unionByName, parts_${variable})`,
        `${variable} = reduce(lambda a, b: a.union(b), parts_${variable})`,
        `${variable} = parts_${variable}[0]\nfor part in parts_${variable}[1:]:\n    ${variable} = ${variable}.union(part)`,
      ]),
    ]);
  },
  function configured(choices, [frame], variable) {
    const columns = frame ? choices.some(namedColumns(frame), 1, 3) : [];
    if (!frame || columns.length === 0) return null;
    const entries = columns.map(({ name }, index) => `"${name}": "out${index}"`).join(", ");
    const result = columns.map(({ kind }, index) => ({ name: `out${index}`, kind }));
    return lines(variable, result, [
      `names_${variable} = {${entries}}`,
      choices.pick([
        `${variable} = ${frame.variable}.select([F.col(old).alias(new) for old, new in names_${variable}.items()])`,
        `${variable} = ${frame.variable}.select(*names_${variable}).toDF(*names_${variable}.values())`,
        `${variable} = ${frame.variable}.select(*(${frame.variable}[c].alias(names_${variable}[c]) for c in names_${variable}))`,
        `${variable} = ${frame.variable}.select(*names_${variable}.keys()).withColumnsRenamed(names_${variable})`,
      ]),
    ]);
  },
  function loops(choices, [frame], variable) {
    const columns = frame ? choices.some(namedColumns(frame), 1, 2) : [];
    if (!frame || columns.length === 0) return null;
    const list = columns.map(({ name }) => `"${name}"`).join(", ");
    const added = columns.map((_, index) => ({ name: `f${index}`, kind: boolean }));
    const kept = without(frame.columns, ["f0", "f1"]);
    return lines(
      variable,
      [...kept, ...added],
      [
        `${variable} = ${frame.variable}.drop("f0", "f1")`,
        choices.pick([
          `for at, name in enumerate([${list}]):\n    ${variable} = ${variable}.withColumn(f"f{at}", F.col(name).isNull())`,
          `for name, new in zip([${list}], ["f0", "f1"]):\n    ${variable} = ${variable}.withColumn(new, F.col(name).isNull())`,
          `at = 0\nwhile at < ${columns.length}:\n    ${variable} = ${variable}.withColumn("f{}".format(at), F.col([${list}][at]).isNull())\n    at += 1`,
          `${variable} = ${variable}.withColumns({f"f{at}": F.col(name).isNull() for at, name in enumerate([${list}])})`,
          `${variable} = ${variable}.select("*", *[F.col(name).isNull().alias(f"f{at}") for at, name in enumerate([${list}])])`,
        ]),
      ],
    );
  },
  function functions(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const name = `fn_${variable}`;
    return choices.pick([
      lines(
        variable,
        [column, { name: "count", kind: bigint }],
        [
          `def ${name}(frame, *keys, **options):`,
          `    counted = frame.groupBy(*keys).count()`,
          `    return counted.limit(options["most"]) if "most" in options else counted`,
          `${variable} = ${name}(${frame.variable}, "${column.name}"${choices.pick(["", ", most=3"])})`,
        ],
      ),
      lines(variable, endingIn(frame, "tag", int), [
        `def ${name}(value):`,
        `    def inner(frame):`,
        `        return frame.drop("tag").withColumn("tag", F.lit(value))`,
        `    return inner`,
        `${variable} = ${frame.variable}.transform(${name}(7))`,
      ]),
      lines(
        variable,
        [{ name: "k", kind: column.kind }],
        [
          `${name} = partial(lambda name, frame: frame.select(F.col(name).alias("k")), "${column.name}")`,
          `${variable} = ${name}(${frame.variable})`,
        ],
      ),
      lines(
        variable,
        [column],
        [
          `def ${name}(frame: DataFrame, column: str = "${column.name}") -> DataFrame:`,
          `    if column not in frame.columns:`,
          `        raise ValueError(column)`,
          `    return frame.select(column).distinct()`,
          `${variable} = ${name}(${frame.variable})`,
        ],
      ),
      lines(
        variable,
        [column],
        [
          `def ${name}(depth, frame):`,
          `    return frame.select("${column.name}") if depth == 0 else ${name}(depth - 1, frame)`,
          `${variable} = ${name}(2, ${frame.variable})`,
        ],
      ),
    ]);
  },
  function classes(choices, [frame], variable) {
    const column = frame && choices.pickMaybe(namedColumns(frame));
    if (!frame || !column) return null;
    const name = `Pipe_${variable}`;
    return choices.pick([
      lines(variable, endingIn(frame, "done", boolean), [
        `class ${name}:`,
        `    def __init__(self, frame):`,
        `        self._frame = frame`,
        `    def clean(self):`,
        `        self._frame = self._frame.drop("done")`,
        `        return self`,
        `    def mark(self, value=True):`,
        `        self._frame = self._frame.withColumn("done", F.lit(value))`,
        `        return self`,
        `    @property`,
        `    def frame(self):`,
        `        return self._frame`,
        `${variable} = ${name}(${frame.variable}).clean().mark().frame`,
      ]),
      lines(
        variable,
        [column],
        [
          `class Base_${variable}:`,
          `    key = "missing"`,
          `    def run(self, frame):`,
          `        return self.shape(frame.select(self.key))`,
          `    def shape(self, frame):`,
          `        return frame`,
          `class ${name}(Base_${variable}):`,
          `    key = "${column.name}"`,
          `    def shape(self, frame):`,
          `        return super().shape(frame).distinct()`,
          `${variable} = ${name}().run(${frame.variable})`,
        ],
      ),
      lines(
        variable,
        [column],
        [
          `@dataclass`,
          `class ${name}:`,
          `    frame: DataFrame`,
          `    key: str = "${column.name}"`,
          `    @staticmethod`,
          `    def only(frame, key):`,
          `        return frame.select(key)`,
          `job_${variable} = ${name}(${frame.variable})`,
          `${variable} = job_${variable}.only(job_${variable}.frame, key=job_${variable}.key)`,
        ],
      ),
    ]);
  },
  function unpacked(choices, [left, right], variable) {
    if (!left || !right) return null;
    return choices.pick([
      lines(variable, right.columns, [
        `first_${variable}, *rest_${variable} = [${left.variable}, ${right.variable}]`,
        `${variable} = rest_${variable}[-1].filter(F.lit(True))`,
      ]),
      lines(variable, left.columns, [
        `${variable}, other_${variable} = ${left.variable}.randomSplit([0.5, 0.5], seed=1)`,
      ]),
      lines(variable, left.columns, [
        `def steps_${variable}():`,
        `    yield ${right.variable}`,
        `    yield ${left.variable}.limit(4)`,
        `for ${variable} in steps_${variable}():`,
        `    pass`,
      ]),
    ]);
  },
];
