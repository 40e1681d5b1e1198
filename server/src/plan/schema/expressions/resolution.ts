import type { Site } from "../../../syntax/module.ts";
import type { ColumnExpression, LambdaVariable } from "../../column.ts";
import { modesOf } from "./sessionModes.ts";
import { conditionalParts } from "./conditionalParts.ts";
import type { Problem, ResolutionScope } from "../resolved.ts";
import type { Attribute, AttributeId } from "../schema.ts";
import type { Typed } from "./typed.ts";

export type CallExpression = Extract<ColumnExpression, { kind: "call" }>;

/** The work on one expression: what it may refer to, and what has been found so far. */
export interface Resolution {
  readonly scope: ResolutionScope;
  /** Null where the code does not tell. */
  readonly ansi: boolean | null;
  /** An expression inside, each worked out once. */
  readonly of: (expression: ColumnExpression) => Typed;
  /** The body of a lambda whose parameters have these types. */
  readonly body: (
    lambda: Extract<ColumnExpression, { kind: "lambda" }>,
    parameters: readonly Pick<Typed, "dataType" | "nullable">[],
  ) => Typed;
  readonly variable: (variable: LambdaVariable) => Pick<Typed, "dataType" | "nullable"> | undefined;
  readonly read: (attribute: Attribute) => void;
  /** Notes a column of a query around. */
  readonly readOuter: (attribute: Attribute) => void;
  readonly problem: (problem: Problem) => void;
  readonly reads: ReadonlyMap<AttributeId, Attribute>;
  readonly outerReads: ReadonlyMap<AttributeId, Attribute>;
  readonly problems: readonly Problem[];
}

/** Work of resolving one expression in a scope. `typedOf` may ask for what stands inside, which is ready then. */
export function startResolution(
  scope: ResolutionScope,
  typedOf: (expression: ColumnExpression, resolution: Resolution) => Typed,
): Resolution {
  const known = new Map<ColumnExpression, Typed>();
  const variables = new Map<LambdaVariable, Pick<Typed, "dataType" | "nullable">>();
  const reads = new Map<AttributeId, Attribute>();
  const outerReads = new Map<AttributeId, Attribute>();
  const problems: Problem[] = [];

  /** Without recursion, since a sum may have thousands of terms; shared parts are looked at once. */
  function resolve(root: ColumnExpression): Typed {
    const waiting = [root];
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      if (!known.has(next)) {
        const missing = innerColumns(next).filter((each) => !known.has(each));
        if (missing.length > 0) {
          for (const each of missing.reverse()) waiting.push(each);
          continue;
        }
        known.set(next, typedOf(next, resolution));
      }
      waiting.pop();
    }
    return known.get(root) ?? typedOf(root, resolution);
  }

  const resolution: Resolution = {
    scope,
    ansi: modesOf(scope.session).ansi,
    of: resolve,
    body(lambda, parameters) {
      for (const [index, variable] of lambda.parameters.entries()) {
        const parameter = parameters[index];
        if (parameter) variables.set(variable, parameter);
      }
      return resolve(lambda.body);
    },
    variable: (variable) => variables.get(variable),
    read(attribute) {
      if (!reads.has(attribute.id)) reads.set(attribute.id, attribute);
    },
    readOuter(attribute) {
      if (!outerReads.has(attribute.id)) outerReads.set(attribute.id, attribute);
    },
    problem(problem) {
      const same = problems.some(
        ({ site, condition }) => sameSite(site, problem.site) && condition === problem.condition,
      );
      if (!same) problems.push(problem);
    },
    reads,
    outerReads,
    problems,
  };
  return resolution;
}

const sameSite = (left: Site, right: Site): boolean =>
  left.unit === right.unit && left.start === right.start && left.end === right.end;

/** What has to be known before the expression itself; bodies of lambdas wait for the types of their parameters. */
function innerColumns(expression: ColumnExpression): readonly ColumnExpression[] {
  switch (expression.kind) {
    case "call":
      if (isOpaque(expression) || countsRows(expression)) return [];
      return partsOf(expression).filter(({ kind }) => kind !== "lambda");
    case "list":
      return expression.items;
    case "subquery":
      return expression.operands;
    case "window":
      return [...expression.partition, ...expression.order];
    default:
      return [];
  }
}

/** `count(*)` reads no column. */
function countsRows({ function: name, args }: CallExpression): boolean {
  const [only] = args;
  if (!/^(?:sql|functions)\.count$/.test(name) || args.length !== 1 || !only) return false;
  if (only.kind === "sql") return only.text.trim() === "*";
  return only.kind === "star" && only.qualifier === null && only.of === null;
}

/**
 * Calls whose arguments mean nothing in this scope: samples of data in strings, and columns of the query around a
 * subquery.
 */
export const isOpaque = ({ function: name }: CallExpression): boolean =>
  name === "Column.outer" || name.startsWith("functions.schema_of_");

/** What a call is made of; a chain of `when` is all its conditions and values, however long. */
export const partsOf = (call: CallExpression): readonly ColumnExpression[] =>
  conditionalParts(call) ?? call.args;
