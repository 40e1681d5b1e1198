import type { ModuleFacts } from "../../plan/facts.ts";
import { sparkValue, type Value } from "../../plan/value.ts";
import type { Expression, FunctionStatement, Statement } from "../../syntax/ast.ts";
import { namesBoundBy } from "../../syntax/boundNames.ts";
import type { Unit } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { childrenOf, type AstNode } from "../../syntax/walk.ts";
import { heldAt } from "../heldValues.ts";
import type { FreeName } from "./freeNames.ts";
import type { Refusal, SelectedCode } from "./selectedCode.ts";

/** A parameter of an extracted function. */
export interface ExtractedParameter extends FreeName {
  /** A class of PySpark's, which has to be imported, or a type of Python's own; null where nothing tells. */
  readonly type: { readonly module: string | null; readonly name: string } | null;
}

/**
 * Which of the names that moved code reads have to be handed over: what functions around it bind, and the module's
 * variables. Imports, functions, classes and constants (in capitals) of the module are there already. Frames come first.
 */
export function parametersFor(
  facts: ModuleFacts,
  free: readonly FreeName[],
  { around, parts: [{ unit }] }: SelectedCode,
): readonly ExtractedParameter[] | Refusal {
  const parameters: ExtractedParameter[] = [];
  for (const name of free) {
    const binders = name.argument === name.name ? bindersOf(facts, name.name, around) : "local";
    if (binders === null) continue;
    if (binders !== "local" && binders.some(({ kind }) => kind === "Import" || kind === "ImportFrom"))
      return {
        refusal: `\`${name.name}\` is imported inside the function. Import it at the top of the file.`,
      };
    parameters.push({ ...name, type: typeOf(facts, unit, name, binders === "local" ? [] : binders) });
  }
  const isFrame = ({ type }: ExtractedParameter): boolean => type?.name === "DataFrame";
  return [...parameters.filter(isFrame), ...parameters.filter((each) => !isFrame(each))];
}

/** What binds a name for the code; null where a function anywhere in the module finds it as well. */
function bindersOf(facts: ModuleFacts, name: string, around: readonly AstNode[]): readonly AstNode[] | null {
  let isInFunction = false;
  for (const node of around.toReversed()) {
    // What a class binds its methods do not see.
    if (node.kind === "Class" && isInFunction) continue;
    const binders = scopeOf(node).filter((each) => bindsInside(each, node, name));
    if (binders.length > 0) return binders;
    isInFunction ||= node.kind === "Function";
  }
  const binders = moduleBinders(facts).get(name);
  if (!binders || isThereAlready(name, binders)) return null;
  return binders;
}

/** A function's name is bound around it, its parameters inside. */
const bindsInside = (node: AstNode, scope: AstNode, name: string): boolean =>
  node.kind === "Function"
    ? node === scope
      ? node.parameters.some((each) => each.name.id === name)
      : node.name.id === name
    : namesBoundBy(node).some(({ id }) => id === name);

const isThereAlready = (name: string, binders: readonly AstNode[]): boolean =>
  binders.every(({ kind }) => /^(?:Import|ImportFrom|Function|Class|TypeAlias)$/.test(kind)) ||
  (binders.length === 1 && /^_*[A-Z][A-Z0-9_]*$/.test(name));

/** What may bind names that are known inside of a node; empty for nodes that are no scope. */
function scopeOf(node: AstNode): readonly AstNode[] {
  switch (node.kind) {
    case "Lambda":
    case "Comprehension":
      return [node];
    case "Function":
      return [node, ...bindersIn(node.body)];
    case "Class":
      return bindersIn(node.body);
    default:
      return [];
  }
}

/** The statements and expressions of a scope's own body that may bind names. */
function bindersIn(body: readonly Statement[]): readonly AstNode[] {
  const found: AstNode[] = [];
  const pending: AstNode[] = [...body];
  for (let node = pending.pop(); node; node = pending.pop()) {
    found.push(node);
    // What functions, classes, lambdas and comprehensions bind inside is theirs.
    if (!/^(?:Function|Class|Lambda|Comprehension)$/.test(node.kind)) pending.push(...childrenOf(node));
  }
  return found.filter(({ kind }) => kind !== "Lambda" && kind !== "Comprehension");
}

const moduleTables = sideTable<ModuleFacts, ReadonlyMap<string, readonly AstNode[]>>();

/** What binds each name at the module's own level. */
function moduleBinders(facts: ModuleFacts): ReadonlyMap<string, readonly AstNode[]> {
  const known = moduleTables.get(facts);
  if (known) return known;
  const table = new Map<string, AstNode[]>();
  const body: readonly Statement[] = facts.module.units.flatMap(({ body: statements }) => statements);
  for (const node of bindersIn(body)) {
    const names = node.kind === "Function" ? [node.name] : namesBoundBy(node);
    for (const { id } of names) table.set(id, [...(table.get(id) ?? []), node]);
  }
  moduleTables.set(facts, table);
  return table;
}

/** The type of what a name holds: by its value, else by its annotation, else by the literal that it is given. */
function typeOf(
  facts: ModuleFacts,
  unit: Unit,
  { name, node }: FreeName,
  binders: readonly AstNode[],
): ExtractedParameter["type"] {
  const [binder, ...others] = binders;
  const only = others.length === 0 ? binder : undefined;
  return (
    typeOfValue(heldAt(facts, node)) ??
    (only?.kind === "Function" ? annotationOf(unit, only, name) : null) ??
    (only?.kind === "Assign" ? typeOfLiteral(only.value) : null)
  );
}

const python = (name: string): ExtractedParameter["type"] => ({ module: null, name });

/** Where annotations import PySpark's classes from. */
const homes: Readonly<Record<string, string>> = {
  DataFrame: "pyspark.sql",
  Column: "pyspark.sql",
  SparkSession: "pyspark.sql",
  GroupedData: "pyspark.sql",
  WindowSpec: "pyspark.sql.window",
  StructType: "pyspark.sql.types",
};

function typeOfValue(value: Value | null): ExtractedParameter["type"] {
  if (value === null) return null;
  const module = homes[sparkValue(value)?.type ?? ""];
  if (module !== undefined) return { module, name: sparkValue(value)?.type ?? "" };
  switch (value.kind) {
    case "string":
      return python("str");
    case "boolean":
      return python("bool");
    case "number":
      return value.isFloat ? python("float") : Number.isInteger(value.value) ? python("int") : null;
    case "sequence":
      return python(value.type);
    case "dict":
      return python("dict");
    default:
      return null;
  }
}

function typeOfLiteral(node: Expression): ExtractedParameter["type"] {
  switch (node.kind) {
    case "FormattedString":
      return python("str");
    case "String":
      // Bytes have no value.
      return node.value === null ? null : python("str");
    case "Number":
      return node.type === "complex" ? null : python(node.type);
    case "Constant":
      return node.value === "True" || node.value === "False" ? python("bool") : null;
    case "List":
    case "Tuple":
    case "Set":
    case "Dict":
      return python(node.kind.toLowerCase());
    default:
      return null;
  }
}

/** An annotation as it is written: its names are the module's. */
function annotationOf(
  { text }: Unit,
  { parameters }: FunctionStatement,
  name: string,
): ExtractedParameter["type"] {
  const parameter = parameters.find((each) => each.name.id === name);
  const isOne = parameter?.kind !== "args" && parameter?.kind !== "kwargs";
  const annotation = isOne ? parameter?.annotation : null;
  return annotation ? python(text.slice(annotation.start, annotation.end)) : null;
}
