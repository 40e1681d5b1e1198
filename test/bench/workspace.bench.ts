import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import type { Bench, Figure } from "./measure.ts";
import { sparkProgram } from "./program.ts";
import { workspaceProgram } from "./workspaceProgram.ts";

/** A job that imports a workspace of a thousand modules: until its findings are there, and after edits in a module. */
export const workspace: Bench = {
  name: "workspace",
  run: async ({ quick }) => {
    const count = quick ? 100 : 1000;
    const { parser, catalog } = await createEngine();
    // The catalogues are read, and the code is warm, as in an editor that is open.
    analyze({ parser, catalog }, sparkProgram(600), defaultOptions);
    const files = new Map([...workspaceProgram(count)].map(([path, text]) => [`/w/${path}`, text]));
    let version = 0;
    const engine: Engine = {
      parser,
      catalog,
      modules: createWorkspaceModules({
        read: (path) => files.get(path) ?? null,
        folders: () => ["/w"],
        version: () => version,
        listVersion: () => 0,
      }),
    };
    const analyzed = (previous?: Analysis): Analysis =>
      analyze(engine, files.get("/w/main.py") ?? "", defaultOptions, previous, undefined, "/w/main.py");
    const before = liveHeap();
    let analysis: Analysis | undefined;
    const indexed = processorTime(() => (analysis = analyzed()));
    const held = liveHeap() - before;
    const edited = (path: string, from: string, to: string): number => {
      files.set(path, (files.get(path) ?? "").replace(from, to));
      version += 1;
      return processorTime(() => (analysis = analyzed(analysis)));
    };
    const unseen = edited("/w/p1/m3.py", "self.save(frame)", "self.save(frame.limit(9))");
    const seen = edited("/w/p0/m1.py", "rate: float = 1.5", "rate: float = 2.5");
    const figures: Figure[] = [
      { name: `${count} modules indexed, processor time`, value: indexed, unit: "ms", goal: { most: 5000 } },
      { name: "memory that they hold", value: held / 1e6, unit: "MB", goal: { most: 150 } },
      { name: "an edit that no importer sees", value: unseen, unit: "ms", goal: { most: 200 } },
      { name: "an edit that importers of importers see", value: seen, unit: "ms" },
    ];
    return figures;
  },
};

/** Milliseconds of processor time that a call takes: what else runs on the machine does not count. */
function processorTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Bytes that are still needed. */
function liveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
