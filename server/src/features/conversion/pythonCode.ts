import { layOut, type Doc, type DocGroup } from "../../sql/formatDocument.ts";

/** A piece of Python code that can be laid out, and how tightly it binds. */
export interface PythonCode {
  readonly docs: readonly Doc[];
  readonly binding: Binding;
}

/** Python's operators from loose to tight; "whole" needs no parentheses anywhere. */
export const bindings = ["comparison", "|", "&", "+", "*", "sign", "whole"] as const;
export type Binding = (typeof bindings)[number];

export const text = (source: string): Doc => ({
  kind: "text",
  text: source,
  span: { start: 0, end: 0 },
  space: false,
});
const whenBroken = (source: string): Doc => ({
  kind: "text",
  text: source,
  span: { start: 0, end: 0 },
  space: false,
  whenBroken: true,
});
const line: Doc = { kind: "line", soft: false };
const softLine: Doc = { kind: "line", soft: true };
const group = (...parts: readonly Doc[]): DocGroup => ({ kind: "group", broken: false, parts: [...parts] });
const indent = (...parts: readonly Doc[]): Doc => ({ kind: "indent", parts: [...parts] });

/** Source that binds as a whole: a name, a literal, a call. */
export const whole = (source: string): PythonCode => ({ docs: [text(source)], binding: "whole" });

/** `callee(args)`; the list is broken where it does not fit. */
export function call(callee: string, args: readonly PythonCode[]): PythonCode {
  return { docs: [text(`${callee}(`), ...listed(args)], binding: "whole" };
}

/** `code.method(args)` */
export function method(code: PythonCode, name: string, args: readonly PythonCode[]): PythonCode {
  return {
    docs: [...atLeast(code, "whole").docs, text(`.${name}(`), ...listed(args)],
    binding: "whole",
  };
}

/** What stands behind an opening parenthesis, up to the closing one. */
function listed(args: readonly PythonCode[]): readonly Doc[] {
  if (args.length === 0) return [text(")")];
  const items = args.flatMap(({ docs }, at) => (at === 0 ? docs : [text(","), line, ...docs]));
  return [group(indent(softLine, ...items, whenBroken(",")), softLine, text(")"))];
}

/** `[a, b]` */
export function list(items: readonly PythonCode[]): PythonCode {
  const parts = items.flatMap(({ docs }, at) => (at === 0 ? docs : [text(","), line, ...docs]));
  return {
    docs: [group(text("["), indent(softLine, ...parts, whenBroken(",")), softLine, text("]"))],
    binding: "whole",
  };
}

const binds = (binding: Binding): number => bindings.indexOf(binding);

/** In parentheses where it binds more loosely. */
export const atLeast = (code: PythonCode, binding: Binding): PythonCode =>
  binds(code.binding) >= binds(binding)
    ? code
    : { docs: [group(text("("), indent(softLine, ...code.docs), softLine, text(")"))], binding: "whole" };

const tighter = (binding: Binding): Binding => bindings[binds(binding) + 1] ?? "whole";

/** `a op b op c`, from left to right; a line may end before each operator. */
export function operation(operator: string, operands: readonly PythonCode[], binding: Binding): PythonCode {
  const [first, ...rest] = operands.map((each, at) =>
    atLeast(each, at === 0 && binding !== "comparison" ? binding : tighter(binding)),
  );
  const docs = rest.flatMap((each) => [line, text(`${operator} `), ...each.docs]);
  return { docs: [group(...(first?.docs ?? []), ...docs)], binding };
}

export const signed = (sign: string, operand: PythonCode): PythonCode => ({
  docs: [text(sign), ...atLeast(operand, "sign").docs],
  binding: "sign",
});

/** A chain of methods: on one line, or each on its own in parentheses. */
export interface Chain {
  readonly start: PythonCode;
  readonly calls: readonly { readonly name: string; readonly args: readonly PythonCode[] }[];
}

export const then = (chain: Chain, name: string, ...args: readonly PythonCode[]): Chain => ({
  start: chain.start,
  calls: [...chain.calls, { name, args }],
});

/** A chain as code. */
export function chained({ start, calls }: Chain): PythonCode {
  if (calls.length === 0) return start;
  const lines = calls.flatMap(({ name, args }) => [softLine, text(`.${name}(`), ...listed(args)]);
  return {
    docs: [group(whenBroken("("), indent(softLine, ...start.docs, ...lines), softLine, whenBroken(")"))],
    binding: "whole",
  };
}

/** The text of code that begins at a column of an indented line. */
export function laidOut(code: PythonCode, column: number, indentation: string, newline: string): string {
  const width = Math.max(40, 100 - indentation.length);
  return layOut(group(...code.docs), { width, indent: 4, column: column - indentation.length })
    .map(({ text: piece }) => (piece.startsWith("\n") ? newline + indentation + piece.slice(1) : piece))
    .join("");
}

/** A text as a literal of Python. */
export const stringLiteral = (value: string): string =>
  JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
