import { type DataType, type Field } from "../../../catalog/dataType.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import type { Session } from "../../session.ts";
import { eitherNullable } from "../nullability.ts";
import { argumentsOf, callTree, flagsOf, literalOf, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, type Typed } from "./typed.ts";

/** The field that an expression makes in a struct; unknown nullability counts as nullable. */
const fieldOf = (name: string, { dataType, nullable }: Typed): Field => ({
  name,
  dataType,
  nullable: nullable ?? true,
});

/** A struct whose fields' nulls are all known, or one of which nullability is said to be unknown. */
function structOf(fields: readonly Field[], values: readonly Typed[], tree: Typed["tree"]): Typed {
  const dataType: DataType = { type: "struct", fields };
  const exact = values.every(({ nullable }) => nullable !== null);
  return typed(dataType, exact ? false : null, { ...flagsOf(values), tree });
}

/** `struct(a, b + 1)`: fields named as the columns are, or col1, col2 by their places. */
export function struct(call: CallExpression, resolution: Resolution): Typed {
  const values = argumentsOf(resolution, call.args);
  return values === null ? unknownCall([]) : structFrom(values, resolution.scope.session);
}

/** `(a, b)` of SQL, written as `named_struct(a, a, b, b)`. */
export function tuple(call: CallExpression, resolution: Resolution): Typed {
  const values = argumentsOf(resolution, call.args);
  if (values === null) return unknownCall([]);
  const made = structFrom(values, resolution.scope.session);
  const names = made.dataType.type === "struct" ? made.dataType.fields.map(({ name }) => name) : [];
  const parts = values.flatMap((value, index) => [literalOf(names[index] ?? "", "string"), value]);
  return { ...made, tree: callTree("named_struct", parts) };
}

export const structFrom = (values: readonly Typed[], session: Session): Typed =>
  structOf(
    values.map((value, index) => fieldOf(structFieldName(value, session) ?? `col${index + 1}`, value)),
    values,
    callTree("struct", values),
  );

/** A column's or alias' own name, or that of the field that is accessed; before 4.0 also a map's key. */
function structFieldName({ tree, name }: Typed, { version }: Session): string | null {
  if (name !== null) return name;
  if (tree?.kind === "field") return tree.name;
  const key = tree?.kind === "call" && tree.function === "[]" ? tree.args[1] : undefined;
  return key?.kind === "literal" && typeof key.value === "string" && compareVersions(version, "4.0") < 0
    ? key.value
    : null;
}

/** `named_struct('a', 1, 'b', x)`. */
export function namedStruct(call: CallExpression, resolution: Resolution): Typed {
  const parts = argumentsOf(resolution, call.args);
  if (parts === null) return unknownCall([]);
  const values = parts.filter((_, index) => index % 2 === 1);
  const names = parts
    .filter((_, index) => index % 2 === 0)
    .map(({ tree }) => (tree?.kind === "literal" && typeof tree.value === "string" ? tree.value : null));
  if (names.length !== values.length || names.includes(null)) return unknownCall(parts);
  return structOf(
    values.map((value, index) => fieldOf(names[index] ?? "", value)),
    values,
    callTree("named_struct", parts),
  );
}

/** `arrays_zip(xs, ys)`: structs of the arrays' elements, named as the arrays are, or by their places. */
export function arraysZip(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  if (args === null) return unknownCall([]);
  const fields: Field[] = [];
  for (const [index, arg] of args.entries()) {
    if (arg.dataType.type !== "array") return unknownCall(args);
    fields.push({
      name: arg.name ?? (arg.tree?.kind === "field" ? arg.tree.name : String(index)),
      dataType: arg.dataType.element,
      nullable: true,
    });
  }
  const nullable = args.reduce<boolean | null>((so, each) => eitherNullable(so, each.nullable), false);
  return typed({ type: "array", element: { type: "struct", fields }, containsNull: false }, nullable, {
    ...flagsOf(args),
    tree: callTree("arrays_zip", args),
  });
}
