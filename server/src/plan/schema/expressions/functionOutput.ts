import { unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { FunctionArgument } from "../../../catalog/functionTypes.ts";
import { isAnsi, type Session } from "../../session.ts";
import { eitherNullable, sameType } from "../nullability.ts";

/** An argument as the catalogue asks for it. */
export interface OutputArgument {
  readonly dataType: FunctionArgument;
  readonly nullable: boolean | null;
}

export interface FunctionOutput {
  readonly dataType: DataType;
  readonly nullable: boolean | null;
  /** No value of these types is taken, in whatever mode. */
  readonly refused: boolean;
}

/** What a SQL function or operator gives. `resultType` where more than the arguments' types decide the type. */
export function functionOutput(
  session: Session,
  name: string,
  args: readonly OutputArgument[],
  resultType?: DataType,
): FunctionOutput {
  const ansi = isAnsi(session);
  if (ansi !== null) return inMode(session, name, args, ansi, resultType);
  const [strict, legacy] = [true, false].map((mode) => inMode(session, name, args, mode, resultType));
  if (!strict || !legacy) return { dataType: unknownType, nullable: null, refused: false };
  return {
    dataType: sameType(strict.dataType, legacy.dataType) ? strict.dataType : unknownType,
    nullable: strict.nullable === legacy.nullable ? strict.nullable : null,
    refused: strict.refused && legacy.refused,
  };
}

function inMode(
  { catalog, version }: Session,
  name: string,
  args: readonly OutputArgument[],
  ansi: boolean,
  resultType: DataType | undefined,
): FunctionOutput {
  const types = args.map(({ dataType }) => dataType);
  const result =
    resultType === undefined
      ? catalog.types.functionResult(name, types, version, { ansi })
      : ({ kind: "type", type: resultType } as const);
  const nullable = args.reduce<boolean | null>((so, each) => eitherNullable(so, each.nullable), false);
  return {
    dataType: result.kind === "type" ? result.type : unknownType,
    nullable,
    refused: result.kind === "refused",
  };
}

/** Whether a cast may be null; null where that is not known. */
export function castNullability(
  session: Session,
  child: { readonly dataType: DataType; readonly nullable: boolean | null },
  target: DataType,
  isTry: boolean,
): boolean | null {
  if (isTry) return true;
  return isAnsi(session) === null || target.type === "unknown" ? null : child.nullable;
}
