import { setting } from "../../session.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import type { MlParam } from "../../spark/mlParams.ts";
import type { Site } from "../../../syntax/module.ts";
import type { Attribute } from "../schema.ts";
import type { Step } from "../step.ts";

/** What a stage of pyspark.ml works with in a step. */
export interface MlScope {
  readonly step: Step;
  readonly params: ReadonlyMap<string, MlParam>;
  /** The columns that the stage finds. */
  readonly attributes: readonly Attribute[];
}

/** A column's name as a parameter says it. */
export interface Named {
  readonly name: string;
  readonly site: Site | null;
}

/** The names that a parameter, or its plural, holds; empty when it names none, null where the code does not tell. */
export function namesOf({ step, params }: MlScope, param: string): readonly Named[] | null {
  const given = params.get(param);
  if (given) {
    if (given.value.kind !== "string" || given.value.value === null) return null;
    // An empty name stands for no column.
    return given.value.value === "" ? [] : [{ name: given.value.value, site: given.site }];
  }
  const several = params.get(`${param}s`);
  if (several) {
    if (several.value.kind !== "sequence" || !several.value.exact) return null;
    const names: Named[] = [];
    for (const value of several.value.elements) {
      if (value.kind !== "string" || value.value === null) return null;
      names.push({ name: value.value, site: literalSite(value, several.site) });
    }
    return names;
  }
  const name = step.session.catalog.mlColumns.defaultName(param);
  return name === null ? [] : [{ name, site: null }];
}

/** The only column of a name that the stage finds; null for none or several. */
export function columnNamed({ step, attributes }: MlScope, name: string): Attribute | null {
  const same = attributes.filter((each) => isSameName(step, each.name, name));
  return same.length === 1 ? (same[0] ?? null) : null;
}

/** Whether Spark takes two names for the same column. */
export const isSameName = ({ session }: Step, left: string, right: string): boolean =>
  setting(session, "spark.sql.caseSensitive") === "true"
    ? left === right
    : left.toLowerCase() === right.toLowerCase();
