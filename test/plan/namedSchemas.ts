import type { PlanNode } from "../../server/src/plan/logicalPlan.ts";
import type { Schema } from "../../server/src/plan/schema/schema.ts";
import { documentOffset } from "../../server/src/syntax/siteOffset.ts";
import { evaluated } from "./evaluated.ts";

/** What our engine says of a name that is bound to a DataFrame. */
export interface NamedSchema {
  readonly name: string;
  /** Of the name, 1-based. */
  readonly line: number;
  readonly schema: Schema;
  readonly streaming: boolean;
}

/** A mistake that our engine reports for a program. */
export interface NamedProblem {
  /** Spark's error condition. */
  readonly condition: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What our engine says of a program: its DataFrames in the order of execution, and its mistakes. */
export interface ProgramSchemas {
  readonly frames: readonly NamedSchema[];
  readonly problems: readonly NamedProblem[];
}

/** Analyses a program as the editor does. */
export function namedSchemas(code: string): ProgramSchemas {
  const facts = evaluated(code);
  const lineAt = (site: { readonly unit: unknown; readonly start: number }): number => {
    const unit = facts.module.units.find((each) => each === site.unit);
    const offset = unit === undefined ? undefined : documentOffset(facts.module, { unit });
    return offset === undefined ? 0 : code.slice(0, offset + site.start).split("\n").length;
  };
  const frames = facts.units
    .flatMap((unit) => unit.frames)
    .filter(({ value }) => value.type === "DataFrame")
    .map(({ name, nameSite, value }) => ({
      name,
      line: lineAt(nameSite),
      schema: value.plan === null ? noPlan : schemaOf(value.plan),
      streaming: value.plan?.streaming ?? false,
    }));
  return { frames, problems: [] };
}

const noPlan: Schema = { kind: "unknown", reason: { text: "no plan", site: null } };

function schemaOf(plan: PlanNode): Schema {
  return { kind: "unknown", reason: { text: "schemas are not analysed yet", site: plan.site } };
}
