import assert from "node:assert/strict";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules, type WorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { frameSchemas } from "../../server/src/features/frameSchemas.ts";
import { catalog, parser } from "../plan/evaluated.ts";

/** A workspace in memory whose texts can change. */
function workspace(files: Map<string, string>): {
  readonly modules: WorkspaceModules;
  readonly analyzed: (path: string, previous?: Analysis) => Analysis;
  readonly write: (path: string, text: string) => void;
} {
  let version = 0;
  const modules = createWorkspaceModules({
    read: (path) => files.get(path.replace("/w/", "")) ?? null,
    folders: () => ["/w"],
    version: () => version,
    listVersion: () => version,
  });
  const engine: Engine = { parser, catalog, modules };
  return {
    modules,
    analyzed: (path, previous) =>
      analyze(engine, files.get(path) ?? "", defaultOptions, previous, undefined, `/w/${path}`),
    write(path, text) {
      files.set(path, text);
      version += 1;
    },
  };
}

/** Each named DataFrame of a file: "name: columns". */
const framesOf = ({ facts }: Analysis): readonly string[] =>
  frameSchemas(facts).map(({ name, ddl, columns }) => `${name}: ${ddl ?? columns.join(", ")}`);

const session = `import pytest
from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark():
    with SparkSession.builder.getOrCreate() as session:
        yield session
`;
const orders = (ddl: string): string => `import pytest


@pytest.fixture
def orders(spark):
    return spark.createDataFrame([], "${ddl}")
`;
const test = "def test_ids(orders):\n    ids = orders.select('id')\n";

describe("conventions across modules", () => {
  it("finds fixtures in every conftest.py above a test", () => {
    const { analyzed, write } = workspace(
      new Map([
        ["tests/conftest.py", session],
        ["tests/jobs/conftest.py", orders("id int, name string")],
        ["tests/jobs/test_ids.py", test],
      ]),
    );
    const before = analyzed("tests/jobs/test_ids.py");
    assert.deepEqual(framesOf(before), ["orders: id INT,name STRING", "ids: id INT"]);
    write("tests/jobs/conftest.py", orders("id bigint"));
    assert.deepEqual(framesOf(analyzed("tests/jobs/test_ids.py", before)), [
      "orders: id BIGINT",
      "ids: id BIGINT",
    ]);
  });

  it("takes a fixture that a conftest.py names by its decorator", () => {
    const named = orders("id int").replace("@pytest.fixture", '@pytest.fixture(name="orders")');
    const { analyzed } = workspace(
      new Map([
        ["conftest.py", `${session}${named.replace("def orders", "def made_orders")}`],
        ["test_ids.py", test],
      ]),
    );
    assert.deepEqual(framesOf(analyzed("test_ids.py")), ["orders: id INT", "ids: id INT"]);
  });

  it("counts a conftest.py among the texts behind a test", () => {
    const { modules } = workspace(new Map([["tests/conftest.py", session]]));
    assert.match(modules.textsBehind("/w/tests/unit/test_a.py", test), /^\/w\/tests\/conftest\.py\n/);
    assert.equal(modules.textsBehind("/w/tests/unit/job.py", "x = 1\n"), "");
  });

  it("knows classes of schemas of other modules", () => {
    const { analyzed } = workspace(
      new Map([
        [
          "schemas.py",
          "from pyspark.sql.types import LongType, StringType\nfrom typedspark import Column, Schema\n\n\nclass Person(Schema):\n    id: Column[LongType]\n    name: Column[StringType]\n",
        ],
        [
          "job.py",
          "from typedspark import DataSet, create_empty_dataset\nfrom schemas import Person\n\n\ndef run(spark, people: DataSet[Person]):\n    names = people.select(Person.name)\n    none = create_empty_dataset(spark, Person)\n",
        ],
      ]),
    );
    assert.deepEqual(framesOf(analyzed("job.py")), [
      "people: id, name",
      "names: name",
      "none: id BIGINT,name STRING",
    ]);
  });
});
