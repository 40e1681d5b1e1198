import type { Value } from "./value.ts";

/**
 * Names and their values in one Python scope. Reads that fall through to the module are told to `onRead`, so that a
 * unit's result can be kept until one of them changes.
 */
export interface Scope {
  readonly get: (name: string) => Value | undefined;
  readonly set: (name: string, value: Value) => void;
}
