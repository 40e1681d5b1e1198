import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";
import { optimiseParserSoon } from "../host/v8Options.ts";

runWithCompiledCode(path.join(import.meta.dirname, "workerMain.js"), optimiseParserSoon);
