import type { AttributeExpression } from "../syntax/ast.ts";
import type { CallFact } from "../plan/facts.ts";
import { receiverOf } from "./surroundings.ts";

/** `frame.rdd` as an expression. */
export type FrameRdd = AttributeExpression;

/** The `frame.rdd` that a method is called on directly; null for any other RDD. */
export function frameRdd({ node, receiver }: CallFact): FrameRdd | null {
  const object = receiverOf(node);
  const isOwn = receiver?.type === "RDD" && receiver.plan !== null && !receiver.state?.calls.length;
  if (!isOwn || object?.kind !== "Attribute" || object.name.id !== "rdd") return null;
  // `self.rdd` is an attribute of the program's own.
  return object.object.kind === "Name" && /^(self|cls)$/.test(object.object.id) ? null : object;
}
