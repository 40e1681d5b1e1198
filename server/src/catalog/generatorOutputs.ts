import { atomic, type DataType, type Field } from "./dataType.ts";
import type { OutputArgument } from "./nullabilityRule.ts";

/**
 * The columns that a generator makes, as Spark 3.3 to 4.3 name them; null when they are not known. `rows` is the first
 * argument of `stack`, a literal, which `args` then does not hold.
 */
export function generatorOutputs(
  name: string,
  args: readonly OutputArgument[],
  rows: number | null = null,
): readonly Field[] | null {
  const lower = name.toLowerCase();
  const isOuter = lower.endsWith("_outer");
  const fields = columnsOf(isOuter ? lower.slice(0, -"_outer".length) : lower, args, rows);
  return isOuter && fields ? fields.map((field) => ({ ...field, nullable: true })) : fields;
}

const int = atomic("int");
const string = atomic("string");

function columnsOf(
  name: string,
  args: readonly OutputArgument[],
  rows: number | null,
): readonly Field[] | null {
  const [first] = args;
  const type: DataType | null = first === undefined || first.type.type === "lambda" ? null : first.type;
  switch (name) {
    case "explode":
      return type && elements(type);
    case "posexplode": {
      const inner = type && elements(type);
      return inner && [{ name: "pos", dataType: int, nullable: false }, ...inner];
    }
    case "inline":
      return type?.type === "array" && type.element.type === "struct"
        ? type.element.fields.map((field) => ({ ...field, nullable: field.nullable || type.containsNull }))
        : null;
    case "json_tuple":
      return args.slice(1).map((_, at) => ({ name: `c${at}`, dataType: string, nullable: true }));
    case "stack":
      return stacked(args, rows);
    case "variant_explode":
      return [
        { name: "pos", dataType: int, nullable: false },
        { name: "key", dataType: string, nullable: true },
        { name: "value", dataType: atomic("variant"), nullable: false },
      ];
    default:
      return null;
  }
}

function elements(type: DataType): readonly Field[] | null {
  if (type.type === "array") return [{ name: "col", dataType: type.element, nullable: type.containsNull }];
  if (type.type !== "map") return null;
  return [
    { name: "key", dataType: type.key, nullable: false },
    { name: "value", dataType: type.value, nullable: type.valueContainsNull },
  ];
}

/** Values row by row: a column has its first value's type and may always be null. */
function stacked(args: readonly OutputArgument[], rows: number | null): readonly Field[] | null {
  if (rows === null || rows < 1 || args.length === 0) return null;
  const width = Math.ceil(args.length / rows);
  const fields: Field[] = [];
  for (let at = 0; at < width; at++) {
    const types = args.flatMap(({ type }, index) => (index % width === at ? [type] : []));
    const typed = types.find((type) => !(type.type === "atomic" && type.name === "void"));
    if (typed === undefined || typed.type === "lambda") return null;
    fields.push({ name: `col${at}`, dataType: typed, nullable: true });
  }
  return fields;
}

/** What a lambda function's parameters are for the arguments before it, as Spark 3.3 to 4.3 bind them; null when not known. */
export function lambdaParameters(
  name: string,
  args: readonly OutputArgument[],
): readonly { readonly type: DataType; readonly nullable: boolean }[] | null {
  const types = args.map(({ type }) => (type.type === "lambda" ? type.result : type));
  const [first, second] = types;
  const element = (type: DataType | undefined, nullable?: boolean) =>
    type?.type === "array" ? { type: type.element, nullable: nullable ?? type.containsNull } : null;
  const known = <Parameter>(parts: readonly (Parameter | null)[]): readonly Parameter[] | null =>
    parts.flatMap((part) => part ?? []).length === parts.length ? parts.flatMap((part) => part ?? []) : null;
  switch (name.toLowerCase()) {
    case "transform":
    case "filter":
      return known([element(first), { type: int, nullable: false }]);
    case "exists":
    case "any":
    case "forall":
      return known([element(first)]);
    case "array_sort":
      return known([element(first), element(first)]);
    case "zip_with":
      return known([element(first, true), element(second, true)]);
    case "aggregate":
    case "reduce":
      return known([second === undefined ? null : { type: second, nullable: true }, element(first)]);
    case "map_filter":
    case "transform_keys":
    case "transform_values":
      return first?.type === "map"
        ? [
            { type: first.key, nullable: false },
            { type: first.value, nullable: first.valueContainsNull },
          ]
        : null;
    case "map_zip_with":
      return first?.type === "map" && second?.type === "map"
        ? [
            { type: first.key, nullable: false },
            { type: first.value, nullable: true },
            { type: second.value, nullable: true },
          ]
        : null;
    default:
      return null;
  }
}
