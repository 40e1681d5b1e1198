import fs from "node:fs";
import path from "node:path";

/** A fenced block of Python in a rule's page or in its file of further cases. */
export interface Block {
  readonly kind: "bad" | "good" | "fixed";
  readonly text: string;
  readonly file: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** For a bad block: the fixed block behind it. */
  readonly fixed: string | null;
  /** Lines, from 1 in the block, that end with the comment "# finding". */
  readonly marked: readonly number[];
  /** Other rules whose findings the block names with "# also: rule-id". */
  readonly also: readonly string[];
}

export interface Page {
  readonly file: string;
  readonly text: string;
  /** Lines that start with "#", outside of blocks. */
  readonly headings: readonly string[];
  readonly blocks: readonly Block[];
  /** What is wrong with the page's fences themselves. */
  readonly problems: readonly string[];
}

const root = path.resolve(import.meta.dirname, "../..");

/** Reads a page of Markdown, named relative to the repository's root. */
export function readPage(file: string): Page {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const lines = text.split("\n");
  const headings: string[] = [];
  const problems: string[] = [];
  const found: { kind: string; text: string; line: number }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    if (line.startsWith("#")) headings.push(line);
    if (!line.startsWith("```")) continue;
    const end = lines.indexOf("```", index + 1);
    if (end < 0) {
      problems.push(`line ${index + 1}: the block is not closed`);
      break;
    }
    const kind = /^```python (bad|good|fixed)$/.exec(line)?.[1];
    if (kind !== undefined)
      found.push({ kind, text: `${lines.slice(index + 1, end).join("\n")}\n`, line: index + 1 });
    else if (!/^```(sql|text|shell)?$/.test(line)) problems.push(`line ${index + 1}: unknown fence ${line}`);
    index = end;
  }
  const blocks = found.map(({ kind, text: code, line }, index): Block => {
    const next = found[index + 1];
    if (kind === "fixed" && found[index - 1]?.kind !== "bad")
      problems.push(`line ${line}: a fixed block follows its bad block`);
    return {
      kind: kind as Block["kind"],
      text: code,
      file,
      line,
      fixed: kind === "bad" && next?.kind === "fixed" ? next.text : null,
      marked: code.split("\n").flatMap((each, at) => (/# finding\b/.test(each) ? [at + 1] : [])),
      also: [...code.matchAll(/# also: ([\w-]+)/g)].map((match) => match[1]!),
    };
  });
  return { file, text, headings, blocks, problems };
}

/** Further cases of a rule, if there are any. */
export function readCases(id: string): Page | null {
  const file = `test/rules/${id}.md`;
  return fs.existsSync(path.join(root, file)) ? readPage(file) : null;
}
