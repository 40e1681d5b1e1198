import type { PlanMessage, PlanPageMessage } from "./planMessages.ts";
import "./planPage.css";
import { drawPicture } from "./planPicture.ts";
import { drawTree } from "./planTree.ts";

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: PlanPageMessage) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

type Form = "tree" | "picture";

const editor = acquireVsCodeApi();
let form: Form = editor.getState() === "picture" ? "picture" : "tree";
let shown: PlanMessage | null = null;

/** The page of a plan: a heading, the choice of its form, and the steps. */
function draw(): void {
  if (!shown) return;
  const { plan, texts } = shown;
  const reveal = (step: number): void => editor.postMessage({ kind: "reveal", step });
  const heading = document.createElement("h1");
  heading.textContent = texts.title;
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = texts.hint;
  const body = form === "tree" ? drawTree(plan, texts, reveal) : drawPicture(plan, reveal);
  const parts: Node[] = [heading, choice(), body, hint];
  if (plan.left > 0) {
    const rest = document.createElement("p");
    rest.textContent = texts.moreSteps;
    parts.splice(3, 0, rest);
  }
  document.body.replaceChildren(...parts);
}

function choice(): HTMLElement {
  const group = document.createElement("div");
  group.setAttribute("role", "radiogroup");
  group.className = "choice";
  for (const each of ["tree", "picture"] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(form === each));
    button.textContent = shown?.texts[each] ?? each;
    button.addEventListener("click", () => {
      form = each;
      editor.setState(form);
      draw();
      document.querySelector<HTMLElement>('[role="radio"][aria-checked="true"]')?.focus();
    });
    group.append(button);
  }
  return group;
}

window.addEventListener("message", ({ data }: MessageEvent<PlanMessage>) => {
  shown = data;
  draw();
});
editor.postMessage({ kind: "ready" });
