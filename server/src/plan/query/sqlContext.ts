/** Where a place of SQL text is, as far as its characters tell. */
export interface SqlContext {
  readonly inside: "code" | "string" | "name" | "comment";
  /** The last word in capitals, or in quotes the one in front of them; "" where a mark comes after it. */
  readonly word: string;
  /** The last mark, such as "(" or "="; "" where a word comes after it. */
  readonly mark: string;
  /** Nothing stands between that and the place. */
  readonly touching: boolean;
  /** The word that begins the clause at hand, such as "SELECT"; "" in the parentheses of a call, and at the start. */
  readonly clause: string;
  /** How many parentheses are open. */
  readonly depth: number;
}

/** Follows SQL text piece by piece, so that half a statement can be asked for the place behind it. */
interface SqlScanner {
  readonly feed: (text: string) => void;
  readonly context: () => SqlContext;
}

/** A scanner at the start of a text. */
export function createSqlScanner(): SqlScanner {
  /** What ends the quotes or the comment at hand; null in code. */
  let ending: string | null = null;
  let previous = "";
  let skips = false;
  let word = "";
  let mark = "";
  let touching = false;
  /** For each open parenthesis and the text itself. */
  const clauses = [""];

  const endWord = (): void => {
    if (mark === "" && clauseWords.has(word)) clauses[clauses.length - 1] = word;
  };

  const inCode = (character: string): void => {
    const pair = previous + character;
    if (pair === "--" || pair === "/*") {
      ending = pair === "--" ? "\n" : "*/";
      mark = "";
      return;
    }
    if (character === "'" || character === '"' || character === "`") {
      ending = character;
      return;
    }
    if (/\s/.test(character)) {
      endWord();
      touching = false;
      return;
    }
    if (/\w/.test(character)) {
      word = touching && mark === "" ? word + character.toUpperCase() : character.toUpperCase();
      mark = "";
    } else {
      endWord();
      if (character === "(") clauses.push("");
      if (character === ")" && clauses.length > 1) clauses.pop();
      mark = character;
      word = "";
    }
    touching = true;
  };

  const inQuotes = (character: string, end: string): void => {
    // Hints are read: /*+ … */
    if (end === "*/" && previous + character === "*+") [ending, mark] = [null, "("];
    else if (skips) skips = false;
    else if (character === "\\" && (end === "'" || end === '"')) skips = true;
    else if (end === "*/" ? previous + character === end : character === end) {
      const isComment = end === "*/" || end === "\n";
      ending = null;
      touching = !isComment;
      // Behind a literal or a quoted name no word decides what follows.
      if (!isComment) [word, mark] = ["'", ""];
    }
  };

  return {
    feed(text) {
      for (const character of text) {
        if (ending === null) inCode(character);
        else inQuotes(character, ending);
        previous = character;
      }
    },
    context: () => ({
      inside:
        ending === null
          ? "code"
          : ending === "`"
            ? "name"
            : ending === "\n" || ending === "*/"
              ? "comment"
              : "string",
      word,
      mark,
      touching,
      clause: mark === "" && clauseWords.has(word) ? word : (clauses.at(-1) ?? ""),
      depth: clauses.length - 1,
    }),
  };
}

const clauseWords: ReadonlySet<string> = new Set(
  "SELECT FROM JOIN ON USING WHERE GROUP HAVING QUALIFY ORDER SORT CLUSTER DISTRIBUTE LIMIT OFFSET WINDOW VALUES SET".split(
    " ",
  ),
);
