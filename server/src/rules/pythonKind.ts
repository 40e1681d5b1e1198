import type { Expression, FunctionStatement, LambdaExpression } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";

/** The classes of Python that a column's value can be of. */
export type PythonKind =
  | "bool"
  | "int"
  | "float"
  | "str"
  | "bytes"
  | "Decimal"
  | "date"
  | "datetime"
  | "list"
  | "tuple"
  | "dict"
  | "set";

/** What tells the kinds of a body's names and calls. */
export interface KindSources {
  /** The function, whose parameters may be annotated. */
  readonly fn: FunctionStatement | LambdaExpression;
  /** The qualified name of what is called, where an import tells it: "datetime.date.today". */
  readonly called: (callee: Expression) => string | null;
}

/** The class of an expression's value, where the text alone makes it certain; null where it does not. */
export function kindOf(node: Expression, sources: KindSources): PythonKind | null {
  switch (node.kind) {
    case "String":
      return node.parts.some(({ prefix }) => prefix.includes("b")) ? "bytes" : "str";
    case "FormattedString":
      return "str";
    case "Number":
      return node.type === "complex" ? null : node.type;
    case "Constant":
      return node.value === "True" || node.value === "False" ? "bool" : null;
    case "Comparison":
      return "bool";
    case "Unary":
      return node.operator === "not" ? "bool" : numberKind(kindOf(node.operand, sources));
    case "List":
      return "list";
    case "Tuple":
      return "tuple";
    case "Set":
      return "set";
    case "Dict":
      return "dict";
    case "Comprehension":
      return node.form === "generator" ? null : node.form;
    case "Name":
      return annotatedKind(node.id, sources.fn);
    case "Boolean": {
      const left = kindOf(node.left, sources);
      return left === kindOf(node.right, sources) ? left : null;
    }
    case "Conditional": {
      const then = kindOf(node.then, sources);
      return then === kindOf(node.otherwise, sources) ? then : null;
    }
    case "Binary":
      return binaryKind(node, sources);
    case "Call":
      return callKind(node, sources);
    default:
      return null;
  }
}

const numberKind = (kind: PythonKind | null): PythonKind | null =>
  kind === "int" || kind === "float" ? kind : null;

function binaryKind(node: Extract<Expression, { kind: "Binary" }>, sources: KindSources): PythonKind | null {
  const left = kindOf(node.left, sources);
  const right = kindOf(node.right, sources);
  if (left === "str")
    return node.operator === "%" || (node.operator === "+" && right !== null) ? "str" : null;
  if (left === null || right === null || !numberKind(left) || !numberKind(right)) return null;
  if (node.operator === "/") return "float";
  return left === "int" && right === "int" ? (node.operator === "**" ? null : "int") : "float";
}

function callKind(node: Extract<Expression, { kind: "Call" }>, sources: KindSources): PythonKind | null {
  const { callee, args } = node;
  const qualified = sources.called(callee);
  if (qualified !== null) return libraryKinds[qualified] ?? null;
  if (callee.kind === "Name") {
    if (sources.fn.parameters.some(({ name }) => name.id === callee.id)) return null;
    // Which class has it depends on the argument; `round(x, 2)` keeps floats.
    if (callee.id === "round") return args.length === 1 ? "int" : null;
    return builtinKinds[callee.id] ?? null;
  }
  if (callee.kind !== "Attribute") return null;
  const kind = methodKinds[callee.name.id];
  if (kind === undefined) return null;
  return callee.name.id === "join" ? (kindOf(callee.object, sources) === "str" ? "str" : null) : kind;
}

/** Functions of Python whose result is always of one class. */
const builtinKinds: Readonly<Partial<Record<string, PythonKind>>> = {
  str: "str",
  repr: "str",
  format: "str",
  chr: "str",
  hex: "str",
  int: "int",
  len: "int",
  ord: "int",
  hash: "int",
  float: "float",
  bool: "bool",
  isinstance: "bool",
  any: "bool",
  all: "bool",
  list: "list",
  sorted: "list",
  tuple: "tuple",
  dict: "dict",
  set: "set",
  bytes: "bytes",
};

/** Methods that only one class of columns' values has, or that give the same in all. */
const methodKinds: Readonly<Partial<Record<string, PythonKind>>> = {
  casefold: "str",
  format: "str",
  isoformat: "str",
  join: "str",
  strftime: "str",
  encode: "bytes",
  decode: "str",
  startswith: "bool",
  endswith: "bool",
  isdigit: "bool",
  isnumeric: "bool",
  isalpha: "bool",
  split: "list",
  splitlines: "list",
  toordinal: "int",
  weekday: "int",
  isoweekday: "int",
  total_seconds: "float",
};

const libraryKinds: Readonly<Partial<Record<string, PythonKind>>> = {
  "datetime.date": "date",
  "datetime.date.today": "date",
  "datetime.date.fromisoformat": "date",
  "datetime.datetime": "datetime",
  "datetime.datetime.now": "datetime",
  "datetime.datetime.strptime": "datetime",
  "datetime.datetime.fromisoformat": "datetime",
  "datetime.datetime.fromtimestamp": "datetime",
  "decimal.Decimal": "Decimal",
  "json.dumps": "str",
  "math.sqrt": "float",
  "math.exp": "float",
  "math.log": "float",
  "math.log10": "float",
  "math.pow": "float",
  "math.floor": "int",
  "math.ceil": "int",
  "re.sub": "str",
  "re.findall": "list",
  "re.split": "list",
};

/** The kind that a parameter's annotation says, where nothing else is assigned to it. */
function annotatedKind(name: string, fn: FunctionStatement | LambdaExpression): PythonKind | null {
  const parameter = fn.parameters.find((each) => each.name.id === name);
  const { annotation = null } = parameter ?? {};
  if (annotation?.kind !== "Name" || fn.kind === "Lambda") return null;
  const targets: Expression[] = [];
  for (const statement of fn.body)
    walk(statement, (node) => {
      if (node.kind === "Assign") targets.push(...node.targets);
      if (node.kind === "AugmentedAssign" || node.kind === "For") targets.push(node.target);
      return true;
    });
  const isAssigned = targets.some((each) => each.kind === "Name" && each.id === name);
  return isAssigned ? null : (annotatedKinds[annotation.id] ?? null);
}

const annotatedKinds: Readonly<Partial<Record<string, PythonKind>>> = {
  bool: "bool",
  int: "int",
  float: "float",
  str: "str",
  bytes: "bytes",
};
