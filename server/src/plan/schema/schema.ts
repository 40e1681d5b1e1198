import type { Field } from "../../catalog/dataType.ts";

export type { Field } from "../../catalog/dataType.ts";

/**
 * What is known of a DataFrame's columns. Only a closed schema, in which every column is known, can prove that a
 * column is missing; `reason` says for people why a schema is not closed.
 */
export type Schema =
  | { readonly kind: "closed"; readonly fields: readonly Field[] }
  | { readonly kind: "open"; readonly fields: readonly Field[]; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };
