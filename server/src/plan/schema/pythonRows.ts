import type { Expression } from "../../syntax/ast.ts";
import type { Site } from "../../syntax/module.ts";
import type { ClassValue, InstanceValue, RowName, Value } from "../value.ts";

/** A value of a row, with the name of its field. */
export interface NamedValue extends RowName {
  readonly value: Value;
}

/**
 * The fields of a row as PySpark names and orders them: dicts and objects by name, rows and named tuples as they are,
 * plain tuples by the names given and "_2", "_3" … behind those. "no row" for what is none; null where the code does
 * not tell.
 */
export function namedValues(row: Value, names: readonly RowName[]): readonly NamedValue[] | "no row" | null {
  switch (row.kind) {
    case "dict":
      return row.exact ? dictValues(row.entries) : null;
    case "sequence":
      if (row.type === "set") return "no row";
      return row.exact ? positional(row.elements, names) : null;
    case "spark":
      if (row.data?.kind === "rowClass") return positional(row.data.names.map(textValue), names);
      if (row.data?.kind !== "row") return null;
      return row.data.names === null
        ? positional(row.data.values, names)
        : zipped(row.data.names, row.data.values);
    case "instance":
      return instanceValues(row);
    case "none":
    case "boolean":
    case "number":
    case "string":
      return "no row";
    case "library":
      return /^(?:datetime|decimal|builtins)\./.test(row.type) ? "no row" : null;
    default:
      return null;
  }
}

const textValue = ({ name, site }: RowName): Value => ({
  kind: "string",
  value: name,
  constant: true,
  ...(site && { site }),
});

const positional = (values: readonly Value[], names: readonly RowName[]): readonly NamedValue[] =>
  values.map((value, index) => ({ ...(names[index] ?? { name: `_${index + 1}`, site: null }), value }));

function zipped(names: readonly RowName[], values: readonly Value[]): readonly NamedValue[] {
  return names.flatMap((name, index) => {
    const value = values[index];
    return value ? [{ ...name, value }] : [];
  });
}

function dictValues(entries: Extract<Value, { kind: "dict" }>["entries"]): readonly NamedValue[] | null {
  const found = new Map<string, NamedValue>();
  for (const { key, value } of entries) {
    if (key.kind !== "string" || key.value === null) return null;
    found.set(key.value, { name: key.value, site: key.site ?? null, value });
  }
  return byName([...found.values()]);
}

const byName = (values: readonly NamedValue[]): readonly NamedValue[] =>
  values.toSorted((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)));

/** Named tuples in the order of their fields, dataclasses and other objects by the names of their attributes. */
function instanceValues({ class: type, attributes }: InstanceValue): readonly NamedValue[] | "no row" | null {
  const { node, form, fields } = type;
  if (form === "enum") return null;
  if (form === "plain")
    return isSimple(type) ? byName(attributeValues([...attributes.keys()], type, attributes)) : null;
  if (form === "dataclass" && node.decorators.some(hasSlots)) return "no row";
  const values = attributeValues(
    fields.map(({ name }) => name),
    type,
    attributes,
  );
  return form === "namedTuple" ? values : byName(values);
}

function attributeValues(
  names: readonly string[],
  { node, unit }: ClassValue,
  attributes: InstanceValue["attributes"],
): readonly NamedValue[] {
  const sites = new Map<string, Site>();
  for (const statement of node.body)
    if (statement.kind === "AnnotatedAssign" && statement.target.kind === "Name")
      sites.set(statement.target.id, { unit, start: statement.target.start, end: statement.target.end });
  return names.map((name) => ({
    name,
    site: sites.get(name) ?? null,
    value: attributes.get(name) ?? { kind: "unknown" },
  }));
}

/** Whether the attributes of a class's objects are all set in plain sight: by a constructor without branches. */
function isSimple({ node, members, bases }: ClassValue): boolean {
  const constructor = members.get("__init__");
  return (
    bases.length === 0 &&
    node.decorators.length === 0 &&
    constructor?.kind === "function" &&
    constructor.node.kind === "Function" &&
    constructor.node.body.every(({ kind }) => /^(?:Assign|AnnotatedAssign|Expression|Pass)$/.test(kind))
  );
}

const hasSlots = (decorator: Expression): boolean =>
  decorator.kind === "Call" &&
  decorator.args.some(
    ({ name, value }) => name?.id === "slots" && value.kind === "Constant" && value.value === "True",
  );
