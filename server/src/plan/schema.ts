/** Spark's data types, as `DataType.json` names them. */
export type DataType =
  | { readonly type: "atomic"; readonly name: string }
  | { readonly type: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly type: "array"; readonly element: DataType; readonly containsNull: boolean }
  | {
      readonly type: "map";
      readonly key: DataType;
      readonly value: DataType;
      readonly valueContainsNull: boolean;
    }
  | { readonly type: "struct"; readonly fields: readonly Field[] }
  | { readonly type: "unknown" };

export interface Field {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
}

/**
 * What is known of a DataFrame's columns. Only a closed schema, in which every column is known, can prove that a
 * column is missing; `reason` says for people why a schema is not closed.
 */
export type Schema =
  | { readonly kind: "closed"; readonly fields: readonly Field[] }
  | { readonly kind: "open"; readonly fields: readonly Field[]; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };
