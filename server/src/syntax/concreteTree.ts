import type { Span } from "./ast.ts";
import type { Comment } from "./module.ts";

/**
 * A node of the parser's tree, copied out of it. Comments and line continuations are left out; a node ends where its
 * last token does.
 */
export interface ConcreteNode extends Span {
  /** The grammar's name for a rule, a token's own text, or "keyword:" and the text for a word. */
  readonly type: string;
  readonly isNamed: boolean;
  start: number;
  end: number;
  readonly children: readonly ConcreteNode[];
}

/** A parsed text. */
export interface ConcreteTree {
  readonly root: ConcreteNode;
  readonly comments: readonly Comment[];
  /** Where the text does not fit the grammar; empty spans where something is missing. */
  readonly errors: readonly Span[];
}
