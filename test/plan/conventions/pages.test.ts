import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { frameSchemas, type FrameSchema } from "../../../server/src/features/frameSchemas.ts";
import { lineIndex } from "../../../server/src/syntax/lineIndex.ts";
import { evaluated } from "../evaluated.ts";

const mark = "  # → ";

/** The code with what is known of each named DataFrame behind its line. */
function annotated(code: string): string {
  const lines = code.split("\n").map((line) => line.split(mark)[0] ?? "");
  const text = lines.join("\n");
  const index = lineIndex(text);
  for (const frame of frameSchemas(evaluated(text))) {
    const { line } = index.positionAt(frame.start);
    const known = lines[line] ?? "";
    if (!known.includes(mark)) lines[line] = known + mark + described(frame);
  }
  return lines.join("\n");
}

function described({ complete, ddl, columns, reason, streaming }: FrameSchema): string {
  const known = complete === "unknown" ? (reason?.text ?? "") : (ddl ?? columns.join(", "));
  return `${complete}${streaming ? " stream" : ""}: ${known}`;
}

const folder = import.meta.dirname;
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".md")))
  describe(file, () => {
    const sections = fs.readFileSync(path.join(folder, file), "utf8").split(/^## /m).slice(1);
    for (const section of sections) {
      const [heading = ""] = section.split("\n", 1);
      const code = /^```python\n(.*?)^```$/ms.exec(section)?.[1] ?? "";
      it(heading, () => assert.equal(annotated(code), code));
    }
  });
