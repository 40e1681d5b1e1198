import type { PlanView, PlanViewStep } from "../../server/src/protocol/plan.ts";

const box = { width: 190, height: 46, across: 220, down: 92, margin: 16 };
const namespace = "http://www.w3.org/2000/svg";

/** The plan as boxes and lines, data flowing upwards; exchanges are marked on the lines. */
export function drawPicture(plan: PlanView, reveal: (step: number) => void): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "picture";
  const width = plan.width * box.across + 2 * box.margin;
  const height = plan.height * box.down + 2 * box.margin;
  const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group" });
  for (const step of plan.steps)
    for (const [index, input] of step.inputs.entries()) {
      const below = plan.steps[input];
      if (below)
        svg.append(
          ...lineOf(
            step,
            below,
            step.exchanges[index] ?? (step.inputs.length === 1 ? step.exchanges[0] : undefined),
          ),
        );
    }
  for (const step of plan.steps) svg.append(boxOf(step, reveal));
  frame.append(svg);
  return frame;
}

const left = ({ column }: PlanViewStep): number => box.margin + column * box.across;
const top = ({ row }: PlanViewStep): number => box.margin + row * box.down;

function lineOf(step: PlanViewStep, below: PlanViewStep, exchange: string | undefined): SVGElement[] {
  const [x1, y1] = [left(below) + box.width / 2, top(below)];
  const [x2, y2] = [left(step) + box.width / 2, top(step) + box.height];
  const middle = (y1 + y2) / 2;
  const path = make("path", {
    d: `M ${x1} ${y1} C ${x1} ${middle}, ${x2} ${middle}, ${x2} ${y2}`,
    class: exchange === undefined ? "flow" : "flow shuffled",
  });
  if (exchange === undefined) return [path];
  const text = make("text", { x: (x1 + x2) / 2 + 8, y: middle + 4, class: "exchange" });
  text.textContent = cut(exchange, 30);
  return [path, text];
}

function boxOf(step: PlanViewStep, reveal: (step: number) => void): SVGElement {
  const group = make("g", {
    class: "box",
    tabindex: 0,
    role: "button",
    "aria-label": [step.operator, step.code, ...step.exchanges, ...step.notes].join(", "),
    transform: `translate(${left(step)} ${top(step)})`,
  });
  const title = make("title", {});
  title.textContent = [step.code, ...step.notes].join("\n");
  const operator = make("text", { x: 10, y: 19, class: "operator" });
  operator.textContent = step.operator;
  const code = make("text", { x: 10, y: 36, class: "code" });
  code.textContent = cut(step.code, 28);
  group.append(title, make("rect", { width: box.width, height: box.height, rx: 4 }), operator, code);
  const show = (): void => reveal(step.id);
  group.addEventListener("click", show);
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") show();
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
