import type { DataType, Field } from "../../server/src/catalog/dataType.ts";
import { simpleString } from "../../server/src/catalog/dataTypeText.ts";

/** A column as tests know it: null where the nullability is not known. */
export interface KnownField {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean | null;
}

/**
 * A schema as tests spell it: `id bigint not null, xs array<int not null>, "?"` for what is not known. Unlike Spark's
 * DDL it says of every part whether it may be null: "not null" stands behind elements, map values and fields that may
 * not.
 */
export const schemaText = (fields: readonly KnownField[]): string =>
  fields
    .map(({ name, dataType, nullable }) => `${quoted(name)} ${withNull(typeText(dataType), nullable)}`)
    .join(", ");

function typeText(type: DataType): string {
  switch (type.type) {
    case "array":
      return `array<${withNull(typeText(type.element), type.containsNull)}>`;
    case "map":
      return `map<${typeText(type.key)}, ${withNull(typeText(type.value), type.valueContainsNull)}>`;
    case "struct":
      return `struct<${type.fields.map(fieldText).join(", ")}>`;
    default:
      return simpleString(type);
  }
}

const fieldText = ({ name, dataType, nullable }: Field): string =>
  `${quoted(name)}: ${withNull(typeText(dataType), nullable)}`;

const withNull = (text: string, nullable: boolean | null): string =>
  nullable === null ? `${text} null?` : nullable ? text : `${text} not null`;

const quoted = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
