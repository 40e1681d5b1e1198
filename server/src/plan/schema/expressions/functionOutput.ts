import { unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { FunctionArgument } from "../../../catalog/functionTypes.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import type { Session } from "../../session.ts";
import { modesOf } from "./sessionModes.ts";
import { sameType } from "../nullability.ts";

/** An argument as the catalogue asks for it. */
export interface OutputArgument {
  readonly dataType: FunctionArgument;
  readonly nullable: boolean | null;
}

export interface FunctionOutput {
  readonly dataType: DataType;
  /** Null also where the nulls inside of the type are not known. */
  readonly nullable: boolean | null;
  /** No value of these types is taken, in whatever mode. */
  readonly refused: boolean;
}

const unknownOutput: FunctionOutput = { dataType: unknownType, nullable: null, refused: false };

/** What a SQL function or operator gives. `resultType` where more than the arguments' types decide the type. */
export function functionOutput(
  session: Session,
  name: string,
  args: readonly OutputArgument[],
  resultType?: DataType,
): FunctionOutput {
  const ask = (): FunctionOutput =>
    inModes(session, (ansi) => outputIn(session, name, args, ansi, resultType));
  const key = resultType === undefined ? questionKey(session, name, args) : null;
  if (key === null) return ask();
  let answers = known.get(session.catalog);
  if (answers === undefined || answers.size > mostKept)
    known.set(session.catalog, (answers = new Map<string, FunctionOutput>()));
  let answer = answers.get(key);
  if (answer === undefined) answers.set(key, (answer = ask()));
  return answer;
}

/** Answers on flat and unknown types are asked for again and again: some 50 µs each. */
const known = sideTable<Session["catalog"], Map<string, FunctionOutput>>();
const mostKept = 20_000;

function questionKey(session: Session, name: string, args: readonly OutputArgument[]): string | null {
  if (args.length > 4) return null;
  let key = `${name} ${session.version} ${modesOf(session).ansi}`;
  for (const { dataType, nullable } of args) {
    if (dataType.type === "atomic") key += ` ${dataType.name},${nullable}`;
    else if (dataType.type === "decimal") key += ` ${dataType.precision}.${dataType.scale},${nullable}`;
    else if (dataType.type === "unknown") key += ` ?,${nullable}`;
    else return null;
  }
  return key;
}

/** What holds in the session's mode, or in both where the code does not tell which it is. */
function inModes(session: Session, ask: (ansi: boolean) => FunctionOutput): FunctionOutput {
  const ansi = modesOf(session).ansi;
  if (ansi !== null) return ask(ansi);
  const [strict, legacy] = [ask(true), ask(false)];
  return {
    dataType: sameType(strict.dataType, legacy.dataType) ? strict.dataType : unknownType,
    nullable: strict.nullable === legacy.nullable ? strict.nullable : null,
    refused: strict.refused && legacy.refused,
  };
}

function outputIn(
  { catalog, version }: Session,
  name: string,
  args: readonly OutputArgument[],
  ansi: boolean,
  resultType: DataType | undefined,
): FunctionOutput {
  const mode = { version, ansi };
  let type = resultType;
  if (type === undefined) {
    const result = catalog.types.functionResult(
      name,
      args.map(({ dataType }) => dataType),
      version,
      mode,
    );
    if (result.kind === "refused") return { ...unknownOutput, refused: true };
    type = result.kind === "type" ? result.type : unknownType;
  }
  const found = catalog.outputs.nullable(
    name,
    args.map(({ dataType, nullable }) => ({ type: dataType, nullable })),
    type,
    mode,
  );
  return { dataType: found.type, nullable: found.exact ? found.nullable : null, refused: false };
}

/** Whether a cast may be null; null where that is not known. */
export function castNullability(
  session: Session,
  { dataType, nullable }: { readonly dataType: DataType; readonly nullable: boolean | null },
  target: DataType,
  isTry: boolean,
): boolean | null {
  if (nullable === true) return true;
  const { catalog, version } = session;
  const nulls = (ansi: boolean): boolean | null =>
    catalog.outputs.castNullable(dataType, target, false, { version, ansi }, isTry ? "try" : "cast");
  const ansi = modesOf(session).ansi;
  const [strict, legacy] = ansi === null ? [nulls(true), nulls(false)] : [nulls(ansi), nulls(ansi)];
  const cast = strict === legacy ? strict : null;
  return cast === true ? true : nullable === null ? null : cast;
}
