import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runWithCompiledCode } from "../host/compiledCode.ts";

// V8 optimises what has run for a while. A check is over before much of that pays off: with twice V8's patience a run
// over 60,000 lines takes a fifth less processor time, and as long otherwise. The workers are under the same flag.
setFlagsFromString("--interrupt-budget=264000");

runWithCompiledCode(path.join(import.meta.dirname, "cliMain.js"));
