import assert from "node:assert/strict";
import fc from "fast-check";
import {
  composeSubmit,
  profileConfigurations,
  type ComposedSubmit,
  type SubmitContext,
} from "../../server/src/submit/compose.ts";
import { localProfile, parseProfiles } from "../../server/src/submit/profile.ts";
import { fillEnvironment } from "../../server/src/submit/variables.ts";
import { facts } from "./submitFacts.ts";
import { anyText } from "../anyText.ts";
import { size } from "../portion.ts";

type Fields = Readonly<Record<string, unknown>>;

const context: SubmitContext = { sparkVersion: "4.1", variables: { workspaceFolder: "/w" }, environment: {} };

function compose(
  fields: Fields,
  more: Partial<SubmitContext> = {},
  application: string | null = "job.py",
): ComposedSubmit {
  const { profiles, problems } = parseProfiles(JSON.stringify({ profiles: { test: fields } }));
  assert.deepEqual(problems, []);
  return composeSubmit(facts, profiles.get("test") ?? localProfile, application, { ...context, ...more });
}

const inShort = ({ problems }: ComposedSubmit): string[] =>
  problems.map(({ severity, field, message }) => `${severity} ${field ?? ""}: ${message}`);

describe("the composed command", () => {
  const commands: readonly (readonly [string, Fields, string])[] = [
    ["nothing set", {}, "spark-submit job.py"],
    ["a local master", { master: "local[2]" }, "spark-submit --master local[2] job.py"],
    ["Connect", { remote: "sc://host:15002" }, "spark-submit --remote sc://host:15002 job.py"],
    [
      "everything in the order of the facts",
      {
        args: ["a b", "--x"],
        conf: { "spark.a": 1, "spark.b": true },
        pyFiles: ["a.zip", "b.py"],
        executorCores: 2,
        driverMemory: "2g",
        master: "yarn",
        name: "n",
        files: ["f#g"],
      },
      "spark-submit --master yarn --name n --driver-memory 2g --executor-cores 2 --py-files a.zip,b.py --files f#g --conf spark.a=1 --conf spark.b=true job.py a b --x",
    ],
    [
      "switches",
      { propertiesFile: "p.conf", loadSparkDefaults: true, supervise: false },
      "spark-submit --properties-file p.conf --load-spark-defaults job.py",
    ],
    [
      "variables",
      { conf: { "spark.x": "${workspaceFolder}/d", "spark.y": "${env:Y}" } },
      "spark-submit --conf spark.x=/w/d --conf spark.y=${env:Y} job.py",
    ],
    [
      "values with spaces and quotes",
      { conf: { "spark.x": `a "b" 'c' $d` } },
      `spark-submit --conf spark.x=a "b" 'c' $d job.py`,
    ],
  ];
  for (const [name, fields, argv] of commands) {
    it(`is right for ${name}`, () => {
      assert.equal(compose(fields, { environment: { Y: "secret" } }).argv.join(" "), argv);
    });
  }

  it("takes the profile's own file when none is named", () => {
    assert.deepEqual(compose({ file: "${workspaceFolder}/own.py" }, {}, null).argv, [
      "spark-submit",
      "/w/own.py",
    ]);
  });

  it("passes every value on unharmed", () => {
    const text = anyText({ minLength: 1 }).filter((value) => !/\0|\$\{/.test(value));
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^spark\.[a-z.]{1,12}$/), text),
        fc.array(text),
        (conf, args) => {
          const { argv } = compose({ conf, args });
          const given = argv.flatMap((item, index) => (argv[index - 1] === "--conf" ? [item] : []));
          assert.deepEqual(
            given,
            Object.entries(conf).map(([key, value]) => `${key}=${value}`),
          );
          assert.deepEqual(argv.slice(argv.length - args.length), args);
          assert.ok(argv.every((item) => typeof item === "string" && !item.includes("\0")));
        },
      ),
      { numRuns: size(100, 20) },
    );
  });

  it("never holds undefined, whatever a profile says", () => {
    const anyField = fc.dictionary(
      fc.constantFrom("master", "conf", "args", "driverCores", "supervise", "jars", "env", "extends", "file"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anyField, (fields) => {
        const { profiles } = parseProfiles(JSON.stringify({ profiles: { test: fields } }));
        const { argv, env } = composeSubmit(facts, profiles.get("test") ?? localProfile, null, context);
        assert.ok([...argv, ...Object.values(env)].every((item) => typeof item === "string"));
      }),
    );
  });

  it("fills in the environment only when told to", () => {
    const { argv } = compose(
      { conf: { "spark.hadoop.fs.s3a.secret.key": "${env:KEY}" } },
      { environment: { KEY: "k" } },
    );
    assert.ok(!argv.join(" ").includes("=k"));
    assert.equal(fillEnvironment(argv[2] ?? "", { KEY: "k" }), "spark.hadoop.fs.s3a.secret.key=k");
  });
});

describe("the problems of a submission", () => {
  const yarn = { HADOOP_CONF_DIR: "/etc/hadoop" };
  const cases: readonly (readonly [Fields, readonly string[], Partial<SubmitContext>?])[] = [
    [{ master: "local[*]", driverMemory: "4g", conf: { "spark.sql.shuffle.partitions": 8 } }, []],
    [{ master: "local[4,2]" }, []],
    [{ master: "spark://a:7077,b:7077", totalExecutorCores: 4 }, []],
    [{ master: "k8s://https://host:6443", numExecutors: 2 }, []],
    [{ master: "lokal" }, ['error master: "lokal" is no master.']],
    [{ master: "spark://host" }, ['error master: "spark://host" is no master.']],
    [{ master: "mesos://h:5050" }, ["error master: Spark 4.1 no longer runs on Mesos; 3.5 was"]],
    [{ master: "mesos://h:5050" }, [], { sparkVersion: "3.5" }],
    [{ deployMode: "local" }, ['error deployMode: "local" is no deploy mode.']],
    [
      { master: "local", deployMode: "cluster" },
      ["error deployMode: Spark does not run cluster deploy mode on a local master."],
    ],
    [
      { master: "spark://h:7077", deployMode: "cluster" },
      [
        "error deployMode: Spark does not run Python applications in cluster deploy mode on a standalone master.",
      ],
    ],
    [{ master: "yarn" }, ["error master: YARN needs HADOOP_CONF_DIR or YARN_CONF_DIR"]],
    [{ master: "yarn" }, [], { environment: yarn }],
    [{ master: "yarn", env: yarn }, []],
    [{ remote: "sc://h", master: "local" }, ['error master: "remote" and "master" exclude each other']],
    [{ remote: "sc://h:15002/;token=x" }, []],
    [{ remote: "h:15002" }, ["error remote: A Spark Connect address is written sc://"]],
    [{ remote: "sc://h" }, ["error remote: --remote is known from Spark 3.4 on"], { sparkVersion: "3.3" }],
    [
      { remote: "sc://h", executorMemory: "2g" },
      ["warning executorMemory: --executor-memory has no effect with Spark Connect"],
    ],
    [{ proxyUser: "u", principal: "p" }, ['error principal: "proxyUser" and "principal" exclude each other']],
    [
      { executorMemory: "2g" },
      ["warning executorMemory: --executor-memory has no effect on a local master."],
    ],
    [
      { master: "spark://h:7077", numExecutors: 2 },
      ["warning numExecutors: --num-executors has no effect on a standalone master."],
    ],
    [
      { master: "yarn", totalExecutorCores: 2 },
      ["warning totalExecutorCores: --total-executor-cores has no effect on YARN."],
      { environment: yarn },
    ],
    [
      { master: "yarn", driverCores: 2 },
      ["warning driverCores: --driver-cores has no effect in client deploy mode."],
      { environment: yarn },
    ],
    [{ master: "yarn", deployMode: "cluster", driverCores: 2 }, [], { environment: yarn }],
    [{ master: "local", queue: "q" }, ["warning queue: --queue has no effect on a local master."]],
    [
      { propertiesFile: "p", loadSparkDefaults: true },
      ["error loadSparkDefaults: --load-spark-defaults is known from Spark 4.0 on"],
      { sparkVersion: "3.5" },
    ],
    [{ loadSparkDefaults: true }, ["info loadSparkDefaults: --load-spark-defaults adds nothing"]],
    [{ propertiesFile: "p" }, ["info propertiesFile: With a properties file"]],
    [
      { master: "yarn", env: yarn, numExecutors: 0 },
      ["error numExecutors: --num-executors must be a whole number of at least 1; here it is 0."],
    ],
    [{ master: "yarn", env: yarn, numExecutors: 0, conf: { "spark.dynamicAllocation.enabled": true } }, []],
    [
      { master: "spark://h:7077", executorCores: 1.5 },
      ["error executorCores: --executor-cores must be a whole number"],
    ],
    [
      { driverMemory: "1.5g" },
      ["error driverMemory: --driver-memory is written as a whole number with a unit"],
    ],
    [{ driverMemory: "0g" }, ["error driverMemory: --driver-memory must be more than 0."]],
    [{ driverMemory: "4 GB" }, ["error driverMemory: --driver-memory is written as a whole number"]],
    [{ driverMemory: "4x" }, ['error driverMemory: --driver-memory does not know the unit "x".']],
    [{ driverMemory: "512" }, ["info driverMemory: --driver-memory 512 without a unit means 512 MiB."]],
    [{ driverMemory: "${env:MEMORY}" }, [], { environment: { MEMORY: "2g" } }],
    [{ packages: ["io.delta:delta-spark_2.13:4.0.0"] }, []],
    [
      { packages: ["io.delta:delta-spark_2.12:3.2.0"] },
      [
        'warning packages: "io.delta:delta-spark_2.12:3.2.0" is built for Scala 2.12, but Spark 4.1 runs on Scala 2.13.',
      ],
    ],
    [{ packages: ["io.delta:delta-spark_2.12:3.2.0"] }, [], { sparkVersion: "3.5" }],
    [{ packages: ["io.delta:delta-spark"] }, ["error packages: A package is written group:artifact:version"]],
    [{ pyFiles: ["a.py,b.py"] }, ["error pyFiles: --py-files separates its entries by commas"]],
    [{ pyFiles: ["a.whl"] }, ["warning pyFiles: Spark adds only .py, .zip and .egg files"]],
    [{ jars: [""] }, ["error jars: --jars has an empty entry."]],
    [
      { driverJavaOptions: "-Dx=1 -Xmx4g" },
      ["error driverJavaOptions: The heap's size is not set with -Xmx."],
    ],
    [{ name: " " }, ["error name: --name has no value."]],
    [{ conf: { "my.key": 1 } }, ['warning conf.my.key: Spark drops "my.key"']],
    [{ conf: { "spark.a=b": 1 } }, ['error conf.spark.a=b: "spark.a=b" is no name']],
    [
      { master: "local", conf: { "spark.master": "yarn" } },
      ['warning conf.spark.master: "master" of the profile wins'],
    ],
    [
      { conf: { "spark.hadoop.fs.s3a.secret.key": "abc" } },
      ['warning conf.spark.hadoop.fs.s3a.secret.key: "spark.hadoop.fs.s3a.secret.key" looks like a secret.'],
    ],
    [{ conf: { "spark.hadoop.fs.s3a.secret.key": "${env:KEY}" } }, [], { environment: { KEY: "k" } }],
    [{ env: { DB_PASSWORD: "abc" } }, ['warning env.DB_PASSWORD: "DB_PASSWORD" looks like a secret.']],
    [{ name: "${nothing}" }, ["error name: ${nothing} has no value."]],
    [{ name: "${env:NOTHING}" }, ["error name: ${env:NOTHING} has no value."]],
    [{ args: ["a\0b"] }, ["error args: A NUL character cannot be passed on."]],
  ];
  for (const [fields, problems, more] of cases) {
    it(`${JSON.stringify(fields)}${more ? ` with ${JSON.stringify(more)}` : ""}`, () => {
      const found = inShort(compose(fields, more));
      assert.equal(found.length, problems.length, found.join("\n"));
      for (const [index, problem] of problems.entries()) {
        assert.ok(found[index]?.startsWith(problem), `${found[index] ?? ""}\n  is not\n${problem}`);
      }
    });
  }

  it("name a missing file", () => {
    assert.match(inShort(compose({}, {}, null)).join(), /^error file: There is no file to submit/);
    assert.match(inShort(compose({}, {}, "-x.py")).join(), /as an option/);
  });
});

describe("what composing adds", () => {
  const cases: readonly (readonly [string, Fields, Partial<SubmitContext>, Fields])[] = [
    [
      "the found Python on this machine",
      {},
      { python: "/p" },
      { PYSPARK_DRIVER_PYTHON: "/p", PYSPARK_PYTHON: "/p" },
    ],
    [
      "only the driver's Python on a cluster",
      { master: "spark://h:1" },
      { python: "/p" },
      { PYSPARK_DRIVER_PYTHON: "/p" },
    ],
    [
      "the profile's Python everywhere",
      { master: "spark://h:1", python: "/q" },
      { python: "/p" },
      { PYSPARK_DRIVER_PYTHON: "/q", PYSPARK_PYTHON: "/q" },
    ],
    ["no Python to a driver in the cluster", { master: "yarn", deployMode: "cluster" }, { python: "/p" }, {}],
    [
      "the profile's own variables last",
      { env: { PYSPARK_PYTHON: "/r" } },
      { python: "/p" },
      { PYSPARK_DRIVER_PYTHON: "/p", PYSPARK_PYTHON: "/r" },
    ],
  ];
  for (const [name, fields, more, env] of cases) {
    it(`is ${name}`, () => assert.deepEqual(compose(fields, more).env, env));
  }

  const eventLogFolder = "file:///logs";
  const logs: readonly (readonly [string, Fields, Partial<SubmitContext>, string | null])[] = [
    ["in the folder that the shell gives", {}, {}, eventLogFolder],
    [
      "in the user's folder",
      { conf: { "spark.eventLog.enabled": true, "spark.eventLog.dir": "/mine" } },
      {},
      "/mine",
    ],
    [
      "in the folder of spark-defaults.conf",
      {},
      { defaults: { "spark.eventLog.enabled": "true", "spark.eventLog.dir": "/site" } },
      "/site",
    ],
    [
      "in the folder that the shell gives, when the properties file says nothing of it",
      { propertiesFile: "p.conf" },
      { defaults: { "spark.sql.shuffle.partitions": "8" } },
      eventLogFolder,
    ],
    [
      "in the folder of the properties file",
      { propertiesFile: "p.conf" },
      { defaults: { "spark.eventLog.enabled": "true", "spark.eventLog.dir": "/site" } },
      "/site",
    ],
    ["nowhere when switched off", { conf: { "spark.eventLog.enabled": false } }, {}, null],
    ["nowhere when the driver runs elsewhere", { master: "yarn", deployMode: "cluster" }, {}, null],
    ["nowhere with Connect", { remote: "sc://h" }, {}, null],
  ];
  for (const [name, fields, more, folder] of logs) {
    it(`writes the event log ${name}`, () => {
      const composed = compose(fields, { eventLogFolder, ...more });
      assert.equal(composed.eventLogFolder, folder);
      assert.equal(composed.argv.includes(`spark.eventLog.dir=${eventLogFolder}`), folder === eventLogFolder);
    });
  }
});

describe("the configurations of a profile", () => {
  it("come from flags and from conf, each once", () => {
    const { profiles } = parseProfiles(
      JSON.stringify({
        profiles: {
          test: { driverMemory: "2g", supervise: true, conf: { "spark.driver.memory": "1g", "spark.a": 1 } },
        },
      }),
    );
    assert.deepEqual(profileConfigurations(facts, profiles.get("test") ?? localProfile), [
      { key: "spark.driver.memory", value: "2g", field: "driverMemory" },
      { key: "spark.driver.supervise", value: "true", field: "supervise" },
      { key: "spark.a", value: "1", field: "conf.spark.a" },
    ]);
  });
});
