import { compareVersions } from "../../catalog/sparkVersion.ts";
import type { Span } from "../sqlExpression.ts";
import type { SqlNode } from "../tree.ts";

/** What Spark's parser says against a tree that its grammar takes. */
export interface Refusal extends Span {
  /** Spark's error condition in the text's version. */
  readonly condition: string;
  readonly message: string;
  /** What to write in place of some text; none where the cure is not plain. */
  readonly fix?: Span & { readonly text: string };
}

/** Where a node is checked. */
export interface CheckContext {
  readonly text: string;
  /** "3.5" */
  readonly version: string;
  /** The nodes around, outermost first. */
  readonly parents: readonly SqlNode[];
}

/** Looks at the nodes of one rule. */
export type Check = (node: SqlNode, context: CheckContext) => Refusal | null;

/** Checks by the rule whose nodes they look at. */
export type Checks = Readonly<Record<string, Check>>;

export const isSince = (version: string, first: string): boolean => compareVersions(version, first) >= 0;

/** The condition that a version uses: Spark has named the unnamed ones over time. */
export const named = (version: string, since: string, name: string, before: string): string =>
  isSince(version, since) ? name : before;

/** A refusal of a whole node. */
export const refused = (span: Span, condition: string, message: string): Refusal => ({
  start: span.start,
  end: span.end,
  condition,
  message,
});

export const sourceOf = (text: string, span: Span): string => text.slice(span.start, span.end);
