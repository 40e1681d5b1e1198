import type { Value } from "./value.ts";

/** What another module of the workspace offers: as long as it stays the same object, so does all that is read of it. */
export interface ModuleExports {
  /** Names the module, for comparisons: a path. */
  readonly path: string;
  readonly names: ReadonlyMap<string, Value>;
}

/** Finds modules of the workspace for the module that is being analysed. */
export interface ModuleResolver {
  /**
   * The module that `import module` means here; `level` counts the leading dots of a relative import. Null when it is
   * no module of the workspace, or cannot be read. An empty `module` with a level means the package itself.
   */
  readonly resolve: (module: string, level: number) => ModuleExports | null;
}
