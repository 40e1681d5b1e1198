import { analyzeModule, importsHold, offeredNames, sessionAtEnd } from "../plan/analyzeModule.ts";
import { noteHome } from "../plan/evidence.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { ModuleExports, ModuleResolver } from "../plan/moduleExports.ts";
import { parseModule } from "../syntax/parseModule.ts";
import type { Engine } from "./analyze.ts";
import { createModulePaths, importedModules, standsIn, type ModuleTexts } from "./modulePaths.ts";
import type { Options } from "./options.ts";

export { importsHold } from "../plan/analyzeModule.ts";

/** The Python modules of a workspace, as the files that import them see them. */
export interface WorkspaceModules {
  /** What imports in the file at `path` mean. */
  readonly resolver: (engine: Engine, path: string, options: ModuleOptions) => ModuleResolver;
  /** All that the analysis of a file may read of other files, in one text; empty when it reads none. */
  readonly textsBehind: (path: string, text: string) => string;
  /** The files that it may read, by their paths, with their texts. */
  readonly filesBehind: (path: string, text: string) => ReadonlyMap<string, string>;
}

type ModuleOptions = Pick<Options, "evidence" | "sparkVersion">;

interface KnownModule {
  readonly text: string;
  readonly facts: ModuleFacts;
  readonly exports: OpenExports;
  /** The version of the workspace's texts at which this was last found to hold. */
  checkedAt: number;
}

/** What a module offers; its names are put anew when the module has changed. */
interface OpenExports extends ModuleExports {
  names: ModuleExports["names"];
  readonly session: { names: ModuleExports["names"] };
  facts: ModuleExports["facts"];
}

/** How many modules may import each other in a row, and how many are kept. */
const maximalDepth = 40;
const maximalModules = 5000;

/**
 * Each module is analysed once and kept by its text and by what it imports. As long as the names that others read of it
 * hold the same after an edit, what was worked out from them is kept as well. In a cycle of imports the module that comes back is unknown.
 */
export function createWorkspaceModules(texts: ModuleTexts): WorkspaceModules {
  const pathOf = createModulePaths(texts);
  const known = new Map<string, KnownModule>();
  /** Modules being analysed right now, outermost first. `cut`: something in them was left out because of a cycle. */
  const stack: { readonly key: string; cut: boolean }[] = [];
  /** What was found inside a cycle counts until the cycle's first module is done. */
  const inCycle = new Map<string, ModuleExports>();

  function exportsOf(engine: Engine, path: string, options: ModuleOptions): ModuleExports | null {
    const { evidence, sparkVersion } = options;
    const grammar = engine.catalog.installedGrammar(sparkVersion)?.key ?? "";
    const key = `${evidence} ${sparkVersion} ${grammar} ${path}`;
    const version = texts.version();
    const before = known.get(key);
    if (before?.checkedAt === version) return before.exports;
    const running = stack.findIndex((each) => each.key === key);
    if (running >= 0 || stack.length >= maximalDepth) {
      for (const each of stack.slice(running + 1)) each.cut = true;
      return null;
    }
    const cycle = inCycle.get(key);
    if (cycle) {
      for (const each of stack.slice(1)) each.cut = true;
      return cycle;
    }
    const text = texts.read(path);
    if (text === null || (before === undefined && known.size >= maximalModules)) return null;
    const frame = { key, cut: false };
    stack.push(frame);
    try {
      const { facts, names } = analysed(engine, path, text, options, before);
      const session = sessionAtEnd(facts);
      if (frame.cut) {
        const partial = { path, names, session: { names: session }, facts };
        inCycle.set(key, partial);
        return partial;
      }
      const exports = before?.exports ?? { path, names, session: { names: session }, facts };
      exports.names = names;
      exports.facts = facts;
      exports.session.names = session;
      known.set(key, { text, facts, exports, checkedAt: version });
      return exports;
    } finally {
      stack.pop();
      if (stack.length === 0) inCycle.clear();
    }
  }

  function analysed(
    engine: Engine,
    path: string,
    text: string,
    options: ModuleOptions,
    before: KnownModule | undefined,
  ): { readonly facts: ModuleFacts; readonly names: ModuleExports["names"] } {
    const modules = resolver(engine, path, options);
    if (before?.text === text && importsHold(before.facts, modules))
      return { facts: before.facts, names: before.exports.names };
    const module = parseModule(engine.parser, text, before ? { previous: before.facts.module } : {});
    const { evidence, sparkVersion } = options;
    const facts = analyzeModule(
      module,
      engine.catalog,
      { evidence, sparkVersion, path, modules, files: engine.files?.() ?? null, forImport: true },
      before?.facts,
    );
    noteHome(module, path);
    return { facts, names: offeredNames(facts) };
  }

  function resolver(engine: Engine, from: string, options: ModuleOptions): ModuleResolver {
    return {
      resolve(module, level) {
        const path = pathOf(from, module, level);
        return path === null ? null : exportsOf(engine, path, options);
      },
      surrounds(module, level) {
        const path = pathOf(from, module, level);
        return path !== null && standsIn(from, path);
      },
    };
  }

  function filesBehind(path: string, text: string): ReadonlyMap<string, string> {
    const seen = new Map<string, string>([[path, ""]]);
    const waiting = [{ path, text }];
    for (const each of waiting)
      for (const { module, level, isAbove } of importedModules(each.text)) {
        const found = pathOf(each.path, module, level);
        if (found === null || seen.has(found) || (isAbove && standsIn(each.path, found))) continue;
        const read = texts.read(found) ?? "";
        seen.set(found, read);
        waiting.push({ path: found, text: read });
      }
    seen.delete(path);
    return seen;
  }

  return {
    resolver,
    filesBehind,
    textsBehind: (path, text) =>
      [...filesBehind(path, text)]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([file, read]) => `${file}\n${read}`)
        .join("\n"),
  };
}
