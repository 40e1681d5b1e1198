import type { Evaluation } from "../evaluation.ts";
import { lookUpModule } from "../python/scope.ts";
import { unknown, type SparkValue, type Value } from "../value.ts";

/** Stands for a member whose name the code does not tell: `setattr(DataFrame, name, function)` in a loop. */
const anyName = "*";

/** Names of the session, so that modules that import the one which patches a class see it, too. */
const scopeName = (type: string, name: string): string => ` patched ${type}.${name}`;

/** `DataFrame.name = value`: the program gives a class of Spark's a member of its own; `name` is null where nobody knows it. */
export function patchClass(evaluation: Evaluation, object: Value, name: string | null, value: Value): void {
  const type = classOf(object);
  if (type !== null)
    evaluation.module.names.set(scopeName(type, name ?? anyName), name === null ? unknown : value);
}

/** What the program itself has given to a class of Spark's under a name; undefined for nothing. */
export function patchedMember(evaluation: Evaluation, { type }: SparkValue, name: string): Value | undefined {
  return (
    lookUpModule(evaluation, scopeName(type, name)) ?? lookUpModule(evaluation, scopeName(type, anyName))
  );
}

/** The class that a value is; null for objects of it and for everything else. */
function classOf(object: Value): string | null {
  if (object.kind === "api") return /^pyspark\.sql\..*?(\w+)$/.exec(object.name)?.[1] ?? null;
  return object.kind === "spark" && object.plan === null && object.column === null ? object.type : null;
}
