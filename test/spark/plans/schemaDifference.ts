import type { DataType, Field } from "../../../server/src/catalog/dataType.ts";
import { simpleString } from "../../../server/src/catalog/dataTypeText.ts";
import type { Schema } from "../../../server/src/plan/schema/schema.ts";
import type { KnownField } from "../../plan/schemaText.ts";

/** Where our schema contradicts Spark's. */
export interface Difference {
  readonly kind: "names" | "types" | "nullability";
  /** The column and the way into it: "tags.element". */
  readonly path: string;
  readonly ours: string;
  readonly sparks: string;
}

/** How an open schema calls a column whose name is not known before it runs. */
const unknownName = "?";

/** What our schema says that Spark's does not; what ours leaves unknown is no difference. */
export function schemaDifferences(ours: Schema, sparks: readonly Field[]): readonly Difference[] {
  switch (ours.kind) {
    case "closed":
      return listDifferences(ours.attributes, sparks, "");
    case "open":
      return ours.attributes.flatMap((attribute) => {
        if (attribute.name === unknownName) return [];
        const alike = sparks.filter(({ name }) => name === attribute.name);
        if (alike.length === 0)
          return [difference("names", attribute.name, attribute.name, "no such column")];
        const all = alike.map((field) => fieldDifferences(attribute, field, ""));
        return all.find((each) => each.length === 0) ?? all[0] ?? [];
      });
    case "unknown":
      return [];
  }
}

function listDifferences(
  ours: readonly KnownField[],
  sparks: readonly Field[],
  path: string,
): readonly Difference[] {
  const names = (fields: readonly KnownField[]): string => fields.map(({ name }) => name).join(", ");
  if (names(ours) !== names(sparks)) return [difference("names", path, names(ours), names(sparks))];
  return ours.flatMap((field, index) => {
    const other = sparks[index];
    return other === undefined ? [] : fieldDifferences(field, other, path);
  });
}

function fieldDifferences(ours: KnownField, sparks: Field, path: string): readonly Difference[] {
  const at = path === "" ? ours.name : `${path}.${ours.name}`;
  return [
    ...typeDifferences(ours.dataType, sparks.dataType, at),
    ...nullDifferences(ours.nullable, sparks.nullable, at),
  ];
}

function typeDifferences(ours: DataType, sparks: DataType, path: string): readonly Difference[] {
  if (ours.type === "unknown") return [];
  if (ours.type === "array" && sparks.type === "array")
    return [
      ...typeDifferences(ours.element, sparks.element, `${path}.element`),
      ...nullDifferences(ours.containsNull, sparks.containsNull, `${path}.element`),
    ];
  if (ours.type === "map" && sparks.type === "map")
    return [
      ...typeDifferences(ours.key, sparks.key, `${path}.key`),
      ...typeDifferences(ours.value, sparks.value, `${path}.value`),
      ...nullDifferences(ours.valueContainsNull, sparks.valueContainsNull, `${path}.value`),
    ];
  if (ours.type === "struct" && sparks.type === "struct")
    return listDifferences(ours.fields, sparks.fields, path);
  const [left, right] = [simpleString(ours), simpleString(sparks)];
  return left === right ? [] : [difference("types", path, left, right)];
}

const nullDifferences = (ours: boolean | null, sparks: boolean, path: string): readonly Difference[] =>
  ours === null || ours === sparks
    ? []
    : [difference("nullability", path, ours ? "nullable" : "not null", sparks ? "nullable" : "not null")];

const difference = (kind: Difference["kind"], path: string, ours: string, sparks: string): Difference => ({
  kind,
  path,
  ours,
  sparks,
});
