import { isKnown, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { functionOutput } from "./functionOutput.ts";
import { flagsOf, literalValue, typeNames, unknownCall } from "./functionCall.ts";
import { unknownTree, type NameTree } from "./outputName.ts";
import { typeMismatch } from "./problems.ts";
import { conditionalParts } from "./conditionalParts.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, type Typed } from "./typed.ts";

/** `when(…).when(…).otherwise(…)`: CASE WHEN. */
export function conditional(call: CallExpression, resolution: Resolution): Typed {
  const parts = conditionalParts(call);
  if (parts === null) return unknownCall([]);
  return caseWhen(resolution, parts.map(resolution.of), call);
}

/** CASE WHEN of conditions and values in turn; one more part is the ELSE. */
export function caseWhen(resolution: Resolution, parts: readonly Typed[], call: ColumnExpression): Typed {
  const { session } = resolution.scope;
  const hasElse = parts.length % 2 === 1;
  const odd = parts.find(
    ({ dataType }, at) => at % 2 === 0 && !(hasElse && at === parts.length - 1) && isNoCondition(dataType),
  );
  if (odd)
    resolution.problem(
      typeMismatch(
        "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
        typeNames([odd]),
        `a condition is boolean, and this is ${typeNames([odd])}`,
        call.site,
      ),
    );
  const values = parts.filter((_, at) => at % 2 === 1 || (hasElse && at === parts.length - 1));
  const met = functionOutput(session, "coalesce", values);
  if (met.refused && resolution.ansi !== null && values.every(({ dataType }) => isKnown(dataType)))
    resolution.problem(
      typeMismatch(
        "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
        typeNames(values),
        `the branches have no type in common: ${typeNames(values)}`,
        call.site,
      ),
    );
  const { dataType, nullable } = functionOutput(session, "case", reachable(parts), met.dataType);
  return typed(met.refused ? unknownType : dataType, nullable, {
    ...flagsOf(parts),
    tree: caseTree(parts, hasElse),
  });
}

/** The parts up to a condition that is always true, whose value is then the last one. */
function reachable(parts: readonly Typed[]): readonly Typed[] {
  const always = parts.findIndex(
    (part, at) => at % 2 === 0 && at < parts.length - 1 && literalValue(part) === true,
  );
  const value = parts[always + 1];
  return always < 0 || !value ? parts : [...parts.slice(0, always), value];
}

/** Of a kind that is never taken for a truth value. */
const isNoCondition = (type: DataType): boolean =>
  /^(?:tinyint|smallint|int|bigint|float|double|decimal|date|timestamp|array|map|struct)$/.test(kindOf(type));

function caseTree(parts: readonly Typed[], hasElse: boolean): NameTree {
  const trees = parts.map(({ tree }) => tree ?? unknownTree);
  const branches: (readonly [NameTree, NameTree])[] = [];
  for (let at = 0; at + 1 < trees.length; at += 2)
    branches.push([trees[at] ?? unknownTree, trees[at + 1] ?? unknownTree]);
  return { kind: "case", branches, otherwise: hasElse ? (trees.at(-1) ?? unknownTree) : null };
}
