import { spawn } from "node:child_process";

/** Ends a process and all that it has started, at once: Windows has no polite way. Windows only. */
export function killTree(pid: number): void {
  spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true, stdio: "ignore" });
}
