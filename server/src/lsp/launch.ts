import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";
import { beFrugal, optimiseLater, optimiseParserLater } from "../host/v8Options.ts";

optimiseLater();
optimiseParserLater();
beFrugal();
runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"));
