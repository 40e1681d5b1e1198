import type { DataType, Field } from "../../catalog/dataType.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { noteFieldSite } from "./fieldSites.ts";

/**
 * A column of a step's output. Steps that hand a column on unchanged hand on the same `id` (Catalyst's expression
 * id), so that a column can be followed through a plan, whatever it is called on the way.
 */
export interface Attribute {
  readonly id: AttributeId;
  readonly name: string;
  /** Unknown where the code does not tell. */
  readonly dataType: DataType;
  /** Null where it is not known. */
  readonly nullable: boolean | null;
  /** The aliases that a name may be qualified with: "o" after `alias("o")`. */
  readonly qualifier: readonly string[];
  /** The type that the project declares for it where nothing proves one: to be shown, never to be counted with. */
  readonly declared?: DataType;
}

/** The type to show for a column: the known one, else the declared one. */
export const shownType = ({ dataType, declared }: Pick<Attribute, "dataType" | "declared">): DataType =>
  dataType.type === "unknown" ? (declared ?? dataType) : dataType;

/** Whether the type to show is but the declared one. */
export const isOnlyDeclared = ({ dataType, declared }: Pick<Attribute, "dataType" | "declared">): boolean =>
  dataType.type === "unknown" && declared !== undefined;

/** Where a column comes from. Compared by identity. */
export interface AttributeId {
  /** The place that names it: an alias, a field of a schema, a DDL text. Null for what the code does not spell. */
  readonly origin: Site | null;
  /** The expression that makes it; null for columns of sources. */
  readonly expression: ColumnExpression | null;
  /** The columns that the expression reads. */
  readonly reads: readonly Attribute[];
}

/** Why a schema is not closed, for people, and the place to mend it. */
export interface Reason {
  /** Continues "The schema is not known: …", such as "read from CSV without a schema". */
  readonly text: string;
  readonly site: Site | null;
}

/**
 * What is known of a frame's columns. Only a closed schema, in which every column is known by name, can prove that a
 * column is missing. "open": these columns, in no known places, and perhaps more.
 */
export type Schema =
  | { readonly kind: "closed"; readonly attributes: readonly Attribute[] }
  | { readonly kind: "open"; readonly attributes: readonly Attribute[]; readonly reason: Reason }
  | { readonly kind: "unknown"; readonly reason: Reason };

/** The columns that are known. */
export const attributesOf = (schema: Schema): readonly Attribute[] =>
  schema.kind === "unknown" ? [] : schema.attributes;

/** A new column. */
export function attribute(
  field: { readonly name: string; readonly dataType: DataType; readonly nullable: boolean | null },
  id: Partial<AttributeId> = {},
): Attribute {
  const { origin = null, expression = null, reads = [] } = id;
  return {
    id: { origin, expression, reads },
    name: field.name,
    dataType: field.dataType,
    nullable: field.nullable,
    qualifier: [],
  };
}

/** The fields of a closed schema of which every type and nullability is known; null for any other. */
export function exactFields(schema: Schema): readonly Field[] | null {
  if (schema.kind !== "closed") return null;
  const fields: Field[] = [];
  for (const { name, dataType, nullable, id } of schema.attributes) {
    if (nullable === null || !isExact(dataType)) return null;
    fields.push(noteFieldSite({ name, dataType, nullable }, id.origin));
  }
  return fields;
}

function isExact(type: DataType): boolean {
  switch (type.type) {
    case "array":
      return isExact(type.element);
    case "map":
      return isExact(type.key) && isExact(type.value);
    case "struct":
      return type.fields.every(({ dataType }) => isExact(dataType));
    case "unknown":
      return false;
    default:
      return true;
  }
}
