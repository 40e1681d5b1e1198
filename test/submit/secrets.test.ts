import assert from "node:assert/strict";
import { redacted } from "../../server/src/protocol/configuration.ts";
import { createSecretName, redactArgv, redactMap } from "../../server/src/submit/secrets.ts";
import { facts } from "./submitFacts.ts";

const isSecret = createSecretName(facts);

describe("secrets", () => {
  const names: Readonly<Record<string, boolean>> = {
    "spark.hadoop.fs.s3a.secret.key": true,
    "spark.hadoop.fs.s3a.access.key": true,
    AWS_ACCESS_KEY_ID: true,
    "spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net": true,
    "spark.hadoop.fs.azure.sas.c.a.blob.core.windows.net": true,
    "spark.hadoop.google.cloud.auth.service.account.private.key": true,
    "spark.ssl.keyPassword": true,
    "spark.authenticate.secret": true,
    DATABRICKS_TOKEN: true,
    "spark.sql.shuffle.partitions": false,
    "spark.driver.memory": false,
    PYSPARK_PYTHON: false,
    "spark.executor.cores": false,
  };
  for (const [name, secret] of Object.entries(names)) {
    it(`${secret ? "are" : "are not"} in ${name}`, () => assert.equal(isSecret(name), secret));
  }

  it("do not show in a command line", () => {
    const argv = [
      "spark-submit",
      "--conf",
      "spark.x.password=p w",
      "--conf",
      "spark.a=b",
      "--remote",
      "sc://h:1/;token=t;x=y",
      "a.py",
      "--api-key",
      "k",
      "--password=q",
      "--out",
      "jdbc:x://u:pw@h/d?password=z",
    ];
    assert.deepEqual(redactArgv(argv, isSecret), [
      "spark-submit",
      "--conf",
      `spark.x.password=${redacted}`,
      "--conf",
      "spark.a=b",
      "--remote",
      `sc://h:1/;token=${redacted};x=y`,
      "a.py",
      "--api-key",
      redacted,
      `--password=${redacted}`,
      "--out",
      `jdbc:x://u:${redacted}@h/d?password=${redacted}`,
    ]);
  });

  it("do not show in maps", () => {
    assert.deepEqual(redactMap({ TOKEN: "t", URL: "https://u:p@h", A: "b" }, isSecret), {
      TOKEN: redacted,
      URL: `https://u:${redacted}@h`,
      A: "b",
    });
  });
});
