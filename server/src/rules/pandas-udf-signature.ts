import type { CallExpression, Expression, Parameter } from "../syntax/ast.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { UdfDefinition } from "../plan/value.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A pandas UDF whose parameters or type hints Spark refuses. */
export const pandasUdfSignature = defineRule({
  id: "pandas-udf-signature",
  summary: "pandas UDF with a signature that Spark refuses",
  category: "udf",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs({ udf, evidence }, { report }) {
    if (udf.form !== "pandas" || !udf.function || saysKind(udf)) return;
    const { node, unit } = udf.function;
    const problem = problemOf(node.parameters, node.kind === "Function" ? node.returns : null);
    if (problem === null) return;
    report({
      site: node.kind === "Function" ? siteIn(unit, node.name) : siteIn(unit, node),
      message: problem,
      evidence,
    });
  },
});

/** What Spark refuses the signature for (pyspark.sql.pandas.functions and typehints, 3.3 to 4.3); null when it takes it. */
function problemOf(parameters: readonly Parameter[], returns: Expression | null): string | null {
  const hinted = parameters.filter(({ annotation }) => annotation !== null);
  const hints = hinted.length + (returns ? 1 : 0);
  if (parameters.length === 0)
    return returns === null || isSeries(returns)
      ? "A pandas UDF needs at least one parameter, and Spark refuses this one when it is made. Take one column and use its length."
      : null;
  if (hints === 0) return null;
  const [missing] = parameters.filter(({ annotation }) => annotation === null);
  if (missing)
    return `Type hints tell Spark the kind of a pandas UDF, and \`${missing.name.id}\` has none, so that Spark refuses it. Give every parameter one, or none at all.`;
  if (returns === null)
    return "Type hints tell Spark the kind of a pandas UDF, and the result has none, so that Spark refuses it. Write `-> pd.Series`, or leave out all hints.";
  const isPlain = [returns, ...hinted.map(({ annotation }) => annotation)].every(
    (hint) => hint?.kind === "Name" && plain.has(hint.id),
  );
  return isPlain
    ? "A pandas UDF gets and gives whole columns, and Spark refuses hints of single values. Write `pd.Series`, or make it a plain `udf`."
    : null;
}

const plain: ReadonlySet<string> = new Set(["int", "float", "str", "bool", "bytes"]);

const isSeries = (hint: Expression): boolean =>
  hint.kind === "Attribute" ? hint.name.id === "Series" : hint.kind === "Name" && hint.id === "Series";

/** Whether the call says itself which kind of pandas UDF it makes: then hints do not count. */
function saysKind({ site }: UdfDefinition): boolean {
  const call = nodeAt(site.unit, site.start).find(
    (node): node is CallExpression =>
      node.kind === "Call" && node.start === site.start && node.end === site.end,
  );
  if (!call) return false;
  const positional = call.args.filter(({ name }) => name === null);
  return (
    call.args.some(({ name, unpack }) => name?.id === "functionType" || unpack !== "") ||
    positional.length > 2 ||
    positional.some(({ value }) => value.kind === "Attribute" && /^(SCALAR|GROUPED)_?/.test(value.name.id))
  );
}
