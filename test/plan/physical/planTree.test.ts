import assert from "node:assert/strict";
import { keptSteps } from "../../../server/src/plan/effects.ts";
import { exchangesAt, exchangesOf } from "../../../server/src/plan/physical/exchanges.ts";
import { describePlan } from "../../../server/src/plan/physical/planTree.ts";
import type { PlanNode } from "../../../server/src/plan/logicalPlan.ts";
import { evaluated } from "../evaluated.ts";
import { countsText } from "./exchangeCases.ts";
import { size } from "../../portion.ts";

const header = `from pyspark.sql import SparkSession, functions as F, Window
spark = SparkSession.builder.getOrCreate()
orders = spark.read.parquet("/orders")
customers = spark.createDataFrame([(1, "x")], "customer_id int, name string")
`;

/** The frame called `out`, and the module's kept steps. */
function frame(code: string): { readonly plan: PlanNode; readonly kept: ReadonlySet<PlanNode> } {
  const facts = evaluated(`${header}${code}\n`);
  const plan = facts.units.flatMap(({ frames }) => frames).findLast(({ name }) => name === "out")?.value.plan;
  assert.ok(plan, "no frame called out");
  return { plan, kept: keptSteps(facts) };
}

function tree(code: string): readonly string[] {
  const { plan, kept } = frame(code);
  return describePlan(plan, kept).map(
    ({ depth, operator, details }) =>
      `${"  ".repeat(depth)}${operator}${details === "" ? "" : ` ${details}`}`,
  );
}

describe("plans as trees", () => {
  it("have exchanges between the halves of an aggregation", () =>
    assert.deepEqual(tree('out = customers.groupBy("name").count()'), [
      "HashAggregate keys=[name]",
      "  Exchange hashpartitioning(name, 200)",
      "    HashAggregate partial keys=[name]",
      "      Scan ExistingRDD [name of 2 columns]",
    ]));

  it("name an exchange once that serves twice", () =>
    assert.deepEqual(tree('out = customers.join(customers, "customer_id").select("customer_id")'), [
      "Project",
      "  SortMergeJoin inner on customer_id",
      "    Exchange hashpartitioning(customer_id, 200)",
      "      Scan ExistingRDD [customer_id of 2 columns]",
      "    ReusedExchange hashpartitioning(customer_id, 200)",
    ]));

  it("show what is kept", () =>
    assert.deepEqual(tree("kept = customers.distinct().cache()\nout = kept.limit(3)"), [
      "CollectLimit 3",
      "  InMemoryTableScan",
      "    HashAggregate keys=[customer_id, name]",
      "      Exchange hashpartitioning(customer_id, name, 200)",
      "        HashAggregate partial keys=[customer_id, name]",
      "          Scan ExistingRDD [customer_id, name]",
    ]));

  it("say what they assume and what may change", () => {
    const { plan } = frame('out = orders.join(customers, "customer_id")');
    const join = describePlan(plan).find(({ operator }) => operator === "SortMergeJoin");
    assert.match(join?.adaptive ?? "", /broadcast join/);
    assert.match(join?.assumes ?? "", /count as large/);
    assert.equal(join?.method, "DataFrame.join");
  });

  it("know keys of frames whose columns are not known", () => {
    const code = (end: string): string => countsText({ ...exchangesOf(frame(`out = orders${end}`).plan) });
    assert.equal(code('.groupBy("k").count().groupBy("k").count()'), "hash 1");
    assert.equal(
      code('.repartition("k").filter("x > 1").withColumn("z", F.lit(1)).groupBy("k").count()'),
      "hash 1",
    );
    assert.equal(code('.repartition("k").withColumn("k", F.col("k") + 1).groupBy("k").count()'), "hash 2");
    assert.equal(code('.join(customers, "customer_id").groupBy("customer_id").count()'), "hash 2");
    assert.equal(code('.select("k", "x").dropDuplicates(["k"])'), "hash 1");
    assert.equal(
      code('.withColumn("n", F.row_number().over(Window.partitionBy("k").orderBy("x")))'),
      "hash 1",
    );
  });

  it("say which step asks for which exchange", () => {
    const { plan } = frame('out = customers.repartition("name").groupBy("customer_id").count()');
    const [input] = plan.inputs;
    assert.ok(input);
    const details = (step: PlanNode): readonly string[] => exchangesAt(step).map((each) => each.details);
    assert.deepEqual(details(plan), ["hashpartitioning(customer_id, 200)"]);
    assert.deepEqual(details(input), ["hashpartitioning(name, 200)"]);
  });
});

describe("large plans", function () {
  this.timeout(120_000);

  /** A frame with many steps behind it, as a loop or generated code makes them. */
  function grown(plan: PlanNode, steps: number, step: (input: PlanNode) => PlanNode): PlanNode {
    let at = plan;
    for (let index = 0; index < steps; index += 1) at = step(at);
    return at;
  }

  it("of thousands of steps are planned", () => {
    const { plan } = frame('out = customers.filter("name is not null").groupBy("name").count()');
    const [filter] = plan.inputs;
    assert.ok(filter);
    const long = grown(filter, size(10_000, 1000), (input) => ({ ...filter, inputs: [input] }));
    const last = { ...plan, inputs: [long] };
    assert.equal(countsText({ ...exchangesOf(last) }), "hash 1");
    assert.ok(describePlan(last).length > 1000);
  });

  it("that double at every step are planned", () => {
    const { plan } = frame('out = customers.join(customers.distinct(), "customer_id").select("customer_id")');
    const { plan: union } = frame("out = customers.union(customers)");
    const doubled = grown(plan, 60, (input) => ({ ...union, inputs: [input, input] }));
    assert.equal(exchangesOf(doubled).hash, exchangesOf(plan).hash);
    assert.ok(describePlan(doubled).length <= 2000);
  });
});
