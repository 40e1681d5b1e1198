import { unknownType, type DataType } from "../../../catalog/dataType.ts";
import { eitherMethod } from "../../eitherFrame.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attributesOf, type Attribute } from "../schema.ts";
import type { Step } from "../step.ts";

/** One of several frames, after paths of the program have met. */
export const eitherSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = { [eitherMethod]: either };

/**
 * The columns are certain where all the frames have the same ones in the same order; else all that one of the frames
 * has may be there.
 */
function either({ node, inputs }: Step): StepAnalysis {
  const [first, ...others] = inputs.map(({ schema }) => schema);
  if (!first) return { schema: { kind: "unknown", reason: { text: "there is no frame", site: node.site } } };
  const open = [first, ...others].find((schema) => schema.kind !== "closed");
  if (open && open.kind === "unknown") return { schema: open };
  const columns = attributesOf(first);
  const isSame =
    open === undefined &&
    others.every((schema) => {
      const theirs = attributesOf(schema);
      return (
        theirs.length === columns.length && columns.every(({ name }, index) => theirs[index]?.name === name)
      );
    });
  if (isSame)
    return {
      schema: {
        kind: "closed",
        attributes: columns.map((column, index) =>
          others.reduce((made, schema) => agreed(made, attributesOf(schema)[index]), column),
        ),
      },
    };
  const byName = new Map<string, Attribute>();
  for (const schema of [first, ...others])
    for (const column of attributesOf(schema)) {
      const known = byName.get(column.name);
      byName.set(column.name, known ? agreed(known, column) : column);
    }
  const reason = open
    ? open.reason
    : { text: "it depends on the path through the program", site: node.nameSite };
  return { schema: { kind: "open", attributes: [...byName.values()], reason } };
}

/** What two columns of one name have in common. */
function agreed(left: Attribute, right: Attribute | undefined): Attribute {
  if (right === undefined || right === left) return left;
  const dataType = isEqual(left.dataType, right.dataType) ? left.dataType : unknownType;
  const nullable = left.nullable === right.nullable ? left.nullable : null;
  const qualifier = left.qualifier.filter((each) => right.qualifier.includes(each));
  return dataType === left.dataType &&
    nullable === left.nullable &&
    qualifier.length === left.qualifier.length
    ? left
    : { ...left, dataType, nullable, qualifier };
}

/** Whether two types are the same, with what they say of nulls inside. */
const isEqual = (left: DataType, right: DataType): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);
