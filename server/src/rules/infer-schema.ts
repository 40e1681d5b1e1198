import { argument, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { exactFields } from "../plan/schema/schema.ts";
import { sparkValue } from "../plan/value.ts";
import type { Expression, FunctionStatement, LambdaExpression } from "../syntax/ast.ts";
import { targetNames } from "../syntax/boundNames.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { nodeAt, walk, walkExpressions, type AstNode } from "../syntax/walk.ts";
import { siteIn } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { isInTest } from "./testCode.ts";
import { ddlLiteral, readSchemaEdit } from "./writtenSchema.ts";

/** Reading the data once more to guess column types. */
export const inferSchema = defineRule({
  id: "infer-schema",
  summary: "Reading the data twice to guess its column types",
  category: "reading-writing",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrameReader.csv", "DataFrameReader.json", "DataFrameReader.load"],
    check(call, { report }) {
      const frame = sparkValue(call.result, "DataFrame");
      const details = frame?.plan?.details;
      if (!frame?.plan || !details || details.hasSchema === true || isInTest(call)) return;
      if (typeof details.location !== "string" && readsWhatItIsGiven(call)) return;
      const option = argument(call, -1, "inferSchema");
      const message = messageFor(call, details);
      if (message === null) return;
      const fix = schemaFix(call, frame.plan);
      report({
        site: option ? siteIn(call.unit, option.node) : call.nameSite,
        message,
        evidence: frame.evidence,
        ...(fix && { fix }),
      });
    },
  },
});

/** Whether a function reads what it is given: by its parameters, or by its object. Only its callers can know the columns. */
function readsWhatItIsGiven({ unit, node: call, receiver, args }: CallFact): boolean {
  const given = nodeAt(unit, call.start).flatMap((node) =>
    node.kind === "Function" || node.kind === "Lambda" ? [givenNames(node)] : [],
  );
  if (given.length === 0) return false;
  const said = receiver?.state?.calls.flatMap((each) => each.args) ?? [];
  return [...said, ...args].some(({ node }) => given.some((names) => mentionsOneOf(node, names)));
}

const namesOfFunctions = sideTable<AstNode, ReadonlySet<string>>();

/** The parameters of a function, and what it makes of them, in the order of its text. */
function givenNames(node: FunctionStatement | LambdaExpression): ReadonlySet<string> {
  const known = namesOfFunctions.get(node);
  if (known) return known;
  const given = new Set(node.parameters.map(({ name }) => name.id));
  const add = (target: Expression): void => {
    for (const { id } of targetNames(target)) given.add(id);
  };
  for (const statement of node.kind === "Function" ? node.body : [])
    walk(statement, (part) => {
      if (part.kind === "Assign" && mentionsOneOf(part.value, given)) part.targets.forEach(add);
      if (part.kind === "For" && mentionsOneOf(part.iterable, given)) add(part.target);
      return true;
    });
  namesOfFunctions.set(node, given);
  return given;
}

function mentionsOneOf(node: Expression, names: ReadonlySet<string>): boolean {
  let found = false;
  walkExpressions(node, (part) => {
    found ||= part.kind === "Name" && names.has(part.id);
  });
  return found;
}

/** What a read without a schema costs; null where it guesses nothing. */
function messageFor(call: CallFact, { format, options }: PlanNode["details"]): string | null {
  switch (format?.toLowerCase()) {
    case "csv":
      return options?.get("inferschema")?.toLowerCase() === "true"
        ? "With inferSchema Spark reads all the data once just to guess types, and types may change from day to day. Give the types with .schema(…)."
        : null;
    case "json":
      // A schema may be unpacked, or stand where `json` has it; an RDD's texts are at hand.
      return call.args.some(({ unpack }) => unpack !== "") || call.args[1]?.name === null || isRdd(call)
        ? null
        : "Without a schema Spark reads all the JSON once just to find its columns, which may change from day to day. Give them with .schema(…).";
    default:
      return null;
  }
}

const isRdd = ({ args: [first] }: CallFact): boolean => first?.value.kind === "spark";

/** Writes down the columns that the workspace's sample of the data has; null where there is none. */
function schemaFix(call: CallFact, plan: PlanNode): Fix | null {
  const fields = exactFields(schemaOf(plan));
  if (fields === null || fields.length === 0) return null;
  const edit = readSchemaEdit(call, ddlLiteral(fields));
  return (
    edit && {
      title: `Write down the ${fields.length} columns of the workspace's sample`,
      safety: "suggested",
      edits: () => [edit],
    }
  );
}
