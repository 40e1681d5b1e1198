import path from "node:path";
import { runWithCompiledCode } from "../host/compiledCode.ts";

runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"));
