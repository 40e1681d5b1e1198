import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Sends a signal to the process and to all others of the group that this one leads, but not to this one. POSIX only. */
export function signalGroupBehind(pid: number, signal: NodeJS.Signals): void {
  for (const member of new Set([pid, ...membersOfOwnGroup()])) {
    try {
      process.kill(member, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

function membersOfOwnGroup(): readonly number[] {
  const all = process.platform === "linux" ? groupsFromProc() : groupsFromPs();
  return all.filter(([pid, group]) => group === process.pid && pid !== process.pid).map(([pid]) => pid);
}

/** Small containers have no ps. Fields of /proc/PID/stat behind the name: state, parent, group (proc_pid_stat(5)). */
function groupsFromProc(): (readonly [pid: number, group: number])[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const group = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2];
        return [[Number(name), Number(group)] as const];
      } catch {
        return [];
      }
    });
}

function groupsFromPs(): (readonly [pid: number, group: number])[] {
  try {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,pgid="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => {
      const [pid, group] = line.trim().split(/\s+/);
      return [Number(pid), Number(group)] as const;
    });
  } catch {
    return [];
  }
}
