import { type DataType, type Field } from "../../../catalog/dataType.ts";
import { sameName } from "../../session.ts";
import { eitherNullable } from "../nullability.ts";
import { argumentsOf, callTree, flagsOf, textOf, unknownCall } from "./functionCall.ts";
import { typeMismatch } from "./problems.ts";
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
  return values === null ? unknownCall([]) : structFrom(values);
}

export const structFrom = (values: readonly Typed[]): Typed =>
  structOf(
    values.map((value, index) => fieldOf(structFieldName(value) ?? `col${index + 1}`, value)),
    values,
    callTree("struct", values),
  );

/** A column's or alias' own name, or that of the field that is accessed; casts and calls have none. */
function structFieldName({ tree, name }: Typed): string | null {
  return name ?? (tree?.kind === "field" ? tree.name : null);
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

/** `withField("a.b", value)`: the struct with that field replaced or added. */
export function withField(call: CallExpression, resolution: Resolution): Typed {
  const [base, name, value] = call.args;
  const text = textOf(name);
  const parts = [base, value].flatMap((each) => (each ? [resolution.of(each)] : []));
  const [struct, field] = parts;
  if (!struct || !field || text === null || struct.dataType.type !== "struct" || /[.`]/.test(text))
    return unknownCall(parts);
  const { session } = resolution.scope;
  const { fields } = struct.dataType;
  const added = fieldOf(text, field);
  const replaced = fields.map((each) =>
    sameName(session, each.name, text) ? { ...added, name: text } : each,
  );
  const has = fields.some((each) => sameName(session, each.name, text));
  return typed(
    { type: "struct", fields: has ? replaced : [...fields, added] },
    field.nullable === null ? null : struct.nullable,
    { ...flagsOf(parts), tree: callTree("withField", [struct, field]) },
  );
}

/** `dropFields("a", "b")`. */
export function dropFields(call: CallExpression, resolution: Resolution): Typed {
  const [base, ...names] = call.args;
  const struct = base && resolution.of(base);
  const texts = names.map(textOf);
  if (
    !struct ||
    struct.dataType.type !== "struct" ||
    texts.some((each) => each === null || /[.`]/.test(each))
  )
    return unknownCall(struct ? [struct] : []);
  const { session } = resolution.scope;
  const fields = struct.dataType.fields.filter(
    (each) => !texts.some((text) => text !== null && sameName(session, each.name, text)),
  );
  if (fields.length === 0) {
    resolution.problem(
      typeMismatch(
        "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS",
        texts.join(", "),
        "a struct must keep a field",
        call.site,
      ),
    );
    return unknownCall([struct]);
  }
  const parts = argumentsOf(resolution, call.args) ?? [];
  return typed({ type: "struct", fields }, struct.nullable, {
    ...flagsOf([struct]),
    tree: callTree("dropFields", parts),
  });
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
