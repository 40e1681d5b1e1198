import { atomic, kindOf, type DataType } from "../../../catalog/dataType.ts";
import { sameType } from "../nullability.ts";

/** The type that Spark infers of one JSON text (JsonInferSchema, 3.3 to 4.3); null for what is none. */
export function jsonType(text: string): DataType | null {
  try {
    return typeOf(JSON.parse(text) as unknown, text, 0);
  } catch {
    return null;
  }
}

function typeOf(value: unknown, text: string, depth: number): DataType | null {
  if (depth > 50) return null;
  if (value === null) return atomic("string");
  if (typeof value === "string") return atomic("string");
  if (typeof value === "boolean") return atomic("boolean");
  // JSON.parse does not tell 1.0 from 1.
  if (typeof value === "number") {
    if (!Number.isInteger(value)) return atomic("double");
    return /\d\.\d|\d[eE]/.test(text) || !Number.isSafeInteger(value) ? null : atomic("bigint");
  }
  if (Array.isArray(value)) {
    const elements = (value as readonly unknown[]).filter((each) => each !== null);
    const types = elements.map((each) => typeOf(each, text, depth + 1));
    const [first = atomic("string"), ...others] = types;
    if (first === null) return null;
    if (others.some((each) => each === null || !sameType(each, first))) return null;
    return { type: "array", element: first, containsNull: true };
  }
  const fields = [];
  for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
    const dataType = typeOf(inner, text, depth + 1);
    if (dataType === null || kindOf(dataType) === "unknown") return null;
    fields.push({ name, dataType, nullable: true });
  }
  fields.sort((left, right) => (left.name < right.name ? -1 : 1));
  return { type: "struct", fields };
}
