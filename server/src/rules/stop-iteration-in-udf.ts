import type { CallExpression, FunctionStatement, LambdaExpression, Statement } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { insert, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** The exception that ends iterators, raised in a function that runs on the workers. */
export const stopIterationInUdf = defineRule({
  id: "stop-iteration-in-udf",
  summary: "StopIteration raised in a function on the workers",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  udfs({ udf, evidence }, { report }) {
    if (!udf.function) return;
    const { node, unit } = udf.function;
    const parameters = new Set(node.parameters.map(({ name }) => name.id));
    for (const place of placesIn(node, udf.form === "partition" ? parameters : noNames)) {
      if (place.kind === "Raise") {
        report({
          site: siteIn(unit, place),
          message:
            "`StopIteration` ends no rows here: Spark turns it into an error that fails the job. Return instead, or raise an exception that says what is wrong.",
          evidence,
        });
        continue;
      }
      const [argument] = place.args;
      if (!argument) continue;
      report({
        site: siteIn(unit, place.callee),
        message:
          "`next()` raises `StopIteration` where nothing is left, and Spark fails the job with it. Give it a default: `next(…, None)`.",
        evidence,
        fix: {
          title: "Give `next()` the default `None`",
          safety: "suggested",
          edits: () => [
            argument.value.kind === "Comprehension" && argument.value.start === place.argumentList.start
              ? insert(unit, place.argumentList.start, "(")
              : insert(unit, place.argumentList.end - 1, ", None"),
            ...(argument.value.kind === "Comprehension" && argument.value.start === place.argumentList.start
              ? [insert(unit, place.argumentList.end, ", None)")]
              : []),
          ],
        },
      });
    }
  },
});

const noNames: ReadonlySet<string> = new Set();

type Place = Extract<Statement, { kind: "Raise" }> | CallExpression;

/**
 * `raise StopIteration`, and `next()` without a default of what may be empty: a generator that leaves elements out, or
 * the rows of a partition. Those inside of `try` are left out.
 */
function placesIn(fn: FunctionStatement | LambdaExpression, iterators: ReadonlySet<string>): Place[] {
  const places: Place[] = [];
  for (const part of fn.kind === "Lambda" ? [fn.body] : fn.body)
    walk(part, (node) => {
      if (node.kind === "Try" || node.kind === "Function" || node.kind === "Lambda") return false;
      if (node.kind === "Raise" && namesStopIteration(node)) places.push(node);
      if (node.kind === "Call" && isOpenNext(node, iterators)) places.push(node);
      return true;
    });
  return places;
}

function namesStopIteration({ value }: Extract<Statement, { kind: "Raise" }>): boolean {
  const raised = value?.kind === "Call" ? value.callee : value;
  return raised?.kind === "Name" && raised.id === "StopIteration";
}

function isOpenNext({ callee, args }: CallExpression, iterators: ReadonlySet<string>): boolean {
  const [first, ...others] = args;
  if (callee.kind !== "Name" || callee.id !== "next" || !first || others.length > 0) return false;
  const { value } = first;
  return value.kind === "Comprehension"
    ? value.form === "generator" && value.clauses.some(({ conditions }) => conditions.length > 0)
    : value.kind === "Name" && iterators.has(value.id);
}
