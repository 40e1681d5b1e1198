import type { PlanMessage, PlanPageMessage } from "./planMessages.ts";
import "./planPage.css";
import { drawPicture } from "./planPicture.ts";
import { focusEntry, markStep, shownStep } from "./planSteps.ts";
import { drawTree } from "./planTree.ts";

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: PlanPageMessage) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

const forms = ["tree", "picture"] as const;
type Form = (typeof forms)[number];

const editor = acquireVsCodeApi();
let form: Form = editor.getState() === "picture" ? "picture" : "tree";
let shown: PlanMessage | null = null;

/** The page of a plan: a heading, the choice of its form, and the steps. */
function draw({ plan, current, texts }: PlanMessage): void {
  const focused = shownStep(document.activeElement);
  const reveal = (step: number): void => {
    markStep(step);
    editor.postMessage({ kind: "reveal", step });
  };
  const body = form === "tree" ? drawTree(plan, texts, reveal) : drawPicture(plan, texts, reveal);
  const parts: HTMLElement[] = [textOf("h1", texts.title), choice(texts), body];
  if (plan.left > 0) parts.push(textOf("p", texts.moreSteps));
  parts.push(textOf("p", texts.hint, "hint"));
  document.body.replaceChildren(...parts);
  markStep(current, focused !== null);
}

function textOf(tag: "h1" | "p", text: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

function choice(texts: PlanMessage["texts"]): HTMLElement {
  const group = document.createElement("div");
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", texts.form);
  group.className = "choice";
  for (const each of forms) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(form === each));
    button.tabIndex = form === each ? 0 : -1;
    button.textContent = texts[each];
    button.addEventListener("click", () => choose(each));
    group.append(button);
  }
  group.addEventListener("keydown", (event) => {
    if (!/^Arrow(Left|Right|Up|Down)$/.test(event.key)) return;
    choose(form === "tree" ? "picture" : "tree");
    event.preventDefault();
  });
  return group;
}

function choose(wanted: Form): void {
  form = wanted;
  editor.setState(form);
  if (shown) draw(shown);
  document.querySelector<HTMLElement>('[role="radio"][aria-checked="true"]')?.focus();
}

window.addEventListener("message", ({ data }: MessageEvent<PlanMessage>) => {
  const isSame = shown !== null && JSON.stringify(shown.plan) === JSON.stringify(data.plan);
  shown = data;
  // Of a plan that stays, what the user has opened and scrolled to stays too.
  if (isSame) markStep(data.current);
  else draw(data);
});
// Who comes to the page by keyboard stands on a step at once, as in the editor's own trees; a click chooses its own place.
let isPointed = false;
window.addEventListener("pointerdown", () => (isPointed = true), { capture: true });
window.addEventListener("pointerup", () => (isPointed = false), { capture: true });
window.addEventListener("focus", () => {
  if (!isPointed && document.activeElement === document.body) focusEntry();
});
editor.postMessage({ kind: "ready" });
