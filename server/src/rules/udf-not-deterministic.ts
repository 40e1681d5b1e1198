import { insert } from "./edits.ts";
import { callsNamed } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { qualifiedCalls } from "./udfBody.ts";

/** A UDF that gives another value each time, and does not say so. */
export const udfNotDeterministic = defineRule({
  id: "udf-not-deterministic",
  summary: "UDF with random or time values, not declared so",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const declared = callsNamed(facts, ["UserDefinedFunction.asNondeterministic"]).map(
      ({ receiver }) => receiver?.udf?.site,
    );
    for (const unit of facts.units)
      for (const fact of unit.facts) {
        if (fact.kind !== "udf" || fact.method !== null || !fact.udf.function) continue;
        const { site, function: made } = fact.udf;
        if (declared.some((each) => each?.unit === site.unit && each.start === site.start)) continue;
        const [call] = qualifiedCalls(fact).filter(({ name }) => changing.has(name));
        if (!call) continue;
        const isCall =
          made.node.kind === "Lambda" || made.node.start > site.end || made.node.end < site.start;
        report({
          site: siteIn(call.unit, call.node.callee),
          message: `\`${call.name}()\` gives another value each time, but Spark takes the UDF for deterministic: it may run it twice for one row, and again in every action. Declare it with \`asNondeterministic()\`.`,
          evidence: { level: "certain", site, because: "made a UDF here" },
          ...(isCall &&
            made.node.kind === "Lambda" && {
              fix: {
                title: "Declare it with `asNondeterministic()`",
                safety: "suggested",
                edits: () => [insert(site.unit, site.end, ".asNondeterministic()")],
              },
            }),
        });
      }
  },
});

/** Functions of Python's library that answer otherwise each time. */
const changing: ReadonlySet<string> = new Set([
  "uuid.uuid1",
  "uuid.uuid4",
  "random.random",
  "random.randint",
  "random.choice",
  "random.choices",
  "random.uniform",
  "random.sample",
  "random.shuffle",
  "secrets.token_hex",
  "secrets.token_urlsafe",
  "os.urandom",
  "time.time",
  "time.time_ns",
  "datetime.datetime.now",
  "datetime.datetime.utcnow",
  "datetime.datetime.today",
  "datetime.date.today",
  "numpy.random.rand",
  "numpy.random.random",
  "numpy.random.randint",
]);
