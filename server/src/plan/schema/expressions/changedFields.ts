import { unknownType, type DataType, type Field } from "../../../catalog/dataType.ts";
import { sameName, type Session } from "../../session.ts";
import { argumentsOf, callTree, flagsOf, textOf, unknownCall } from "./functionCall.ts";
import { nameParts } from "./nameParts.ts";
import type { NameTree } from "./outputName.ts";
import { typeMismatch } from "./problems.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, type Typed } from "./typed.ts";

type Struct = Extract<DataType, { type: "struct" }>;

/** `withField("a.b", value)`: the struct with that field, at any depth, replaced or added. */
export function withField(call: CallExpression, resolution: Resolution): Typed {
  const [base, name, value] = call.args;
  const text = textOf(name);
  const path = text === null ? null : nameParts(text);
  const parts = [base, value].flatMap((each) => (each ? [resolution.of(each)] : []));
  const [struct, field] = parts;
  const changed =
    struct?.dataType.type === "struct" && field && path
      ? withPath(resolution.scope.session, struct.dataType, path, field)
      : null;
  if (!struct || !field || changed === null) return unknownCall(parts);
  return typed(changed, field.nullable === null ? null : struct.nullable, {
    ...flagsOf(parts),
    tree: path && struct.tree && field.tree && changeTree(struct.tree, path, field.tree),
  });
}

/** A field deep inside is changed by changing each struct around it. */
function changeTree(struct: NameTree, [name, ...deeper]: readonly string[], value: NameTree): NameTree {
  const changed =
    name === undefined || deeper.length === 0
      ? value
      : changeTree({ kind: "field", input: struct, name }, deeper, value);
  return { kind: "call", function: "withField", args: [struct, changed], types: [unknownType, unknownType] };
}

function withPath(
  session: Session,
  struct: Struct,
  [name, ...deeper]: readonly string[],
  value: Typed,
): Struct | null {
  if (name === undefined) return null;
  const made: Field = { name, dataType: value.dataType, nullable: value.nullable ?? true };
  let found = 0;
  const fields: Field[] = [];
  for (const each of struct.fields) {
    if (!sameName(session, each.name, name)) {
      fields.push(each);
      continue;
    }
    found += 1;
    if (deeper.length === 0) {
      fields.push(made);
      continue;
    }
    const inner = each.dataType.type === "struct" ? withPath(session, each.dataType, deeper, value) : null;
    if (inner === null) return null;
    fields.push({ ...each, dataType: inner });
  }
  if (found === 0 && deeper.length > 0) return null;
  return { ...struct, fields: found === 0 ? [...fields, made] : fields };
}

/** `dropFields("a", "b.c")`. */
export function dropFields(call: CallExpression, resolution: Resolution): Typed {
  const [base, ...names] = call.args;
  const struct = base && resolution.of(base);
  if (struct?.dataType.type !== "struct") return unknownCall(struct ? [struct] : []);
  let changed: Struct = struct.dataType;
  for (const each of names) {
    const path = nameParts(textOf(each) ?? ".");
    const next = path && withoutPath(resolution.scope.session, changed, path);
    if (next === null) return unknownCall([struct]);
    changed = next;
    if (!hasFields(changed)) {
      resolution.problem(
        typeMismatch(
          "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS",
          textOf(each) ?? "",
          "a struct must keep a field",
          each.site,
        ),
      );
      return unknownCall([struct]);
    }
  }
  const parts = argumentsOf(resolution, call.args);
  return typed(changed, struct.nullable, {
    ...flagsOf([struct]),
    tree: parts && callTree("dropFields", parts),
  });
}

function withoutPath(session: Session, struct: Struct, [name, ...deeper]: readonly string[]): Struct | null {
  if (name === undefined) return null;
  const fields: Field[] = [];
  for (const each of struct.fields) {
    if (!sameName(session, each.name, name)) fields.push(each);
    else if (deeper.length > 0) {
      const inner = each.dataType.type === "struct" ? withoutPath(session, each.dataType, deeper) : null;
      if (inner === null) return null;
      fields.push({ ...each, dataType: inner });
    }
  }
  return { ...struct, fields };
}

const hasFields = ({ fields }: Struct): boolean =>
  fields.length > 0 && fields.every(({ dataType }) => dataType.type !== "struct" || hasFields(dataType));
