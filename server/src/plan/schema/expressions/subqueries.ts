import { atomic, unknownType } from "../../../catalog/dataType.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import type { ColumnExpression } from "../../column.ts";
import { planNodes, type PlanNode } from "../../logicalPlan.ts";
import { analysisOf } from "../analysis.ts";
import { eitherNullable } from "../nullability.ts";
import type { Attribute } from "../schema.ts";
import { callTree, flagsOf } from "./functionCall.ts";
import { counted, otherProblem, typeMismatch } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

type Subquery = Extract<ColumnExpression, { kind: "subquery" }>;

/** A query in parentheses as a value, with the mistakes in it. */
export function subquery(expression: Subquery, resolution: Resolution): Typed {
  const { form, plan, site } = expression;
  const { schema, problems } = analysisOf(plan);
  for (const problem of problems) resolution.problem(problem);
  const { attributes, isRepeated } = outerReading(plan);
  for (const outer of attributes)
    if (resolution.scope.attributes.some(({ id }) => id === outer.id)) resolution.read(outer);
  const operands = expression.operands.map((each) => resolution.of(each));
  // Spark names a column as often as the query reads it, which is not followed.
  const outer = attributes.map(({ name, dataType, nullable }) =>
    typed(dataType, nullable, { tree: isRepeated ? null : { kind: "column", path: [name] } }),
  );
  if (form === "exists") return typed(atomic("boolean"), false, { tree: callTree("exists", outer) });
  const columns = schema.kind === "closed" ? schema.attributes : null;
  if (form === "in") {
    if (columns && columns.length !== operands.length)
      resolution.problem(
        typeMismatch(
          "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH",
          "",
          `IN compares ${counted(operands.length, "value")} with rows of ${counted(columns.length, "column")}`,
          site,
        ),
      );
    const nullable = [...operands, ...(columns ?? [unknownTyped()])].map((each) => each.nullable);
    const rows = typed(unknownType, null, { tree: callTree("listquery", outer) });
    const [operand, ...others] = operands;
    const tree = operand && others.length === 0 ? callTree("in", [operand, rows]) : null;
    return typed(atomic("boolean"), nullable.reduce(eitherNullable), { ...flagsOf(operands), tree });
  }
  if (columns && columns.length !== 1) {
    resolution.problem(
      otherProblem(
        "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
        "",
        `a query that stands for one value has one column, and this one has ${columns.length}`,
        site,
      ),
    );
    return unknownTyped();
  }
  return typed(columns?.[0]?.dataType ?? unknownType, true, { tree: callTree("scalarsubquery", outer) });
}

/** The columns of the queries around that a subquery reads, each once; empty when it stands for itself. */
export const outerReadsOf = (plan: PlanNode): readonly Attribute[] => outerReading(plan).attributes;

interface OuterReading {
  /** Each once. */
  readonly attributes: readonly Attribute[];
  /** Whether one of them is read in several places. */
  readonly isRepeated: boolean;
}

const readings = sideTable<PlanNode, OuterReading>();

function outerReading(plan: PlanNode): OuterReading {
  const known = readings.get(plan);
  if (known) return known;
  const reads = planNodes(plan)
    .filter(({ details }) => details.query?.around !== undefined)
    .flatMap((node) => analysisOf(node).resolved.flatMap(({ outerReads }) => outerReads));
  const attributes = [...new Map(reads.map((each) => [each.id, each])).values()];
  const reading = { attributes, isRepeated: attributes.length < reads.length };
  readings.set(plan, reading);
  return reading;
}
