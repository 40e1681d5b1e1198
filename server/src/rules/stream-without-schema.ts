import type { CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { flag, setting } from "../plan/session.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/** A stream of files whose columns nobody has named: Spark refuses to make it (DataSource.sourceSchema, 3.5 to 4.3). */
export const streamWithoutSchema = defineRule({
  id: "stream-without-schema",
  summary: "Stream of files without a schema",
  category: "streaming",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["csv", "json", "load", "orc", "parquet", "xml"].map((method) => `DataStreamReader.${method}`),
    check(call, { report }) {
      const frame = sparkValue(call.result, "DataFrame");
      const format = frame?.plan ? formatOf(call, frame.plan.session) : null;
      if (!frame?.plan || format === null || !needsSchema.has(format)) return;
      if (frame.plan.details.hasSchema !== false || call.args.some(({ unpack }) => unpack !== "")) return;
      if (flag(frame.plan.session, "spark.sql.streaming.schemaInference") !== false) return;
      // The schema of a positional argument of `load` and its kin.
      if (call.args.filter(({ name }) => name === null).length > 1) return;
      report({
        site: call.nameSite,
        message: `A stream of ${format} files needs \`.schema(…)\`: Spark refuses to guess the columns, since files come and go.`,
        evidence: frame.evidence,
      });
    },
  },
});

/** Formats of files that bring no columns of their own; text has one, Delta its log. */
const needsSchema: ReadonlySet<string> = new Set(["binaryfile", "csv", "json", "orc", "parquet", "xml"]);

function formatOf(call: CallFact, session: Parameters<typeof setting>[0]): string | null {
  const state = call.receiver?.state;
  const { format } = givenOptions(call);
  if (format !== null) return format;
  const isSaid = state?.called.includes("format") === true || call.args.some(({ name }) => name === "format");
  return isSaid ? null : (setting(session, "spark.sql.sources.default")?.toLowerCase() ?? null);
}
