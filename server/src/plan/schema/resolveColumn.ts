import { memberName } from "../../catalog/memberName.ts";
import type { ColumnExpression } from "../column.ts";
import { bareColumns } from "./expressions/bareColumns.ts";
import { columnMethods } from "./expressions/columnMethods.ts";
import { structFrom } from "./expressions/structs.ts";
import { argumentsOf, functionCall, literalTyped, unknownCall } from "./expressions/functionCall.ts";
import { functionOfPython } from "./expressions/functions.ts";
import { isOperator, operatorCall } from "./expressions/operators.ts";
import { outputName } from "./expressions/outputName.ts";
import { otherProblem } from "./expressions/problems.ts";
import { resolveReference, resolveStar } from "./expressions/resolveName.ts";
import { readSql } from "./expressions/resolveSql.ts";
import { subquery } from "./expressions/subqueries.ts";
import { distinctCall, sqlCall } from "./expressions/sqlCalls.ts";
import {
  isOpaque,
  partsOf,
  startResolution,
  type CallExpression,
  type Resolution,
} from "./expressions/resolution.ts";
import { typed, unknownTyped, type Typed } from "./expressions/typed.ts";
import { namedArgument, udfCall } from "./expressions/udfs.ts";
import type { ResolutionScope, Resolved, ResolvedColumn } from "./resolved.ts";

/**
 * What an expression means on the columns of a scope, as Spark's analyzer would say it: names, types, nulls, and the
 * mistakes for which it raises. What the code does not tell is unknown; nothing is ever thrown.
 */
export function resolveColumn(expression: ColumnExpression, scope: ResolutionScope): Resolved {
  const resolution = startResolution(scope, typedOf);
  const result = resolution.of(expression);
  if (result.unlessWindow) resolution.problem(result.unlessWindow);
  const outputs = result.columns ?? [result];
  return {
    expression,
    columns: outputs.map((each) => outputColumn(each, scope)),
    open: result.open,
    reads: [...resolution.reads.values()],
    outerReads: [...resolution.outerReads.values()],
    aggregates: result.aggregates,
    bare: bareColumns(expression, resolution),
    generates: result.generates,
    problems: resolution.problems,
  };
}

const outputColumn = (
  { dataType, nullable, name, tree, attribute, nameSite }: Typed,
  { session }: ResolutionScope,
): ResolvedColumn => ({
  name: name ?? outputName(tree, session),
  dataType,
  nullable,
  attribute,
  nameSite,
});

/** What one expression is, given what stands inside. */
function typedOf(expression: ColumnExpression, resolution: Resolution): Typed {
  switch (expression.kind) {
    case "reference":
      return resolveReference(expression, resolution);
    case "star":
      return resolveStar(expression, resolution);
    case "literal":
      return literalTyped(expression);
    case "call":
      return callOf(expression, resolution);
    case "variable": {
      const known = resolution.variable(expression.variable);
      return known
        ? typed(known.dataType, known.nullable, {
            name: expression.variable.fieldName ?? null,
            tree: { kind: "variable" },
          })
        : unknownTyped({ tree: { kind: "variable" } });
    }
    case "list":
      return listOf(expression, resolution);
    case "sql": {
      const { column, problem } = readSql(expression, resolution.scope.session);
      if (problem) resolution.problem(problem);
      return resolution.of(column);
    }
    case "subquery":
      return subquery(expression, resolution);
    case "type":
    case "window":
    case "lambda":
    case "absent":
    case "unknown":
      return unknownTyped();
  }
}

function callOf(call: CallExpression, resolution: Resolution): Typed {
  const { function: name } = call;
  reportMisplaced(call, resolution);
  if (name === "udf") return udfCall(call, resolution);
  if (name === "named argument") return namedArgument(call, resolution);
  if (isOperator(name)) return operatorCall(call, resolution);
  const dot = name.indexOf(".");
  const [owner, member] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
  if (owner === "sql") return sqlCall(member, call, resolution);
  if (owner === "distinct") return distinctCall(member, call, resolution);
  if (owner === "functions") return functionOfPython(member, call, resolution);
  const method = Object.hasOwn(columnMethods, member) ? columnMethods[member] : undefined;
  if (method) return method(call, resolution);
  return unknownCall(argumentsOf(resolution, call.args) ?? []);
}

/** A tuple of values is a struct, a list an array, where one value is expected. */
function listOf(list: Extract<ColumnExpression, { kind: "list" }>, resolution: Resolution): Typed {
  const items = argumentsOf(resolution, list.items);
  if (items === null) return unknownCall([]);
  return list.items.every(({ kind }) => kind === "literal")
    ? functionCall(resolution, "array", items, list.site)
    : structFrom(items, resolution.scope.session);
}

/** Reports what may not stand inside of a call: what makes rows may only be renamed, ranks need their window. */
function reportMisplaced(call: CallExpression, resolution: Resolution): void {
  const { function: name } = call;
  if (isOpaque(call)) return;
  for (const arg of partsOf(call)) {
    if (arg.kind === "lambda" || arg.kind === "absent" || arg.kind === "star") continue;
    const { generates, unlessWindow } = resolution.of(arg);
    if (unlessWindow && name !== "Column.over") resolution.problem(unlessWindow);
    if (generates && name !== "Column.alias" && name !== "Column.name")
      resolution.problem(
        otherProblem(
          "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
          memberName(name),
          "what makes rows cannot stand inside another expression",
          arg.site,
        ),
      );
  }
}
