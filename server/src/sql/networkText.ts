/** An edge as the tables spell it; scripts/catalog/grammarNetworks.mjs writes and explains the form. */
export interface TextEdge {
  readonly conditions: readonly { readonly name: string; readonly wanted: boolean }[];
  /** The highest precedence for which the edge is there; null for any. */
  readonly limit: number | null;
  readonly wraps: boolean;
  /** A rule, a token, or tokens in braces; empty where the rule ends. */
  readonly label: string;
  readonly precedence: number;
  /** The state behind it; null where the rule ends. */
  readonly to: number | null;
}

const edgeForm = /^((?:\?!?\w+:)*)(?:(\d+)@)?(\^?)(?:\.|([^(>]+)(?:\((\d+)\))?>(\d+))$/;
const none: TextEdge["conditions"] = [];

/** The states of a rule, each with its edges. What cannot be read is left out. */
export const readNetwork = (text: string): readonly (readonly TextEdge[])[] =>
  text.split(";").map((state) =>
    state.split(" ").flatMap((edge) => {
      const match = edgeForm.exec(edge);
      if (match === null) return [];
      const [, conditions, limit, wraps, label, precedence, to] = match;
      return [
        {
          conditions: conditions === undefined || conditions === "" ? none : readConditions(conditions),
          limit: limit === undefined ? null : Number(limit),
          wraps: wraps === "^",
          label: label ?? "",
          precedence: Number(precedence ?? 0),
          to: to === undefined ? null : Number(to),
        },
      ];
    }),
  );

const readConditions = (text: string): TextEdge["conditions"] =>
  text
    .slice(1, -1)
    .split(":?")
    .map((name) => ({ name: name.replace("!", ""), wanted: !name.startsWith("!") }));
