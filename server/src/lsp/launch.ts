import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runWithCompiledCode } from "../host/compiledCode.ts";

// V8 optimises what has run for a while; of a start that is code which is soon no longer needed. With twice its patience
// the first findings take a tenth less processor time.
setFlagsFromString("--interrupt-budget=264000");

// A frugal heap: garbage of keystrokes is freed soon instead of piling up (after 500 edits of a 4,551-line file 141 MB
// are resident, not 294). Given on the command line, it would also take the young generation down to 1 MB.
setFlagsFromString("--optimize-for-size");

runWithCompiledCode(path.join(import.meta.dirname, "serverMain.js"));
