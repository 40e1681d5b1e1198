import type { Expression } from "../../syntax/ast.ts";
import type { Site } from "../../syntax/module.ts";
import type { InstanceValue, RowName, Value } from "../value.ts";

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

/** Named tuples in the order of their fields, dataclasses by name; other objects may have attributes that the code does not show. */
function instanceValues({ class: type, attributes }: InstanceValue): readonly NamedValue[] | "no row" | null {
  const { node } = type;
  const isNamedTuple = node.args.some(({ value }) => nameOf(value) === "NamedTuple");
  const dataclass = node.decorators.find((each) => nameOf(calleeOf(each)) === "dataclass");
  if (!isNamedTuple && (!dataclass || node.args.length > 0)) return null;
  if (dataclass && hasSlots(dataclass)) return "no row";
  const fields = node.body.flatMap((statement): readonly NamedValue[] => {
    if (statement.kind !== "AnnotatedAssign" || statement.target.kind !== "Name") return [];
    if (nameOf(statement.annotation) === "ClassVar") return [];
    const { id, start, end } = statement.target;
    const site: Site = { unit: type.unit, start, end };
    return [{ name: id, site, value: attributes.get(id) ?? { kind: "unknown" } }];
  });
  return isNamedTuple ? fields : byName(fields);
}

const calleeOf = (decorator: Expression): Expression =>
  decorator.kind === "Call" ? decorator.callee : decorator;

function nameOf(node: Expression): string | null {
  if (node.kind === "Subscript") return nameOf(node.object);
  return node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.name.id : null;
}

const hasSlots = (decorator: Expression): boolean =>
  decorator.kind === "Call" &&
  decorator.args.some(
    ({ name, value }) => name?.id === "slots" && value.kind === "Constant" && value.value === "True",
  );
