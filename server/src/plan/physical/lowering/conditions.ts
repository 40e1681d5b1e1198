import type { ColumnExpression } from "../../column.ts";
import type { DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { meetingType, sameType } from "../../schema/nullability.ts";
import { resolveColumn } from "../../schema/resolveColumn.ts";
import type { ResolutionScope } from "../../schema/resolved.ts";
import { keyOf, keyOfType, unnamed, wrappedKey, type Key } from "../columnKey.ts";
import { operatorOf } from "../../conditionOperators.ts";
import type { Session } from "../../session.ts";

/** The columns of both sides; null where they are not all known. */
interface Sides {
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
}

export interface KeyPair {
  readonly left: Key;
  readonly right: Key;
}

/** Equalities between the sides (ExtractEquiJoinKeys): what rows with partners have in common. */
export function conditionKeys(
  conditions: readonly ColumnExpression[],
  scope: ResolutionScope,
  frame: PlanNode,
  sides: Sides,
  ofFrame: (expression: ColumnExpression) => Key | null = () => null,
): readonly KeyPair[] {
  const known = { left: sides.left && new Set(sides.left), right: sides.right && new Set(sides.right) };
  const sideOf = (key: Key): "left" | "right" | "constant" | "both" => {
    if (key.tokens.length === 0) return key.foldable ? "constant" : "both";
    if (known.left && key.tokens.every((token) => known.left?.has(token))) return "left";
    if (known.right && key.tokens.every((token) => known.right?.has(token))) return "right";
    return "both";
  };
  return conditions.flatMap((condition): readonly KeyPair[] => {
    const inner = unnamed(condition);
    if (inner.kind !== "call" || !/^(==|Column\.eqNullSafe)$/.test(operatorOf(inner))) return [];
    const [one, other] = inner.args;
    if (!one || !other) return [];
    const keys = coerced(
      scope,
      [one, other],
      [ofFrame(one) ?? keyOf(one, scope, frame), ofFrame(other) ?? keyOf(other, scope, frame)],
    );
    const [first, second] = keys;
    // A column that is a constant everywhere joins nothing: the condition folds away.
    if (first.foldable || second.foldable) return [];
    const places = [sideOf(first), sideOf(second)].join(" ");
    const pair =
      places === "left right"
        ? { left: first, right: second }
        : places === "right left"
          ? { left: second, right: first }
          : null;
    if (pair === null) return [];
    return operatorOf(inner) === "=="
      ? [pair]
      : // A null-safe equality compares stand-ins for null and whether there is one.
        [
          { left: wrappedKey("coalesce", pair.left), right: wrappedKey("coalesce", pair.right) },
          { left: nullness(pair.left), right: nullness(pair.right) },
        ];
  });
}

/** Whether a key is null. */
export const nullness = (key: Key): Key => ({ ...wrappedKey("isnull", key), floating: false });

const typeOf = (expression: ColumnExpression, scope: ResolutionScope): DataType | null =>
  resolveColumn(expression, scope).columns[0]?.dataType ?? null;

function coerced(
  scope: ResolutionScope,
  [one, other]: readonly [ColumnExpression, ColumnExpression],
  [first, second]: readonly [Key, Key],
): readonly [Key, Key] {
  const [left, right] = [typeOf(one, scope), typeOf(other, scope)];
  return [cast(scope.session, first, left, right), cast(scope.session, second, right, left)];
}

/** A key that is cast to be compared with one of another type. */
export function cast(session: Session, key: Key, own: DataType | null, other: DataType | null): Key {
  const typedKey = keyOfType(key, own);
  if (!own || !other || own.type === "unknown" || other.type === "unknown" || sameType(own, other))
    return typedKey;
  const common = meetingType(session, own, other);
  if (common === null || sameType(common, own) || simpleString(common) === simpleString(own)) return typedKey;
  return keyOfType(wrappedKey(`cast:${simpleString(common)}`, key), common);
}
