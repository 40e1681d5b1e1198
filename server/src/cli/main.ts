import { runCommandLine } from "./commandLine.ts";
import { processTerminal } from "./terminal.ts";

void runCommandLine(process.argv.slice(2), processTerminal()).then((status) => {
  if (status !== null) process.exitCode = status;
});
