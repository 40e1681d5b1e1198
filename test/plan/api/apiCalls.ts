import fs from "node:fs";
import path from "node:path";

/** Calls of PySpark's API from calls.md, by the heading above them. */
export interface ApiCalls {
  /** What is run before. */
  readonly setup: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** Reads test/plan/api/calls.md. */
export function readApiCalls(): ApiCalls {
  const page = fs.readFileSync(path.join(import.meta.dirname, "calls.md"), "utf8");
  const blocks = [...page.matchAll(/^## (.+)\n[^`]*```python\n([\s\S]*?)```/gm)].map(
    ([, title = "", code = ""]) => ({ title, code }),
  );
  const [setup, ...sections] = blocks;
  return {
    setup: setup?.code ?? "",
    sections: sections.map(({ title, code }) => ({ title, lines: code.trimEnd().split("\n") })),
  };
}
