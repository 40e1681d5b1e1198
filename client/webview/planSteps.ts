/** Steps on the page, in either form: an element that has `data-step` stands for one. */
type StepElement = HTMLElement | SVGElement;

const stepElements = (): readonly StepElement[] => [
  ...document.querySelectorAll<StepElement>("[data-step]:not(.repeated)"),
];

/** The step that an element stands for; null for any other. */
export function shownStep(element: Element | null): number | null {
  const step = element?.getAttribute("data-step") ?? null;
  return step === null ? null : Number(step);
}

/** Marks the step that the cursor is on, and no other; brings it into view, and gives it the focus if asked to. */
export function markStep(step: number | null, focus = false): void {
  const all = stepElements();
  const marked = all.find((each) => shownStep(each) === step);
  for (const each of all) {
    if (each === marked) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  // The Tab key leaves the steps from where the focus is, also while the cursor is on another one.
  const entry = all.find((each) => each === document.activeElement) ?? marked ?? all[0];
  if (entry) letTabTo(entry, all);
  marked?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focus) entry?.focus({ preventScroll: true });
}

/** Moves the focus to the step that the Tab key comes to. */
export function focusEntry(): void {
  stepElements()
    .find((each) => each.getAttribute("tabindex") === "0")
    ?.focus();
}

/** Moves the focus to a step; the Tab key comes back to it. */
export function focusStep(step: number): void {
  const all = stepElements();
  const wanted = all.find((each) => shownStep(each) === step);
  if (!wanted) return;
  letTabTo(wanted, all);
  wanted.focus();
}

function letTabTo(entry: StepElement, all: readonly StepElement[]): void {
  for (const each of all) each.setAttribute("tabindex", each === entry ? "0" : "-1");
}
