import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { SubmitOutputEvent } from "../../server/src/protocol/submit.ts";
import { anyText } from "../anyText.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { createOutputMatcher, ownFrame } from "../../server/src/submit/output.ts";

const folder = path.join(import.meta.dirname, "fixtures/output");
const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

/** What people need of an event, in a line. */
function inShort(event: SubmitOutputEvent): string {
  if (event.kind !== "failure") return Object.values(event).filter(Boolean).join(" ");
  const frame = ownFrame(event.frames);
  const place = frame === null ? "" : ` at ${path.basename(frame.file)}:${frame.line}`;
  const condition = event.condition === null ? "" : ` [${event.condition}]`;
  return `${event.exception ?? "failure"}${condition}${place}`;
}

function matchAll(text: string): SubmitOutputEvent[] {
  const matcher = createOutputMatcher();
  return [...matcher.push(text), ...matcher.end()];
}

/** Captured from PySpark 3.5.9 and 4.3.0 by running fixtures/apps; only paths were shortened. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "3.5-bad-cast.out": ["Py4JJavaError [CAST_INVALID_INPUT] at bad_cast.py:6"],
  "4.3-bad-cast.out": ["NumberFormatException [CAST_INVALID_INPUT] at bad_cast.py:6"],
  "3.5-badflag.err": ["failure"],
  "4.3-badflag.err": ["failure"],
  "3.5-badmaster.err": ["sparkUi http://localhost:4040"],
  "3.5-badmaster.out": ["Py4JJavaError at success.py:4"],
  "4.3-badmaster.err": ["SparkException"],
  "3.5-chained.out": ["ZeroDivisionError at chained.py:5", "ValueError at chained.py:7"],
  "4.3-chained.out": ["ZeroDivisionError at chained.py:5", "ValueError at chained.py:7"],
  "3.5-event-log.err": [
    "sparkUi http://localhost:4040",
    "application local-1795239984099",
    "eventLog file:/project/ev/local-1795239984099",
    "sparkUiStopped",
  ],
  "4.3-event-log.err": [
    "sparkUi http://localhost:4040",
    "application local-1795239934361",
    "eventLog file:/project/ev/eventlog_v2_local-1795239934361",
    "sparkUiStopped",
  ],
  "3.5-missing-column.out": ["AnalysisException [UNRESOLVED_COLUMN.WITH_SUGGESTION] at missing_column.py:8"],
  "4.3-missing-column.out": ["AnalysisException [UNRESOLVED_COLUMN.WITH_SUGGESTION] at missing_column.py:8"],
  "3.5-missing-path.out": ["AnalysisException [PATH_NOT_FOUND] at missing_path.py:4"],
  "4.3-missing-path.out": ["AnalysisException [PATH_NOT_FOUND] at missing_path.py:4"],
  "3.5-nofile.out": ["failure"],
  "4.3-nofile.out": ["failure"],
  "3.5-syntax.out": ["SyntaxError at syntax.py:2"],
  "4.3-syntax.out": ["SyntaxError at syntax.py:2"],
  "3.5-udf-fails.out": ["PythonException at udf_fails.py:12", "ZeroDivisionError at udf_fails.py:9"],
  "4.3-udf-fails.out": ["PythonException at udf_fails.py:9", "ZeroDivisionError at udf_fails.py:9"],
  "3.5-udf-fails.err": [
    "sparkUi http://localhost:4040",
    "ZeroDivisionError at udf_fails.py:9",
    "sparkUiStopped",
  ],
  "4.3-udf-fails.err": [
    "sparkUi http://localhost:4040",
    "ZeroDivisionError at udf_fails.py:9",
    "sparkUiStopped",
  ],
};

describe("the output of a run", () => {
  it("has an expectation for every captured file", () => {
    assert.deepEqual(readdirSync(folder).toSorted(), Object.keys(expected).toSorted());
  });

  for (const [name, events] of Object.entries(expected)) {
    it(`is read: ${name}`, () => {
      assert.deepEqual(matchAll(read(name)).map(inShort), events);
    });
  }

  it("keeps the message that helps", () => {
    const messages = [
      "4.3-missing-path.out",
      "3.5-udf-fails.out",
      "4.3-badmaster.err",
      "4.3-badflag.err",
    ].map((name) =>
      matchAll(read(name)).flatMap((event) => (event.kind === "failure" ? [event.message] : [])),
    );
    assert.deepEqual(messages, [
      ["[PATH_NOT_FOUND] Path does not exist: file:/nowhere/at/all. SQLSTATE: 42K03"],
      [
        "An exception was thrown from the Python worker. Please see the stack trace below.",
        "division by zero",
      ],
      ["Master must either be yarn or start with spark, k8s, or local"],
      ["Unrecognized option: --frobnicate"],
    ]);
  });

  const lines: readonly (readonly [string, readonly string[]])[] = [
    [
      "26/11/21 INFO SparkUI: Bound SparkUI to 0.0.0.0, and started at http://host:4041",
      ["sparkUi http://host:4041"],
    ],
    ["Spark context Web UI available at https://host:4440", ["sparkUi https://host:4440"]],
    [
      "26/11/21 INFO YarnClientImpl: Submitted application application_1700000000000_0042",
      ["application application_1700000000000_0042"],
    ],
    [
      "26/11/21 INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20261121044700-0003",
      ["application app-20261121044700-0003"],
    ],
    ["\t final status: SUCCEEDED", ["finalStatus SUCCEEDED"]],
    ["\t final status: UNDEFINED", []],
    ["final status: what a program prints of itself", []],
    ["JAVA_HOME is not set", ["failure"]],
    ["Error: what a program prints of itself\n", ["failure"]],
    ["26/11/21 04:47:12 INFO SparkContext: x\nError: what a program prints of itself\n", []],
    [
      'Traceback (most recent call last):\n  File "/p/a.py", line 3, in <module>\nKeyboardInterrupt\n',
      ["KeyboardInterrupt at a.py:3"],
    ],
    [
      "Traceback (most recent call last):\r\n  File \"C:\\p\\a.py\", line 3, in f\r\nKeyError: 'x'\r\n",
      ["KeyError at C:\\p\\a.py:3"],
    ],
    ['Traceback (most recent call last):\n  File "/p/a.py", line 3, in f\n', []],
  ];
  for (const [text, events] of lines) {
    it(`reads ${JSON.stringify(text.slice(0, 70))}`, () => {
      assert.deepEqual(matchAll(text).map(inShort), events);
    });
  }

  it("says the same however the output is cut into pieces", () => {
    const text = ["4.3-udf-fails.out", "3.5-bad-cast.out", "4.3-chained.out"]
      .map(read)
      .join("\n")
      .replaceAll("\n", "\r\n");
    const whole = matchAll(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const matcher = createOutputMatcher();
        const places = [0, ...cuts.toSorted((left, right) => left - right), text.length];
        const events = places.slice(1).flatMap((end, index) => matcher.push(text.slice(places[index], end)));
        assert.deepEqual([...events, ...matcher.end()], whole);
      }),
    );
  });

  it("takes any text", () => {
    fc.assert(fc.property(anyText({ maxLength: 300 }), (text) => Array.isArray(matchAll(text))));
    const begin = performance.now();
    matchAll(`${" ".repeat(200_000)}File "${"a.".repeat(100_000)}\n${"x=y".repeat(100_000)}`);
    assert.ok(performance.now() - begin < 1000);
  });
});

describe("what to do about a failure", () => {
  const remedies: Readonly<Record<string, RegExp>> = {
    "3.5-bad-cast.out": /try_cast/,
    "4.3-bad-cast.out": /try_cast/,
    "3.5-missing-column.out": /printSchema/,
    "4.3-missing-column.out": /printSchema/,
    "3.5-missing-path.out": /s3a:/,
    "4.3-missing-path.out": /s3a:/,
  };
  for (const name of Object.keys(expected))
    it(`${name}: ${String(remedies[name] ?? "its own message says all")}`, () => {
      const matcher = createOutputMatcher(catalog.errors);
      const failures = [...matcher.push(read(name)), ...matcher.end()].filter(
        (event) => event.kind === "failure",
      );
      const found = failures.flatMap(({ remedy }) => remedy?.remedy ?? []).join(" ");
      assert.match(found, remedies[name] ?? /^$/);
    });

  it("is found in what caused a Java exception", () => {
    const matcher = createOutputMatcher(catalog.errors);
    const [failure] = [
      ...matcher.push(
        [
          "Traceback (most recent call last):",
          '  File "/project/job.py", line 3, in <module>',
          "    df.collect()",
          "py4j.protocol.Py4JJavaError: An error occurred while calling o42.collectToPython.",
          ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times",
          "\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:1)",
          "Caused by: java.io.IOException: No space left on device",
          "\tat java.io.FileOutputStream.write(FileOutputStream.java:1)",
          "",
        ].join("\n"),
      ),
      ...matcher.end(),
    ];
    assert.ok(failure?.kind === "failure");
    assert.match(failure.remedy?.remedy ?? "none", /spark\.local\.dir/);
  });
});
