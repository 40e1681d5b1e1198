import type { ClassStatement, Expression } from "../../syntax/ast.ts";
import { placedArguments } from "./arguments.ts";
import { apply } from "./calls.ts";
import { schemaClassMembers, schemaOfClass } from "../conventions/schemaClasses.ts";
import type { Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { BoundArgument } from "../facts.ts";
import { fresh, newCell } from "./heap.ts";
import { annotatedValue } from "./parameters.ts";
import { closureOf, nestedScope } from "./scope.ts";
import { execute } from "./statements.ts";
import { setAttribute } from "./targets.ts";
import { callFunction } from "./userFunctions.ts";
import { equals } from "./truth.ts";
import {
  joinValues,
  unknown,
  type ClassField,
  type ClassValue,
  type InstanceValue,
  type Value,
} from "../value.ts";

/** What a `class` statement binds. */
export function defineClass(evaluation: Evaluation, node: ClassStatement): Value {
  const outer = evaluation.scope;
  const before = evaluation.created.length;
  const bases = node.args.flatMap((argument) => {
    const value = evaluate(evaluation, argument.value);
    return argument.name === null && argument.unpack === "" ? [value] : [];
  });
  evaluation.scope = nestedScope(outer);
  execute(evaluation, node.body);
  const names = evaluation.scope.names.toMap();
  evaluation.scope = outer;
  evaluation.created.length = Math.min(before, evaluation.created.length);
  const members = new Map<string, Value>();
  // What several bases have is taken from the leftmost.
  for (const base of bases.toReversed()) {
    const parent = fresh(evaluation, base);
    if (parent.kind === "class") for (const [name, value] of parent.members) members.set(name, value);
  }
  const form = formOf(evaluation, node, bases);
  const schema = bases.length > 0 ? schemaOfClass(evaluation, node, bases, names) : null;
  const result: ClassValue = {
    kind: "class",
    node,
    unit: evaluation.unit,
    closure: closureOf(outer),
    members,
    bases,
    form,
    fields: form === "plain" ? [] : fieldsOf(node, bases, names, form),
    ...(schema && { schema }),
    cell: newCell(evaluation),
  };
  for (const [name, value] of names)
    // Methods do not see the class's own names: their closure is the scope around the class.
    members.set(
      name,
      value.kind === "function" && value.node.kind === "Function"
        ? { ...value, closure: closureOf(outer), owner: result }
        : value,
    );
  if (schema)
    for (const [name, value] of schemaClassMembers(evaluation, node, schema)) members.set(name, value);
  if (form === "enum") nameMembers(evaluation, result, bases);
  if (evaluation.silent === 0) evaluation.created.push(result);
  return result;
}

const dataclassDecorators: ReadonlySet<string> = new Set([
  "dataclasses.dataclass",
  "pydantic.dataclasses.dataclass",
  "attr.s",
  "attr.attrs",
  "attrs.define",
  "attrs.frozen",
  "attr.define",
]);

function formOf(evaluation: Evaluation, node: ClassStatement, bases: readonly Value[]): ClassValue["form"] {
  for (const decorator of node.decorators) {
    const callee = evaluate(evaluation, decorator.kind === "Call" ? decorator.callee : decorator);
    if (callee.kind === "api" && dataclassDecorators.has(callee.name)) return "dataclass";
  }
  for (const base of bases) {
    if (base.kind === "class" && base.form !== "plain") return base.form;
    if (base.kind !== "api") continue;
    if (base.name === "typing.NamedTuple") return "namedTuple";
    if (base.name === "pydantic.BaseModel") return "dataclass";
    if (/^enum\.(Enum|IntEnum|StrEnum|Flag|IntFlag)$/.test(base.name)) return "enum";
  }
  return "plain";
}

function fieldsOf(
  node: ClassStatement,
  bases: readonly Value[],
  names: ReadonlyMap<string, Value>,
  form: ClassValue["form"],
): ClassField[] {
  const fields = new Map<string, ClassField>();
  for (const base of bases)
    if (base.kind === "class" && form !== "enum")
      for (const field of base.fields) fields.set(field.name, field);
  for (const statement of node.body) {
    if (form === "enum") {
      if (statement.kind !== "Assign") continue;
      for (const target of statement.targets)
        if (target.kind === "Name" && !target.id.startsWith("_"))
          fields.set(target.id, {
            name: target.id,
            annotation: target,
            defaultValue: null,
            factory: null,
          });
      continue;
    }
    if (statement.kind !== "AnnotatedAssign" || statement.target.kind !== "Name") continue;
    if (isClassVariable(statement.annotation)) continue;
    const name = statement.target.id;
    const value = statement.value ? (names.get(name) ?? unknown) : null;
    fields.set(name, {
      name,
      annotation: statement.annotation,
      ...defaultOf(value),
    });
  }
  return [...fields.values()];
}

function isClassVariable(annotation: Expression): boolean {
  const node = annotation.kind === "Subscript" ? annotation.object : annotation;
  return (
    (node.kind === "Name" && node.id === "ClassVar") ||
    (node.kind === "Attribute" && node.name.id === "ClassVar")
  );
}

/** A field's default: a plain value, or what `field(default=…, default_factory=…)` says. */
function defaultOf(value: Value | null): Pick<ClassField, "defaultValue" | "factory"> {
  if (
    value?.kind !== "library" ||
    !/^(dataclasses\.field|pydantic\.Field|attrs?\.(field|ib))$/.test(value.type)
  )
    return { defaultValue: value, factory: null };
  const given = (name: string): Value | null => value.args.find((each) => each.name === name)?.value ?? null;
  return {
    defaultValue: given("default"),
    factory: given("default_factory") ?? given("factory"),
  };
}

/** An enumeration's members: instances with a name and a value; those that are texts as well are the texts. */
function nameMembers(evaluation: Evaluation, type: ClassValue, bases: readonly Value[]): void {
  const members = type.members as Map<string, Value>;
  const isStrEnum = bases.some((base) => base.kind === "api" && base.name === "enum.StrEnum");
  const isText = isStrEnum || bases.some((base) => base.kind === "api" && base.name === "builtins.str");
  for (const { name } of type.fields) {
    const value = members.get(name) ?? unknown;
    if (isText && value.kind === "string") {
      const own = isStrEnum ? value.value : `${type.node.name.id}.${name}`;
      members.set(name, own === null ? value : { ...value, member: { name, text: own } });
      continue;
    }
    const attributes = new Map<string, Value>([
      ["name", { kind: "string", value: name, constant: true }],
      ["value", value],
    ]);
    members.set(name, {
      kind: "instance",
      class: type,
      attributes,
      cell: newCell(evaluation),
    });
  }
}

/** Calls a class of the user's: an instance, with `__init__` evaluated. */
export function instantiate(
  evaluation: Evaluation,
  callee: ClassValue,
  args: readonly BoundArgument[],
): Value {
  if (callee.form === "enum") return enumMember(callee, args[0]?.value ?? unknown);
  const type = fresh(evaluation, callee);
  if (type.kind !== "class") return unknown;
  const instance: InstanceValue = {
    kind: "instance",
    class: type,
    attributes: new Map(),
    cell: newCell(evaluation),
  };
  const constructor = type.members.get("__init__");
  if (constructor?.kind === "function") callFunction(evaluation, { ...constructor, self: instance }, args);
  else if (type.form === "plain") {
    // A class whose constructor the code does not show: keyword arguments become attributes.
    for (const { name, value } of args) if (name !== null) setAttribute(evaluation, instance, name, value);
  } else {
    fillFields(evaluation, instance, args);
    const after = type.members.get("__post_init__");
    if (after?.kind === "function") callFunction(evaluation, { ...after, self: instance }, []);
  }
  return fresh(evaluation, instance);
}

function enumMember(type: ClassValue, wanted: Value): Value {
  const members = type.fields.map(({ name }) => type.members.get(name) ?? unknown);
  const valueOf = (member: Value): Value =>
    member.kind === "instance" ? (member.attributes.get("value") ?? unknown) : member;
  const exact = members.find((member) => equals(valueOf(member), wanted) === true);
  return exact ?? members.reduce(joinValues, members[0] ?? unknown);
}

function fillFields(evaluation: Evaluation, instance: InstanceValue, args: readonly BoundArgument[]): void {
  const { positional, named, more, moreNamed } = placedArguments(evaluation, args);
  const isOpen = more !== null || moreNamed !== null;
  for (const [index, field] of instance.class.fields.entries()) {
    const given = positional[index] ?? named.get(field.name);
    const value = given ?? (isOpen ? null : defaultValue(evaluation, field));
    setAttribute(evaluation, instance, field.name, value ?? fieldHint(evaluation, field));
  }
}

function defaultValue(evaluation: Evaluation, field: ClassField): Value | null {
  if (field.factory === null) return field.defaultValue;
  const { annotation } = field;
  return apply(evaluation, field.factory, [], {
    kind: "Call",
    callee: annotation,
    args: [],
    argumentList: annotation,
    start: annotation.start,
    end: annotation.end,
  });
}

/** What a field's annotation tells of its value. */
export function fieldHint(evaluation: Evaluation, field: ClassField): Value {
  return annotatedValue(evaluation, field.annotation, field.annotation) ?? unknown;
}
