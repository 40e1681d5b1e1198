/**
 * Writes what Spark says into the comments of the schema pages, and the blocks that our engine does not answer yet
 * into pending.json: `node --import=tsx test/spark/plans/updatePages.ts [PAGE…]`. With `--pending` it asks no Spark
 * and writes pending.json alone.
 */
import fs from "node:fs";
import path from "node:path";
import { answeredBlock } from "../../plan/answeredBlock.ts";
import { foundFor, pagesFolder, schemaBlocks, unexpectedErrors } from "../../plan/schemaPages.ts";
import { startSparkProcess } from "../session/sparkProcess.ts";
import { pageRequest, pageRun } from "./pageRun.ts";

const pages = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (!process.argv.includes("--pending")) await updateComments();
updatePending();

async function updateComments(): Promise<void> {
  const spark = await startSparkProcess();
  try {
    for (const block of schemaBlocks()) {
      if (pages.length > 0 && !pages.includes(block.file)) continue;
      const run = pageRun(await spark.run(pageRequest(block)));
      for (const error of unexpectedErrors(block, run)) console.log(`${block.title}: ${error}`);
      const file = path.join(pagesFolder, block.file);
      const lines = fs.readFileSync(file, "utf8").split("\n");
      for (const expectation of block.expectations) {
        const found = foundFor(expectation, run);
        if (found.text === "no DataFrame")
          console.log(`${block.title}: nothing is named before line ${expectation.to}`);
        const at = block.before + expectation.to - 1;
        const indent = /^\s*/.exec(lines[at] ?? "")?.[0] ?? "";
        const line = `${indent}# ${found.kind}: ${found.text}`;
        if (lines[at] !== line) console.log(`${block.title}:\n  - ${lines[at]?.trim()}\n  + ${line.trim()}`);
        lines[at] = line;
      }
      fs.writeFileSync(file, lines.join("\n"));
    }
  } finally {
    await spark.stop();
  }
}

function updatePending(): void {
  const pending = schemaBlocks()
    .filter((block) => !answeredBlock(block).agrees)
    .map(({ title }) => title);
  fs.writeFileSync(path.join(pagesFolder, "pending.json"), `${JSON.stringify(pending, null, 2)}\n`);
  console.log(`${pending.length} of ${schemaBlocks().length} blocks are pending.`);
}
