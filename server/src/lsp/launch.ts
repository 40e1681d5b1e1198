import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runWithCompiledCode } from "../host/compiledCode.ts";

// V8 optimises what has run for a while; of a start that is code which is soon no longer needed. With twice its patience
// the first findings take a tenth less processor time.
setFlagsFromString("--interrupt-budget=264000");

runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"));
