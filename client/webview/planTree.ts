import type { PlanView, PlanViewStep } from "../../server/src/protocol/plan.ts";
import type { PlanTexts } from "./planMessages.ts";

/** The plan as an indented tree: arrow keys walk it, Enter shows the step's line. */
export function drawTree(plan: PlanView, texts: PlanTexts, reveal: (step: number) => void): HTMLElement {
  const tree = document.createElement("div");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", texts.title);
  tree.className = "tree";
  const seen = new Set<number>();
  // Plans may be hundreds of steps deep.
  const waiting = [{ id: 0, level: 1, exchange: "" }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, level, exchange } = next;
    const step = plan.steps[id];
    if (!step) continue;
    const isRepeated = seen.has(id);
    seen.add(id);
    if (exchange !== "") tree.append(exchangeOf(exchange, level));
    tree.append(rowOf(step, level, exchange, isRepeated, texts, reveal));
    if (isRepeated) continue;
    const deeper = step.inputs.length > 1 ? level + 1 : level;
    for (const input of step.inputs.toReversed())
      waiting.push({ id: input.step, level: deeper, exchange: input.exchange });
  }
  const rows = [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  rows[0]?.setAttribute("tabindex", "0");
  tree.addEventListener("keydown", (event) => walk(event, rows));
  return tree;
}

/** What moves the rows of the step below. */
function exchangeOf(text: string, level: number): HTMLElement {
  const line = part("exchange", text);
  line.style.setProperty("--level", String(level - 1));
  // The row below says it too.
  line.setAttribute("aria-hidden", "true");
  return line;
}

function rowOf(
  step: PlanViewStep,
  level: number,
  exchange: string,
  isRepeated: boolean,
  texts: PlanTexts,
  reveal: (step: number) => void,
): HTMLElement {
  const row = document.createElement("div");
  row.setAttribute("role", "treeitem");
  row.setAttribute("aria-level", String(level));
  const label = [step.operator, step.code, exchange, ...step.notes].filter(Boolean).join(", ");
  row.setAttribute("aria-label", label);
  row.dataset["step"] = String(step.id);
  if (isRepeated) row.classList.add("repeated");
  row.tabIndex = -1;
  row.style.setProperty("--level", String(level - 1));
  const line = document.createElement("div");
  line.className = "step";
  line.append(part("operator", step.operator), part("code", step.code));
  if (step.place) line.append(part("line", `:${step.place.range.start.line + 1}`));
  row.append(line);
  if (isRepeated) row.append(part("notes", texts.seenAbove));
  else if (step.columns.length === 0) row.append(part("notes", step.notes.join(" · ")));
  else row.append(columnsOf(step, texts, row, label));
  row.addEventListener("click", (event) => {
    const isOfColumns = event.target instanceof Element && event.target.closest("details") !== null;
    if (!isOfColumns) reveal(step.id);
    row.focus();
  });
  row.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.target !== row) return;
    reveal(step.id);
    event.preventDefault();
  });
  return row;
}

/** The columns below a row. What of them can be seen stands in the row's label, which is all that is read aloud. */
function columnsOf(step: PlanViewStep, texts: PlanTexts, row: HTMLElement, label: string): HTMLElement {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  // The row has the focus; its arrow keys open and close the columns.
  summary.tabIndex = -1;
  summary.textContent = `${step.notes.join(" · ")}: ${step.columns.map(({ name }) => name).join(", ")}`;
  const table = document.createElement("table");
  for (const { name, type } of step.columns) {
    const line = table.insertRow();
    line.insertCell().textContent = name;
    line.insertCell().textContent = type;
  }
  const tell = (): void => {
    const shown = step.columns.map(({ name, type }) => (details.open ? `${name} ${type}` : name));
    row.setAttribute("aria-label", `${label}: ${shown.join(", ")}`);
    row.setAttribute("aria-expanded", String(details.open));
  };
  tell();
  details.addEventListener("toggle", tell);
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
  else {
    const wanted = rows[Math.max(0, Math.min(next, rows.length - 1))];
    rows[at]?.setAttribute("tabindex", "-1");
    wanted?.setAttribute("tabindex", "0");
    wanted?.focus();
  }
  event.preventDefault();
}
