/**
 * A piece of a syntax tree: what one rule of Spark's grammar reads. Rules have Spark's own names; a rule that repeats
 * itself on the left (`a + b + c`) nests.
 */
export interface SqlNode {
  readonly kind: "node";
  readonly rule: string;
  /** Where its first token begins and its last one ends; equal where it has none. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly SqlPart[];
  /** The name that `IDENTIFIER(…)` stands for, where `withIdentifiers` has found it. */
  readonly named?: string;
}

/** A word, name, literal or mark. */
export interface SqlToken {
  readonly kind: "token";
  /** The grammar's name: "SELECT", "IDENTIFIER", "LEFT_PAREN", "EOF". */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Not in the text: put in, so that the rest can be read. */
  readonly missing?: true;
}

export type SqlPart = SqlNode | SqlToken;

/** The first child that a rule read; null when there is none. */
export function childOf(node: SqlNode, ...rules: readonly string[]): SqlNode | null {
  for (const child of node.children) if (child.kind === "node" && rules.includes(child.rule)) return child;
  return null;
}

/** All children that a rule read. */
export const childrenOf = (node: SqlNode, ...rules: readonly string[]): readonly SqlNode[] =>
  node.children.filter((child): child is SqlNode => child.kind === "node" && rules.includes(child.rule));

/** The first token of a type among the children; null when there is none. */
export function tokenOf(node: SqlNode, ...types: readonly string[]): SqlToken | null {
  for (const child of node.children) if (child.kind === "token" && types.includes(child.type)) return child;
  return null;
}

export const hasToken = (node: SqlNode, ...types: readonly string[]): boolean =>
  tokenOf(node, ...types) !== null;

/** All tokens below a part, in order. */
export function tokensBelow(part: SqlPart): readonly SqlToken[] {
  const found: SqlToken[] = [];
  const waiting: SqlPart[] = [part];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "token") found.push(next);
    else
      for (let each = next.children.length - 1; each >= 0; each--) waiting.push(next.children[each] ?? next);
  }
  return found;
}

/** All nodes below one, itself first, in order. */
export function* nodesBelow(node: SqlNode): Generator<SqlNode> {
  const waiting: SqlNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let each = next.children.length - 1; each >= 0; each--) {
      const child = next.children[each];
      if (child?.kind === "node") waiting.push(child);
    }
  }
}

/** The places below a node where a parameter stands for a value: `:name` and `?`. */
export const parameterNodes = (root: SqlNode): readonly SqlNode[] =>
  [...nodesBelow(root)].filter((node) => node.rule === "namedParameterMarker" || hasToken(node, "QUESTION"));
