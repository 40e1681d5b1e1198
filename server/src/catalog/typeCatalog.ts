import { createCoercion, type Coercion } from "./coercion.ts";
import { createFunctionTypes, type FunctionTypes } from "./functionTypes.ts";

/** What Spark makes of types: where they meet, what casts, and what functions give. */
export interface TypeCatalog extends Coercion {
  /** The type that a SQL function or operator gives for arguments of these types. */
  readonly functionResult: FunctionTypes["result"];
}

/** Builds the look-ups from the texts of type-coercion.json and function-types.json, the latter when first asked. */
export function createTypeCatalog(texts: {
  readonly coercion: () => string;
  readonly functions: () => string;
}): TypeCatalog {
  const coercion = createCoercion(texts.coercion());
  let functions: FunctionTypes | undefined;
  return {
    ...coercion,
    functionResult(...question) {
      functions ??= createFunctionTypes(texts.functions(), coercion);
      return functions.result(...question);
    },
  };
}
