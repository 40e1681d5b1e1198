import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";
import { beFrugal, optimiseLater, optimiseParserLater } from "../host/v8Options.ts";

runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"), () => {
  optimiseLater();
  optimiseParserLater();
  beFrugal();
});
