import assert from "node:assert/strict";
import type { Span } from "../../server/src/syntax/ast.ts";
import type { Module, Unit } from "../../server/src/syntax/module.ts";
import { childrenOf, type AstNode } from "../../server/src/syntax/walk.ts";

/** Fails unless the units tile the text and every range in them is true: see `checkUnit`. */
export function checkModule(module: Module): void {
  assert.equal(module.units.map(({ text }) => text).join(""), module.text, "the units tile the text");
  assert.equal(module.offsets.length, module.units.length);
  module.units.forEach((unit, index) => {
    const start = module.offsets[index]!;
    assert.equal(module.text.slice(start, start + unit.text.length), unit.text);
    assert.ok(unit.text.length > 0, "no unit is empty");
    checkUnit(unit);
  });
}

/**
 * Fails unless ranges lie in the unit, hold the ranges below them, come in order, and names, comments and texts of
 * strings are what stands at their ranges.
 */
export function checkUnit(unit: Unit): void {
  const whole = { start: 0, end: unit.text.length };
  for (const { start, end, text } of unit.comments) {
    assert.equal(text, unit.text.slice(start, end));
    assert.match(text, /^#/u);
  }
  checkOrder(unit.comments, whole, unit.text);
  for (const error of unit.errors) checkInside(error, whole, unit.text);
  const pending: { readonly nodes: readonly AstNode[]; readonly around: Span }[] = [
    { nodes: unit.body, around: whole },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    checkOrder(next.nodes.map(outerSpan), next.around, unit.text);
    for (const node of next.nodes) {
      checkInside(node, outerSpan(node), unit.text);
      checkSlices(node, unit.text);
      pending.push({ nodes: childrenOf(node), around: node });
    }
  }
}

function outerSpan(node: AstNode): Span {
  return "parens" in node ? node.parens : node;
}

function checkOrder(spans: readonly Span[], around: Span, text: string): void {
  let last = around.start;
  for (const span of spans) {
    checkInside(span, around, text);
    if (span.start < last) assert.fail(`not in order: ${show(span, text)} behind offset ${last}`);
    last = span.end;
  }
}

function checkInside(span: Span, around: Span, text: string): void {
  if (span.start < around.start || span.end > around.end || span.end < span.start) {
    assert.fail(`${show(span, text)} is not inside ${show(around, text)}`);
  }
}

function show({ start, end }: Span, text: string): string {
  return `${start}–${end} ${JSON.stringify(text.slice(start, Math.min(end, start + 60)))}`;
}

function checkSlices(node: AstNode, text: string): void {
  switch (node.kind) {
    case "Name":
      assert.equal(node.id, text.slice(node.start, node.end));
      break;
    case "Attribute":
      assert.equal(node.name.id, text.slice(node.name.start, node.name.end));
      checkInside(node.name, node, text);
      break;
    case "Call":
      checkInside(node.argumentList, node, text);
      checkOrder(node.args, node.argumentList, text);
      break;
    case "Binary":
    case "Boolean":
      assert.equal(node.operator, text.slice(node.operatorSpan.start, node.operatorSpan.end));
      break;
    case "String":
    case "FormattedString":
      checkOrder(node.parts, node, text);
      for (const part of node.parts) {
        if (part.kind === "Interpolation") continue;
        const written = text.slice(part.start, part.end);
        if (!/[\\\r{}]/u.test(written)) assert.equal(part.value, written);
      }
      break;
    case "Function":
      checkOrder(node.parameters, node, text);
      assert.equal(node.name.id, text.slice(node.name.start, node.name.end));
      break;
    default:
  }
}
