import { atomic, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { parseDataType, simpleString } from "../../../catalog/dataTypeText.ts";
import type { ColumnExpression } from "../../column.ts";
import { castNullability } from "./functionOutput.ts";
import { flagsOf, textOf } from "./functionCall.ts";
import { expressionText } from "./outputName.ts";
import { otherProblem, typeMismatch } from "./problems.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

/** `cast`, `astype` and `try_cast` with a type or its DDL. */
export function castCall(call: CallExpression, resolution: Resolution): Typed {
  const [child, target] = call.args;
  if (!child) return unknownTyped();
  return cast(
    resolution,
    resolution.of(child),
    target ? targetType(resolution, target) : unknownType,
    call,
    call.function === "Column.try_cast",
  );
}

/** The type that a type object or a text names; unknown where the code does not tell. */
function targetType(resolution: Resolution, target: ColumnExpression): DataType {
  if (target.kind === "type") return target.dataType;
  const text = textOf(target);
  if (text === null) return unknownType;
  const type = parseDataType(text);
  if (type === null && /^\s*[a-z]\w*\s*$/i.test(text) && !newerTypes.has(text.trim().toLowerCase()))
    resolution.problem(
      otherProblem("UNSUPPORTED_DATATYPE", text, `\`${text}\` is no type that Spark knows`, target.site),
    );
  return type ?? unknownType;
}

/** Words that are types in some Spark, or the beginning of one, though our reader does not know them. */
const newerTypes = new Set([
  "geometry",
  "geography",
  "interval",
  "array",
  "map",
  "struct",
  "object",
  "vector",
]);

/** CAST(child AS type). */
export function cast(
  resolution: Resolution,
  child: Typed,
  target: DataType,
  expression: ColumnExpression,
  isTry: boolean,
): Typed {
  const { session } = resolution.scope;
  const type = withoutLengths(target);
  const tree =
    child.tree && type.type !== "unknown"
      ? ({ kind: "cast", input: child.tree, to: type, isTry } as const)
      : null;
  const { dataType: from } = child;
  const legal = (kind: "ansi" | "legacy" | "try"): boolean | null =>
    session.catalog.types.canCast(from, type, kind, session.version);
  const { ansi } = resolution;
  const refused = legal(isTry ? "try" : ansi === true ? "ansi" : "legacy") === false || !nullsFit(from, type);
  if (ansi !== null && isPlain(from) && isPlain(type) && refused) {
    resolution.problem(
      typeMismatch(
        `DATATYPE_MISMATCH.CAST_${suggestion(from, type, ansi, legal("legacy") === true && nullsFit(from, type))}`,
        expressionText(child.tree, session) ?? simpleString(from),
        `a ${simpleString(from)} cannot be cast to ${simpleString(type)}`,
        expression.site,
      ),
    );
  }
  return typed(type, castNullability(session, child, type, isTry), {
    ...flagsOf([child]),
    tree,
    // An alias under a cast is still the column's name.
    ...(child.tree?.kind === "alias" && { name: child.tree.name, nameSite: child.nameSite }),
  });
}

/** Whether parts that may be null go where the target takes nulls. */
function nullsFit(from: DataType, to: DataType): boolean {
  if (from.type === "array" && to.type === "array")
    return (!from.containsNull || to.containsNull) && nullsFit(from.element, to.element);
  if (from.type === "map" && to.type === "map")
    return (!from.valueContainsNull || to.valueContainsNull) && nullsFit(from.value, to.value);
  if (from.type === "struct" && to.type === "struct")
    return from.fields.every((field, index) => {
      const other = to.fields[index];
      return !other || ((!field.nullable || other.nullable) && nullsFit(field.dataType, other.dataType));
    });
  return true;
}

/** A type of which the tables of casts are complete in every version. */
function isPlain(type: DataType): boolean {
  switch (type.type) {
    case "array":
      return isPlain(type.element);
    case "map":
      return isPlain(type.key) && isPlain(type.value);
    case "struct":
      return type.fields.every(({ dataType }) => isPlain(dataType));
    default:
      return plainKinds.has(kindOf(type));
  }
}

const plainKinds = new Set(
  "tinyint smallint int bigint float double decimal string boolean date timestamp timestamp_ntz binary".split(
    " ",
  ),
);

/** What Spark advises beside the refusal (Cast.typeCheckFailureMessage, 3.4 to 4.3). */
function suggestion(from: DataType, to: DataType, ansi: boolean, legacy: boolean): string {
  const [source, target] = [kindOf(from), kindOf(to)];
  const numbers = "tinyint smallint int bigint float double decimal".split(" ");
  const withDate = numbers.includes(source)
    ? target === "date"
    : numbers.includes(target) && source === "date";
  if (ansi && (withDate || (source === "array" && target === "string"))) return "WITH_FUNC_SUGGESTION";
  return ansi && legacy ? "WITH_CONF_SUGGESTION" : "WITHOUT_SUGGESTION";
}

/** Text of a bounded length is plain text once it is cast. */
export function withoutLengths(type: DataType): DataType {
  switch (type.type) {
    case "atomic":
      return /^(?:var)?char\(/.test(type.name) && kindOf(type) === "string" ? atomic("string") : type;
    case "array":
      return { ...type, element: withoutLengths(type.element) };
    case "map":
      return { ...type, key: withoutLengths(type.key), value: withoutLengths(type.value) };
    case "struct":
      return {
        ...type,
        fields: type.fields.map((field) => ({ ...field, dataType: withoutLengths(field.dataType) })),
      };
    default:
      return type;
  }
}
