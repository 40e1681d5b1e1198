import type { DataType } from "./dataType.ts";
import {
  applyNullability,
  parseNullability,
  type NullabilityResult,
  type OutputArgument,
} from "./nullabilityRule.ts";

type CastNullable = (from: DataType, to: DataType, nullable: boolean) => boolean | null;

/** Arguments that are cast to the result's type, of which one or all decide: by name, from which argument on. */
const meeting: Readonly<Record<string, { readonly of: "any" | "all"; readonly from: number }>> = {
  coalesce: { of: "all", from: 0 },
  ifnull: { of: "all", from: 0 },
  nvl: { of: "all", from: 0 },
  greatest: { of: "all", from: 0 },
  least: { of: "all", from: 0 },
  if: { of: "any", from: 1 },
  nvl2: { of: "any", from: 1 },
};

/** They cast to the type that they are called. */
const castFunctions = new Set(
  "boolean tinyint smallint int bigint float double decimal string binary date timestamp time".split(" "),
);

/** Functions whose result is made of the arguments one by one, which no rule for a fixed number of them can say. */
export function structuralNullability(
  name: string,
  args: readonly OutputArgument[],
  resultType: DataType,
  castNullable: CastNullable,
): NullabilityResult | null {
  const meet = meeting[name];
  if (castFunctions.has(name) && args.length === 1) return met("any", args, resultType, castNullable);
  if (meet !== undefined) return met(meet.of, args.slice(meet.from), resultType, castNullable);
  switch (name) {
    case "concat":
      return resultType.type === "array" ? met("any", args, resultType, castNullable) : null;
    case "decode": {
      if (args.length < 3) return null;
      const hasDefault = args.length % 2 === 0;
      const isValue = (index: number): boolean =>
        index > 1 && (index % 2 === 0 || (hasDefault && index === args.length - 1));
      const result = met(
        "any",
        args.filter((_, index) => isValue(index)),
        resultType,
        castNullable,
      );
      return hasDefault ? result : { ...result, nullable: true };
    }
    case "lag":
    case "lead": {
      const values = args.filter((_, index) => index === 0 || index === 2);
      const result = met("any", values, resultType, castNullable);
      return args.length > 2 ? result : { ...result, nullable: true };
    }
    case "case":
    case "when": {
      const hasElse = args.length % 2 === 1;
      const isValue = (index: number): boolean => index % 2 === 1 || (hasElse && index === args.length - 1);
      const values = args.filter((_, index) => isValue(index));
      const result = met("any", values, resultType, castNullable);
      return hasElse ? result : { ...result, nullable: true };
    }
    case "array": {
      if (resultType.type !== "array" || args.length === 0) return null;
      const { nullable, type, exact } = met("any", args, resultType.element, castNullable);
      const containsNull = nullable ?? true;
      return {
        nullable: false,
        type: { ...resultType, element: type, containsNull },
        exact: exact && nullable !== null,
      };
    }
    case "map": {
      if (resultType.type !== "map" || args.length === 0) return null;
      const keys = met(
        "any",
        args.filter((_, index) => index % 2 === 0),
        resultType.key,
        castNullable,
      );
      const values = met(
        "any",
        args.filter((_, index) => index % 2 === 1),
        resultType.value,
        castNullable,
      );
      return {
        nullable: false,
        type: {
          ...resultType,
          key: keys.type,
          value: values.type,
          valueContainsNull: values.nullable ?? true,
        },
        exact: keys.exact && values.exact && values.nullable !== null,
      };
    }
    case "struct":
      return structNullability(args, resultType);
    case "named_struct":
      return structNullability(
        args.filter((_, index) => index % 2 === 1),
        resultType,
      );
    case "arrays_zip": {
      const fields = args.map((_, index) => `e.f${index}=yes; e.f${index}~${index + 1}.e`);
      return applyNullability(parseNullability(["*; e=no", ...fields].join("; ")), args, resultType);
    }
    default:
      return null;
  }
}

/** What values are together once each is cast to the type in which they meet. */
function met(
  of: "any" | "all",
  args: readonly OutputArgument[],
  resultType: DataType,
  castNullable: CastNullable,
): NullabilityResult {
  let exact = true;
  const values = args.map(({ type, nullable }) => ({
    type: type.type === "lambda" ? type.result : type,
    nullable,
  }));
  const bits = values.map(({ type, nullable }) =>
    nullable === false ? castNullable(type, resultType, false) : nullable,
  );
  const together = (types: readonly DataType[], result: DataType): DataType => {
    const within = (parts: readonly (readonly [DataType, boolean])[], part: DataType): boolean =>
      parts.some(([type, nullable]) => {
        const bit = castNullable(type, part, nullable);
        if (bit === null) exact = false;
        return bit ?? true;
      });
    if (types.some(({ type }) => type === "unknown")) exact = false;
    if (result.type === "array") {
      const arrays = types.flatMap((type) => (type.type === "array" ? [type] : []));
      return {
        ...result,
        element: together(
          arrays.map(({ element }) => element),
          result.element,
        ),
        containsNull: within(
          arrays.map(({ element, containsNull }) => [element, containsNull]),
          result.element,
        ),
      };
    }
    if (result.type === "map") {
      const maps = types.flatMap((type) => (type.type === "map" ? [type] : []));
      return {
        ...result,
        key: together(
          maps.map(({ key }) => key),
          result.key,
        ),
        value: together(
          maps.map(({ value }) => value),
          result.value,
        ),
        valueContainsNull: within(
          maps.map(({ value, valueContainsNull }) => [value, valueContainsNull]),
          result.value,
        ),
      };
    }
    if (result.type !== "struct") return result;
    const structs = types.flatMap((type) => (type.type === "struct" ? [type.fields] : []));
    return {
      ...result,
      fields: result.fields.map((field, index) => {
        const same = structs.flatMap((fields) => fields[index] ?? []);
        return {
          ...field,
          dataType: together(
            same.map(({ dataType }) => dataType),
            field.dataType,
          ),
          nullable: within(
            same.map(({ dataType, nullable }) => [dataType, nullable]),
            field.dataType,
          ),
        };
      }),
    };
  };
  const type = together(
    values.map((value) => value.type),
    resultType,
  );
  const stop = of === "any";
  const nullable = bits.includes(stop) ? stop : bits.includes(null) ? null : !stop;
  return { nullable, type, exact };
}

/** A struct is never null; its fields are as their values. */
function structNullability(values: readonly OutputArgument[], resultType: DataType): NullabilityResult {
  if (values.length === 0) return { nullable: false, type: resultType, exact: resultType.type === "struct" };
  const fields = values.map((_, index) => `f${index}=${index + 1}`);
  return applyNullability(parseNullability(["no", ...fields].join("; ")), values, resultType);
}
