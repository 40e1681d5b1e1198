import type { Value } from "../value.ts";

/** How many columns an array may have before it counts as unknown. */
const maximalWidth = 1000;

/**
 * The rows of an array that numpy fills itself, as `numpy.zeros((2, 3))`: one row that stands for all. Null for other
 * values, and where the code does not tell the array's width.
 */
export function arrayRows(content: Value): Value | null {
  if (content.kind !== "library" || content.args.some(({ name, unpack }) => name !== null || unpack !== ""))
    return null;
  const args = content.args.map(({ value }) => value);
  const isCounted = content.type === "numpy.arange";
  if (isCounted && !args.every((each) => each.kind === "number" && each.value !== null && !each.isFloat))
    return null;
  const width = isCounted ? 1 : widthOf(shapeOf(content.type, args));
  if (width === null || width > maximalWidth) return null;
  const cell: Value = isCounted
    ? { kind: "number", value: null }
    : { kind: "number", value: null, isFloat: true };
  const elements = Array.from({ length: width }, () => cell);
  const row: Value = { kind: "sequence", type: "list", elements, exact: true };
  return { kind: "sequence", type: "list", elements: [row], exact: false };
}

/** The sizes of an array's dimensions; none for what makes no array of floats. */
function shapeOf(maker: string, args: readonly Value[]): readonly Value[] {
  if (/^numpy\.random\.randn?$/.test(maker)) return args;
  if (!/^numpy\.(?:zeros|ones|random\.random)$/.test(maker)) return [];
  const [shape] = args;
  return shape?.kind === "sequence" ? (shape.exact ? shape.elements : []) : args.slice(0, 1);
}

function widthOf(shape: readonly Value[]): number | null {
  if (shape.length === 1) return 1;
  const [, width] = shape;
  return shape.length === 2 && width?.kind === "number" ? width.value : null;
}
