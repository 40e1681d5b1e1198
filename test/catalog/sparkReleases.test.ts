import assert from "node:assert/strict";
import { knownVersions } from "../../server/src/catalog/sparkVersion.ts";
import { platforms } from "../../server/src/catalog/sparkReleases.ts";
import { catalog, readData } from "./catalogFixture.ts";

const { versions } = catalog;

describe("releases of Spark", () => {
  const cases: readonly [
    version: string,
    scala: string,
    java: string,
    python: string,
    hadoop: string,
    pandas: string,
  ][] = [
    ["3.3", "2.12", "8 of 8, 11, 17", "3.7", "3.3.2", ">=1.0.5"],
    ["3.5", "2.12", "8 of 8, 11, 17", "3.8", "3.3.4", ">=1.0.5"],
    ["4.0", "2.13", "17 of 17, 21", "3.9", "3.4.1", ">=2.0.0"],
    ["4.3", "2.13", "17 of 17, 21", "3.11", "3.5.0", ">=2.2.0"],
  ];
  for (const [version, scala, java, python, hadoop, pandas] of cases)
    it(`Spark ${version}`, () => {
      const release = versions.release(version);
      assert.equal(release.scalaSuffix, scala);
      assert.equal(`${release.java.minimum} of ${release.java.supported.join(", ")}`, java);
      assert.equal(release.python.minimum, python);
      assert.equal(release.hadoop, hadoop);
      assert.equal(release.requires.get("pandas"), pandas);
    });

  it("has every known version, whose supported Java begins with the minimum", () => {
    const file = JSON.parse(readData("spark-versions.json")) as { readonly versions: readonly string[] };
    assert.deepEqual(file.versions, knownVersions);
    for (const version of knownVersions) {
      const { java, spark } = versions.release(version);
      assert.ok(spark.startsWith(`${version}.`));
      assert.equal(java.supported[0], java.minimum, version);
    }
  });

  it("knows bundled libraries", () => {
    assert.equal(versions.library("parquet-hadoop", "4.3"), "1.17.0");
    assert.equal(versions.library("no-such-library", "4.3"), null);
  });

  it("packages fit the Scala of their Spark", () => {
    for (const version of knownVersions)
      for (const { id, coordinate } of versions.packages(version)) {
        assert.match(coordinate, /^[\w.-]+:[\w.-]+:[\w.-]+$/, `${id} for ${version}`);
        const [, suffix] = /_(2\.1\d):/.exec(coordinate) ?? [];
        if (suffix !== undefined)
          assert.equal(suffix, versions.release(version).scalaSuffix, `${id} for ${version}`);
      }
    const coordinate = (id: string, version: string) =>
      versions.packages(version).find((each) => each.id === id)?.coordinate;
    assert.equal(coordinate("kafka", "3.5"), "org.apache.spark:spark-sql-kafka-0-10_2.12:3.5.9");
    assert.equal(coordinate("s3a", "4.0"), "org.apache.hadoop:hadoop-aws:3.4.1");
    assert.equal(coordinate("delta", "4.0"), "io.delta:delta-spark_2.13:4.0.1");
    assert.equal(coordinate("avro", "4.0"), undefined);
  });

  it("runtimes of platforms", () => {
    assert.deepEqual([...versions.platformNames.keys()], platforms);
    assert.equal(versions.runtimeSpark("databricks", "15.4"), "3.5");
    assert.equal(versions.runtimeSpark("databricks", "13.3.1"), "3.4");
    assert.equal(versions.runtimeSpark("glue", "4.0"), "3.3");
    assert.equal(versions.runtimeSpark("emr", "99.0"), null);
    assert.equal(versions.platformDefaults("databricks").get("spark.sql.sources.default"), "delta");
    assert.equal(versions.platformDefaults("plain").size, 0);
  });
});
