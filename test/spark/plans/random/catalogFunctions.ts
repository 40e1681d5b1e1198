import { catalog } from "../../../plan/evaluated.ts";

/** A function of pyspark.sql.functions that takes that many columns, and needs nothing else. */
export interface CatalogFunction {
  readonly name: string;
  readonly parameters: number;
}

/** Without what differs from run to run, asks for a running job or makes rows. */
const left =
  /^(?:rand|randn|uuid|random|session_user|user|current_user|input_file|spark_partition_id|raise_error|java_method|reflect|try_reflect|broadcast|grouping|unwrap_udt|col|column|lit|expr|asc|desc|window|session_window|outer|call_|udf|monotonically)/;

const version = "4.3";
const known = new Map<string, readonly CatalogFunction[]>();

/** Those of a kind; from the catalogue, so that none is forgotten. */
export function catalogFunctions(kind: "scalar" | "aggregate"): readonly CatalogFunction[] {
  let found = known.get(kind);
  if (found === undefined)
    known.set(kind, (found = catalog.api.functionNames.flatMap((name) => functionOf(name, kind))));
  return found;
}

function functionOf(name: string, kind: string): readonly CatalogFunction[] {
  if (left.test(name) || catalog.sqlFunctions.forPython(name, version)?.kind !== kind) return [];
  const signature = catalog.api.functionSignature(`functions.${name}`, version);
  if (signature?.availability !== "present") return [];
  const needed = signature.form.parameters.filter((each) => each.defaultText === null && each.kind === "any");
  const isPlain =
    needed.every(({ annotation }) => annotation === "ColumnOrName") &&
    signature.form.parameters.every((each) => each.kind === "any");
  return isPlain ? [{ name, parameters: needed.length }] : [];
}
