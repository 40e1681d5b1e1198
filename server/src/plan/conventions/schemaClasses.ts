import type { DataType, Field } from "../../catalog/dataType.ts";
import type { ClassStatement, Expression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { evaluate } from "../python/expressions.ts";
import { text } from "../python/text.ts";
import { noteFieldSite } from "../schema/fieldSites.ts";
import { reference } from "../spark/columnArguments.ts";
import { typeObject } from "../spark/dataTypeCalls.ts";
import { certain, columnValue } from "../spark/spark.ts";
import type { SchemaClass, Value } from "../value.ts";

/**
 * Classes that declare the columns of frames: `class Person(Schema)` of typedspark (1.7) and
 * `class Person(DataFrameModel)` of pandera.pyspark (0.35).
 */
const baseClasses: ReadonlyMap<string, SchemaClass["library"]> = new Map([
  ["typedspark.Schema", "typedspark"],
  ["typedspark.schema.Schema", "typedspark"],
  ["pandera.pyspark.DataFrameModel", "pandera"],
  ["pandera.pyspark.SchemaModel", "pandera"],
]);

/** What a class declares as a schema, inherited columns first; null for other classes. `names` are its own attributes. */
export function schemaOfClass(
  evaluation: Evaluation,
  node: ClassStatement,
  bases: readonly Value[],
  names: ReadonlyMap<string, Value>,
): SchemaClass | null {
  const inherited = bases.flatMap((base) => (base.kind === "class" && base.schema ? [base.schema] : []));
  const library =
    inherited[0]?.library ??
    bases.flatMap((base) => (base.kind === "api" ? (baseClasses.get(base.name) ?? []) : []))[0];
  if (library === undefined) return null;
  const fields = new Map<string, Field>();
  for (const { fields: known } of inherited) for (const field of known) fields.set(field.name, field);
  for (const statement of node.body) {
    if (statement.kind !== "AnnotatedAssign" || statement.target.kind !== "Name") continue;
    const { target, annotation } = statement;
    const dataType =
      library === "typedspark" ? columnType(evaluation, annotation) : fieldType(evaluation, annotation);
    if (dataType === null) continue;
    const name = library === "pandera" ? (aliasOf(names.get(target.id)) ?? target.id) : target.id;
    // Both libraries allow nulls in every column of the StructType that they make of a class.
    fields.set(target.id, noteFieldSite({ name, dataType, nullable: true }, siteOf(evaluation, target)));
  }
  return { library, fields: [...fields.values()] };
}

/** What the attributes of such a class hold: columns in typedspark, their names in pandera. */
export function schemaClassMembers(
  evaluation: Evaluation,
  node: ClassStatement,
  { library, fields }: SchemaClass,
): readonly (readonly [string, Value])[] {
  const site = siteOf(evaluation, node.name);
  const evidence = certain(evaluation, node.name, `a column of ${node.name.id}`);
  return fields.map(({ name }): [string, Value] => [
    name,
    library === "typedspark" ? columnValue(evidence, reference(name, site)) : text(name, true),
  ]);
}

/** `pa.Field(alias="description")`. */
function aliasOf(value: Value | undefined): string | null {
  const alias = value?.kind === "library" ? value.args.find((each) => each.name === "alias")?.value : null;
  return alias?.kind === "string" ? alias.value : null;
}

/** `Column[StringType]`, `Annotated[Column[StringType], …]`; null for what is no column. */
function columnType(evaluation: Evaluation, annotation: Expression): DataType | null {
  if (annotation.kind !== "Subscript") return null;
  const [inner] = annotation.indices;
  const name = apiName(evaluate(evaluation, annotation.object));
  if (inner === undefined || name === null) return null;
  if (/\bAnnotated$/.test(name)) return columnType(evaluation, inner);
  return name.startsWith("typedspark.") && name.endsWith(".Column") ? typeOf(evaluation, inner) : null;
}

/** `T.IntegerType()`, `T.StringType`, `Annotated[T.DecimalType, 20, 5]`, `int`. */
function fieldType(evaluation: Evaluation, annotation: Expression): DataType | null {
  if (annotation.kind === "Subscript") {
    const [inner, ...given] = annotation.indices;
    const name = apiName(evaluate(evaluation, annotation.object));
    if (inner === undefined || name === null || !/\bAnnotated$/.test(name)) return null;
    const type = apiName(evaluate(evaluation, inner));
    return type === null
      ? null
      : builtType(
          evaluation,
          type,
          given.map((each) => argument(evaluation, each)),
          inner,
        );
  }
  const value = evaluate(evaluation, annotation);
  if (value.kind === "spark") return value.data?.kind === "type" ? value.data.dataType : null;
  const name = apiName(value);
  if (name === null) return null;
  return ownTypes[name] ?? builtType(evaluation, name, [], annotation);
}

const atomicType = (name: string): DataType => ({ type: "atomic", name });

/** Python's own types as pandera reads them. */
const ownTypes: Readonly<Record<string, DataType>> = {
  "builtins.int": atomicType("int"),
  "builtins.str": atomicType("string"),
  "builtins.float": atomicType("float"),
  "builtins.bool": atomicType("boolean"),
};

/** A type as typedspark's columns name it: `StringType`, `ArrayType[LongType]`, `StructType[Address]`. */
function typeOf(evaluation: Evaluation, node: Expression): DataType {
  const unknownType: DataType = { type: "unknown" };
  if (node.kind !== "Subscript") {
    const name = apiName(evaluate(evaluation, node));
    return (name === null ? null : builtType(evaluation, name, [], node)) ?? unknownType;
  }
  const [first, second] = node.indices;
  const name = apiName(evaluate(evaluation, node.object)) ?? "";
  if (first === undefined) return unknownType;
  switch (name.slice(name.lastIndexOf(".") + 1)) {
    case "ArrayType":
      return { type: "array", element: typeOf(evaluation, first), containsNull: true };
    case "MapType":
      return second === undefined
        ? unknownType
        : {
            type: "map",
            key: typeOf(evaluation, first),
            value: typeOf(evaluation, second),
            valueContainsNull: true,
          };
    case "StructType": {
      const inner = evaluate(evaluation, first);
      return inner.kind === "class" && inner.schema
        ? { type: "struct", fields: inner.schema.fields }
        : unknownType;
    }
    case "DecimalType": {
      const given = node.indices.map((each) =>
        argument(evaluation, each.kind === "Subscript" ? (each.indices[0] ?? each) : each),
      );
      return builtType(evaluation, "pyspark.sql.types.DecimalType", given, node) ?? unknownType;
    }
    default:
      return unknownType;
  }
}

const argument = (evaluation: Evaluation, node: Expression): BoundArgument => ({
  name: null,
  unpack: "",
  node,
  value: evaluate(evaluation, node),
});

/** A class of pyspark.sql.types, called. */
function builtType(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: Expression,
): DataType | null {
  const type = evaluation.api.classNamed(name);
  const made = type === null ? null : typeObject(type, args, certain(evaluation, node, type));
  return made?.data?.kind === "type" ? made.data.dataType : null;
}

const apiName = (value: Value): string | null => (value.kind === "api" ? value.name : null);
