import type { Expression, FunctionStatement, LambdaExpression } from "../syntax/ast.ts";
import { walk, type AstNode } from "../syntax/walk.ts";
import type { UdfFact } from "../plan/facts.ts";
import { compareVersions } from "../catalog/sparkVersion.ts";
import { siteIn } from "./edits.ts";
import { kindOf, type PythonKind } from "./pythonKind.ts";
import { defineRule } from "./rule.ts";
import { qualifiedCalls } from "./udfBody.ts";
import { becomes, type Outcome } from "./udfReturns.ts";

/** A UDF whose body returns values of another type than the one that it declares. */
export const udfReturnType = defineRule({
  id: "udf-return-type",
  summary: "UDF returns values of another type than it declares",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report, sparkVersion }) {
    const { udf, evidence } = fact;
    if (udf.form !== "row" || !udf.function || udf.returns.type === "unknown") return;
    const { node, unit } = udf.function;
    const withArrow = compareVersions(sparkVersion, "4.2") >= 0;
    const names = new Map(qualifiedCalls(fact).map((call) => [call.node.callee, call.name]));
    const called = (callee: Expression): string | null => names.get(callee) ?? null;
    for (const value of returnedBy(node)) {
      const kind = kindOf(value, { fn: node, called });
      if (kind === null) continue;
      const outcome = becomes(kind, udf.returns, withArrow ? "arrow" : "pickle");
      if (outcome === null || (outcome === "text" && !isWorthSaying(udf.returnType, kind))) continue;
      report({
        site: siteIn(unit, value),
        message: messageFor(fact, kind, outcome),
        evidence,
        related: [{ site: udf.site, message: "The UDF gets its type here." }],
      });
      return;
    }
  },
});

/** Who declares a string and returns a number wants its text; who declares nothing may not know. */
const isWorthSaying = (declared: string | null, kind: PythonKind): boolean =>
  declared === null || kind === "list" || kind === "dict" || kind === "set" || kind === "tuple";

function messageFor({ udf }: UdfFact, kind: PythonKind, outcome: Outcome): string {
  const name = udf.name === null ? "The UDF" : `\`${udf.name}\``;
  const declared =
    udf.returnType === null ? "declares no type and so is `string`" : `is \`${shown(udf.returnType)}\``;
  const article = kind === "int" ? "an" : "a";
  return `${name} ${declared}, and returns ${article} ${kind} here: ${effects[outcome]}. Declare the type that it returns, or convert the value.`;
}

const shown = (type: string): string => (type.length <= 30 ? type : "…");

const effects: Readonly<Record<Outcome, string>> = {
  null: "Spark makes it null and says nothing",
  raises: "Spark raises when such a row comes",
  text: "the column holds its text",
  cut: "Spark drops what is behind the point",
  parsed: "Spark reads the text as a number, and raises where it is none",
  days: "Spark takes it for days since 1970",
  truth: "Spark makes true of all but zero",
};

/** The expressions that a function returns; those of functions inside of it are left out, and generators return none. */
function returnedBy(fn: FunctionStatement | LambdaExpression): readonly Expression[] {
  if (fn.kind === "Lambda") return branches(fn.body);
  const values: Expression[] = [];
  const yields: AstNode[] = [];
  for (const statement of fn.body)
    walk(statement, (node) => {
      if (node.kind === "Function" || node.kind === "Lambda" || node.kind === "Class") return false;
      if (node.kind === "Yield") yields.push(node);
      if (node.kind === "Return" && node.value) values.push(...branches(node.value));
      return true;
    });
  return yields.length > 0 ? [] : values;
}

const branches = (node: Expression): readonly Expression[] =>
  node.kind === "Conditional" ? [...branches(node.then), ...branches(node.otherwise)] : [node];
