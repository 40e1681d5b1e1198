import { isNode, isToken, linesBefore, type Layout, type Scribe } from "./formatScribe.ts";
import type { SqlNode, SqlPart } from "./tree.ts";

const wrappers: ReadonlySet<string> = new Set(["expression", "namedExpression", "booleanExpression"]);

/** Past rules that only hand on. */
function unwrapped(node: SqlNode): SqlNode {
  let each = node;
  for (;;) {
    const [only] = each.children;
    if (each.children.length !== 1 || only?.kind !== "node" || !wrappers.has(each.rule)) return each;
    each = only;
  }
}

const isLogical = (node: SqlNode, ...types: readonly string[]): boolean =>
  node.rule === "booleanExpression" && isToken(node.children[1], ...types);

/** `a AND b AND c`: lines before the operators, in the group around. */
export function writeCondition(node: SqlNode | undefined, to: Scribe, owner: SqlNode): void {
  const top = node === undefined ? null : unwrapped(node);
  const type = top !== null && isLogical(top, "AND", "OR") ? top.children[1] : undefined;
  if (top === null || type?.kind !== "token") {
    to.part(node, owner);
    return;
  }
  writeChain(
    top,
    to,
    (each) => isLogical(each, type.type),
    (operand, chainNode) => {
      const inner = operand.kind === "node" ? unwrapped(operand) : null;
      if (inner !== null && isLogical(inner, "AND", "OR")) to.group(() => writeOperands(inner, to));
      else to.part(operand, chainNode);
    },
  );
}

const writeOperands: Layout = (node, to) => {
  to.indent(() => {
    writeCondition(node, to, node);
  });
};

/** `a + b + c`, which nests to the left: a line before each operator. */
function writeChain(
  top: SqlNode,
  to: Scribe,
  continues: (node: SqlNode) => boolean,
  write: (operand: SqlPart, node: SqlNode) => void,
): void {
  const chain: SqlNode[] = [];
  let left: SqlNode = top;
  for (;;) {
    chain.push(left);
    const [first] = left.children;
    if (first?.kind !== "node") break;
    const inner = unwrapped(first);
    if (!continues(inner)) break;
    left = inner;
  }
  const [innermost] = left.children;
  if (innermost !== undefined) write(innermost, left);
  for (const node of chain.reverse()) {
    to.line();
    to.part(node.children[1], node, 1);
    for (const operand of node.children.slice(2)) write(operand, node);
  }
}

const isBinary = ({ rule, children }: SqlNode): boolean =>
  rule === "valueExpression" && children.length === 3 && children[0]?.kind === "node";

/** Past `valueExpression` that only hands on. */
const writeValue: Layout = (node, to) => {
  if (!isBinary(node)) {
    to.parts(node);
    return;
  }
  to.group(() => {
    const [left] = node.children;
    const isComparison = isNode(node.children[1], "comparisonOperator");
    to.indent(() => {
      if (isComparison) {
        to.part(left, node, 0);
        to.line();
        to.parts(node, 1);
      } else
        writeChain(
          node,
          to,
          (each) => isBinary(each) && !isNode(each.children[1], "comparisonOperator"),
          (operand, owner) => {
            to.part(operand, owner);
          },
        );
    });
  });
};

const writeBoolean: Layout = (node, to) => {
  if (isLogical(node, "AND", "OR")) to.group(() => writeCondition(node, to, node));
  else to.parts(node);
};

const writeCase: Layout = (node, to) => {
  to.group(() => {
    node.children.forEach((child, at) => {
      if (isToken(child, "END")) {
        to.line();
        to.part(child, node, at);
      } else if (isNode(child, "whenClause") || isToken(child, "ELSE"))
        to.indent(() => {
          to.line();
          to.part(child, node, at);
          if (isToken(child, "ELSE")) to.part(node.children[at + 1], node, at + 1);
        });
      else if (!isToken(node.children[at - 1], "ELSE")) to.part(child, node, at);
    });
  });
};

const writeWhen: Layout = (node, to) => {
  to.group(() => {
    to.indent(() => {
      linesBefore((child) => isToken(child, "THEN"))(node, to);
    });
  });
};

const writePrimary: Layout = (node, to) => {
  if (isToken(node.children[0], "CASE")) writeCase(node, to);
  else to.parts(node);
};

const writeWindow: Layout = (node, to) => {
  const close = node.children.length - 1;
  const open = node.children.findIndex((child) => isToken(child, "LEFT_PAREN"));
  if (open < 0 || close <= open + 1) {
    to.parts(node);
    return;
  }
  const starts = node.children.flatMap((child, at) =>
    at > open + 1 && (isToken(child, "ORDER", "SORT") || isNode(child, "windowFrame")) ? [at] : [],
  );
  to.group(() => {
    to.part(node.children[open], node, open);
    to.indent(() => {
      to.softLine();
      [open + 1, ...starts].forEach((start, order) => {
        if (order > 0) to.line();
        to.group(() => {
          to.indent(() => {
            to.parts(node, start, starts[order] ?? close);
          });
        });
      });
    });
    to.softLine();
    to.part(node.children[close], node, close);
  });
};

/** How expressions are written. */
export const expressionLayouts: Readonly<Record<string, Layout>> = {
  booleanExpression: writeBoolean,
  valueExpression: writeValue,
  primaryExpression: writePrimary,
  whenClause: writeWhen,
  windowSpec: writeWindow,
};
