import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";
import { optimiseLater, optimiseParserLater } from "../host/v8Options.ts";

const oldestNode = 20;

if (Number.parseInt(process.versions.node) < oldestNode) {
  process.stderr.write(
    `shufflewise: Node ${oldestNode} or newer is needed, this is ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exit(2);
}

runWithCompiledCode(path.join(import.meta.dirname, "cliMain.js"), () => {
  // A run over 60,000 lines takes a fifth less processor time, and as long otherwise. The workers are under the same option.
  optimiseLater();
  optimiseParserLater();
});
