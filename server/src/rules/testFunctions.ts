import type { ExecutionContext } from "../plan/facts.ts";

/** Whether a place is in a function of a test: its data are few, and showing or collecting them is what it is for. */
export const isInTest = ({ function: place }: ExecutionContext): boolean =>
  place?.kind === "Function" && place.name.id.startsWith("test");
