import type { PlanView, PlanViewStep } from "../../server/src/protocol/plan.ts";
import type { PlanTexts } from "./planMessages.ts";
import { focusStep, shownStep } from "./planSteps.ts";

const box = { width: 190, height: 46, across: 220, down: 106, margin: 16, label: 110 };
const namespace = "http://www.w3.org/2000/svg";

/**
 * The plan as boxes and lines, data flowing upwards; exchanges are marked on the lines. Arrow keys go along the lines and
 * to the neighbours, Enter shows the step's line.
 */
export function drawPicture(plan: PlanView, texts: PlanTexts, reveal: (step: number) => void): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "picture";
  // What moves rows stands right of the lines, the last of which may be near the edge.
  const width = plan.width * box.across + 2 * box.margin + box.label;
  const height = plan.height * box.down + 2 * box.margin;
  const svg = make("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "group",
    "aria-label": texts.title,
  });
  for (const step of plan.steps)
    for (const { step: input, exchange } of step.inputs) {
      const below = plan.steps[input];
      if (below) svg.append(...lineOf(step, below, exchange));
    }
  for (const step of plan.steps) svg.append(boxOf(step, reveal));
  svg.addEventListener("keydown", (event) => walk(event, plan));
  frame.append(svg);
  return frame;
}

function walk(event: KeyboardEvent, { steps }: PlanView): void {
  const at = steps[shownStep(document.activeElement) ?? -1];
  if (!at) return;
  const inRow = steps.filter(({ row }) => row === at.row).sort((one, other) => one.column - other.column);
  const beside = (by: 1 | -1): number | undefined => inRow[inRow.indexOf(at) + by]?.id;
  const next = {
    ArrowDown: at.inputs[0]?.step,
    ArrowUp: steps.find(({ inputs }) => inputs.some(({ step }) => step === at.id))?.id,
    ArrowLeft: beside(-1),
    ArrowRight: beside(1),
    Home: 0,
    End: steps.length - 1,
  }[event.key];
  if (next !== undefined) focusStep(next);
  if (/^(Arrow|Home$|End$)/.test(event.key)) event.preventDefault();
}

const left = ({ column }: PlanViewStep): number => box.margin + column * box.across;
const top = ({ row }: PlanViewStep): number => box.margin + row * box.down;

function lineOf(step: PlanViewStep, below: PlanViewStep, exchange: string): SVGElement[] {
  const [x1, y1] = [left(below) + box.width / 2, top(below)];
  const [x2, y2] = [left(step) + box.width / 2, top(step) + box.height];
  // The line goes straight up first, beside its text.
  const bend = y1 - 24;
  const middle = (bend + y2) / 2;
  const path = make("path", {
    d: `M ${x1} ${y1} L ${x1} ${bend} C ${x1} ${middle}, ${x2} ${middle}, ${x2} ${y2}`,
    class: exchange === "" ? "flow" : "flow shuffled",
  });
  if (exchange === "") return [path];
  const text = make("text", { x: x1 + 8, y: y1 - 10, class: "exchange" });
  text.textContent = cut(exchange, 34);
  return [path, text];
}

function boxOf(step: PlanViewStep, reveal: (step: number) => void): SVGElement {
  const group = make("g", {
    class: "box",
    tabindex: step.id === 0 ? 0 : -1,
    role: "button",
    "data-step": step.id,
    "aria-label": [
      step.operator,
      step.code,
      ...step.inputs.map(({ exchange }) => exchange).filter(Boolean),
      ...step.notes,
    ].join(", "),
    transform: `translate(${left(step)} ${top(step)})`,
  });
  const title = make("title", {});
  title.textContent = [step.code, ...step.notes].join("\n");
  const operator = make("text", { x: 10, y: 19, class: "operator" });
  operator.textContent = step.operator;
  const code = make("text", { x: 10, y: 36, class: "code" });
  code.textContent = cut(step.code, 25);
  group.append(title, make("rect", { width: box.width, height: box.height, rx: 4 }), operator, code);
  const show = (): void => reveal(step.id);
  group.addEventListener("click", show);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    show();
    event.preventDefault();
  });
  return group;
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
