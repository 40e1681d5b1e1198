import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";
import { beFrugal, optimiseLater } from "../host/v8Options.ts";

optimiseLater();
beFrugal();
runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"));
