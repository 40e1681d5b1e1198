import { atomic, kindOf, structOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { argumentsOf, callTree, flagsOf, literalValue, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, type Typed } from "./typed.ts";

/** A window of time from its start to its end; sliding ones may be missing (TimeWindowing, 3.3 to 4.3). */
export function timeWindow(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(
    resolution,
    call.args.filter(({ kind }) => kind !== "absent"),
  );
  const [time, width, slide] = args ?? [];
  if (!args || !time) return unknownCall(args ?? []);
  const hasSlide = call.args[2] !== undefined && call.args[2].kind !== "absent" && slide !== undefined;
  const slides =
    hasSlide && literalValue(slide) !== null && literalValue(slide) !== (width && literalValue(width));
  return windowOf("window", time, slides, args);
}

/** A session: as long as events follow each other closely. */
export function sessionWindow(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  const [time] = args ?? [];
  return args && time ? windowOf("session_window", time, false, args) : unknownCall([]);
}

function windowOf(name: string, time: Typed, nullable: boolean, args: readonly Typed[]): Typed {
  const type = timeType(time.dataType);
  if (type.type === "unknown") return unknownCall(args, { name });
  const fields = structOf([
    ["start", type],
    ["end", type],
  ]);
  return typed(fields, nullable, { ...flagsOf(args), name, tree: callTree(name, args) });
}

/** Of a window of windows: the type of its bounds. */
function timeType(type: DataType): DataType {
  if (type.type === "struct") return type.fields[0]?.dataType ?? unknownType;
  const kind = kindOf(type);
  if (kind === "timestamp_ntz") return type;
  return kind === "timestamp" || kind === "date" || kind === "string" ? atomic("timestamp") : unknownType;
}
