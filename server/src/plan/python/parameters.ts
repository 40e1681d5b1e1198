import type {
  Expression,
  Identifier,
  FunctionStatement,
  LambdaExpression,
  Parameter,
} from "../../syntax/ast.ts";
import { walkExpressions } from "../../syntax/walk.ts";
import { parameterPlan } from "./attributes.ts";
import { dbtParameter } from "../conventions/dbt.ts";
import { fixtureValue } from "../conventions/fixtures.ts";
import { annotatedFrame } from "../conventions/schemaFrames.ts";
import { certain, emptyState, spark } from "../spark/spark.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import { joinValues, sparkAlternatives, unknown, type SparkValue, type Value } from "../value.ts";
import { sideTable } from "../../syntax/sideTable.ts";

/** What a parameter holds, by its annotation, by the way the body uses it, or by convention. */
export function parameterValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
): Value {
  const given = dbtParameter(evaluation, node, parameter) ?? fixtureValue(evaluation, node, parameter);
  if (given) return given;
  if (parameter.annotation) {
    const annotated = annotatedValue(evaluation, parameter.annotation, parameter.name);
    if (annotated) return annotated;
  }
  return usedValue(evaluation, node, parameter) ?? conventional(evaluation, parameter) ?? unknown;
}

/**
 * The Spark object that an annotation promises: `DataFrame`, `"DataFrame"`, `Optional[DataFrame]`, `DataFrame | None`,
 * and what may be there instead: `str | Column`.
 */
export function annotatedValue(
  evaluation: Evaluation,
  annotation: Expression,
  name: Identifier | Expression,
): Value | null {
  const declared = annotatedFrame(evaluation, annotation, name);
  if (declared) return declared;
  const alternatives = alternativesOf(annotation);
  if (alternatives.length > 1) return oneOf(evaluation, alternatives, name);
  const type = annotatedType(evaluation, annotation);
  if (type === null) return plainValue(evaluation, annotation);
  const evidence = certain(evaluation, annotation, `annotated as ${type}`);
  return spark(type, evidence, {
    plan: type === "DataFrame" ? parameterPlan(evaluation, name) : null,
    column: type === "Column" ? { kind: "unknown", site: siteOf(evaluation, name) } : null,
    state: emptyState,
  });
}

/** The types of `A | B`, `Union[A, B]` and `Optional[A]`, null for None; else the annotation alone. */
function alternativesOf(annotation: Expression): readonly (Expression | null)[] {
  if (annotation.kind === "Constant" && annotation.value === "None") return [null];
  if (annotation.kind === "Binary" && annotation.operator === "|")
    return [...alternativesOf(annotation.left), ...alternativesOf(annotation.right)];
  if (annotation.kind !== "Subscript") return [annotation];
  const types = annotation.indices.flatMap((each) => (each.kind === "Tuple" ? each.elements : [each]));
  switch (nameOf(annotation.object)) {
    case "Optional":
      return [...types, null];
    case "Union":
      return types.flatMap(alternativesOf);
    default:
      return [annotation];
  }
}

/** One of several types, those of Spark first; null when none is Spark's. */
function oneOf(
  evaluation: Evaluation,
  types: readonly (Expression | null)[],
  name: Identifier | Expression,
): Value | null {
  const values = types.map((type): Value =>
    type === null ? { kind: "none" } : (annotatedValue(evaluation, type, name) ?? unknown),
  );
  const isSparks = (value: Value): boolean => sparkAlternatives(value).length > 0;
  if (!values.some(isSparks)) return null;
  return [...values.filter(isSparks), ...values.filter((value) => !isSparks(value))].reduce(joinValues);
}

const nameOf = (node: Expression): string | null =>
  node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.name.id : null;

/** A value of unknown content for the annotations `str`, `int`, `float`, `bool` and lists of them. */
function plainValue(evaluation: Evaluation, annotation: Expression): Value | null {
  switch (annotation.kind) {
    case "Name":
      switch (annotation.id) {
        case "str":
          return { kind: "string", value: null, constant: false };
        case "int":
          return { kind: "number", value: null };
        case "float":
          return { kind: "number", value: null, isFloat: true };
        case "bool":
          return { kind: "boolean", value: null };
        default:
          return null;
      }
    case "Subscript": {
      const container = nameOf(annotation.object);
      const [inner] = annotation.indices;
      if (container === null || !inner || !/^([Ll]ist|[Ss]equence|Iterable|[Ss]et)$/.test(container))
        return null;
      const element = annotatedValue(evaluation, inner, inner);
      return (
        element && {
          kind: "sequence",
          type: "list",
          elements: [element],
          exact: false,
        }
      );
    }
    default:
      return null;
  }
}

function annotatedType(evaluation: Evaluation, annotation: Expression): string | null {
  switch (annotation.kind) {
    case "Name":
    case "Attribute": {
      const value = evaluate(evaluation, annotation);
      return value.kind === "api" ? evaluation.api.classNamed(value.name) : null;
    }
    case "String": {
      // A forward reference: the name as this module would resolve it.
      const path = annotation.value?.trim() ?? "";
      if (!/^\w+(\.\w+)*$/.test(path)) return null;
      const [first = "", ...rest] = path.split(".");
      const span = { start: annotation.start, end: annotation.end };
      let node: Expression = { kind: "Name", id: first, ...span };
      for (const id of rest)
        node = {
          kind: "Attribute",
          object: node,
          name: { id, ...span },
          ...span,
        };
      return annotatedType(evaluation, node);
    }
    default:
      return null;
  }
}

/** Names that a function uses with methods of PySpark alone, by parameter: found once a definition. */
const usesByNode = sideTable<FunctionStatement | LambdaExpression, Map<string, string>>();

function usedValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
): SparkValue | null {
  if (!evaluation.file.importsPyspark) return null;
  let uses = usesByNode.get(node);
  if (!uses) {
    const found = new Map<string, string>();
    const bodies = node.kind === "Lambda" ? [node.body] : node.body;
    for (const body of bodies)
      walkExpressions(body, (part) => {
        if (
          part.kind === "Attribute" &&
          part.object.kind === "Name" &&
          evaluation.api.pysparkOnly.has(part.name.id)
        )
          found.set(part.object.id, part.name.id);
      });
    uses = found;
    usesByNode.set(node, uses);
  }
  const method = uses.get(parameter.name.id);
  if (method === undefined) return null;
  const evidence = {
    level: "structural",
    site: siteOf(evaluation, parameter),
    because: `${parameter.name.id}.${method} is a method that only PySpark has`,
  } as const;
  return spark("DataFrame", evidence, {
    plan: parameterPlan(evaluation, parameter.name),
  });
}

/** Conventions of the field: a parameter `spark` in a file that imports pyspark is a session (a pytest fixture, a job's entry). */
function conventional(evaluation: Evaluation, parameter: Parameter): SparkValue | null {
  const name = parameter.name.id;
  const evidence = {
    level: "structural",
    site: siteOf(evaluation, parameter),
    because: "named spark in a file that imports pyspark",
  } as const;
  if (evaluation.file.importsPyspark && name === "spark") return spark("SparkSession", evidence);
  if (evaluation.level === "names" && /(^|_)(df|sdf|dataframe)$/.test(name))
    return spark(
      "DataFrame",
      { ...evidence, level: "names", because: `named ${name}` },
      { plan: parameterPlan(evaluation, parameter.name) },
    );
  return null;
}
