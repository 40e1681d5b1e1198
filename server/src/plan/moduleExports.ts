import type { ModuleFacts } from "./facts.ts";
import { sameValue } from "./joinedValues.ts";
import type { Value } from "./value.ts";

/** Where names are read that another module binds: what it offers, or its own level, which its functions read. */
export interface OutsideNames {
  readonly names: BoundNames;
}

/** As much of a map as readers of names need. */
export type BoundNames = Pick<ReadonlyMap<string, Value>, "get" | "keys" | typeof Symbol.iterator>;

/** What another module of the workspace offers: one object for each module, whose names change with the module. */
export interface ModuleExports extends OutsideNames {
  readonly names: ReadonlyMap<string, Value>;
  /** Names the module, for comparisons: a path. */
  readonly path: string;
  /** What the module's top level leaves in the session; see spark/importedSession.ts. */
  readonly session: OutsideNames;
  /** What happens at its top level. */
  readonly facts: ModuleFacts;
}

/** The names of other modules that a run has read, with what they held. */
export type OutsideReads = Map<OutsideNames, Map<string, Value | undefined>>;

/** Stands for the list of all names, which a star import reads. */
const allNames = "*";

/** Reads a name of another module, and notes that. */
export function readOutside(reads: OutsideReads, holder: OutsideNames, name: string): Value | undefined {
  const value = holder.names.get(name);
  note(reads, holder, name, value);
  return value;
}

/** Reads all names of another module, and notes that. */
export function readAllOutside(reads: OutsideReads, holder: OutsideNames): BoundNames {
  note(reads, holder, allNames, listOf(holder));
  for (const [name, value] of holder.names) note(reads, holder, name, value);
  return holder.names;
}

function note(reads: OutsideReads, holder: OutsideNames, name: string, value: Value | undefined): void {
  let known = reads.get(holder);
  if (!known) reads.set(holder, (known = new Map<string, Value | undefined>()));
  if (!known.has(name)) known.set(name, value);
}

const listOf = ({ names }: OutsideNames): Value => ({
  kind: "string",
  value: [...names.keys()].join(" "),
  constant: true,
});

/** Whether all that a run has read of other modules still holds the same. */
export function outsideHolds(reads: OutsideReads): boolean {
  for (const [holder, values] of reads)
    for (const [name, value] of values)
      if (!isSame(value, name === allNames ? listOf(holder) : holder.names.get(name))) return false;
  return true;
}

/** Whether two values are one object, or constants of the same content. */
function isSame(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  switch (left.kind) {
    case "string":
    case "number":
    case "boolean":
    case "none":
    case "api":
    case "module":
      return sameValue(left, right);
    case "sequence":
      return (
        right.kind === "sequence" &&
        left.type === right.type &&
        left.exact === right.exact &&
        left.cell === right.cell &&
        left.elements.length === right.elements.length &&
        left.elements.every((each, index) => isSame(each, right.elements[index]))
      );
    default:
      return false;
  }
}

/** Finds modules of the workspace for the module that is being analysed. */
export interface ModuleResolver {
  /**
   * The module that `import module` means here; `level` counts the leading dots of a relative import. Null when it is
   * no module of the workspace, or cannot be read. An empty `module` with a level means the package itself.
   */
  readonly resolve: (module: string, level: number) => ModuleExports | null;
  /** Whether that is a package in which the module stands, so that its `__init__.py` has run before or is running. */
  readonly surrounds: (module: string, level: number) => boolean;
}
