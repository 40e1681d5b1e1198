/** What the tables say of a step, but for where it leads; catalog/grammar/grammarNetworks.ts writes and explains it. */
export interface TextEdge {
  readonly conditions: readonly { readonly name: string; readonly wanted: boolean }[];
  /** The highest precedence for which the edge is there; null for any. */
  readonly limit: number | null;
  readonly wraps: boolean;
  /** A rule, a token, or tokens in braces; empty where the rule ends. */
  readonly label: string;
  readonly precedence: number;
}

const edgeForm = /^((?:\?!?\w+:)*)(?:(\d+)@)?(\^?)(?:\.|([^(>]+)(?:\((\d+)\))?)$/;
const none: TextEdge["conditions"] = [];

/** Reads a step as the tables spell it, without the state behind it; null when it cannot be read. */
export function readEdge(text: string): TextEdge | null {
  const match = edgeForm.exec(text);
  if (match === null) return null;
  const [, conditions, limit, wraps, label, precedence] = match;
  return {
    conditions: conditions === undefined || conditions === "" ? none : readConditions(conditions),
    limit: limit === undefined ? null : Number(limit),
    wraps: wraps === "^",
    label: label ?? "",
    precedence: Number(precedence ?? 0),
  };
}

const readConditions = (text: string): TextEdge["conditions"] =>
  text
    .slice(1, -1)
    .split(":?")
    .map((name) => ({ name: name.replace("!", ""), wanted: !name.startsWith("!") }));
