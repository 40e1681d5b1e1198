import type { PlanView, PlanViewStep } from "../../server/src/protocol/plan.ts";
import type { PlanTexts } from "./planMessages.ts";

/** The plan as an indented tree: arrow keys walk it, Enter shows the step's line. */
export function drawTree(plan: PlanView, texts: PlanTexts, reveal: (step: number) => void): HTMLElement {
  const tree = document.createElement("div");
  tree.setAttribute("role", "tree");
  tree.className = "tree";
  const seen = new Set<number>();
  const add = (id: number, level: number): void => {
    const step = plan.steps[id];
    if (!step) return;
    const repeated = seen.has(id);
    seen.add(id);
    tree.append(rowOf(step, level, repeated ? texts.seenAbove : null, texts, reveal));
    if (repeated) return;
    const deeper = step.inputs.length > 1 ? level + 1 : level;
    for (const input of step.inputs) add(input, deeper);
  };
  add(0, 1);
  const rows = [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  rows[0]?.setAttribute("tabindex", "0");
  tree.addEventListener("keydown", (event) => walk(event, rows));
  return tree;
}

function rowOf(
  step: PlanViewStep,
  level: number,
  repeated: string | null,
  texts: PlanTexts,
  reveal: (step: number) => void,
): HTMLElement {
  const row = document.createElement("div");
  row.setAttribute("role", "treeitem");
  row.setAttribute("aria-level", String(level));
  row.tabIndex = -1;
  row.style.setProperty("--level", String(level - 1));
  for (const exchange of step.exchanges) row.append(part("exchange", exchange));
  const line = document.createElement("div");
  line.className = "step";
  line.append(part("operator", step.operator), part("code", step.code));
  if (step.place) line.append(part("line", `:${step.place.start.line + 1}`));
  row.append(line, part("notes", repeated ?? step.notes.join(" · ")));
  if (repeated === null && step.columns.length > 0) row.append(columnsOf(step, texts));
  row.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("details"))) reveal(step.id);
    row.focus();
  });
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== row) return;
    reveal(step.id);
    event.preventDefault();
  });
  return row;
}

function columnsOf(step: PlanViewStep, texts: PlanTexts): HTMLElement {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = step.columns.map(({ name }) => name).join(", ");
  const table = document.createElement("table");
  for (const { name, type } of step.columns) {
    const row = table.insertRow();
    row.insertCell().textContent = name;
    row.insertCell().textContent = type;
  }
  details.append(summary, table);
  if (step.columnsLeft > 0)
    details.append(part("notes", texts.moreColumns.replace("{0}", String(step.columnsLeft))));
  return details;
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  return element;
}

function walk(event: KeyboardEvent, rows: readonly HTMLElement[]): void {
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (at < 0) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const details = rows[at]?.querySelector("details");
    if (details) details.open = event.key === "ArrowRight";
  } else if (next === undefined) return;
  else rows[Math.max(0, Math.min(next, rows.length - 1))]?.focus();
  event.preventDefault();
}
