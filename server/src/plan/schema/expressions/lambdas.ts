import { atomic, unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import type { Session } from "../../session.ts";
import { allNullable, eitherNullable, meetingType, sameType } from "../nullability.ts";
import { flagsOf, unknownCall } from "./functionCall.ts";
import { functionOutput } from "./functionOutput.ts";
import { unknownTree, type NameTree } from "./outputName.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

type Parameter = Pick<Typed, "dataType" | "nullable">;
type Lambda = Extract<ColumnExpression, { kind: "lambda" }>;

const unknownParameter: Parameter = { dataType: unknownType, nullable: null };
const index: Parameter = { dataType: atomic("int"), nullable: false };

const elementOf = ({ dataType }: Typed): Parameter =>
  dataType.type === "array"
    ? { dataType: dataType.element, nullable: dataType.containsNull }
    : unknownParameter;
const keyOf = ({ dataType }: Typed): Parameter =>
  dataType.type === "map" ? { dataType: dataType.key, nullable: false } : unknownParameter;
const valueOf = ({ dataType }: Typed): Parameter =>
  dataType.type === "map"
    ? { dataType: dataType.value, nullable: dataType.valueContainsNull }
    : unknownParameter;
/** The type that the keys of two maps are cast to. */
const meetingKey = (session: Session, left: Typed, right: Typed | undefined): DataType =>
  left.dataType.type === "map" && right?.dataType.type === "map"
    ? (meetingType(session, left.dataType.key, right.dataType.key) ?? unknownType)
    : unknownType;
const orNull = ({ dataType }: Parameter): Parameter => ({ dataType, nullable: true });

/** How a higher-order function types its lambda, and what it gives for the lambda's body. */
interface HigherOrder {
  readonly parameters: (args: readonly [Typed, ...Typed[]], resolution: Resolution) => readonly Parameter[];
  readonly result: (body: Typed, args: readonly [Typed, ...Typed[]], resolution: Resolution) => Typed;
}

const onElements: HigherOrder["parameters"] = ([array]) => [elementOf(array), index];
const onEntries: HigherOrder["parameters"] = ([map]) => [keyOf(map), valueOf(map)];
const same: HigherOrder["result"] = (_, [first]) => typed(first.dataType, first.nullable);
const truth: HigherOrder["result"] = (body, [array], { scope: { session } }) =>
  typed(atomic("boolean"), functionOutput(session, "exists", [array, lambdaArgument(body)]).nullable);

const lambdaArgument = ({
  dataType,
  nullable,
}: Typed): { dataType: { type: "lambda"; result: DataType }; nullable: boolean | null } => ({
  dataType: { type: "lambda", result: dataType },
  nullable,
});

/** Whether inner nulls that are not known would be told as known. */
const known = (body: Typed, nullable: boolean | null): boolean | null =>
  body.nullable === null ? null : nullable;

export const higherOrder: Readonly<Record<string, HigherOrder>> = {
  transform: {
    parameters: onElements,
    result: (body, [array]) =>
      typed(
        { type: "array", element: body.dataType, containsNull: body.nullable ?? true },
        known(body, array.nullable),
      ),
  },
  filter: { parameters: onElements, result: same },
  exists: { parameters: onElements, result: truth },
  forall: { parameters: onElements, result: truth },
  array_sort: { parameters: ([array]) => [elementOf(array), elementOf(array)], result: same },
  zip_with: {
    parameters: ([left, right]) => [
      orNull(elementOf(left)),
      right ? orNull(elementOf(right)) : unknownParameter,
    ],
    result: (body, [left, right]) =>
      typed(
        { type: "array", element: body.dataType, containsNull: body.nullable ?? true },
        known(body, eitherNullable(left.nullable, right?.nullable ?? null)),
      ),
  },
  map_filter: { parameters: onEntries, result: same },
  transform_keys: {
    parameters: onEntries,
    result: (body, [map]) =>
      map.dataType.type === "map"
        ? typed({ ...map.dataType, key: body.dataType }, map.nullable)
        : unknownTyped(),
  },
  transform_values: {
    parameters: onEntries,
    result: (body, [map]) =>
      map.dataType.type === "map"
        ? typed(
            { ...map.dataType, value: body.dataType, valueContainsNull: body.nullable ?? true },
            known(body, map.nullable),
          )
        : unknownTyped(),
  },
  map_zip_with: {
    parameters: ([left, right], { scope: { session } }) => [
      { dataType: meetingKey(session, left, right), nullable: false },
      orNull(valueOf(left)),
      right ? orNull(valueOf(right)) : unknownParameter,
    ],
    result: (body, [left, right], { scope: { session } }) =>
      left.dataType.type === "map"
        ? typed(
            {
              type: "map",
              key: meetingKey(session, left, right),
              value: body.dataType,
              valueContainsNull: body.nullable ?? true,
            },
            known(body, eitherNullable(left.nullable, right?.nullable ?? null)),
          )
        : unknownTyped(),
  },
};

/** A higher-order function with one lambda, or `aggregate`; null when the call has none. */
export function higherOrderCall(name: string, call: CallExpression, resolution: Resolution): Typed | null {
  const lambdas = call.args.filter((arg) => arg.kind === "lambda");
  if (lambdas.length === 0) return null;
  const args = call.args.filter(({ kind }) => kind !== "lambda" && kind !== "absent").map(resolution.of);
  const [first, ...others] = args;
  const [lambda] = lambdas;
  if (!lambda || !first) return null;
  if (name === "aggregate" || name === "reduce") return folded(name, resolution, first, others[0], lambdas);
  const form = Object.hasOwn(higherOrder, name) ? higherOrder[name] : undefined;
  if (!form) return unknownCall(args);
  const body = resolution.body(lambda, form.parameters([first, ...others], resolution));
  const result = form.result(body, [first, ...others], resolution);
  return { ...result, ...flagsOf([...args, body]), tree: lambdaTree(name, args, [[lambda, body]]) };
}

/** Templates of names write both lambdas of `aggregate` themselves. */
function lambdaTree(
  name: string,
  args: readonly Typed[],
  lambdas: readonly (readonly [Lambda, Typed])[],
): NameTree {
  const bare = (name === "aggregate" || name === "reduce") && lambdas.length > 1;
  return {
    kind: "call",
    function: name,
    args: [
      ...args.map(({ tree }) => tree ?? unknownTree),
      ...lambdas.map(([{ parameters }, { tree }]): NameTree => {
        const body = tree ?? unknownTree;
        return bare ? body : { kind: "lambda", parameters: parameters.length, body };
      }),
    ],
    types: [
      ...args.map(({ dataType }) => dataType),
      ...lambdas.map(([, { dataType }]) => ({ type: "lambda", result: dataType }) as const),
    ],
  };
}

/** `aggregate(array, zero, merge, finish)`: the accumulator has the type of zero. */
function folded(
  name: string,
  resolution: Resolution,
  array: Typed,
  zero: Typed | undefined,
  [merge, finish]: readonly Lambda[],
): Typed {
  if (!zero || !merge) return unknownCall([array]);
  const accumulator: Parameter = { dataType: allNullable(zero.dataType), nullable: true };
  const merged = resolution.body(merge, [accumulator, elementOf(array)]);
  const agreed = sameType(merged.dataType, zero.dataType);
  const start: Parameter = agreed ? accumulator : { dataType: unknownType, nullable: null };
  const finished = finish ? resolution.body(finish, [start]) : null;
  const parts: readonly (readonly [Lambda, Typed])[] = [
    [merge, merged],
    ...(finish && finished ? [[finish, finished] as const] : []),
  ];
  const result = finished ?? start;
  return typed(result.dataType, eitherNullable(array.nullable, finished ? finished.nullable : true), {
    ...flagsOf([array, zero, merged]),
    tree: lambdaTree(name, [array, zero], parts),
  });
}
